from __future__ import annotations

from meshgov.model.contract import (
    Access,
    Constraint,
    Contract,
    Deprecation,
    Field,
    Grant,
    Owner,
    Table,
    Type,
)
from meshgov.model.document import Path
from meshgov.model.walk import Places, next_occurrence, origin_of, origins


def contract() -> Contract:
    path = ("schema", "fields", "id")
    unique = Constraint("unique", True, (*path, "constraints", "unique"), ("c",))  # noqa: FBT003  # a value
    member = Field("zip", (*path, "zip"), ("schema", "fields", 0, "fields", 0))
    ending = Deprecation((*path, "deprecated"), ("d",))
    fields = (
        Field(
            "id",
            path,
            ("schema", "fields", 0),
            type=Type("struct"),
            constraints=(unique,),
            fields=(member,),
        ),
        Field("id", path, ("schema", "fields", 1), deprecated=ending),
    )
    return Contract(
        "orders",
        owner=Owner(("owner",), ("team",)),
        tables=(Table(None, ("schema",), ("schema",), fields=fields),),
        access=Access(
            ("access",), ("access",), read=(Grant("*", "*", ("access", "read", "*"), ("a", 0)),)
        ),
        extensions={"path": "no node", "origin": {"path": 1}},
    )


def test_every_node_is_found_once_by_its_path_and_occurrence() -> None:
    expected: Places = {
        ((), 1): (),
        (("owner",), 1): ("team",),
        (("schema",), 1): ("schema",),
        (("schema", "fields", "id"), 1): ("schema", "fields", 0),
        (("schema", "fields", "id", "constraints", "unique"), 1): ("c",),
        (("schema", "fields", "id", "zip"), 1): ("schema", "fields", 0, "fields", 0),
        (("schema", "fields", "id"), 2): ("schema", "fields", 1),
        (("schema", "fields", "id", "deprecated"), 2): ("d",),
        (("access",), 1): ("access",),
        (("access", "read", "*"), 1): ("a", 0),
    }
    found = origins(contract())
    assert found == expected


def test_a_node_is_looked_for_in_its_own_declaration() -> None:
    index = origins(contract())
    field = ("schema", "fields", "id")
    assert origin_of(index, (*field, "type"), 2) == ("schema", "fields", 1, "type")
    assert origin_of(index, (*field, "deprecated", "sunset"), 2) == ("d", "sunset")
    assert origin_of(index, (*field, "deprecated")) == ("schema", "fields", 0, "deprecated")
    assert origin_of(index, (*field, "type"), 3) == ("schema", "fields", 0, "type")


def test_occurrences_count_from_that_of_the_field_around() -> None:
    met: dict[Path, int] = {}
    numbers = [next_occurrence(("a", "b"), met, around) for around in (1, 1, 5, 1)]
    assert numbers == [1, 2, 5, 6]


def test_what_has_no_node_is_looked_for_below_its_nearest_one() -> None:
    index = origins(contract())
    assert origin_of(index, ("access", "read", "*")) == ("a", 0)
    assert origin_of(index, ("owner", "contact")) == ("team", "contact")
    field = ("schema", "fields", "id", "zip")
    assert origin_of(index, (*field, "is_pii")) == (
        "schema", "fields", 0, "fields", 0, "is_pii",
    )  # fmt: skip
    assert origin_of(index, ("sla", "freshness")) == ("sla", "freshness")
    assert origin_of(index, ()) == ()


def test_without_any_node_a_path_is_its_own_origin() -> None:
    assert origin_of({}, ("sla", "freshness")) == ("sla", "freshness")
