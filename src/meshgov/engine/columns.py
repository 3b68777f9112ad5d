"""Fields flattened once, so that a rule loops over columns: `columns` and `tables` of the input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from meshgov.engine.shape import constraints_json, node_json, plain
from meshgov.engine.tokens import tokens
from meshgov.model.contract import Contract, Field, Role, Table
from meshgov.model.document import Json, Path
from meshgov.model.walk import next_occurrence

_SWITCHES: Final = ("encryption", "masking")
_COVERING: Final = ("is_pii", "pii_category", *_SWITCHES)
"""What is said about a field holds for its element, key and value that don't say it themselves."""

_Shaped = dict[str, Any]


def columns_and_tables(contract: Contract) -> tuple[list[Json], list[Json]]:
    """Every member at any depth, in document order, and one record per table."""
    columns: list[Json] = []
    tables: list[Json] = []
    met: dict[Path, int] = {}
    for table in contract.tables:
        before, keys = len(columns), list[Json]()
        for field, column in _walk(table.fields, met):
            if table.name is not None:
                column["table"] = table.name
            if field.is_primary_key:
                keys.append(".".join(field.path[len(table.path) + 1 :]))
            columns.append(column)
        tables.append(_table(table, len(columns) - before, keys))
    return columns, tables


def _walk(
    fields: tuple[Field, ...], met: dict[Path, int], around: int = 0
) -> Iterator[tuple[Field, _Shaped]]:
    """Each member with its column; ``around`` is the occurrence of the field around them, or 0."""
    seen: set[str] = set()
    for field in fields:
        number = next_occurrence(field.path, met, around)
        if field.role is Role.MEMBER:
            column = _column(field)
            if around:
                column["nested"] = True
            if field.name in seen:
                column["duplicate"] = True
            if number > 1:
                column["occurrence"] = number
            seen.add(field.name)
            yield field, column
        if field.fields:
            yield from _walk(field.fields, met, number)


def _column(field: Field) -> _Shaped:
    column: _Shaped = {
        "path": field.path,
        "name": field.name,
        "is_pii": field.is_pii or False,
        "is_primary_key": field.is_primary_key,
        "tokens": tokens(field.name),
        "constraints": constraints_json(field),
    }
    if field.type:
        column["type"] = str(field.type)
        column["type_known"] = field.type.known
    if field.description is not None:
        column["description"] = field.description
    if field.deprecated is not None:
        column["deprecated"] = node_json(field.deprecated)
    if field.inline:
        column["inline"] = True
    if field.pii_category is not None:
        column["pii_category"] = field.pii_category
    if field.classification is not None:
        column["classification"] = field.classification
    if field.encryption is not None:
        column["encryption"] = plain(field.encryption)
    if field.masking is not None:
        column["masking"] = plain(field.masking)
    if field.fields and field.fields[0].role is not Role.MEMBER:
        _protect(column, field)
        _label(column, field)
        _doubt(column, field)
    return column


def _held(field: Field) -> Iterator[Field]:
    """What a column holds that is no column itself: elements, keys and values, at any depth."""
    for inner in field.fields:
        if inner.role is not Role.MEMBER:
            yield inner
            yield from _held(inner)


def _parts(field: Field, said: _Shaped) -> Iterator[_Shaped]:
    """What holds for each innermost part of a column; ``said`` is what holds around it."""
    told = {
        name: said.get(name) if (own := getattr(field, name)) is None else own for name in _COVERING
    }
    inside = [inner for inner in field.fields if inner.role is not Role.MEMBER]
    if not inside:
        yield told
    for inner in inside:
        yield from _parts(inner, told)


def _protect(column: _Shaped, field: Field) -> None:
    """Let a column say what holds for all it holds: its parts may disagree.

    It is personal when any part is. It has a category when each personal part has one, and it is
    encrypted when each of them is; without a personal part, that is asked of all.
    """
    column["is_pii"] = column["is_pii"] or any(inner.is_pii for inner in _held(field))
    parts = list(_parts(field, {}))
    personal = [part for part in parts if part["is_pii"]]
    categories = [part["pii_category"] for part in personal or parts]
    stated = [category for category in categories if category is not None]
    if stated and not (personal and None in categories):
        column.setdefault("pii_category", stated[0])
    for name in _SWITCHES:
        switches = [part[name] for part in personal or parts]
        if all(switches):
            column.setdefault(name, plain(switches[0]))
        elif name in column:
            column[name] = False


def _label(column: _Shaped, field: Field) -> None:
    """Add each label with its place, where what the column holds has one of its own."""
    labelled = [one for one in (field, *_held(field)) if one.classification is not None]
    if labelled and labelled != [field]:
        column["labels"] = [{"path": one.path, "label": one.classification} for one in labelled]
        column.setdefault("classification", labelled[0].classification)


def _doubt(column: _Shaped, field: Field) -> None:
    """Let a column whose type is known say which type that it holds isn't."""
    unknown = [str(one.type) for one in _held(field) if one.type and not one.type.known]
    if unknown and column.get("type_known"):
        column["type_known"] = False
        column["unknown_type"] = unknown[0]


def _table(table: Table, columns: int, keys: list[Json]) -> Json:
    record: dict[str, Json] = {
        "path": list(table.path),
        "partitioned_by": list(table.partitioned_by),
        "columns": columns,
        "primary_key": keys,
    }
    for name in ("name", "type", "location"):
        value = getattr(table, name)
        if value is not None:
            record[name] = value
    return record
