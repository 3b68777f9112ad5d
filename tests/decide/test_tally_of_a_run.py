"""Many contracts' verdicts to one."""

from __future__ import annotations

from typing import Any

from meshgov.decide.run import Tally, conclude
from meshgov.errors import Location
from meshgov.model.verdict import ContractVerdict, Finding, Summary, Verdict


def contract(verdict: str, *severities: str, waiver: str | None = None) -> ContractVerdict:
    findings = tuple(
        Finding("f/r", severity, "enforce", False, "m", "r", (), Location("f", 1, 1), "0", waiver)  # noqa: FBT003  # blocking
        for severity in severities
    )
    return ContractVerdict("f", "n", None, None, "d", verdict, (), findings)


def test_counts() -> None:
    tally = Tally()
    for one in (
        contract("pass"),
        contract("fail", "critical", "warning", "warning"),
        contract("pass", "info", "error", waiver="WVR-1"),
    ):
        tally.add(one)

    assert tally.summary() == Summary(
        contracts=3,
        passed=2,
        failed=1,
        findings={"critical": 1, "error": 1, "warning": 2, "info": 1},
        waived=2,
    )
    assert list(tally.summary().findings) == ["critical", "error", "warning", "info"]


def test_an_empty_run_passes(make: Any) -> None:
    rule = make.rule()
    verdict = conclude(
        Tally().summary(),
        [],
        make.pack(rule),
        command="gate",
        now="2026-11-23T00:00:00Z",
        engine=("regorus", "0.13.0"),
        notices=("nothing changed",),
    )

    assert verdict == Verdict(
        command="gate",
        verdict="pass",
        exit_code=0,
        evaluated_at="2026-11-23T00:00:00Z",
        engine_name="regorus",
        engine_version="0.13.0",
        pack_digest="sha256:pack",
        pack_rules=1,
        pack_sources=("builtin",),
        summary=Summary(0, 0, 0, {"critical": 0, "error": 0, "warning": 0, "info": 0}),
        contracts=[],
        notices=("nothing changed",),
        rules={rule.id: rule},
    )


def test_one_failing_contract_fails_the_run(make: Any) -> None:
    tally = Tally()
    contracts = [contract("pass"), contract("fail", "error")]
    for one in contracts:
        tally.add(one)

    verdict = conclude(
        tally.summary(), contracts, make.pack(), command="check", now="", engine=("", "")
    )

    assert (verdict.verdict, verdict.exit_code) == ("fail", 1)
