"""Promises about a field's values: bare words, or mappings of one name to one value."""

from __future__ import annotations

from typing import Final

from meshgov.formats import inline
from meshgov.formats.reader import Node
from meshgov.model.contract import Constraint
from meshgov.model.document import Json, Origin, Path

_BARE: Final = ("unique", "not_null")
_KEYS: Final = {"required": True, "nullable": False}
"""Keys of a field that say ``not_null``, as other formats have them, and the value that does."""
_VALUED: Final = frozenset({"min", "max", "in", "pattern", "min_length", "max_length"})


def constraints(node: Node, field_path: Path) -> tuple[Constraint, ...]:
    """The constraints of the field at ``field_path``; an unknown name is kept.

    Refused are a name that comes twice, and a bound without a value.
    """
    said = _said(node, field_path) if not node.rest.keys().isdisjoint(_KEYS) else ()
    if "constraints" not in node.rest:
        return said
    above = inline.constraints_path(field_path)
    found: dict[str, Constraint] = {}
    every: list[Constraint] = []
    for origin, item in node.items("constraints"):
        entry = (item, True) if item in _BARE else _entry(item, node, origin)
        if entry:
            name, value = entry
            found[name] = Constraint(name, value, (*above, name), origin)
            every.append(found[name])
    if len(found) < len(every):
        node.reader.once("the constraint", ((one.name, one.origin) for one in every))
    return (*every, *(one for one in said if one.name not in found))


def _said(node: Node, field_path: Path) -> tuple[Constraint, ...]:
    """``not_null`` when the field says it in a key of its own, which is taken."""
    said = {key: node.take(key) for key in _KEYS if isinstance(node.rest.get(key), bool)}
    key = next((key for key, value in said.items() if value is _KEYS[key]), None)
    return () if key is None else inline.not_null(field_path, (*node.origin, key))


def _entry(item: Json, node: Node, origin: Origin) -> tuple[str, Json] | None:
    """Name and value of one constraint; None when it is refused or says nothing."""
    if isinstance(item, str):
        name = _folded(item)
        if name not in _VALUED:
            return name, True
        node.reader.refuse(
            f"the constraint `{name}` has no value", f"write it as `{name}: value`", origin
        )
        return None
    if not isinstance(item, dict) or len(item) != 1:
        node.reader.refuse(
            "a constraint must be a word or a mapping with one key",
            "write `- unique`, or `- min: 0`",
            origin,
        )
        return None
    ((name, value),) = item.items()
    if value is None:
        return None if name in _VALUED else (name, True)
    return name, value


def _folded(word: str) -> str:
    """A bare word; ``NOT NULL`` and ``not-null`` are ``not_null``, unknown words stay."""
    name = word.strip()
    folded = "_".join(name.lower().replace("-", " ").split())
    return folded if folded in _BARE or folded in _VALUED else name
