"""Two verdicts or two settings held against each other: each kind of effect, and every count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.decide import differences, impact
from meshgov.decide.differences import Settings
from meshgov.errors import Location
from meshgov.model.impact import KINDS, ContractImpact, Difference, Effect
from meshgov.model.pack import Module, Pack, Rule
from meshgov.model.settings import Governance, RuleSetting
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult

NOW = "2026-11-23T00:00:00Z"
ONE, TWO = "family/one", "family/two"

FAILS = Finding(
    rule=ONE,
    severity="error",
    mode="enforce",
    blocking=True,
    message="It lacks it.",
    remediation="Add it.",
    path=("owner",),
    location=Location("a.yaml", 1, 1),
    fingerprint="1" * 32,
)
WARNS = replace(FAILS, mode="warn", blocking=False)
WAIVED = replace(FAILS, waiver="W1", blocking=False)


def verdict(*findings: Finding, **rules: str) -> ContractVerdict:
    return ContractVerdict(
        path="a.yaml",
        name="a",
        version="1.0.0",
        domain="sales",
        digest="sha256:1",
        verdict="fail" if any(one.blocking for one in findings) else "pass",
        rules=tuple(RuleResult(f"family/{name}", result) for name, result in rules.items()),
        findings=findings,
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, FAILS, "newly-failing"),
        (WARNS, FAILS, "newly-failing"),
        (WAIVED, FAILS, "newly-failing"),
        (FAILS, None, "newly-passing"),
        (FAILS, WARNS, "newly-passing"),
        (FAILS, WAIVED, "newly-passing"),
        (None, WARNS, "newly-reported"),
        (WARNS, None, "no-longer-reported"),
        (WARNS, WAIVED, "changed"),
        (FAILS, replace(FAILS, severity="critical"), "changed"),
        (FAILS, replace(FAILS, message="Other words."), "changed"),
        (FAILS, replace(FAILS, remediation="Another way."), ""),
        (FAILS, FAILS, ""),
    ],
)
def test_kinds(before: Finding | None, after: Finding | None, kind: str) -> None:
    one, other = ([] if found is None else [found] for found in (before, after))
    found = impact.compare(verdict(*one), verdict(*other), "team")
    wanted = (Effect(kind, before, after),) if kind else ()
    assert found == ContractImpact(
        path="a.yaml",
        name="a",
        version="1.0.0",
        domain="sales",
        owner="team",
        before="fail" if before and before.blocking else "pass",
        after="fail" if after and after.blocking else "pass",
        effects=wanted,
    )
    assert found.is_touched == bool(kind)


def test_rules_that_judge_or_do_so_no_longer() -> None:
    before = verdict(one="pass", two="not-tested", three="waived", four="fail")
    after = verdict(one="not-applicable", two="warn", three="pass", five="pass")
    found = impact.compare(before, after, None)
    assert found.newly_judged == ("family/five", "family/two")
    assert found.no_longer_judged == ("family/four", "family/one")
    assert found.is_touched


FINDINGS = st.lists(
    st.builds(
        replace,
        st.sampled_from([FAILS, WARNS, WAIVED]),
        fingerprint=st.sampled_from(["1" * 32, "2" * 32, "3" * 32]),
    ),
    unique_by=lambda one: one.fingerprint,
)
RESULTS = st.fixed_dictionaries(
    {"one": st.sampled_from(["pass", "fail", "warn", "waived", "not-tested", "not-applicable"])}
)


@given(FINDINGS, FINDINGS, RESULTS, RESULTS)
def test_effects_account_for_every_finding(
    old: list[Finding], new: list[Finding], was: dict[str, str], now: dict[str, str]
) -> None:
    same = impact.compare(verdict(*old, **was), verdict(*old, **was), None)
    assert not same.is_touched
    found = impact.compare(verdict(*old, **was), verdict(*new, **now), None)
    kinds = [effect.kind for effect in found.effects]
    blocking = sum(one.blocking for one in new) - sum(one.blocking for one in old)
    assert kinds.count("newly-failing") - kinds.count("newly-passing") == blocking
    back = impact.compare(verdict(*new, **now), verdict(*old, **was), None)
    assert [effect.kind for effect in back.effects].count("newly-passing") == kinds.count(
        "newly-failing"
    )
    assert (back.newly_judged, back.no_longer_judged) == (
        found.no_longer_judged,
        found.newly_judged,
    )


def counts(**numbers: int) -> dict[str, int]:
    return {kind: numbers.get(kind.replace("-", "_"), 0) for kind in KINDS}


def test_counts() -> None:
    other = replace(WARNS, rule=TWO, fingerprint="2" * 32)
    sales = impact.compare(verdict(), verdict(FAILS, other, two="warn"), "crm")
    web = replace(impact.compare(verdict(FAILS), verdict(), None), domain=None)
    asked = replace(impact.compare(verdict(one="pass"), verdict(), "shop"), domain="shop")
    silent = impact.compare(verdict(), verdict(), "crm")
    count = impact.Count()
    for one in (sales, web, asked, silent):
        count.add(one)
    total = count.total()
    wanted = counts(newly_failing=1, newly_passing=1, newly_reported=1)
    assert (total.findings, total.contracts) == (wanted, wanted)
    assert (total.fails, total.passes) == (1, 1)
    assert (total.rules, total.domains, total.owners) == (
        (ONE, TWO),
        ("sales", None),
        ("crm", None),
    )
    assert (total.newly_judged, total.no_longer_judged) == (1, 1)
    assert [
        (one.name, one.fails, one.passes, one.domains, one.newly_judged, one.no_longer_judged)
        for one in count.by("rule")
    ] == [(ONE, 1, 1, ("sales", None), 0, 1), (TWO, 0, 0, ("sales",), 1, 0)]
    assert [(one.name, one.fails, one.passes, one.rules) for one in count.by("domain")] == [
        ("sales", 1, 0, (ONE, TWO)),
        (None, 0, 1, (ONE,)),
        ("shop", 0, 0, ()),
    ]
    assert [one.name for one in count.by("owner")] == ["crm", None, "shop"]


class Sides:
    """Settings of one or two rules."""

    def rule(self, identity: str = ONE, **more: Any) -> Rule:
        given: dict[str, Any] = {
            "package": "house." + identity.replace("/", "."),
            "tier": "house",
            "scope": "contract",
            "severity": "error",
            "title": "A title",
            "description": "",
            "remediation": "",
            "message": "",
            "location": Location(f"{identity}.rego", 1, 1),
        }
        return Rule(id=identity, **(given | more))

    def of(self, *rules: Rule, files: dict[str, str] | None = None, **more: Any) -> Settings:
        modules = {f"{rule.id}.rego": "text" for rule in rules} | (files or {})
        pack = Pack(
            rules=rules,
            modules=tuple(Module(file, text) for file, text in modules.items()),
            data=more.pop("data", {}),
            entry="meshgov.entry.answer",
            foreign_entry="",
            digest="sha256:1",
            sources=("builtin",),
            changes={},
        )
        return Settings(pack, Governance(**({"parameters": {}} | more)), NOW)


SIDES = Sides()


def reads(rule: Rule) -> set[tuple[str, str]]:
    return {("family", "days")} if rule.id == ONE else {("*", "*")} if rule.id == TWO else set()


def changes(before: Settings, after: Settings) -> Any:
    return differences.compare(before, after, reads)


def test_nothing_differs() -> None:
    one = SIDES.of(SIDES.rule(), parameters={"family": {"days": 3}})
    assert changes(one, one) == differences.Changes()


def test_rules_come_go_and_change() -> None:
    before = SIDES.of(SIDES.rule("family/gone"), SIDES.rule(severity="warning"))
    after = SIDES.of(
        SIDES.rule(),
        SIDES.rule("family/new", location=None),
        files={"family/one.rego": "another"},
        rules={"family/new": RuleSetting(severity="info", mode="audit")},
        owners={ONE: "sales"},
    )
    found = changes(before, after)
    assert [(one.id, one.kind, one.severity, one.mode) for one in found.rules] == [
        ("family/gone", "removed", "error", "enforce"),
        ("family/new", "added", "info", "audit"),
        (ONE, "changed", "error", "enforce"),
    ]
    source, *others = found.rules[2].differences
    assert (source.what, source.before == source.after) == ("source", False)
    assert others == [
        Difference("domain", None, None, "sales"),
        Difference("severity", None, "warning", "error"),
    ]
    assert (found.parameters, found.shared) == ((), ("family/new.rego",))


def test_rollout_by_domain() -> None:
    before = SIDES.of(SIDES.rule())
    warn, off = RuleSetting(mode="warn"), RuleSetting(mode="off", effective_on="2026-01-01")
    after = SIDES.of(
        SIDES.rule(),
        rules={ONE: warn},
        domain_rules={"sales": {ONE: warn}, "web": {ONE: off}},
    )
    assert changes(before, after).rules[0].differences == (
        Difference("mode", None, "enforce", "warn"),
        Difference("mode", "web", "enforce", "off"),
        Difference("effective_on", "web", None, "2026-01-01"),
    )


def test_parameters() -> None:
    rules = (SIDES.rule(), SIDES.rule(TWO), SIDES.rule("family/three"))
    old, new = (
        {"family": {"days": 3, "same": 1}},
        {"family": {"days": 4, "same": 1}, "more": {"a": 1}},
    )
    domains = {"sales": new, "web": {"family": {"days": 9, "same": 1}}}
    before = SIDES.of(*rules, parameters=old)
    found = changes(before, SIDES.of(*rules, parameters=new, domains=domains))
    days = Difference("parameters.family.days", None, 3, 4)
    more = Difference("parameters.more.a", None, None, 1)
    web = Difference("parameters.family.days", "web", 3, 9)
    assert found.parameters == (days, more, web)
    assert {one.id: one.differences for one in found.rules} == {
        ONE: (days, web),
        TWO: (days, more, web),
    }


def test_what_rules_share() -> None:
    lib = {"lib/a.rego": "a", "lib/b.rego": "b", "builtin/entry.rego": "x"}
    other = {"lib/a.rego": "a", "lib/b.rego": "c", "lib/d.rego": "d", "builtin/entry.rego": "y"}
    before = SIDES.of(files=lib, data={"meshgov": {"table": {"a": 1, "b": 2}}, "x": 1})
    after = SIDES.of(files=other, data={"meshgov": {"table": {"a": 1, "b": 3}}, "x": {}})
    assert changes(before, after).shared == (
        "lib/b.rego",
        "lib/d.rego",
        "data.meshgov.table.b",
        "data.x",
    )


def test_what_could_not_be_tested() -> None:
    rules = (
        SIDES.rule("a/change", scope="change"),
        SIDES.rule("a/fleet", scope="fleet"),
        SIDES.rule("a/off", scope="change"),
        SIDES.rule("a/plain"),
        SIDES.rule("a/results", needs=("results",)),
    )
    settings = SIDES.of(*rules, rules={"a/off": RuleSetting(mode="off")})
    assert differences.untested(settings, has_fleet=False, has_results=False) == {
        "change": ["a/change"],
        "fleet": ["a/fleet"],
        "results": ["a/results"],
    }
    assert differences.untested(settings, has_fleet=True, has_results=True) == {
        "change": ["a/change"]
    }
