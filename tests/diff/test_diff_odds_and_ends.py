"""What no pair of native contracts shows: products that come and go, several tables, settings."""

from __future__ import annotations

import pytest

from meshgov.diff.compare import compare, introduced, withdrawn
from meshgov.diff.equality import same
from meshgov.diff.freeform import narrow
from meshgov.diff.lattice import classify
from meshgov.diff.settings import DiffSettings
from meshgov.model.change import Change, Diff, VersionFacts
from meshgov.model.contract import Contract, Deprecation, Field, Table, Type
from meshgov.model.document import Path

ORDERS = Contract("orders", "1.0.0")
FIRST = VersionFacts(
    old=None,
    new="1.0.0",
    declared=None,
    parsed={"new": {"major": 1, "minor": 0, "patch": 0}},
    precedence=None,
    next={},
    problems=(),
)


def test_a_product_that_comes() -> None:
    change = Change("product-added", ("name",), new="orders", new_origin=("name",))
    assert introduced(ORDERS) == Diff((change,), FIRST)


def test_a_product_that_goes() -> None:
    change = Change("product-removed", ("name",), old="orders", old_origin=("name",))
    assert withdrawn(ORDERS) == Diff((change,), FIRST)


def test_an_evaluation_time_that_is_no_date() -> None:
    with pytest.raises(ValueError, match="not a date: 'today'"):
        compare(ORDERS, ORDERS, DiffSettings(now="today"))


@pytest.mark.parametrize("now", ["2026-11-23", "2026-11-23T23:59:59Z", "2026-11-24T01:00:00+02:00"])
def test_the_evaluation_time_counts_as_a_day_in_utc(now: str) -> None:
    removed = compare(with_sunset("2026-11-22"), with_sunset(None), DiffSettings(now=now)).changes
    kept = compare(with_sunset("2026-11-23"), with_sunset(None), DiffSettings(now=now)).changes
    assert [one.id for one in (*removed, *kept)] == ["field-removed-after-sunset", "field-removed"]


def with_sunset(sunset: str | None) -> Contract:
    if sunset is None:
        return tables(Table(None, ("schema",), ("schema",)))
    path: Path = ("schema", "fields", "a")
    gone = Deprecation((*path, "deprecated"), (*path, "deprecated"), sunset=sunset)
    field = Field("a", path, path, deprecated=gone)
    return tables(Table(None, ("schema",), ("schema",), fields=(field,)))


def tables(*them: Table) -> Contract:
    return Contract("orders", "1.0.0", tables=them)


def table(name: str, *fields: str) -> Table:
    path = ("schema", name)
    members = (Field(one, (*path, "fields", one), (*path, one)) for one in fields)
    return Table(name, path, path, fields=tuple(members))


def test_tables_are_compared_by_name(settings: DiffSettings) -> None:
    old = tables(table("a", "x"), table("gone", "y"), table("b", "z"))
    new = tables(table("b", "z", "w"), table("new", "v"), table("a"))
    found = [(one.id, one.path) for one in compare(old, new, settings).changes]
    assert found == [
        ("field-added", ("schema", "b", "fields", "w")),
        ("field-added", ("schema", "new", "fields", "v")),
        ("field-removed", ("schema", "a", "fields", "x")),
        ("field-removed", ("schema", "gone", "fields", "y")),
    ]


def test_an_only_table_may_get_a_name(settings: DiffSettings) -> None:
    unnamed = Table(None, ("schema",), ("schema",))
    assert compare(tables(unnamed), tables(table("a")), settings).changes == ()


def test_decimals_without_parameters_mean_the_default() -> None:
    assert classify(Type("decimal"), Type("decimal", (38, 0))) is None
    assert classify(Type("decimal", (10,)), Type("decimal", (12,))) == "field-type-widened"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(1, 1.0, True), (0.1, 0.1, True), (1, True, False), ("1", 1, False), (None, False, False)],
)
def test_the_same_value(one: float | str | None, other: float, expected: object) -> None:
    assert same(one, other) is expected
    assert same([{"a": one}], [{"a": other}]) is expected


def test_only_what_differs_is_shown_of_maps_of_a_handy_size() -> None:
    old = {"a": {"b": 1, "same": 2}, "list": [{"x": 1}, 2], "gone": {"all": 1}}
    new = {"a": {"b": True, "same": 2.0}, "list": [{"x": 2}, 2], "new": []}
    assert narrow(old, new) == (
        {"a": {"b": 1}, "list": [{"x": 1}, 2], "gone": {"all": 1}},
        {"a": {"b": True}, "list": [{"x": 2}, 2], "new": []},
    )
    large = {str(number): [number] for number in range(1_000)}
    assert narrow(large, large | {"0": 7}) == (large, large | {"0": 7})
    assert narrow({}, large) == ({}, large)
    assert narrow([1, 2], [1, 3]) == ([1, 2], [1, 3])
