from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from meshgov.model.verdict import ContractVerdict, RuleResult, Summary, Verdict


def test_a_verdict_is_final() -> None:
    result = RuleResult("ownership/owner_missing", "pass")
    contract = ContractVerdict(
        "orders.yaml", "orders", None, None, "sha256:0", "pass", (result,), ()
    )
    verdict = Verdict(
        command="check",
        verdict="pass",
        exit_code=0,
        evaluated_at="2026-11-23T00:00:00Z",
        engine_name="regorus",
        engine_version="0.13.0",
        pack_digest="sha256:0",
        pack_rules=1,
        pack_sources=("builtin",),
        summary=Summary(contracts=1, passed=1, failed=0, findings={"error": 0}),
        contracts=[contract],
    )
    assert (verdict.notices, contract.diff, contract.notes) == ((), None, ())
    with pytest.raises(FrozenInstanceError):
        verdict.verdict = "fail"  # type: ignore[misc]  # what must not work
