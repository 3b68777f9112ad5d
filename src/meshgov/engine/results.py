"""Quality results as policies see them: `results` in policy-input.schema.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from meshgov.model.contract import Contract, QualityCheck, Threshold
from meshgov.model.document import Json
from meshgov.model.measured import Measured
from meshgov.model.pack import SEVERITIES
from meshgov.model.words import as_text

_USUAL: Final = "error"
"""Severity of a check that names none, or none that is known."""


def results_json(contract: Contract, measured: Sequence[Measured]) -> list[Json]:
    """The results of one contract, in their order.

    A result is as severe as its check, or more. A threshold that says the same as that of the
    check is written as the check writes it, so that a policy tells another one by comparing.
    """
    checks = {one.name: one for one in contract.sla.quality_checks} if contract.sla else {}
    return [_result(one, checks.get(one.name)) for one in measured]


def _result(one: Measured, check: QualityCheck | None) -> Json:
    own = (check.severity if check else None) or _USUAL
    rank = max(_rank(own), _rank(one.severity or "info"))
    shaped: dict[str, Json] = {
        "name": one.name,
        "status": one.status,
        "severity": SEVERITIES[rank],
    }
    if one.observed is not None:
        shaped["observed"] = as_text(one.observed)
    if one.threshold:
        declared = check.threshold if check else None
        same = declared is not None and _same(one.threshold, declared)
        shaped["threshold"] = (
            declared.written if same and declared else as_text(one.threshold.written)
        )
    return shaped


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity if severity in SEVERITIES else _USUAL)


def _same(used: Threshold, declared: Threshold) -> bool:
    """Whether a check was held against what is declared; a bare number leaves the direction."""
    if used.value is None or declared.value is None:
        return used.written == declared.written
    directed = None in (used.comparator, declared.comparator)
    return (directed or used.comparator == declared.comparator) and (used.value, used.unit) == (
        declared.value,
        declared.unit,
    )
