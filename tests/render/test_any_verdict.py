"""What holds for every verdict, however hostile the texts in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from meshgov.errors import InputError, Location
from meshgov.model.change import BUMPS, COMPATIBILITY, LEVELS, JudgedChange
from meshgov.model.document import Note
from meshgov.model.pack import SEVERITIES, Control, Rule
from meshgov.model.verdict import (
    Base,
    ContractVerdict,
    DiffVerdict,
    Finding,
    RuleResult,
    Summary,
    Verdict,
)
from meshgov.render import registry
from meshgov.render.base import RenderOptions
from meshgov.render.json_ import RENDERER as JSON
from meshgov.render.json_ import contract_object
from meshgov.render.parts.plain import columns, safe, wrap
from meshgov.render.text import RENDERER as TEXT

OPTIONS = RenderOptions()

HOSTILE = (
    "#:[%,@|`<{\ufffe\x00\x07\t\n\r\x1b\x7f\x85\x9b\xa0\u061c\u200b\u2028\u202e\u2069\ufeff"
    "\U000e0001[m\u0301\u6ce8"
)
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(HOSTILE), max_size=12)
NAMES = st.none() | TEXTS
PATHS = st.lists(TEXTS, max_size=3).map(tuple)
COLUMNS = st.integers(1, 12)
LOCATIONS = st.builds(Location, TEXTS, COLUMNS, COLUMNS)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
FINDINGS = st.builds(
    Finding,
    rule=TEXTS,
    severity=st.sampled_from(SEVERITIES),
    mode=st.sampled_from(["enforce", "warn", "audit"]),
    blocking=st.booleans(),
    message=TEXTS,
    remediation=TEXTS,
    path=PATHS,
    location=LOCATIONS,
    fingerprint=st.just("0" * 32),
    waiver=NAMES,
    excerpt=TEXTS,
)
CHANGES = st.builds(
    JudgedChange,
    id=TEXTS,
    level=st.sampled_from(LEVELS),
    bump=st.sampled_from(BUMPS),
    path=PATHS,
    old=VALUES,
    new=VALUES,
    message=TEXTS,
    remediation=TEXTS,
    consumers=PATHS,
    old_location=st.none() | LOCATIONS,
    new_location=st.none() | LOCATIONS,
    excerpt=TEXTS,
    old_excerpt=TEXTS,
)
DIFFS = st.builds(
    DiffVerdict,
    base=st.builds(Base, NAMES, TEXTS, NAMES, TEXTS),
    mode=st.sampled_from(COMPATIBILITY),
    breaking=st.booleans(),
    declared_bump=st.none() | st.sampled_from(BUMPS),
    required_bump=st.sampled_from(BUMPS),
    suggested_version=NAMES,
    changes=st.lists(CHANGES, max_size=2).map(tuple),
)
CONTRACTS = st.builds(
    ContractVerdict,
    path=TEXTS,
    name=TEXTS,
    version=NAMES,
    domain=NAMES,
    digest=TEXTS,
    verdict=st.sampled_from(["pass", "fail"]),
    rules=st.lists(
        st.builds(RuleResult, TEXTS, st.sampled_from(["pass", "waived"])), max_size=2
    ).map(tuple),
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    diff=st.none() | DIFFS,
    notes=st.lists(st.builds(Note, TEXTS, LOCATIONS), max_size=1).map(tuple),
)

RULES = st.builds(
    Rule,
    id=TEXTS,
    package=st.just(""),
    tier=st.just("global"),
    scope=st.just("contract"),
    severity=st.sampled_from(SEVERITIES),
    title=TEXTS,
    description=TEXTS,
    remediation=TEXTS,
    message=st.just(""),
    controls=st.lists(st.builds(Control, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
)


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    contracts = draw(st.lists(CONTRACTS, max_size=3))
    failed = sum(one.verdict == "fail" for one in contracts)
    found = [one for contract in contracts for one in contract.findings]
    severities = Counter(one.severity for one in found)
    return Verdict(
        command=draw(st.sampled_from(["check", "diff", "gate"])),
        verdict="fail" if failed else "pass",
        exit_code=int(failed > 0),
        evaluated_at="2026-11-23T00:00:00Z",
        engine_name=draw(TEXTS),
        engine_version=draw(TEXTS),
        pack_digest=draw(TEXTS),
        pack_rules=1,
        pack_sources=draw(PATHS),
        summary=Summary(
            len(contracts),
            len(contracts) - failed,
            failed,
            {one: severities[one] for one in SEVERITIES},
            waived=sum(one.waiver is not None for one in found),
        ),
        contracts=contracts,
        notices=draw(PATHS),
        rules={one.id: one for one in draw(st.lists(RULES, max_size=2))},
    )


@given(verdicts())
@settings(deadline=None)
def test_any_verdict_parses_back_to_itself(verdict: Verdict) -> None:
    written = "".join(JSON.render(verdict, OPTIONS))
    parsed = json.loads(written)

    written.encode()
    assert parsed["contracts"] == [contract_object(one) for one in verdict.contracts]
    assert parsed["pack"]["sources"] == list(verdict.pack_sources)
    assert parsed["engine"] == {"name": verdict.engine_name, "version": verdict.engine_version}


COLOURS = re.compile("\x1b\\[[0-9;]+m")


@given(
    verdicts(),
    st.builds(
        RenderOptions,
        colour=st.booleans(),
        width=st.integers(0, 60),
        quiet=st.booleans(),
        verbose=st.booleans(),
        only=st.lists(st.sampled_from(LEVELS), max_size=2).map(tuple),
    ),
)
@settings(deadline=None)
def test_text_commands_no_terminal(verdict: Verdict, options: RenderOptions) -> None:
    page = "".join(TEXT.render(verdict, options))
    plain = COLOURS.sub("", page) if options.colour else page

    page.encode()
    assert all(line.isprintable() for line in plain.split("\n"))
    assert page.endswith("\n")
    assert options.colour or "\x1b" not in page


@given(st.lists(st.tuples(TEXTS, NAMES, st.none() | LOCATIONS), min_size=1, max_size=3))
def test_neither_do_errors(parts: list[tuple[str, str | None, Location | None]]) -> None:
    errors = [InputError(one, hint=hint, location=where) for one, hint, where in parts]

    page = "".join(TEXT.render_errors(errors, 2, OPTIONS))
    document = json.loads("".join(JSON.render_errors(errors, 2, OPTIONS)))

    assert all(line.isprintable() for line in page.split("\n"))
    assert [one["message"] for one in document["errors"]] == [one for one, _, _ in parts]


@given(st.text(HOSTILE + "ab ", max_size=40), st.integers(1, 12))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = list(wrap(safe(text), width))

    assert all(columns(line) <= max(width, 2) for line in lines)
    assert "".join(lines).replace(" ", "") == safe(text).replace(" ", "")


SCHEMA = Path(__file__).parent / "official" / "sarif-schema-2.1.0.json"
SARIF = jsonschema_rs.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
LOG_COMMAND = re.compile(r"##\w*\[")
ANNOTATION = re.compile(
    "::(error|warning|notice) (file=[^,:]*,line=[0-9]+,col=[0-9]+,)?title=[^,:]*::.*"
)


def rendered(name: str, verdict: Verdict) -> str:
    page = "".join(registry.renderer(name).render(verdict, OPTIONS))
    page.encode()
    assert LOG_COMMAND.search(page) is None
    return page


@given(verdicts(), st.sampled_from(["sarif", "sarif-github"]))
@settings(deadline=None)
def test_any_sarif_is_valid(verdict: Verdict, name: str) -> None:
    log = json.loads(rendered(name, verdict))

    assert [error.message for error in SARIF.iter_errors(log)] == []
    wanted = sum(
        name == "sarif" or one.waiver is None
        for contract in verdict.contracts
        for one in contract.findings
    )
    assert len(log["runs"][0]["results"]) == wanted


@given(verdicts())
@settings(deadline=None)
def test_any_junit_is_xml(verdict: Verdict) -> None:
    root = ET.fromstring(rendered("junit", verdict))  # noqa: S314  # our own text

    assert len(root) == len(verdict.contracts)


@given(verdicts())
@settings(deadline=None)
def test_annotations_are_the_only_commands(verdict: Verdict) -> None:
    *lines, last = rendered("github", verdict).split("\n")[:-1]

    assert all(ANNOTATION.fullmatch(line) for line in lines)
    assert last.startswith("meshgov: ")
    assert all(line.isprintable() for line in (*lines, last))


@given(verdicts())
@settings(deadline=None)
def test_any_code_quality_report_has_what_gitlab_wants(verdict: Verdict) -> None:
    for entry in json.loads(rendered("gitlab", verdict)):
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry.keys() >= {"description", "check_name", "fingerprint"}


@given(verdicts(), st.sampled_from(["comment", "markdown", "summary", "text"]))
@settings(deadline=None)
def test_no_page_for_people_commands_a_log(verdict: Verdict, name: str) -> None:
    for line in rendered(name, verdict).split("\n"):
        assert not line.lstrip().startswith("::")
