"""OSCAL: what the schema of NIST demands, and what it does not see: references and doubles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from meshgov.model.report import Control, Report, Tally
from meshgov.render.parts.report_oscal import control_id
from meshgov.render.reports import registry

NAMES = ("broken", "healthy", "gaps", "waived", "logged", "quiet_log")
SCHEMA = Path(__file__).parent / "official" / "oscal_assessment-results_schema_1.2.3.json"
DIGEST = "37f41f6813c78e6d2c272b27030e17e93d7f92fee519c72e7531574fa0ecbb05"


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Validator:
    """Of NIST; its patterns are those of ECMAScript, which Python's own expressions can't read."""
    data = SCHEMA.read_bytes()
    assert hashlib.sha256(data).hexdigest() == DIGEST
    return jsonschema_rs.validator_for(json.loads(data), validate_formats=True)


def whole(report: Report) -> dict[str, Any]:
    ((_, chunks),) = registry.find("oscal").parts(report)
    found: dict[str, Any] = json.loads("".join(str(one) for one in chunks))
    return found


def document(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = whole(report)["assessment-results"]
    return found


def walk(value: Any, key: str = "assessment-results") -> Iterator[tuple[str, Any]]:
    """Every object and text, with the key that it stands under."""
    if isinstance(value, list):
        assert value, f"{key} is empty"
        for one in value:
            yield from walk(one, key)
        return
    yield key, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walk(one, name)


@pytest.mark.parametrize("made", NAMES)
def test_the_schema_of_nist_holds(
    example: ModuleType, made: str, schema: jsonschema_rs.Validator
) -> None:
    made_of = whole(getattr(example, made)())
    assert [(one.instance_path, one.message) for one in schema.iter_errors(made_of)] == []
    version = made_of["assessment-results"]["metadata"]["oscal-version"]
    assert f"/ns/oscal/{version}/" in SCHEMA.read_text()


def test_the_schema_of_nist_bites(example: ModuleType, schema: jsonschema_rs.Validator) -> None:
    for key, wrong in (("uuid", "x"), ("results", []), ("odd", 1)):
        spoilt = whole(example.broken())
        spoilt["assessment-results"][key] = wrong
        assert len(list(schema.iter_errors(spoilt))) == 1


@pytest.mark.parametrize(
    ("framework", "identity", "token"),
    [
        ("gdpr", "32(1)(a)", "gdpr-32.1.a"),
        ("nist80053", "SC-28(1)", "sc-28.1"),
        ("iso27001", "A.5.9", "iso27001-a.5.9"),
        ("nist80053", "3.1", "_3.1"),
        ("2026 rules", "1", "_2026.rules-1"),
        ("\u00df", "1", "_.-1"),
    ],
)
def test_controls_are_tokens(framework: str, identity: str, token: str) -> None:
    one = Control(framework, identity, "", "", {}, Tally(), "no-rule")
    assert control_id(one) == token


@pytest.mark.parametrize("made", NAMES)
def test_ids_are_there_once_and_references_lead_somewhere(example: ModuleType, made: str) -> None:
    found = list(walk(document(getattr(example, made)())))
    ids = [value for key, value in found if key == "uuid"]
    assert len(ids) == len(set(ids))
    ends = ("-uuid", "href")
    used = [value.removeprefix("#") for key, value in found if key.endswith(ends)]
    assert set(used) <= set(ids)


def test_waivers_are_approved_deviations(example: ModuleType) -> None:
    (result,) = document(example.broken())["results"]
    by_status = {one["status"]: one for one in result["risks"]}
    assert set(by_status) == {"deviation-approved", "open"}
    waived = by_status["deviation-approved"]
    assert waived["deadline"] == "2026-12-31T23:59:59Z"
    assert waived["mitigating-factors"][0]["description"] == "Three readers."
    states = {one["target"]["target-id"]: one["target"]["status"] for one in result["findings"]}
    assert states["gdpr-32.1.a"]["state"] == "not-satisfied"
    assert "gdpr-5" not in states


def test_a_waived_control_is_not_satisfied(example: ModuleType) -> None:
    (result,) = document(replace(example.waived()))["results"]
    states = [one["target"]["status"]["state"] for one in result["findings"]]
    assert states == ["not-satisfied", "not-satisfied"]


def test_without_any_control(example: ModuleType) -> None:
    (result,) = document(replace(example.healthy(), frameworks=()))["results"]
    assert result["reviewed-controls"] == {"control-selections": [{"include-all": {}}]}
    assert "findings" not in result


def test_ids_stay_when_nothing_changes(example: ModuleType) -> None:
    assert document(example.broken()) == document(example.broken())
    assert document(example.broken())["uuid"] != document(example.healthy())["uuid"]


def test_what_a_log_knows(example: ModuleType) -> None:
    made = document(example.logged())
    (result,) = made["results"]
    first = next(one for one in result["observations"] if one["types"] == ["finding"])
    facts = {one["name"]: one["value"] for one in first["props"]}
    assert (facts["first-seen"], facts["days"], facts["first-entry"]) == ("2026-10-02", "52", "3")
    assert [one["description"] for one in first["relevant-evidence"]] == [
        "The verdict that has it: entry 21.", "The first verdict that had it: entry 3.",
    ]  # fmt: skip
    assert first["collected"] == "2026-11-22T00:00:00Z"
    contract = result["local-definitions"]["inventory-items"][0]
    assert {"judged-at": "2026-11-22T00:00:00Z", "entry": "21"}.items() <= {
        one["name"]: one["value"] for one in contract["props"]
    }.items()
    assert [
        (one["start"], one["title"], one["props"][0]["value"])
        for one in result["assessment-log"]["entries"]
    ] == [
        ("2026-10-02T00:00:00Z", "Run 01J9", "2"),
        ("2026-10-05T00:00:00Z", "Policy change", "12"),
        ("2026-10-07T00:00:00Z", "Run without a verdict", "11"),
        ("2026-11-23T00:00:00Z", "Run 01JB", "20"),
    ]
    (waiver,) = (one for one in result["risks"] if one["status"] == "deviation-approved")
    assert "entries 8, 26" in [one["value"] for one in waiver["props"]]
    assert "Evidence log" in [one["title"] for one in made["back-matter"]["resources"]]


def test_one_run_says_nothing_of_a_log(example: ModuleType) -> None:
    (result,) = document(example.broken())["results"]
    assert "assessment-log" not in result
    assert [one for one in result["observations"] if "relevant-evidence" in one] == []
