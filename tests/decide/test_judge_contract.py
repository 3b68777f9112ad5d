"""One contract: answers, settings and facts to a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meshgov.errors import ConfigurationError, EngineError, Location, PolicyError
from meshgov.model.change import Change, JudgedChange, RenameHint
from meshgov.model.document import Note
from meshgov.model.pack import ChangeAnswer
from meshgov.model.settings import RuleSetting
from meshgov.model.verdict import Base, ContractVerdict, DiffVerdict, Finding, RuleResult

ONE = "family/one"
FOUND = (("schema", "fields", "email"), {"field": "email"})


def test_a_finding_becomes_words_with_a_place(make: Any) -> None:
    note = Note("an oddity", Location("orders.yaml", 1, 1))

    assert make.judge({ONE: (True, [FOUND])}, notes=(note,)) == ContractVerdict(
        path="orders.yaml",
        name="orders",
        version="1.5.0",
        domain="sales",
        digest="sha256:new",
        verdict="fail",
        rules=(RuleResult(ONE, "fail"),),
        findings=(
            Finding(
                rule=ONE,
                severity="error",
                mode="enforce",
                blocking=True,
                message="Field email lacks it.",
                remediation="Do this.",
                path=("schema", "fields", "email"),
                location=Location("orders.yaml", 3, 3),
                fingerprint="05faddd2e58e54025dc4be6f203932ab",
                excerpt="line of email",
            ),
        ),
        diff=None,
        notes=(note,),
    )


@pytest.mark.parametrize(
    ("applicable", "found", "of_rule", "setting", "terms", "expected"),
    [
        (True, [], {}, {}, {}, "pass"),
        (False, [], {}, {}, {}, "not-applicable"),
        (True, [FOUND], {}, {}, {}, "fail"),
        (False, [FOUND], {}, {}, {}, "fail"),
        (True, [FOUND], {"severity": "critical"}, {}, {}, "fail"),
        (True, [FOUND], {"severity": "warning"}, {}, {}, "warn"),
        (True, [FOUND], {"severity": "info"}, {}, {"fail_on": "warning"}, "warn"),
        (True, [FOUND], {"severity": "warning"}, {}, {"fail_on": "warning"}, "fail"),
        (True, [FOUND], {}, {}, {"fail_on": "critical"}, "warn"),
        (True, [FOUND], {"severity": "warning"}, {"severity": "critical"}, {}, "fail"),
        (True, [FOUND], {}, {"severity": "info"}, {}, "warn"),
        (True, [FOUND], {}, {"mode": "enforce"}, {}, "fail"),
        (True, [FOUND], {}, {"mode": "warn"}, {}, "warn"),
        (True, [FOUND], {}, {"mode": "audit"}, {}, "warn"),
        (True, [FOUND], {}, {"mode": "off"}, {}, "not-tested"),
        (True, [FOUND], {}, {"effective_on": "2026-11-24"}, {}, "warn"),
        (True, [FOUND], {}, {"effective_on": "2026-11-23"}, {}, "fail"),
        (True, [], {}, {"effective_on": "2026-11-24"}, {}, "pass"),
        (True, [FOUND], {"scope": "fleet"}, {}, {}, "not-tested"),
        (True, [FOUND], {"scope": "change"}, {}, {}, "not-tested"),
    ],
)
def test_result_of_a_rule(  # noqa: PLR0913, PLR0917  # the columns of the table
    make: Any,
    applicable: bool,  # noqa: FBT001  # a column
    found: list[Any],
    of_rule: dict[str, str],
    setting: dict[str, str],
    terms: dict[str, Any],
    expected: str,
) -> None:
    verdict = make.judge(
        {ONE: (applicable, found)},
        make.rule(**of_rule),
        set=make.setting(**setting),
        terms=terms,
    )

    assert verdict.rules == (RuleResult(ONE, expected),)
    assert verdict.verdict == ("fail" if expected == "fail" else "pass")
    assert bool(verdict.findings) is (expected in {"fail", "warn"})
    assert all(one.blocking is (expected == "fail") for one in verdict.findings)


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [("enforce", "warn", "enforce"), ("warn", "warn", "warn"), ("audit", "audit", "audit")],
)
def test_mode_before_and_after_a_rule_takes_effect(
    make: Any, mode: str, before: str, after: str
) -> None:
    modes = [
        make.judge(
            {ONE: (True, [FOUND])},
            set=make.setting(mode=mode, effective_on="2027-01-01"),
            terms={"now": now},
        )
        .findings[0]
        .mode
        for now in ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z")
    ]

    assert modes == [before, after]


def test_findings_most_severe_first_then_by_place(make: Any) -> None:
    catalogue = [
        make.rule("f/info", severity="info"),
        make.rule("f/late"),
        make.rule("f/soon"),
        make.rule("f/worst", severity="critical"),
    ]
    args = {"field": "x"}

    verdict = make.judge(
        {
            "f/info": (True, [(("name",), args)]),
            "f/late": (True, [(("schema", "fields", "b"), args), (("owner",), args)]),
            "f/soon": (True, [(("owner",), args), (("access",), args)]),
            "f/worst": (True, [(("schema", "fields", "z", "type"), args)]),
        },
        *catalogue,
    )

    assert [(one.rule, one.path[-1]) for one in verdict.findings] == [
        ("f/worst", "type"),
        ("f/late", "owner"),
        ("f/soon", "access"),
        ("f/soon", "owner"),
        ("f/late", "b"),
        ("f/info", "name"),
    ]


def test_a_foreign_rule_brings_its_own_words(make: Any) -> None:
    foreign = make.rule(foreign="deny", message="{nothing}")
    given = {ONE: (True, [(("name",), {"msg": "no {braces} are read"})])}

    verdict = make.judge(given, foreign)

    assert [one.message for one in verdict.findings] == ["no {braces} are read"]


@pytest.mark.parametrize(
    "args", [{}, {"msg": None}, {"msg": {"text": "x"}}, {"msg": ""}, {"msg": " "}]
)
def test_a_foreign_finding_without_words_is_an_error(make: Any, args: dict[str, Any]) -> None:
    where = Location("acme.rego", 3, 1)
    foreign = make.rule("acme/deny", foreign="deny", location=where)

    with pytest.raises(PolicyError, match="rule acme/deny gave a finding without a message") as met:
        make.judge({"acme/deny": (True, [(("name",), args)])}, foreign)
    assert met.value.location == where


def test_a_rule_without_an_answer_is_an_engine_error_even_when_off(make: Any) -> None:
    off = {"family/two": RuleSetting(mode="off")}

    with pytest.raises(EngineError, match="no answer for rule family/two"):
        make.judge({ONE: (True, [])}, make.rule(), make.rule("family/two"), set=off)


def test_a_date_that_is_none_is_refused(make: Any) -> None:
    with pytest.raises(ConfigurationError, match="family/one is 'soon', which is not a date"):
        make.judge({ONE: (True, [])}, set=make.setting(effective_on="soon"))


@pytest.mark.parametrize(
    ("occurrence", "line"), [(2, 4), (3, 5), (1, 3), (0, 3), (-1, 3), ("2", 3), (None, 3), (2.0, 3)]
)
def test_a_finding_about_a_further_declaration_lands_there(
    make: Any, occurrence: Any, line: int
) -> None:
    path, args = FOUND
    verdict = make.judge({ONE: (True, [(path, {**args, "occurrence": occurrence})])})

    assert verdict.findings[0].location.line == line


@pytest.mark.parametrize(("length", "kept"), [(1000, 1000), (1001, 0)])
def test_a_machine_made_line_is_not_kept(make: Any, length: int, kept: int) -> None:
    place = (Location("orders.json", 1, 900), "x" * length)

    verdict = make.judge({ONE: (True, [FOUND])}, locate=lambda *_: place)

    assert len(verdict.findings[0].excerpt) == kept


def change_answer(levels: Any, bumps: Any) -> ChangeAnswer:
    return ChangeAnswer(
        levels,
        bumps,
        mode="backward",
        breaking=True,
        required_bump="major",
        suggested_version="2.0.0",
    )


@pytest.mark.parametrize("odd", [{"mode": "sideways"}, {"required_bump": "huge"}])
def test_an_unknown_mode_or_bump_is_an_engine_error(make: Any, odd: dict[str, str]) -> None:
    says = next(iter(odd.values()))

    with pytest.raises(EngineError, match=f"'{says}'"):
        make.judge(
            {ONE: (True, [])},
            changes=replace(change_answer((), ()), **odd),
            diff=make.facts(),
        )


def test_changes_get_levels_words_and_places(make: Any) -> None:
    removed = Change(
        "field-removed",
        ("schema", "fields", "email"),
        old={"type": "string"},
        old_origin=("schema", "fields", 1),
    )

    verdict = make.judge(
        {ONE: (True, [FOUND])},
        make.rule(scope="change"),
        changes=change_answer(("breaking",), ("major",)),
        diff=make.facts(removed),
    )

    assert verdict.rules == (RuleResult(ONE, "fail"),)
    assert verdict.diff == DiffVerdict(
        base=Base(None, "old.yaml", "1.4.0", "sha256:old"),
        mode="backward",
        breaking=True,
        declared_bump="minor",
        required_bump="major",
        suggested_version="2.0.0",
        changes=(
            JudgedChange(
                id="field-removed",
                level="breaking",
                bump="major",
                path=("schema", "fields", "email"),
                old={"type": "string"},
                new=None,
                message="Field `email` was removed: every query that names the field fails.",
                remediation="Restore the field.",
                old_location=Location("old.yaml", 3, 1),
                new_location=None,
                excerpt="",
                old_excerpt="old line",
            ),
        ),
    )


def test_a_removal_carries_its_hint_and_nothing_else_does(make: Any) -> None:
    mail, note = ("schema", "fields", "mail"), ("schema", "fields", "note")
    facts = make.facts(Change("field-removed", mail), Change("field-removed", note))
    hint = RenameHint(mail, "mail", "email")

    verdict = make.judge(
        {ONE: (True, [])},
        changes=change_answer(("breaking",) * 2, ("major",) * 2),
        diff=replace(facts, diff=replace(facts.diff, hints=(hint,))),
    )

    assert [change.hint for change in verdict.diff.changes] == [
        "looks like a rename of `mail` to `email`: declare aliases: [mail]",
        "",
    ]


REMOVED = Change("field-removed", ("schema", "fields", "a"))
NEVER_HEARD_OF = Change("moon-changed", ("moon",))


@pytest.mark.parametrize(
    ("changes", "levels", "bumps", "kind", "says"),
    [
        ((), None, None, EngineError, "must come together"),
        (None, ("breaking",), ("major",), EngineError, "must come together"),
        ((REMOVED,), (), (), EngineError, "0 levels and 0 bumps for 1 changes"),
        ((REMOVED,), ("breaking",), (), EngineError, "1 levels and 0 bumps for 1 changes"),
        ((), ("docs",), ("patch",), EngineError, "1 levels and 1 bumps for 0 changes"),
        ((REMOVED,), ("awful",), ("major",), EngineError, "level 'awful'"),
        ((REMOVED,), ("docs",), ("huge",), EngineError, "bump 'huge' for field-removed"),
        ((NEVER_HEARD_OF,), ("docs",), ("patch",), PolicyError, "no entry for 'moon-changed'"),
    ],
)
def test_an_answer_that_does_not_fit_the_facts_is_an_error(  # noqa: PLR0913, PLR0917  # the table
    make: Any, changes: Any, levels: Any, bumps: Any, kind: Any, says: str
) -> None:
    with pytest.raises(kind, match=says):
        make.judge(
            {ONE: (True, [])},
            changes=None if levels is None else change_answer(levels, bumps),
            diff=None if changes is None else make.facts(*changes),
        )


def test_a_rule_of_another_domain_is_not_applicable(make: Any) -> None:
    found = make.judge({ONE: (True, [(("a",), {"field": "a"})])}, owners={ONE: "finance"})
    assert [rule.result for rule in found.rules] == ["not-applicable"]
    assert found.findings == ()
