"""What engines are told about consumers, and what they answer about unread changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from meshgov.diff.versions import facts
from meshgov.engine.answer import Reader
from meshgov.engine.request import build
from meshgov.errors import EngineError
from meshgov.model.change import Change, Diff
from meshgov.model.contract import Contract
from meshgov.model.pack import Pack

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "policy-input.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
PACK = Pack((), (), {}, "meshgov.entry.answer", "", "sha256:1", ("builtin",), {})
CHANGES = {
    "levels": ["docs", "compatible"],
    "bumps": ["patch", "minor"],
    "mode": "backward",
    "breaking": False,
    "required_bump": "minor",
    "suggested_version": None,
}


def read(**more: Any) -> Any:
    changes = CHANGES | more
    return Reader(PACK).read("c.yaml", {"digest": "sha256:1", "rules": [], "changes": changes})


def test_without_the_word_nothing_was_lowered() -> None:
    assert read().changes.lowered == ()


def test_the_level_that_it_would_have_is_taken_over() -> None:
    assert read(lowered=[None, "dangerous"]).changes.lowered == (None, "dangerous")


@pytest.mark.parametrize("odd", [None, "dangerous", [None], [None, "harmless"], [None, 3]])
def test_anything_else_is_refused(odd: Any) -> None:
    with pytest.raises(EngineError, match="lowered"):
        read(lowered=odd)


def test_policies_see_whom_a_change_reaches_and_whether_nobody_else_reads() -> None:
    contract = Contract("orders")
    changes = (Change("product-added", ("name",), consumers=("churn",)), Change("x", ("name",)))
    made = build(
        contract,
        subject="orders.yaml",
        version=facts(None, contract),
        parameters_text="{}",
        evaluation={"now": "2026-11-23T00:00:00Z", "command": "diff", "consumers": "known"},
        diff=Diff(changes, facts(None, contract)),
    )

    judged = json.loads(made.text)

    VALIDATOR.validate(judged)
    assert judged["evaluation"]["consumers"] == "known"
    assert judged["changes"] == [
        {"id": "product-added", "path": ["name"], "consumers": ["churn"]},
        {"id": "x", "path": ["name"]},
    ]
