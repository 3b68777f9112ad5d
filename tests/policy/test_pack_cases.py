"""Every folder in cases/packs holds an organisation's folders, and what comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.model.pack import Pack
from meshgov.policy import pack, plain

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "packs").iterdir())
METADATA = [case for case in CASES if case.name.startswith(("metadata", "controls", "examples"))]


def built(small: str, case: Path) -> dict[str, Any]:
    """What the folders add to the small pack; the generated modules whole."""
    folders = sorted(path.name for path in case.iterdir() if path.is_dir())
    alone = pack.build(small)
    found = pack.build(small, folders)
    return {
        "rules": [_rule(rule) for rule in found.rules if rule not in alone.rules],
        "modules": [one.file for one in found.modules if not one.shipped],
        "entry": _text(found, "builtin/entry.rego").replace(found.digest, "DIGEST"),
        "foreign_entry": _text(found, "builtin/foreign_entry.rego").partition("\n# The values")[0],
        "asked": [found.entry, found.foreign_entry],
        "data": {key: value for key, value in found.data.items() if key != "meshgov"},
        "sources": found.sources,
    }


def _rule(rule: Any) -> dict[str, Any]:
    shown = {name: getattr(rule, name) for name in rule.__slots__}
    return shown | {
        "controls": [[one.framework, one.id, one.relation] for one in rule.controls],
        "examples": dict(rule.examples),
        "location": str(rule.location),
    }


def _text(found: Pack, file: str) -> str:
    return next((one.text for one in found.modules if one.file == file), "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(
    case: Path,
    small: str,
    outcome: Callable[[Callable[[], Any]], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(case)
    found = outcome(lambda: built(small, case))
    assert found == json.loads((case / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("case", METADATA, ids=lambda case: case.name)
def test_the_json_schema_refuses_the_same_metadata(
    case: Path, schema: Callable[[str], dict[str, Any]]
) -> None:
    text = (case / "o" / "r.rego").read_text("utf-8").partition("package")[0]
    lines = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines()[1:]]
    try:
        value = plain.read("\n".join(lines))
    except plain.Unreadable:
        return
    validator = jsonschema.Draft202012Validator(schema("rule-metadata.schema.json"))
    assert not validator.is_valid(value)
