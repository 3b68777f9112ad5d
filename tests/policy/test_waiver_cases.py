"""waiver_cases.yaml: what is malformed is refused with its position, by the reader and by runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from meshgov.cli.main import run
from meshgov.diff import versions
from meshgov.errors import MeshgovError
from meshgov.load.document import parse
from meshgov.model.waiver import Waiver, WaiverTerms
from meshgov.policy import waivers
from meshgov.policy.waivers import Waivable

Case = dict[str, Any]

CASES: list[Case] = yaml.safe_load(
    (Path(__file__).parent / "waiver_cases.yaml").read_text(encoding="utf-8")
)
GOOD = {
    "rule": "pii_handling/encryption_required",
    "scope": {"product": "orders", "fields": ["email"]},
    "reason": "The warehouse is moved to encrypted storage.",
    "compensating_controls": "Two people have access",
    "risk": "low",
    "ticket": "GOV-17",
    "requested_by": "jane",
    "approver": "max",
    "created": "2026-11-20",
    "effective_from": "2026-11-21",
    "expires": "2026-12-01",
}
TERMS = WaiverTerms({"critical": 30, "error": 90, "warning": 180, "info": 180})
RULES = {
    "pii_handling/encryption_required": Waivable("critical", waivable=True),
    "schema_validation/duplicate_field": Waivable("error", waivable=False),
}
MEANING = (
    "runs ",
    "can't be waived",
    "there is no rule",
    "can't approve",
    "the waiver ",
    "takes no `*`",
    "stands twice",
    "login of a person",
    "must be a version",
    "2026-02-30",
    "the reason has",
)
"""Parts of sentences about what no schema of the file alone can know."""


def text(case: Case) -> str:
    if "text" in case:
        return str(case["text"])
    spec = {key: value for key, value in {**GOOD, **case["change"]}.items() if value is not None}
    return "\n".join(
        [
            "apiVersion: meshgov/v1",
            "kind: Waiver",
            "metadata:",
            "  id: WVR-1",
            "spec:",
            *(f"  {line}" for line in yaml.safe_dump(spec, sort_keys=False).splitlines()),
        ]
    )


def read(case: Case, terms: WaiverTerms = TERMS) -> tuple[Waiver, ...]:
    document = parse(text(case).encode(), "w.yaml")
    return waivers.resolve([document], RULES, terms, lambda one: versions.read(one)[0] is not None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_everything_that_is_wrong_is_said(case: Case) -> None:
    said: list[str] = []
    try:
        read(case)
    except MeshgovError as error:
        said = [f"{one.location}: {one.message}" for one in error.each()]
    assert said == case["errors"]


@pytest.mark.parametrize(
    "case", [one for one in CASES if one["errors"]], ids=lambda case: case["name"]
)
def test_a_run_ends_before_it_judges(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "w.yaml").write_text(text(case), encoding="utf-8")
    (tmp_path / "orders.yaml").write_text("{name: orders, owner: {team: sales}}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = run(["check", "orders.yaml", "--waivers", "w.yaml"])
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert [line for line in printed.err.splitlines() if line.startswith("error: ")] == [
        f"error: {one}" for one in case["errors"]
    ]


@pytest.mark.parametrize(
    "case", [one for one in CASES if one.get("text") != ""], ids=lambda case: case["name"]
)
def test_the_json_schema_agrees_wherever_it_can_know(
    case: Case, schema: Callable[[str], dict[str, Any]]
) -> None:
    structural = [one for one in case["errors"] if not any(part in one for part in MEANING)]
    validator = jsonschema.Draft202012Validator(schema("waiver.schema.json"))
    assert validator.is_valid(parse(text(case).encode(), "w.yaml").value) == (not structural)


def test_what_was_read() -> None:
    (one,) = read({"change": {"finding_fingerprint": "0" * 32}})
    assert one == Waiver(
        id="WVR-1",
        rule="pii_handling/encryption_required",
        product="orders",
        fields=("email",),
        fingerprint="0" * 32,
        reason="The warehouse is moved to encrypted storage.",
        compensating_controls="Two people have access",
        risk="low",
        ticket="GOV-17",
        requested_by="jane",
        approver="max",
        created="2026-11-20",
        effective_from="2026-11-21",
        expires="2026-12-01",
    )
    assert str(one.location) == "w.yaml:4:7"


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (["MAX"], None),
        (["@max", "eve"], None),
        (["eve"], "'max' may not approve waivers of a critical finding"),
        ([], "'max' may not approve waivers of a critical finding"),
    ],
)
def test_only_those_who_may_approve(allowed: list[str], said: str | None) -> None:
    terms = WaiverTerms(TERMS.max_days, {"critical": allowed})
    if said is None:
        assert len(read({"change": {}}, terms)) == 1
        return
    with pytest.raises(MeshgovError) as caught:
        read({"change": {}}, terms)
    assert caught.value.message == said
    assert str(caught.value.location) == "w.yaml:16:13"


def test_errors_of_several_files_come_together() -> None:
    documents = [
        parse(text({"change": {"expires": "never"}}).encode(), "a.yaml"),
        parse(text({"change": {"approver": ""}}).encode(), "b.yaml"),
    ]
    with pytest.raises(MeshgovError) as caught:
        waivers.resolve(documents, RULES, TERMS, lambda _: True)
    assert [str(one.location) for one in caught.value.each()] == ["a.yaml:19:12", "b.yaml:16:13"]
