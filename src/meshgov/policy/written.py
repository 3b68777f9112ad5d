"""Parameters that ``governance.yaml`` sets, gathered from the several places that may set them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from meshgov.model.document import Json
from meshgov.policy import parameters, quantities
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.parameters import Definitions, Schema
from meshgov.policy.quantities import Units
from meshgov.policy.reader import Entries, Node, Reader

SHORT: Final = {
    "compatibility": ("breaking_changes", "compatibility"),
    "transitive": ("breaking_changes", "transitive"),
    "changes": ("breaking_changes", "levels"),
}
"""Keys below ``governance`` that set one parameter."""

Written = dict[str, Entries]
"""Family -> parameter -> what was written, and where."""


class Tables(NamedTuple):
    """What values are checked against."""

    definitions: Definitions
    changes: Collection[str]
    units: Units


def everywhere(reader: Reader, body: Entries, definitions: Definitions) -> Written:
    """Parameters for all domains, under ``parameters`` or one of the shorter keys."""
    found: Written = {}
    nothing = Node(None, ())
    families = reader.entries(body.get("parameters", nothing))
    for family, node in families.items():
        if family not in definitions:
            message = f"there are no parameters of {family!r}"
            reader.refuse_key(node.origin, message, hint_for(family, definitions))
            continue
        _put(reader, found, family, reader.entries(node))
    for key, (family, name) in SHORT.items():
        if key in body and body[key].value is not None:
            _put(reader, found, family, {name: body[key]})
    required = reader.pairs(body.get("observability_requirements", nothing))
    _put(reader, found, "observability", required)
    return found


def _put(reader: Reader, found: Written, family: str, entries: Entries) -> None:
    for name, node in entries.items():
        reader.once(found.setdefault(family, {}), name, node)


def resolve(
    reader: Reader, written: Written, base: Mapping[str, Json], tables: Tables
) -> dict[str, Json]:
    """``base`` with what was written over it, checked.

    Args:
        reader: collects the errors.
        written: parameters of known families.
        base: parameters by family, complete.
        tables: what values are checked against.
    """
    merged = dict(base)
    for family, entries in written.items():
        schema = tables.definitions[family].schema if family in tables.definitions else {}
        known = schema.get("properties", {})
        reader.only(entries, known, family, "parameter")
        mine = {name: node for name, node in entries.items() if name in known}
        values: Json = {
            name: _value(reader, node, known[name], tables) for name, node in mine.items()
        }
        merged[family] = parameters.overlay(base.get(family), values)
        parameters.check_values(reader, mine, merged[family], schema)
    _check_changes(reader, written, tables)
    _check_label(reader, written, merged)
    return merged


def _value(reader: Reader, node: Node, schema: Schema, tables: Tables) -> Json:
    if "x-unit" in schema:
        return quantities.read(reader, node, schema, tables.units)
    parameters.check_names(reader, node, schema)
    return node.value


def _check_changes(reader: Reader, written: Written, tables: Tables) -> None:
    """Levels are set for changes that exist."""
    levels = written.get("breaking_changes", {}).get("levels", Node(None, ()))
    if not isinstance(levels.value, dict):
        return
    for change, node in reader.entries(levels).items():
        if change not in tables.changes:
            message = f"there is no change {change!r}"
            reader.refuse_key(node.origin, message, hint_for(change, tables.changes))


def _check_label(reader: Reader, written: Written, merged: Mapping[str, Json]) -> None:
    """The default access is compared with labels, so it must be one."""
    node = written.get("access_control", {}).get("default_access", Node(None, ()))
    family = merged.get("data_classification")
    labels = family.get("labels") if isinstance(family, dict) else None
    if isinstance(node.value, str) and isinstance(labels, list) and node.value not in labels:
        reader.choice(node, (str(label) for label in labels))
