"""Reports that services read: golden files, valid by their schemas, within their limits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import meshgov
from meshgov.errors import EngineError, InputError, Location, ManyErrors
from meshgov.render import registry
from meshgov.render.base import RenderOptions
from meshgov.render.parts.place import in_tree, nearest

HERE = Path(__file__).parent
CASES = HERE / "cases"
GOLDEN = {
    "comment": "expected.comment.md",
    "github": "expected.github.txt",
    "gitlab": "expected.gitlab.json",
    "junit": "expected.junit.xml",
    "sarif": "expected.sarif",
    "sarif-github": "expected.github.sarif",
    "summary": "expected.summary.md",
}
WHOLE = ("check-hostile", "check-waived", "diff-breaking", "diff-only", "gate-services", "gate-two")
ALL = sorted(folder.name for folder in CASES.iterdir())
SARIF = jsonschema.Draft4Validator(
    json.loads((HERE / "official" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
)

ERRORS = (
    ManyErrors(
        [
            InputError(
                "the key `name` stands twice\n::error::",
                hint="remove one\nof them",
                location=Location("contracts/\x1b[2Jorders.yaml", 7, 1),
            ),
            InputError("no name in {0}", location=Location("<stdin>", 2, 3)),
        ]
    ),
    EngineError("OPA is down ##[add-mask]x", hint="start it"),
)


def rendered(name: str, verdict: Any, options: dict[str, Any] | None = None) -> str:
    given = dict(options or {})
    given["only"] = tuple(given.get("only", ()))
    return "".join(registry.renderer(name).render(verdict, RenderOptions(**given)))


def failed(name: str, errors: Iterable[Any] = ERRORS, annotations: int = 50) -> str:
    options = RenderOptions(annotations=annotations)
    return "".join(registry.renderer(name).render_errors(tuple(errors), 2, options))


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("folder", WHOLE)
def test_case(folder: str, name: str, load_case: Any) -> None:
    page = rendered(name, *load_case(folder))

    page = page.replace(f'"{meshgov.__version__}"', '"VERSION"')
    assert page == (CASES / folder / GOLDEN[name]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDEN)
def test_errors(name: str) -> None:
    page = failed(name).replace(f'"{meshgov.__version__}"', '"VERSION"')

    assert page == (HERE / "words" / GOLDEN[name].replace("expected", "errors")).read_text("utf-8")


@pytest.mark.parametrize("name", ["sarif", "sarif-github"])
@pytest.mark.parametrize("folder", ALL)
def test_sarif_is_valid(folder: str, name: str, load_case: Any) -> None:
    log = json.loads(rendered(name, *load_case(folder)))

    assert [error.message for error in SARIF.iter_errors(log)] == []
    for result in log["runs"][0]["results"] if name == "sarif-github" else ():
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize("name", ["sarif", "sarif-github"])
def test_sarif_of_errors_is_valid_and_has_no_results(name: str) -> None:
    log = json.loads(failed(name))

    assert [error.message for error in SARIF.iter_errors(log)] == []
    assert "results" not in log["runs"][0]


CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-err"},
    "properties": {"property"},
    "testcase": {"skipped", "failure", "error", "system-out"},
}
REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "property": {"name", "value"},
    "testcase": {"name"},
}
ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"skipped", "timestamp", "file"},
    "testcase": {"classname"},
    **{tag: {"type", "message"} for tag in ("skipped", "failure", "error")},
}
"""The part of Jenkins's junit-10 schema that we use."""


def check_junit(page: str) -> None:
    root = ET.fromstring(page)  # noqa: S314  # our own text
    assert root.tag == "testsuites"
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        required = REQUIRED.get(element.tag, set())
        assert required <= set(element.keys())
        assert set(element.keys()) <= required | ALLOWED.get(element.tag, set())
    for suite in root:
        cases = suite.findall("testcase")
        for attribute, tag in (
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            assert int(suite.attrib[attribute]) == sum(case.find(tag) is not None for case in cases)
        assert int(suite.attrib["tests"]) == len(cases)
    for attribute in ("tests", "failures", "errors"):
        assert int(root.attrib[attribute]) == sum(int(suite.attrib[attribute]) for suite in root)


@pytest.mark.parametrize("folder", ALL)
def test_junit_is_valid(folder: str, load_case: Any) -> None:
    verdict, options = load_case(folder)

    check_junit(rendered("junit", verdict, options))
    check_junit(failed("junit"))


def many(build_verdict: Any, **severities: int) -> Any:
    findings = [
        {
            "rule": "a/b",
            "severity": severity,
            "blocking": severity in {"critical", "error"},
            "message": f"{severity} {at}",
            "location": "o.yaml:1:1",
        }
        for severity, number in severities.items()
        for at in range(number)
    ]
    contract = {"path": "o.yaml", "name": "orders", "verdict": "fail", "findings": findings}
    return build_verdict({"contracts": [contract]})


def test_code_scanning_gets_the_most_severe_and_is_told_of_the_others(build_verdict: Any) -> None:
    verdict = many(build_verdict, info=10, warning=4_000, critical=1_500)

    run = json.loads(rendered("sarif-github", verdict))["runs"][0]

    levels = [result["properties"]["severity"] for result in run["results"]]
    assert levels == ["critical"] * 1_500 + ["warning"] * 3_500
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {
                "text": "510 more findings are not in this file, which holds the 5,000 most severe "
                "ones; the formats sarif and json hold all."
            },
            "descriptor": {"id": "meshgov/limit"},
        }
    ]
    assert len(json.loads(rendered("sarif", verdict))["runs"][0]["results"]) == 5_510


