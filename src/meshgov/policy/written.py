"""Parameters that ``governance.yaml`` sets, gathered from the several places that may set them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from meshgov.errors import Location
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
    _parameters(reader, found, body, definitions)
    required = reader.pairs(body.get("observability_requirements", nothing))
    _put(reader, found, "observability", required)
    return found


def of_domain(reader: Reader, body: Entries, definitions: Definitions) -> Written:
    """Parameters of one domain: as for all of them, or right below the name of their family."""
    found: Written = {}
    mine = {name for name, family in definitions.items() if family.per_domain}
    for family in mine & body.keys():
        _put(reader, found, family, reader.pairs(body[family]))
    _parameters(reader, found, body, definitions)
    for family in found.keys() - mine:
        for node in found.pop(family).values():
            message = f"{reader.name(node.origin)}: {family} holds for the whole organisation"
            reader.refuse_key(node.origin, message, "only the organisation's file sets it")
    return found


def place_of(
    reader: Reader, written: Written, family: str, name: str, keys: Sequence[str] = ()
) -> Location | None:
    """Where the value of a parameter, or of a key in it, is written; None for a default."""
    node = written.get(family, {}).get(name)
    value = node.value if node else None
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return reader.place((*node.origin, *keys)) if node else None


def _parameters(reader: Reader, found: Written, body: Entries, definitions: Definitions) -> None:
    """What ``parameters`` and the shorter keys of ``body`` say."""
    families = reader.entries(body.get("parameters", Node(None, ())))
    for family, node in families.items():
        if family not in definitions:
            message = f"there are no parameters of {family!r}"
            reader.refuse_key(node.origin, message, hint_for(family, definitions))
            continue
        _put(reader, found, family, reader.pairs(node))
    for key, (family, name) in SHORT.items():
        if key in body and body[key].value is not None:
            _put(reader, found, family, {name: body[key]})


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
    _check_labels(reader, written, merged, definitions)
    return merged


def _value(reader: Reader, node: Node, schema: Schema, units: Units) -> Json:
    if "x-unit" in schema:
        return quantities.read(reader, node, schema, units)
    return parameters.known_only(reader, node, schema)


def _check_labels(
    reader: Reader, written: Written, merged: Mapping[str, Any], definitions: Definitions
) -> None:
    """What is compared with the words of another parameter must be one of them."""
    for family, entries in written.items():
        properties = definitions[family].schema["properties"] if family in definitions else {}
        for name, node in entries.items():
            order = properties.get(name, {}).get("x-order")
            if isinstance(order, str) and isinstance(node.value, str):
                held, _, words = order.partition(".")
                known = merged.get(held, {}).get(words)
                if isinstance(known, list) and node.value not in known:
                    reader.choice(node, (str(one) for one in known))
