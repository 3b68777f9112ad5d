"""What fleet rules find ends in the verdict on the contract that it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meshgov.decide.findings import fingerprint
from meshgov.decide.fleet import Fleet, is_asked
from meshgov.decide.subject import DecideSettings
from meshgov.errors import PolicyError
from meshgov.model.pack import Answer, RawFinding, RuleAnswer
from meshgov.model.settings import Governance, RuleSetting
from meshgov.model.verdict import RuleResult

FLEET = "family/whole"
FOUND = RawFinding(("name",), {"field": "x"}, "orders.yaml")
NOW = "2026-11-23T00:00:00Z"


def says(findings: tuple[RawFinding, ...], contracts: frozenset[str] | None = None) -> RuleAnswer:
    return RuleAnswer(applicable=True, findings=findings, contracts=contracts)


def laid(make: Any, given: RuleAnswer, **more: Any) -> Any:
    """The verdict on orders.yaml after one contract rule, and then one fleet rule that says so."""
    one, whole = make.rule(), make.rule(FLEET, scope="fleet", **more.get("rule", {}))
    verdict = make.judge({"family/one": (True, more.get("before", []))}, one, whole)
    governance = Governance(
        parameters={},
        rules={FLEET: RuleSetting(**more.get("set", {}))},
        owners=more.get("owners", {}),
    )
    fleet = Fleet(
        Answer({FLEET: given}, None), make.pack(one, whole), governance, DecideSettings(NOW)
    )
    found = fleet.over(verdict, lambda: make.locate)
    fleet.finish()
    return found


def result(verdict: Any) -> str:
    [found] = [one.result for one in verdict.rules if one.id == FLEET]
    return str(found)


@pytest.mark.parametrize(
    ("given", "more", "expected"),
    [
        (says(()), {}, "pass"),
        (RuleAnswer(applicable=False, findings=()), {}, "not-applicable"),
        (says((), frozenset({"orders.yaml"})), {}, "pass"),
        (says((), frozenset({"other.yaml"})), {}, "not-applicable"),
        (says((FOUND,)), {}, "fail"),
        (says((FOUND,), frozenset()), {}, "fail"),
        (says((FOUND,)), {"rule": {"severity": "warning"}}, "warn"),
        (says((FOUND,)), {"set": {"mode": "off"}}, "not-tested"),
        (says((FOUND,)), {"set": {"mode": "audit"}}, "warn"),
        (says((FOUND,)), {"owners": {FLEET: "sales"}}, "fail"),
        (says((FOUND,)), {"owners": {FLEET: "finance"}}, "not-applicable"),
    ],
)
def test_result_of_a_fleet_rule(
    make: Any, given: RuleAnswer, more: dict[str, Any], expected: str
) -> None:
    verdict = laid(make, given, **more)
    assert result(verdict) == expected
    assert verdict.rules[0] == RuleResult("family/one", "pass")
    assert verdict.verdict == ("fail" if expected == "fail" else "pass")
    assert bool(verdict.findings) is (expected in {"fail", "warn"})


def test_a_finding_has_place_words_and_a_name_for_all_runs(make: Any) -> None:
    before = [(("schema", "fields", "a"), {"field": "a"})]
    verdict = laid(make, says((FOUND,)), before=before)

    whole, one = verdict.findings
    assert (whole.rule, one.rule) == (FLEET, "family/one")
    assert whole.fingerprint == fingerprint(FLEET, "orders", ("name",))
    assert (whole.location.file, whole.location.line) == ("orders.yaml", 1)
    assert whole.message == "Field x lacks it."
    assert verdict.verdict == "fail"


def test_a_contract_that_is_not_there_is_never_passed_over(make: Any) -> None:
    with pytest.raises(PolicyError, match=r"found something in 'gone.yaml', and no contract"):
        laid(make, says((replace(FOUND, contract="gone.yaml"),)))


@pytest.mark.parametrize(
    ("rules", "domains", "asked"),
    [
        ({}, {}, True),
        ({FLEET: RuleSetting(mode="off")}, {}, False),
        ({FLEET: RuleSetting(mode="off")}, {"sales": {FLEET: RuleSetting(mode="warn")}}, True),
    ],
)
def test_nothing_is_asked_when_all_fleet_rules_are_off(
    make: Any,
    rules: Any,
    domains: Any,
    asked: bool,  # noqa: FBT001  # a column
) -> None:
    governance = Governance(parameters={}, rules=rules, domain_rules=domains)
    pack = make.pack(make.rule(), make.rule(FLEET, scope="fleet"))
    assert is_asked(pack, governance, NOW) is asked
    assert not is_asked(make.pack(make.rule()), governance, NOW)
