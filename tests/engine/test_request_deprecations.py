"""Announced ends, and the registry, as policies see them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from meshgov.engine.deprecations import deprecations
from meshgov.engine.request import build
from meshgov.formats.native import FORMAT
from meshgov.load.document import parse
from meshgov.model.change import VersionFacts
from meshgov.model.contract import Contract

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "policy-input.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
NOW = "2026-11-23T08:00:00Z"
UNKNOWN = VersionFacts(None, None, None, {}, None, {}, ("missing",))


def contract(**parts: Any) -> Contract:
    return FORMAT.normalise(parse(json.dumps({"name": "a", **parts}).encode(), "a.json")).contract


def dates(**written: Any) -> Any:
    [found] = deprecations(contract(deprecation=written), NOW)
    return found


@pytest.mark.parametrize(
    ("announced", "days"),
    [
        ("2026-11-23", 0), ("2026-10-24", 30), ("2026-10-25", 29), ("2026-10-24T08:00:00Z", 30),
        ("2026-10-24T08:00:01Z", 29), ("2026-10-24T04:00:00-05:00", 29), ("20261024", 30),
        ("2026-11-24", -1), ("2026-11-23T09:00:00Z", -1),
    ],
)  # fmt: skip
def test_days_since_an_announcement(announced: str, days: int) -> None:
    assert dates(announced=announced) == {"path": [], "announced_days": days}


@pytest.mark.parametrize(
    ("sunset", "days"),
    [
        ("2026-11-23", 0), ("2026-11-22", -1), ("2026-11-22T23:59:59Z", -1), ("2026-11-24", 1),
        ("2026-11-22T22:00:00-05:00", 0), ("2027-11-23", 365),
    ],
)  # fmt: skip
def test_days_until_a_sunset(sunset: str, days: int) -> None:
    assert dates(sunset=sunset) == {"path": [], "sunset_days": days}


@pytest.mark.parametrize("written", ["soon", "2026-02-30", "24.10.2026", "2026-13-01", "tbd"])
def test_a_date_that_is_none_is_absent(written: str) -> None:
    assert dates(announced=written, sunset=written) == {"path": []}


def test_without_an_evaluation_time_no_days_are_counted() -> None:
    given = contract(deprecation={"announced": "2026-01-01", "sunset": "2026-01-01"})
    assert deprecations(given, "") == [{"path": []}]


def test_fields_at_any_depth_are_named_by_their_path() -> None:
    zip_ = {"name": "zip", "deprecated": {"since": "2026-11-22"}}
    given = contract(
        deprecation={},
        schema={
            "fields": [
                {"name": "id"},
                {"name": "old", "deprecated": True},
                {"name": "tags", "type": "array", "fields": [zip_]},
            ]
        },
    )
    paths = [[], ["schema", "fields", "old"], ["schema", "fields", "tags", "element", "zip"]]
    found: list[Any] = deprecations(given, NOW)
    assert [one["path"] for one in found] == paths
    assert found[2]["announced_days"] == 1


def shown(given: Contract, **more: Any) -> Any:
    made = build(
        given,
        subject="a.json",
        version=UNKNOWN,
        parameters_text="{}",
        evaluation={"now": NOW, "command": "diff"},
        **more,
    )
    judged = json.loads(made.text)
    VALIDATOR.validate(judged)
    return judged


def test_both_versions_say_their_ends() -> None:
    old = contract(deprecation={"announced": "2026-01-01"})
    judged = shown(contract(deprecation={"sunset": "2026-11-24"}), base=old)
    assert judged["deprecations"] == [{"path": [], "sunset_days": 1}]
    assert judged["base_deprecations"] == [{"path": [], "announced_days": 326}]
    judged = shown(contract(), base=contract())
    assert not {"deprecations", "base_deprecations"} & judged.keys()


def test_a_registry_is_told_from_an_entry() -> None:
    assert not {"registry", "organization"} & shown(contract()).keys()
    registry = {"domains": ["sales"]}
    judged = shown(contract(), registry=registry)
    assert judged["registry"] == registry
    assert "organization" not in judged
