"""Where the data lies, how it is cut up, and which key it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.diff.attributes import (
    Attribute,
    always,
    attribute,
    attributes,
    listed,
    standing,
    steps,
)
from meshgov.diff.equality import location, word
from meshgov.diff.freeform import extensions
from meshgov.diff.merge import merged
from meshgov.diff.scope import Scope
from meshgov.diff.sections.fields import members
from meshgov.model.change import Change
from meshgov.model.contract import Field, Table
from meshgov.model.document import Origin

_SYNONYMS: Final = {
    "delta table": "delta",
    "delta lake": "delta",
    "deltalake": "delta",
    "iceberg table": "iceberg",
    "apache iceberg": "iceberg",
    "hudi table": "hudi",
    "apache hudi": "hudi",
    "postgresql": "postgres",
    "big query": "bigquery",
    "sql server": "sqlserver",
    "mssql": "sqlserver",
    "kafka topic": "kafka",
    "comma separated values": "csv",
    "tab separated values": "tsv",
    "fixedwidth": "fixed width",
    "fwf": "fixed width",
    "ndjson": "jsonl",
    "json lines": "jsonl",
    "newline delimited json": "jsonl",
    "mview": "materialized view",
    "materialised view": "materialized view",
}
"""Other names of one kind of container; a space stands for a hyphen and an underscore too."""

POSITIONAL: Final = frozenset({"csv", "tsv", "fixed width"})
"""Kinds of container whose readers know a column by its place."""


def kind(text: str | None) -> str | None:
    """The kind of a container, synonyms folded."""
    plain = word(text.replace("-", " ").replace("_", " ")) if text else None
    return _SYNONYMS.get(plain, plain) if plain else None


_HOLDING = (
    Attribute("type", always("schema-type-changed"), kind),
    Attribute("location", steps("location", "added", "removed", "changed"), location),
)
_PARTITION = steps("partition", "added", "removed")
_ORDER = Attribute("partitioned_by", always("partition-reordered"))


def tables(scope: Scope) -> Iterator[Change]:
    """Every table: what holds it, its partitions, its key, its fields."""
    for old, new in _paired(scope):
        path = standing(old, new).path
        positional = {kind(one.type) for one in (old, new) if one} <= POSITIONAL
        before, after = old.fields if old else (), new.fields if new else ()
        # Fields first, because partitions and keys speak of them by their new names.
        fields = list(members(before, after, (*path, "fields"), scope, positional=positional))
        yield from attributes(_HOLDING, old, new, scope)
        yield from _partitions(old, new, scope)
        yield from _key(old, new, scope)
        yield from fields
        yield from extensions(old, new)


def _paired(scope: Scope) -> Iterator[tuple[Table | None, Table | None]]:
    """Tables by name; an only table is the same one whether it has a name or not."""
    old, new = scope.old.tables, scope.new.tables
    if len(old) == len(new) == 1 and None in (old[0].name, new[0].name):
        yield old[0], new[0]
        return
    before, after = {one.name: one for one in old}, {one.name: one for one in new}
    for name in merged(before, list(after)):
        yield before.get(name), after.get(name)


def _partitions(old: Table | None, new: Table | None, scope: Scope) -> Iterator[Change]:
    """Partition columns; a renamed field stays the same column."""
    was = old.partitioned_by if old else ()
    now = new.partitioned_by if new else ()

    names = scope.columns(was, now, (old,) if old else ())
    yield from listed("partitioned_by", _PARTITION, old, new, names.__getitem__)
    known = tuple(map(names.__getitem__, was))
    if known != now and sorted(known) == sorted(now):
        yield from attribute(_ORDER, old, new, scope)


def _key(old: Table | None, new: Table | None, scope: Scope) -> Iterator[Change]:
    """The primary key as one set of fields; renaming one of them doesn't change it."""
    before = scope.keys[0][old.path] if old else []
    after = scope.keys[1][new.path] if new else []
    was, now = {scope.renamed(one.path) for one in before}, {one.path for one in after}
    if was == now:
        return
    step = "changed" if was and now else "added" if now else "removed"
    above = len(standing(old, new).path) + 1
    yield Change(
        id=f"primary-key-{step}",
        path=(*standing(old, new).path, "primary_key"),
        old=[".".join(one.path[above:]) for one in before] or None,
        new=[".".join(one.path[above:]) for one in after] or None,
        old_origin=_place(before, [scope.renamed(one.path) in now for one in before]),
        new_origin=_place(after, [one.path in was for one in after]),
    )


def _place(key: Sequence[Field], staying: Sequence[bool]) -> Origin | None:
    """Where the first field that isn't in the other key says that it is in this one."""
    if not key:
        return None
    first = key[staying.index(False)] if False in staying else key[0]
    return (*first.origin, "is_primary_key")
