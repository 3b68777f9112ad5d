"""The files and addresses that ``governance.yaml`` names, relative to itself."""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from meshgov.policy.reader import Entries, Node, Reader

LISTS: Final = ("policies", "waivers", "contracts", "consumers")
KEYS: Final = ("organization", *LISTS, "opa")
"""Accepted below ``governance`` and beside it."""


class Places(NamedTuple):
    """Absolute paths, absolute globs, and the address of a server."""

    organization: str | None = None
    policies: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    opa_url: str | None = None


def read(reader: Reader, file: str, top: Entries, body: Entries) -> Places:
    """What the file called ``file`` names, at its top and below ``governance``."""
    folder = os.path.dirname(os.path.abspath(file))
    found: Entries = {}
    for entries in (top, body):
        for key in KEYS:
            if key in entries:
                reader.once(found, key, entries[key])
    policies, waivers, contracts, consumers = (
        tuple(os.path.join(folder, path) for path in reader.texts(found[key]) if path)
        if key in found
        else ()
        for key in LISTS
    )
    return Places(
        _organization(reader, file, folder, found.get("organization")),
        policies,
        waivers,
        contracts,
        consumers,
        _opa(reader, found.get("opa")),
    )


def _organization(reader: Reader, file: str, folder: str, node: Node | None) -> str | None:
    """The path, or this very file when it holds the organisation too."""
    if node is None or node.value is None:
        return None
    if isinstance(node.value, dict) and node.origin == ("organization",):
        return os.path.abspath(file)
    path = reader.text(node, "give the path of organization.yaml, relative to this file")
    return os.path.join(folder, path)


def _opa(reader: Reader, node: Node | None) -> str | None:
    if node is None:
        return None
    entries = reader.mapping(node, ("url",))
    return reader.text(entries["url"]) if "url" in entries else None
