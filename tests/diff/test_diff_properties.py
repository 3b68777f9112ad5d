"""What holds for any two contracts, not only for those in cases/."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.model import document
from meshgov.model.change import Change
from meshgov.model.contract import Contract

Changes = Callable[[Any, Any], tuple[Change, ...]]

MIRRORS = json.loads((Path(__file__).parent / "mirrors.json").read_text(encoding="utf-8"))

UNORDERED = {
    "constraints", "in", "aliases", "contact", "regulations", "ports", "read", "write",
    "approvers", "quality_checks", "metrics", "alerts", "consumes", "changelog",
}  # fmt: skip
"""Keys of lists whose order says nothing."""


@pytest.fixture(scope="session")
def changes(read: Callable[..., Contract], settings: DiffSettings) -> Changes:
    return lambda old, new: compare(read(old), read(new), settings).changes


@given(data=st.data())
def test_nothing_differs_from_itself(
    data: st.DataObject, contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    value = data.draw(contracts)
    assert changes(value, value) == ()


@given(data=st.data())
def test_any_two_contracts_compare_and_always_alike(
    data: st.DataObject, contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(contracts), data.draw(contracts)
    found = changes(old, new)
    assert found == changes(old, new)
    assert {change.id for change in found} <= MIRRORS.keys()


@given(data=st.data(), random=st.randoms())
def test_order_says_nothing(
    data: st.DataObject, random: Random, contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(contracts), data.draw(contracts)
    assert changes(old, shuffled(old, random)) == ()
    moved = changes(shuffled(old, random), shuffled(new, random))
    assert Counter(map(mark, changes(old, new))) == Counter(map(mark, moved))


def mark(change: Change) -> tuple[str, document.Path]:
    return change.id, change.path


def shuffled(value: Any, random: Random) -> Any:
    """The same contract: maps, and lists whose order says nothing, come in another order."""
    if not isinstance(value, dict):
        return [shuffled(item, random) for item in value] if isinstance(value, list) else value
    items = [(key, shuffled(item, random)) for key, item in value.items()]
    random.shuffle(items)
    for key, item in items:
        if key in UNORDERED and isinstance(item, list):
            random.shuffle(item)
    return dict(items)


@given(data=st.data())
def test_every_change_has_its_mirror_the_other_way_round(
    data: st.DataObject, plain_contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(plain_contracts), data.draw(plain_contracts)
    there = {change.id for change in changes(old, new)}
    back = {change.id for change in changes(new, old)}
    assert unexplained(there, back) == unexplained(back, there) == []


def unexplained(ids: Iterable[str], others: Iterable[str]) -> list[str]:
    return [one for one in ids if None not in MIRRORS[one] and not set(MIRRORS[one]) & others]
