"""pairs.json: two contracts in a line, the ids between them, and those the other way round.

A pair of fields is tried as a column, inside a struct, an array and a map; a pair of types also as
strings, and as the key of a map, where every difference is another type. Without ids the two are
the same, in both directions. Positions and values are the matter of cases/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.model.contract import Contract

PAIRS = json.loads((Path(__file__).parent / "pairs.json").read_text(encoding="utf-8"))
HOLDERS: list[Callable[[Any], Any]] = [
    lambda one: one,
    lambda one: {"name": "s", "type": "struct", "fields": [one]},
    lambda one: {"name": "s", "type": "array", "fields": [one]},
    lambda one: {
        "name": "s",
        "type": "map",
        "keys": "string",
        "values": {"type": "struct", "fields": [one]},
    },
]
STRINGS = ["%s", "array<%s>", "map<string,%s>", "struct<x:%s>", "array<struct<x:map<string,%s>>>"]
KEY = "map<%s,int>"


def column(one: dict[str, Any]) -> dict[str, Any]:
    return {"schema": {"fields": [one]}}


def pairs(pair: dict[str, Any]) -> Iterator[tuple[Any, Any, list[str], list[str] | None]]:
    """Each two contracts that ``pair`` stands for, and the ids in both directions."""
    old, new, ids = pair["old"], pair["new"], pair["ids"]
    mirror = pair.get("mirror", None if ids else [])
    if pair["kind"] == "contract":
        yield old, new, ids, mirror
    elif pair["kind"] == "field":
        for hold in HOLDERS:
            sides = [column(hold({"name": "f", **side})) for side in (old, new)]
            yield sides[0], sides[1], ids, mirror
    else:
        for text in (*STRINGS, KEY):
            sides = [column({"name": "f", "type": text % side}) for side in (old, new)]
            changed = ["field-type-changed"] if ids else []
            yield sides[0], sides[1], *((changed, changed) if text == KEY else (ids, mirror))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: json.dumps([pair["old"], pair["new"]]))
def test_pair(pair: dict[str, Any], read: Callable[..., Contract], settings: DiffSettings) -> None:
    for old, new, ids, mirror in pairs(pair):
        sides = [read({"name": "orders", "version": "1.0.0", **side}) for side in (old, new)]
        there = compare(sides[0], sides[1], settings).changes
        back = compare(sides[1], sides[0], settings).changes
        assert sorted(change.id for change in there) == sorted(ids), (old, new)
        assert mirror is None or sorted(change.id for change in back) == sorted(mirror), (new, old)
