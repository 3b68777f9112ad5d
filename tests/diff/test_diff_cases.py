"""Each folder in cases/ is two contracts and every change between them, in order.

A folder is called after the change id that it shows first and foremost, or after what it proves:
``type-*`` an arrow of the lattice, ``same-*`` that what only looks different is the same, ``one-*``
that one change is one finding, ``rename-*`` how renames are proven.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from meshgov.diff.compare import compare
from meshgov.diff.settings import DiffSettings
from meshgov.model.change import Change
from meshgov.model.contract import Contract

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in (HERE / "cases").iterdir())
TABLE = HERE.parents[1] / "policies" / "changes" / "change_rules.json"
MIRRORS = json.loads((HERE / "mirrors.json").read_text(encoding="utf-8"))
FOLDERS_ONLY = {"product-added", "product-removed"}

ONE_WAY = {"duplicate-dropped", "field-duplicated"}
"""A repetition that goes is compared with what stays; one that comes is one change."""


@pytest.fixture
def sides(
    request: pytest.FixtureRequest, read: Callable[..., Contract]
) -> tuple[Contract, Contract, DiffSettings]:
    folder = HERE / "cases" / request.param
    texts = [(folder / f"{side}.yaml").read_text(encoding="utf-8") for side in ("old", "new")]
    written = folder / "settings.json"
    own = json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
    own = {key: tuple(value) if isinstance(value, list) else value for key, value in own.items()}
    return (*map(read, texts), DiffSettings(now="2026-11-23", **own))


def expectation(name: str) -> list[dict[str, Any]]:
    return json.loads((HERE / "cases" / name / "expected.json").read_text(encoding="utf-8"))


def as_json(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "path": list(change.path),
        "old": change.old,
        "new": change.new,
        "old_origin": None if change.old_origin is None else list(change.old_origin),
        "new_origin": None if change.new_origin is None else list(change.new_origin),
    }


@pytest.mark.parametrize("sides", CASES, indirect=True)
def test_case(
    request: pytest.FixtureRequest, sides: tuple[Contract, Contract, DiffSettings]
) -> None:
    old, new, settings = sides
    expected = expectation(request.node.callspec.params["sides"])
    assert [as_json(change) for change in compare(old, new, settings).changes] == expected


@pytest.mark.parametrize("sides", CASES, indirect=True)
def test_a_contract_does_not_differ_from_itself(
    sides: tuple[Contract, Contract, DiffSettings],
) -> None:
    *contracts, settings = sides
    for contract in contracts:
        assert compare(contract, contract, settings).changes == ()


@pytest.mark.parametrize("sides", sorted(set(CASES) - ONE_WAY), indirect=True)
def test_the_other_way_round_gives_the_mirror_ids(
    sides: tuple[Contract, Contract, DiffSettings],
) -> None:
    old, new, settings = sides
    ids = [change.id for change in compare(old, new, settings).changes]
    back = [change.id for change in compare(new, old, settings).changes]
    assert unexplained(ids, back) == []
    assert unexplained(back, ids) == []


def unexplained(ids: Iterable[str], back: Iterable[str]) -> list[str]:
    """Changes that have no mirror among those the other way round, and need one."""
    return [
        one
        for one in sorted(set(ids))
        if None not in MIRRORS[one] and not set(MIRRORS[one]) & set(back)
    ]


def test_every_id_of_the_change_table_has_a_case() -> None:
    table = set(json.loads(TABLE.read_text(encoding="utf-8")))
    shown = {change["id"] for name in CASES for change in expectation(name)}
    assert shown == table - FOLDERS_ONLY
    assert table - FOLDERS_ONLY <= set(CASES)


def test_mirrors_are_mutual() -> None:
    assert MIRRORS.keys() == set(json.loads(TABLE.read_text(encoding="utf-8")))
    for one, mirrors in MIRRORS.items():
        for mirror in mirrors:
            assert mirror is None or one in MIRRORS[mirror], (one, mirror)
