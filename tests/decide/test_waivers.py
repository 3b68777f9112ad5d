"""waivers.yaml: what waivers make of one verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.decide.waivers import Waivers
from meshgov.errors import ConfigurationError, Location
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult
from meshgov.model.waiver import Waiver, WaiverTerms

CASES = yaml.safe_load((Path(__file__).parent / "waivers.yaml").read_text(encoding="utf-8"))
TERMS = WaiverTerms({"critical": 30, "error": 90, "warning": 180, "info": 180})
NOW = "2026-11-23T12:00:00Z"
PLACES = {"id": Location("w.yaml", 4, 7), "expires": Location("w.yaml", 9, 9)}
GOOD = {
    "id": "W1",
    "rule": "pii/encrypted",
    "product": "orders",
    "reason": "The warehouse is moved.",
    "requested_by": "jane",
    "approver": "max",
    "created": "2026-11-20",
    "effective_from": "2026-11-20",
    "expires": "2026-12-10",
    "locations": PLACES,
}


def finding(rule: str, severity: str, name: str, path: tuple[str, ...]) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        mode="enforce",
        blocking=severity == "critical",
        message="not encrypted",
        remediation="Encrypt it.",
        path=path,
        location=Location("orders.yaml", 1, 1),
        fingerprint=name,
    )


FINDINGS = (
    finding("pii/encrypted", "critical", "email", ("schema", "fields", "email")),
    finding("pii/encrypted", "critical", "address.zip", ("schema", "fields", "address", "zip")),
    finding("owner/contact", "warning", "owner", ("owner", "contact")),
)
VERDICT = ContractVerdict(
    path="orders.yaml",
    name="orders",
    version="1.4.0",
    domain="sales",
    digest="sha256:0",
    verdict="fail",
    rules=(
        RuleResult("change/notice", "not-tested"),
        RuleResult("owner/contact", "warn"),
        RuleResult("pii/encrypted", "fail"),
        RuleResult("schema/key", "pass"),
    ),
    findings=FINDINGS,
)


def waiver(keys: dict[str, Any]) -> Waiver:
    given = {key: one.isoformat() if isinstance(one, date) else one for key, one in keys.items()}
    lists = {key: tuple(one) for key, one in given.items() if isinstance(one, list)}
    return Waiver(**(GOOD | given | lists))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    register = Waivers([waiver(one) for one in case["waivers"]], TERMS, NOW)
    given = replace(VERDICT, version=case.get("version", VERDICT.version))
    if "error" in case:
        with pytest.raises(ConfigurationError) as caught:
            register.apply(given)
        assert f"{caught.value.location}: {caught.value.message}" == case["error"]
        return
    found = register.apply(given)
    waived = case.get("waived", {})
    said = case.get("said", {})
    assert found == replace(
        given,
        verdict=case["verdict"],
        findings=tuple(
            replace(
                one,
                waiver=waived.get(one.fingerprint),
                blocking=one.fingerprint in case["left"],
                message=said.get(one.fingerprint, one.message),
            )
            for one in FINDINGS
        ),
        rules=tuple(
            replace(one, result=case.get("results", {}).get(one.id, one.result))
            for one in VERDICT.rules
        ),
    )
    assert [one.id for one in register.used()] == sorted(set(waived.values()))
    notices = register.notices(everything=case.get("everything", False))
    assert list(notices) == case.get("notices", [])


def test_what_stays_unwaived_decides_the_result() -> None:
    """A waived critical finding beside a warning of the same rule leaves a warning."""
    mild = replace(FINDINGS[1], severity="warning", blocking=False)
    given = replace(VERDICT, findings=(FINDINGS[0], mild))
    found = Waivers([waiver({"fields": ["email"]})], TERMS, NOW).apply(given)
    assert found.verdict == "pass"
    assert RuleResult("pii/encrypted", "warn") in found.rules


@pytest.mark.parametrize("fields", [["billing.email"], ["email"]])
def test_fields_of_one_of_several_tables(fields: list[str]) -> None:
    path = ("schema", "billing", "fields", "email", "encryption")
    given = replace(VERDICT, findings=(replace(FINDINGS[0], path=path),))
    found = Waivers([waiver({"fields": fields})], TERMS, NOW).apply(given)
    assert [one.waiver for one in found.findings] == ["W1"]


def test_a_table_that_is_called_fields() -> None:
    path = ("schema", "fields", "email")
    given = replace(VERDICT, findings=(replace(FINDINGS[0], path=path),))
    found = Waivers([waiver({"fields": ["fields"]})], TERMS, NOW).apply(given)
    assert found == given


@pytest.mark.parametrize(("changes", "notices"), [(frozenset(), 1), (frozenset({"schema/key"}), 0)])
def test_a_waiver_of_a_rule_about_changes_waits_for_its_change(
    changes: frozenset[str], notices: int
) -> None:
    register = Waivers([waiver({"rule": "schema/key"})], TERMS, NOW, changes)
    assert register.apply(VERDICT) == VERDICT
    assert len(list(register.notices(everything=True))) == notices


def test_two_that_do_not_hold_are_told_as_one() -> None:
    """The one that lasted longest says when it ended."""
    ended = [
        waiver({"expires": date(2026, 11, 21)}),
        waiver({"id": "W2", "expires": date(2026, 11, 22)}),
    ]
    given = replace(VERDICT, findings=(FINDINGS[0],))
    (found,) = Waivers(ended, TERMS, NOW).apply(given).findings
    assert found.message == "not encrypted (waiver W2 ended on 2026-11-22)"


def test_a_waiver_of_fields_leaves_what_is_about_no_field() -> None:
    given = replace(VERDICT, findings=(replace(FINDINGS[0], path=("encryption_enabled",)),))
    assert Waivers([waiver({"fields": ["encryption_enabled"]})], TERMS, NOW).apply(given) == given
