"""Parameters that ``governance.yaml`` sets, gathered from the several places that may set them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
    reader: Reader,
    written: Written,
    base: Mapping[str, Json],
    definitions: Definitions,
    units: Units,
) -> dict[str, Json]:
    """``base`` with what was written over it, checked.

    Args:
        reader: collects the errors.
        written: parameters of known families.
        base: parameters by family, complete.
        definitions: what values are checked against.
        units: readers of ratios and durations.
    """
    merged = dict(base)
    for family, entries in written.items():
        schema = definitions[family].schema if family in definitions else {}
        known = schema.get("properties", {})
        reader.only(entries, known, family, "parameter")
        mine = {name: node for name, node in entries.items() if name in known}
        values: Json = {
            name: _value(reader, node, known[name], units) for name, node in mine.items()
        }
        merged[family] = parameters.overlay(base.get(family), values)
        parameters.check_values(reader, mine, merged[family], schema)
    _check_label(reader, written, merged)
    return merged


def _value(reader: Reader, node: Node, schema: Schema, units: Units) -> Json:
    if "x-unit" in schema:
        return quantities.read(reader, node, schema, units)
    return parameters.known_only(reader, node, schema)


def _check_label(reader: Reader, written: Written, merged: Mapping[str, Json]) -> None:
    """The default access is compared with labels, so it must be one."""
    node = written.get("access_control", {}).get("default_access", Node(None, ()))
    family = merged.get("data_classification")
    labels = family.get("labels") if isinstance(family, dict) else None
    if isinstance(node.value, str) and isinstance(labels, list) and node.value not in labels:
        reader.choice(node, (str(label) for label in labels))
