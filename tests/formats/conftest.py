"""Helpers for tests of formats: read a text, and write a canonical contract down as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from meshgov.errors import MeshgovError
from meshgov.formats.base import Normalised
from meshgov.formats.native import FORMAT
from meshgov.load.document import parse
from meshgov.load.schema import Validator

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / FORMAT.schema


def written_down(node: Any) -> Any:
    """Everything a canonical node says, as JSON; what it doesn't say is left out."""
    if is_dataclass(node):
        return {
            one.name: written_down(getattr(node, one.name))
            for one in fields(node)
            if getattr(node, one.name) != _default(one)
        }
    if isinstance(node, Enum):
        return node.value
    if isinstance(node, Decimal):
        return str(node)
    if isinstance(node, tuple):
        items = [written_down(item) for item in node]
        scalar = all(isinstance(item, (str, int)) for item in items)
        return " / ".join(map(str, items)) if scalar else items
    return dict(node) if isinstance(node, Mapping) else node


def _default(one: Field[Any]) -> Any:
    return {} if one.default_factory is dict else one.default


def answer(text: str) -> Any:
    """What comes of normalising ``text``: a contract and notes, or errors."""
    try:
        done = read(text)
    except MeshgovError as error:
        return {
            "errors": [
                f"{str(one.location).partition(':')[2]}: {one.message} ({one.hint})"
                for one in error.each()
            ]
        }
    notes = [f"{note.location.line}:{note.location.column}: {note.message}" for note in done.notes]
    contract = written_down(done.contract)
    return {"contract": contract, "notes": notes} if notes else {"contract": contract}


def read(text: str) -> Normalised:
    """The contract that a YAML text holds."""
    return FORMAT.normalise(parse(text.encode(), "contract.yaml"))


@pytest.fixture(name="read")
def _read() -> Callable[[str], Normalised]:
    return read


@pytest.fixture(name="answer")
def _answer() -> Callable[[str], Any]:
    return answer


@pytest.fixture(scope="session")
def validator() -> Validator:
    return Validator(json.loads(SCHEMA.read_text()))
