"""Each example of a change is two valid contracts that differ in that change, and in no other."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.diff.compare import compare, introduced, withdrawn
from meshgov.diff.settings import DiffSettings
from meshgov.formats.registry import detect
from meshgov.load import document
from meshgov.load.schema import Validator
from meshgov.model.contract import Contract
from meshgov.model.document import Document
from meshgov.policy import shipped

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
EXAMPLES = json.loads((POLICIES / "changes/examples.json").read_text(encoding="utf-8"))
TABLE = json.loads((POLICIES / "changes/change_rules.json").read_text(encoding="utf-8"))
BASELINE = yaml.safe_load((POLICIES / "baseline.yaml").read_text(encoding="utf-8"))

COMPANIONS = {"pii-field-added": ["field-added"], "sunset-too-soon": ["sunset-added"]}
"""Changes that the taxonomy states beside another one."""

Read = Callable[[Any], Contract | None]


def merged(value: Any, patch: Any) -> Any:
    """``patch`` on ``value``, by RFC 7396."""
    if not isinstance(patch, dict):
        return patch
    parts = {key: merged((value or {}).get(key), part) for key, part in patch.items()}
    kept = {**(value if isinstance(value, dict) else {}), **parts}
    return {key: part for key, part in kept.items() if part is not None or key not in patch}


@pytest.fixture(scope="module")
def read() -> Read:
    schema = (ROOT / "schemas/contract.schema.json").read_text(encoding="utf-8")
    validator = Validator(json.loads(schema))

    def contract(patch: Any) -> Contract | None:
        if patch is None:
            return None
        text = json.dumps(merged(BASELINE, patch))
        found: Document = document.parse(text.encode(), "example.json")
        validator.validate(found)
        known = detect(found.value)
        assert known is not None
        return known.normalise(found).contract

    return contract


def changes(old: Contract | None, new: Contract | None) -> list[str]:
    if old is None or new is None:
        one = introduced(new) if new else withdrawn(old) if old else None
        return [change.id for change in one.changes] if one else []
    return [change.id for change in compare(old, new, DiffSettings(now="2026-11-23")).changes]


def test_every_change_has_its_example_in_the_order_of_the_table() -> None:
    assert list(EXAMPLES) == list(TABLE)


@pytest.mark.parametrize("change", EXAMPLES)
def test_an_example_is_an_example(change: str, read: Read) -> None:
    example = EXAMPLES[change]

    assert set(example) == {"old", "new"}
    found = changes(read(example["old"]), read(example["new"]))

    assert sorted(found) == sorted([change, *COMPANIONS.get(change, [])])


def test_the_pack_hands_out_its_examples(tmp_path: Path) -> None:
    assert shipped.example(str(POLICIES), "field-removed") == EXAMPLES["field-removed"]
    assert shipped.example(str(POLICIES), "none-such") == {}
    assert shipped.example(str(tmp_path), "field-removed") == {}
