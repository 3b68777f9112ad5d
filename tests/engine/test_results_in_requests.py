"""Quality results as policies see them: severities that only rise, thresholds that are compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from meshgov.engine.request import build
from meshgov.formats import units
from meshgov.model.change import VersionFacts
from meshgov.model.contract import Contract, QualityCheck, Sla
from meshgov.model.document import Json
from meshgov.model.measured import Measured

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "policy-input.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
VERSION = VersionFacts(None, None, None, {}, None, {}, ())


def shown(contract: Contract, results: list[Measured] | None) -> Any:
    request = build(
        contract,
        subject="orders.yaml",
        version=VERSION,
        parameters_text="{}",
        evaluation={"now": "2026-11-23T00:00:00Z", "command": "check"},
        results=results,
    )
    judged = json.loads(request.text)
    VALIDATOR.validate(judged)
    return judged.get("results")


def contract(threshold: Json = None, severity: str | None = None) -> Contract:
    limit = None if threshold is None else units.threshold(threshold)
    check = QualityCheck("a", (), (), threshold=limit, severity=severity)
    return Contract("orders", sla=Sla((), (), quality_checks=(check,)))


def test_unknown_results_are_absent_and_none_are_empty() -> None:
    assert shown(contract(), None) is None
    assert shown(contract(), []) == []


@pytest.mark.parametrize(
    ("own", "given", "effective"),
    [
        (None, None, "error"),
        (None, "critical", "critical"),
        (None, "info", "error"),
        ("critical", "info", "critical"),
        ("critical", None, "critical"),
        ("info", None, "info"),
        ("info", "warning", "warning"),
        ("blocker", "warning", "error"),
    ],
)
def test_a_result_is_as_severe_as_its_check_or_more(
    own: str | None, given: str | None, effective: str
) -> None:
    (seen,) = shown(contract(severity=own), [Measured("a", "fail", given)])
    assert seen == {"name": "a", "status": "fail", "severity": effective}


@pytest.mark.parametrize(
    ("declared", "used", "seen"),
    [
        (">= 99%", ">= 0.99", ">= 99%"),
        (">= 99%", 0.99, ">= 99%"),
        (0.99, ">= 0.99", 0.99),
        ("<= 60 minutes", "<= 1 h", "<= 60 minutes"),
        (">= 99%", ">= 50%", ">= 50%"),
        (">= 99%", "<= 99%", "<= 99%"),
        ("<= 60", "<= 60 minutes", "<= 60 minutes"),
        ("some", "some", "some"),
        ("some", "few", "few"),
        (">= 99%", 0.5, "0.5"),
        (None, ">= 50%", ">= 50%"),
    ],
)
def test_a_threshold_that_says_the_same_is_written_as_the_check_writes_it(
    declared: Json, used: Json, seen: Json
) -> None:
    measured = Measured("a", "pass", threshold=units.threshold(used))
    (one,) = shown(contract(declared), [measured])
    assert one["threshold"] == seen


def test_what_was_observed_is_text() -> None:
    observed: list[Json] = [0.25, 12, "97 %"]
    seen = shown(Contract("orders"), [Measured("x", "pass", observed=one) for one in observed])
    assert [one["observed"] for one in seen] == ["0.25", "12", "97 %"]
