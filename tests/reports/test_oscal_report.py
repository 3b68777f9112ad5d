"""OSCAL: what its schema demands of shapes, and what no schema sees: references and doubles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from meshgov.model.report import Report
from meshgov.render.reports import registry

NAMES = ("broken", "healthy", "gaps", "waived", "logged", "quiet_log")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TOKEN = re.compile(r"[^\W\d][\w.\-]*")
VALUE = re.compile(r"\S(.*\S)?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

# Object -> its keys, those that must be there marked, as version 1.1.2 of the format has them.
PROP = {"name": True, "ns": False, "value": True}
KEYS: dict[str, dict[str, bool]] = {
    "assessment-results": {
        "uuid": True, "metadata": True, "import-ap": True, "results": True, "back-matter": False,
    },
    "metadata": {
        "title": True, "last-modified": True, "version": True, "oscal-version": True,
        "parties": False, "remarks": False,
    },
    "parties": {"uuid": True, "type": True, "name": False},
    "results": {
        "uuid": True, "title": True, "description": True, "start": True, "end": False,
        "props": False, "local-definitions": False, "reviewed-controls": True,
        "observations": False, "risks": False, "findings": False, "remarks": False,
    },
    "inventory-items": {"uuid": True, "description": True, "props": False},
    "observations": {
        "uuid": True, "title": False, "description": True, "props": False, "methods": True,
        "types": False, "subjects": False, "collected": True, "remarks": False,
    },
    "subjects": {"subject-uuid": True, "type": True},
    "risks": {
        "uuid": True, "title": True, "description": True, "statement": True, "props": False,
        "status": True, "mitigating-factors": False, "deadline": False, "risk-log": False,
        "related-observations": False,
    },
    "mitigating-factors": {"uuid": True, "description": True},
    "entries": {
        "uuid": True, "title": False, "start": True, "end": False, "logged-by": False,
        "status-change": False,
    },
    "findings": {
        "uuid": True, "title": True, "description": True, "props": False, "target": True,
        "related-observations": False, "related-risks": False,
    },
    "target": {"type": True, "target-id": True, "status": True},
    "resources": {"uuid": True, "title": False, "description": False, "props": False},
    "props": PROP,
}  # fmt: skip


def document(report: Report) -> dict[str, Any]:
    ((_, chunks),) = registry.find("oscal").parts(report)
    found: dict[str, Any] = json.loads("".join(str(one) for one in chunks))
    return found["assessment-results"]


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
def test_shapes(example: ModuleType, made: str) -> None:
    for key, value in walk(document(getattr(example, made)())):
        if isinstance(value, dict) and key in KEYS:
            allowed = KEYS[key]
            assert set(value) <= set(allowed), key
            assert {name for name, must in allowed.items() if must} <= set(value), key
        elif key.endswith("uuid"):
            assert UUID.fullmatch(value)
        elif key in {"control-id", "target-id"}:
            assert TOKEN.fullmatch(value), value
        elif key in {"start", "end", "collected", "deadline", "last-modified"}:
            assert TIME.fullmatch(value), value
        elif key == "value":
            assert VALUE.fullmatch(value), value


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
