"""Every file in cases/organization is an organization.yaml; beside it stands what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.load.document import parse
from meshgov.policy import organization

CASES = sorted((Path(__file__).parent / "cases" / "organization").glob("*.yaml"))

UNKNOWABLE = (
    "keep one",
    "its key is its name; leave this out",
    "keep one spelling, in one place",
    "what holds for every domain stands in global_policies",
)
"""Hints about what no JSON Schema can know, or what ours doesn't say twice for maps and lists."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path, outcome: Callable[[Callable[[], Any]], Any]) -> None:
    document = parse(case.read_bytes(), "organization.yaml")
    found = outcome(lambda: organization.resolve(document))
    assert found == json.loads(case.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_json_schema_agrees_wherever_it_can_know(
    case: Path, schema: Callable[[str], dict[str, Any]]
) -> None:
    errors = json.loads(case.with_suffix(".json").read_text("utf-8")).get("errors", [])
    structural = [one for one in errors if one["hint"] not in UNKNOWABLE]
    validator = jsonschema.Draft202012Validator(schema("organization.schema.json"))
    value = parse(case.read_bytes(), "organization.yaml").value
    assert validator.is_valid(value) == (not structural)
