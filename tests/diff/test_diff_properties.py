"""What holds for any two contracts, not only for those in cases/."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import settings as with_settings
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


SETTINGS = st.builds(
    DiffSettings,
    now=st.dates().map(str),
    notice_days=st.integers(0, 400),
    labels=st.permutations(["public", "internal", "restricted", "secret"]).map(tuple),
    timestamp_zone=st.booleans(),
)


@with_settings(deadline=None)
@given(data=st.data(), chosen=SETTINGS)
def test_nothing_differs_from_itself_whatever_the_clock(
    data: st.DataObject,
    chosen: DiffSettings,
    contracts: st.SearchStrategy[Any],
    read: Callable[..., Contract],
) -> None:
    value = data.draw(contracts)
    assert compare(read(value), read(value), chosen).changes == ()


@with_settings(deadline=None)
@given(data=st.data())
def test_any_two_contracts_compare_and_always_alike(
    data: st.DataObject, contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(contracts), data.draw(contracts)
    found = changes(old, new)
    assert found == changes(old, new)
    assert {change.id for change in found} <= MIRRORS.keys()


@with_settings(deadline=None)
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


@with_settings(deadline=None)
@given(data=st.data())
def test_every_change_has_its_mirror_the_other_way_round(
    data: st.DataObject, plain_contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(plain_contracts), data.draw(plain_contracts)
    there = {change.id for change in changes(old, new)}
    back = {change.id for change in changes(new, old)}
    assert unexplained(there, back) == unexplained(back, there) == []


@with_settings(deadline=None)
@given(data=st.data())
def test_without_a_rename_the_mirror_stands_at_the_same_place(
    data: st.DataObject, plain_contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(plain_contracts), data.draw(plain_contracts)
    there, back = changes(old, new), changes(new, old)
    assume(not ELSEWHERE & {change.id for change in (*there, *back)})
    places = {mark(change) for change in back}
    for change in there:
        ids = set(MIRRORS[change.id])
        assert None in ids or any((one, change.path) in places for one in ids), change


ELSEWHERE = {
    "field-renamed", "field-name-case-changed", "quality-check-renamed", "upstream-changed",
    "product-retired",
}  # fmt: skip
"""After these a thing stands at another path, or is said of another thing."""


@with_settings(deadline=None)
@given(data=st.data(), random=st.randoms())
def test_spelling_says_nothing(
    data: st.DataObject, random: Random, contracts: st.SearchStrategy[Any], changes: Changes
) -> None:
    old, new = data.draw(contracts), data.draw(contracts)
    assert changes(old, respelled(old, random)) == ()
    found = changes(respelled(old, random), respelled(new, random))
    assert Counter(map(mark, changes(old, new))) == Counter(map(mark, found))


SPELLINGS = {
    "type items keys values": [
        {"int", "INTEGER", "int32"},
        {"bigint", "long", " int64 "},
        {"tinyint", "byte"},
        {"float", "real"},
        {"double", "double  precision"},
        {"decimal(10,2)", "NUMERIC( 10 , 2 )"},
        {"string", "text", "varchar", "TEXT"},
        {"varchar(5)", "character varying(5)"},
        {"timestamp", "datetime", "timestamp_ntz"},
        {"timestamp_tz", "timestamptz"},
        {"array<int>", "list< integer >", "ARRAY(int)"},
        {"map<string,int>", "map<text, int32>"},
        {"struct<a:int,b:date>", "row(a int, b date)", "STRUCT<`a`: integer, b: DATE>"},
        {"delta", "Delta Lake"},
    ],
    "availability completeness accuracy": [
        {"99%", "0.99", "99.0 %"},
        {"99.99999%", "0.9999999"},
    ],
    "latency freshness max_age": [
        {"1 hour", "PT60M", "60 min", "3600 s"},
        {"2 days", "P2D", "48h"},
        {"500ms", "PT0.5S", "0.5 seconds"},
    ],
    "update_schedule": [
        {"@daily", "0 0 * * *", "00 0 * * 0-6"},
        {"0 6 * * 1", "0 6 * * MON"},
    ],
    "threshold": [
        {"<= 1 day", "<=P1D", "≤ 1440 minutes", "<= 24 h"},
        {">= 95%", ">=0.95"},
    ],
    "status": [{"stable", "active", "Current"}],
    "description purpose reason condition changes migration_guide": [{"x y", " x  y\n"}],
    "query": [{"select 1", "select  1;"}],
}
"""Keys of the sample contracts, and texts that mean the same under each of them."""


def respelled(value: Any, random: Random, key: str = "") -> Any:
    """The same contract in other words."""
    if isinstance(value, dict):
        return {inner: respelled(item, random, inner) for inner, item in value.items()}
    if isinstance(value, list):
        return [respelled(item, random, key) for item in value]
    groups = (group for keys, all_ in SPELLINGS.items() if key in keys.split() for group in all_)
    return random.choice(sorted(next((one for one in groups if value in one), {value}), key=str))


def unexplained(ids: Iterable[str], others: Iterable[str]) -> list[str]:
    return [one for one in ids if None not in MIRRORS[one] and not set(MIRRORS[one]) & others]
