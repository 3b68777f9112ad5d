"""Which consumers a change reaches: by product, by major version, by name of the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meshgov.diff.compare import compare, introduced, withdrawn
from meshgov.diff.consumers import Stray, reach, strays
from meshgov.diff.settings import DiffSettings
from meshgov.model.consumers import Consumers, Reading
from meshgov.model.contract import Contract, Field, Table
from meshgov.model.document import Json

WHERE = {"type": "struct", "fields": [{"name": "zip", "type": "int32"}, {"name": "street"}]}
ITEMS = {"type": "array", "items": {"type": "struct", "fields": [{"name": "sku"}, {"name": "n"}]}}


def contract(*fields: dict[str, Json], **more: Json) -> dict[str, Json]:
    schema = {"type": "table", "fields": list(fields)} | more.pop("schema", {})  # type: ignore[operator]
    return {"name": "orders", "version": "2.1.0", "schema": schema} | more


def field(name: str, **more: Json) -> dict[str, Json]:
    return {"name": name, "type": "int32"} | more


READERS = (
    Reading("all", "orders"),
    Reading("mail", "orders", fields=("email",)),
    Reading("zip", "orders", fields=("address.zip",)),
    Reading("street", "orders", fields=("address.street",)),
    Reading("address", "orders", fields=("address", "note")),
    Reading("product", "orders", fields=()),
    Reading("elsewhere", "customers"),
)
EVERYBODY = ("address", "all", "mail", "product", "street", "zip")


@pytest.fixture
def reached(read: Any, settings: DiffSettings) -> Any:
    def run(old: Any, new: Any, *readings: Reading) -> list[tuple[str, str]]:
        was, now = read(old), read(new)
        found = reach(
            compare(was, now, settings), was, now, Consumers.of(readings or READERS).by_product
        )
        return [(change.id, " ".join(change.consumers)) for change in found.changes]

    return run


def test_a_field_reaches_those_that_read_it(reached: Any) -> None:
    old = contract(field("email"), field("note"), field("id"))
    new = contract(field("email", type="int64"), field("id", description="Key."), field("more"))

    assert reached(old, new) == [
        ("field-type-widened", "all mail"),
        ("field-removed", "address all"),
        ("field-description-changed", "all"),
        ("field-added", "all"),
    ]


def test_what_is_about_the_product_reaches_everybody(reached: Any) -> None:
    old = contract(field("a"), field("b"), owner={"team": "x"})
    new = contract(field("b", is_primary_key=True), field("a"), owner={"team": "y"})

    assert {ids: who.split() for ids, who in reached(old, new)} == {
        "owner-team-changed": list(EVERYBODY),
        "primary-key-added": list(EVERYBODY),
        "field-reordered": list(EVERYBODY),
    }


def test_a_field_in_the_midst_shifts_the_others(reached: Any) -> None:
    old = contract(field("a"), field("b"), schema={"type": "csv"})
    new = contract(field("a"), field("new"), field("b"), schema={"type": "csv"})

    assert reached(old, new) == [
        ("field-inserted-positional", " ".join(EVERYBODY)),
    ]


def test_inside_and_around_a_field(reached: Any) -> None:
    address = {"name": "address"} | WHERE
    inside = contract(address | {"fields": [field("zip", type="int64"), {"name": "street"}]})
    around = contract(address | {"description": "Where."})
    more = contract(address | {"fields": [*WHERE["fields"], field("city")]})

    assert reached(contract(address), inside) == [("field-type-widened", "address all zip")]
    assert reached(contract(address), around) == [
        ("field-description-changed", "address all street zip")
    ]
    assert reached(contract(address), more) == [("field-added", "address all")]


def test_consumers_know_the_old_names(reached: Any) -> None:
    old = contract({"name": "address"} | WHERE, field("email"), field("note"))
    zip_code = field("zipcode", type="int64", aliases=["zip"])
    new = contract(
        {"name": "place", "aliases": ["address"], "type": "struct"}
        | {"fields": [zip_code, field("city")]},
        field("e_mail", aliases=["email"], description="Mail."),
        field("Note"),
    )

    assert reached(old, new, *READERS, Reading("new", "orders", fields=("e_mail", "place"))) == [
        ("field-renamed", "address all street zip"),
        ("field-renamed", "address all zip"),
        ("field-type-widened", "address all zip"),
        ("field-removed", "address all street"),
        ("field-added", "address all"),
        ("field-renamed", "all mail"),
        ("field-description-changed", "all mail"),
        ("field-name-case-changed", "address all"),
    ]


def test_the_name_of_a_removed_field_may_belong_to_another(reached: Any) -> None:
    old = contract(field("email"), field("mail", id="1"))
    new = contract(field("email", id="1"))

    assert reached(old, new, *READERS, Reading("m", "orders", fields=("mail",))) == [
        ("field-removed", "all mail"),
        ("field-renamed", "all m"),
    ]


def test_what_went_from_a_renamed_field_goes_by_its_old_name(reached: Any) -> None:
    gone = {"since": "2026-01-01", "sunset": "2027-06-01"}
    old = contract(field("email", deprecated=gone))
    new = contract(field("mail", aliases=["email"]))

    assert set(reached(old, new)) == {
        ("field-renamed", "all mail"),
        ("deprecation-removed", "all mail"),
    }


@pytest.mark.parametrize("name", ["items", "items.sku", "items.element.sku", "items.element"])
def test_the_inside_of_an_array_may_be_passed_over(reached: Any, name: str) -> None:
    item = {"type": "struct", "fields": [{"name": "sku", "type": "string"}, {"name": "n"}]}
    old = contract({"name": "items"} | ITEMS)
    new = contract({"name": "items", "type": "array", "items": item})
    other = Reading("n", "orders", fields=("items.n",))

    assert reached(old, new, Reading("r", "orders", fields=(name,)), other) == [
        ("field-type-declared", "r")
    ]


@pytest.mark.parametrize("version", ["2", "v2", "2.x", "2.0.0", "^2.1", "~2.1.0", "=2", "==2.1.0"])
def test_consumers_of_the_same_major_version_are_reached(reached: Any, version: str) -> None:
    new = contract(field("a"), domain="sales")
    assert reached(contract(field("a")), new, Reading("r", "orders", version)) == [
        ("domain-changed", "r")
    ]


@pytest.mark.parametrize("version", ["1", "v3", "1.2.0", "^3", "20", "0.2.1"])
def test_consumers_of_another_major_version_are_not(reached: Any, version: str) -> None:
    new = contract(field("a"), domain="sales")
    readings = Reading("other", "orders", version), Reading("r", "orders", "2")
    assert reached(contract(field("a")), new, *readings) == [("domain-changed", "r")]
    assert reached(contract(field("a")), new, readings[0]) == [("domain-changed", "")]


@pytest.mark.parametrize(
    ("version", "stated"), [("latest", "2.1.0"), (">=1,<3", "2.1.0"), ("1", "two"), ("1", None)]
)
def test_in_doubt_a_consumer_is_reached(reached: Any, version: str, stated: str | None) -> None:
    old, new = contract(version=stated), contract(version=stated, domain="sales")
    assert ("domain-changed", "r") in reached(old, new, Reading("r", "orders", version))


def test_a_renamed_product_is_known_by_its_old_name(reached: Any) -> None:
    readings = Reading("r", "orders"), Reading("other", "sales_orders")
    assert reached(contract(), contract(name="sales_orders"), *readings) == [
        ("product-renamed", "r")
    ]


def test_products_that_come_and_go(read: Any) -> None:
    one = read(contract(field("a")))
    readers = Consumers.of([Reading("r", "orders", "1"), Reading("s", "orders", "2")]).by_product

    (added,) = reach(introduced(one), None, one, readers).changes
    (removed,) = reach(withdrawn(one), one, one, readers).changes

    assert added.consumers == ("r", "s")
    assert removed.consumers == ("s",)


def test_fields_of_several_tables_may_go_by_the_table_too() -> None:
    table = ("schema", "lines")
    old = Contract("orders", "1.0.0", tables=(_table("lines", "n"), _table("heads", "n")))
    new = replace(old, tables=(replace(old.tables[0], fields=()), old.tables[1]))
    readings = [
        Reading("bare", "orders", fields=("n",)),
        Reading("full", "orders", fields=("lines.n",)),
        Reading("other", "orders", fields=("heads.n",)),
    ]

    found = reach(
        compare(old, new, DiffSettings(now="2026-11-23")),
        old,
        new,
        Consumers.of(readings).by_product,
    )

    assert [(one.id, one.path, one.consumers) for one in found.changes] == [
        ("field-removed", (*table, "fields", "n"), ("bare", "full"))
    ]


def _table(name: str, *fields: str) -> Table:
    path = ("schema", name)
    return Table(
        name,
        path,
        path,
        fields=tuple(Field(one, (*path, "fields", one), path) for one in fields),
    )


def test_without_readers_nothing_is_touched(read: Any, settings: DiffSettings) -> None:
    one, other = read(contract(field("a"))), read(contract(field("b")))
    diff = compare(one, other, settings)
    same = compare(one, one, settings)

    assert reach(diff, one, other, {}) is diff
    assert reach(diff, one, other, Consumers.of([Reading("r", "orders", "1")]).by_product) is diff
    assert reach(same, one, one, Consumers.of(READERS).by_product) is same


def test_a_field_that_no_version_has_is_a_stray(read: Any) -> None:
    old = read(contract({"name": "address"} | WHERE, {"name": "items"} | ITEMS, field("email")))
    new = read(contract({"name": "address"} | WHERE, field("mail"), version="3.0.0"))
    good = ("address.zip", "items.sku", "items.element.sku", "email", "mail", "address")
    readings = [
        Reading("good", "orders", "2", good),
        Reading("typo", "orders", fields=("emial", "address.zap", "email")),
        Reading("every", "orders"),
        Reading("elsewhere", "orders", "1.4", ("gone_long_ago",)),
    ]

    assert list(strays(old, new, readings)) == [
        Stray("typo", field="emial"),
        Stray("typo", field="address.zap"),
    ]
    assert list(strays(None, new, [Reading("one", "orders", fields=("email", "mail"))])) == [
        Stray("one", field="email")
    ]


@pytest.mark.parametrize("version", ["4", "v4.0.0", "^9.1", "99999999999999999"])
def test_a_version_above_all_that_are_known_is_a_stray(read: Any, version: str) -> None:
    old, new = read(contract(field("a"))), read(contract(field("a"), version="3.0.0"))
    reading = Reading("r", "orders", version, ("nothing",))

    assert list(strays(old, new, [reading])) == [Stray("r", version=version)]


@pytest.mark.parametrize("version", [None, "1", "2.9.9", "3", "latest", ">=9"])
def test_a_version_that_may_be_there_is_none(read: Any, version: str | None) -> None:
    old, new = read(contract(field("a"))), read(contract(field("a"), version="3.0.0"))

    assert not list(strays(old, new, [Reading("r", "orders", version)]))


def test_another_line_or_an_unreadable_version_may_be_meant(read: Any) -> None:
    new = read(contract(field("a"), version="3.0.0"))
    odd = read(contract(field("a"), version="latest"))
    reading = Reading("r", "orders", "4")

    assert not list(strays(None, new, [reading], (None, 4)))
    assert not list(strays(odd, odd, [reading]))