@pytest.mark.parametrize(
    ("annotations", "kinds", "more"),
    [
        (50, {"error": 10, "warning": 10, "notice": 10}, 11),
        (12, {"error": 10, "warning": 1, "notice": 1}, 29),
        (2, {"error": 1, "warning": 0, "notice": 1}, 39),
        (1, {"error": 0, "warning": 0, "notice": 1}, 40),
    ],
)
def test_annotations_are_limited_and_the_last_line_counts_the_others(
    annotations: int, kinds: dict[str, int], more: int, build_verdict: Any
) -> None:
    verdict = many(build_verdict, info=12, error=11, critical=2, warning=15)

    *lines, last = rendered("github", verdict, {"annotations": annotations}).splitlines()

    shown = [line.split(" ")[0].strip(":") for line in (*lines, last)]
    assert {kind: shown.count(kind) for kind in kinds} == kinds
    assert [line.endswith(f"::critical {at}") for at, line in enumerate(lines[:2])] == [True] * len(
        lines[:2]
    )
    assert last == (
        "::notice title=meshgov::FAIL: 1 contract - 2 critical, 11 errors, 15 warnings, 12 info. "
        f"{more} more than the annotations show: the job summary and the formats json and sarif "
        "hold all of them."
    )


def test_one_poor_contract_does_not_hide_the_others(build_verdict: Any) -> None:
    found = [
        {"rule": "a/b", "severity": "error", "blocking": True, "message": "m", "location": "p:1:1"}
    ] * 20
    contracts = [
        {"path": f"{at}.yaml", "name": f"n{at}", "verdict": "fail", "findings": found[:number]}
        for at, number in enumerate((20, 2, 1))
    ]
    for contract in contracts:
        place = f"{contract['path']}:1:1"
        contract["findings"] = [one | {"location": place} for one in contract["findings"]]

    page = rendered("github", build_verdict({"contracts": contracts}))

    files = [line[line.index("=") + 1] for line in page.splitlines()[:10]]
    assert "".join(files) == "0120100000"


def test_without_annotations_the_log_says_how_many_there_are(build_verdict: Any) -> None:
    page = rendered("github", many(build_verdict, error=2), {"annotations": 0})

    assert page == (
        "meshgov: FAIL: 1 contract - 2 errors. 2 more than the annotations show: the job summary "
        "and the formats json and sarif hold all of them.\n"
    )


def test_as_many_as_there_is_room_for_need_no_line_about_others(build_verdict: Any) -> None:
    page = rendered("github", many(build_verdict, error=10), {"annotations": 10})

    assert page.count("::error file=") == 10
    assert page.endswith("\nmeshgov: FAIL: 1 contract - 10 errors\n")


def test_errors_are_annotated_as_far_as_they_are_shown() -> None:
    *lines, last = failed("github", [InputError("no file")] * 12).splitlines()

    assert lines == ["::error title=meshgov::no file"] * 10
    assert last == "meshgov: 2 errors more; nothing was judged (exit code 2)"
    assert failed("github", annotations=0).count("::error ") == 1


def wide(number: int) -> dict[str, Any]:
    changes = [
        {"id": "field-removed", "level": "breaking", "bump": "major", "message": "\u6ce8" * 300}
        for _ in range(10)
    ]
    base = {"path": "old.yaml", "version": "1.0.0"}
    diff = {"base": base, "breaking": True, "required_bump": "major", "changes": changes}
    return {"path": f"{number}.yaml", "name": "orders", "verdict": "fail", "diff": diff}


@pytest.mark.parametrize(
    ("name", "page_name", "number"), [("comment", "a comment", 120), ("summary", "a summary", 700)]
)
def test_reports_fit_and_say_what_is_missing(
    name: str, page_name: str, number: int, build_verdict: Any
) -> None:
    contracts = [wide(at) for at in range(number)]
    passing = [one | {"verdict": "pass"} for one in contracts[:2]]
    verdict = build_verdict({"command": "gate", "contracts": [*contracts, *passing]})

    page = rendered(name, verdict)

    assert len(page) < 65_536 if name == "comment" else 900_000 < len(page.encode()) < 1_048_576
    rows = page.count("| \u274c FAIL |")
    assert f"\nand {number + 2 - rows:,} contracts more\n" in page
    assert f"**Not shown, because {page_name} holds no more:**" in page


def test_many_notes_are_folded(build_verdict: Any) -> None:
    contract = {"path": "o.yaml", "name": "orders", "verdict": "pass"}
    given = {"command": "gate", "contracts": [contract], "notices": [f"n{at}" for at in range(6)]}

    page = rendered("summary", build_verdict(given))

    assert "<details><summary>Notes: 6</summary>\n\n- n0\n" in page


def test_a_quiet_report_holds_what_must_be_fixed(load_case: Any) -> None:
    page = rendered("comment", load_case("gate-services")[0], {"quiet": True})

    assert page.count("<details") == page.count("</details>") == 2
    assert "is not encrypted" not in page
    assert "PASS" not in page


def test_bumps_that_cannot_be_read(build_verdict: Any) -> None:
    contract = wide(1)
    contract["diff"]["changes"] = []

    page = rendered("comment", build_verdict({"command": "gate", "contracts": [contract]}))

    assert "**needs a major step**<br>declared unreadable, required major" in page


@pytest.mark.parametrize(
    ("file", "on_disk", "close"),
    [
        ("a/b.yaml", "a/b.yaml", "a/b.yaml"),
        ("./b.yaml", "b.yaml", "b.yaml"),
        ("/a:b/c.yaml", "/a:b/c.yaml", "/a:b/c.yaml"),
        ("main:a.yaml", None, "a.yaml"),
        ("main:", None, "main:"),
        ("<stdin>", None, "stdin"),
    ],
)
def test_places(file: str, on_disk: str | None, close: str) -> None:
    assert (in_tree(file), nearest(file)) == (on_disk, close)
