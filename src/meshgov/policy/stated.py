"""Policies that ``governance.yaml`` names in words: each must be a family that rules implement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from meshgov.model.document import Json
from meshgov.policy.nearest import hint as hint_for
from meshgov.policy.reader import Entries, Node, Reader

SECTIONS: Final = ("global_policies", "automated_policies")
KEYS: Final = ("name", "mandatory", "enforcement", "policy", "check")
PROSE: Final = ("policy", "check")

Stated = Mapping[str, Mapping[str, Json]]
"""Section -> family -> what the file says about it; prose is kept for reports."""


def read(reader: Reader, body: Entries, families: Collection[str]) -> Stated:
    """The policies named in each section.

    Accepted are a list of mappings with ``name``, of one-key mappings, or of bare names, and a
    mapping by name.

    Args:
        reader: collects the errors, one for each name that no family has.
        body: entries below ``governance``.
        families: those of the pack.
    """
    return {
        section: _section(reader, body[section], families)
        for section in SECTIONS
        if section in body
    }


def _section(reader: Reader, node: Node, families: Collection[str]) -> dict[str, Json]:
    seen: Entries = {}
    found: dict[str, Json] = {}
    for name, where, attributes in _named(reader, node):
        reader.once(seen, name, where)
        if name not in families:
            message = f"no rule implements the policy {name!r}, so it would never be enforced"
            reader.refuse(where.origin, message, hint_for(name, families))
        found[name] = _attributes(reader, attributes)
    return found


def _named(reader: Reader, node: Node) -> Iterator[tuple[str, Node, Node]]:
    """Name, where it stands, and what is said, of each policy."""
    if isinstance(node.value, str):
        reader.wrong(node, "a list of policies", f"write `- name: {node.value}`")
    elif not isinstance(node.value, list):
        for name, entry in reader.entries(node).items():
            yield name, entry, entry
    else:
        for item in reader.items(node):
            yield from _named_item(reader, item)


def _named_item(reader: Reader, item: Node) -> Iterator[tuple[str, Node, Node]]:
    if isinstance(item.value, str):
        yield item.value, item, Node(None, item.origin)
        return
    entries = reader.entries(item)
    if "name" in entries:
        yield reader.text(entries["name"]), entries["name"], item
    elif len(entries) == 1:
        name, entry = next(iter(entries.items()))
        yield name, entry, entry
    elif isinstance(item.value, dict):
        reader.refuse(item.origin, f"{reader.name(item.origin)} lacks 'name'")


def _attributes(reader: Reader, node: Node) -> Json:
    if isinstance(node.value, str):
        return {"policy": node.value}
    entries = reader.mapping(node, KEYS)
    if "mandatory" in entries:
        reader.flag(entries["mandatory"])
    if "enforcement" in entries:
        reader.choice(entries["enforcement"], ("pre-publish",))
    for key in PROSE:
        if key in entries:
            reader.text(entries[key])
    return {key: entry.value for key, entry in entries.items() if key != "name"}
