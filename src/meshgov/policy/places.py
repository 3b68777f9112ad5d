"""The files and addresses that ``governance.yaml`` names, relative to itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from meshgov.model.settings import Evidence
from meshgov.policy import terms
from meshgov.policy.reader import Entries, Node, Reader
from meshgov.policy.terms import Sources, Terms

POLICIES: Final = "policies"
LISTS: Final = ("waivers", "contracts", "consumers")
KEYS: Final = ("organization", POLICIES, *LISTS, "opa", "evidence")
"""Accepted below ``governance`` and beside it."""

OVERLAYS: Final = "domains"
"""Domain -> file of its own, below ``governance``."""


class Places(NamedTuple):
    """Absolute paths, absolute globs, and the address of a server.

    Attributes:
        overlays: domain -> file of its own.
        owned: domain -> folders with rules of its own, named in this file.
        terms: real path of a folder or bundle -> what is said of it.
    """

    organization: str | None = None
    policies: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    consumers: tuple[str, ...] = ()
    opa_url: str | None = None
    overlays: Mapping[str, str] = MappingProxyType({})
    owned: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    terms: Mapping[str, Terms] = MappingProxyType({})
    evidence: Evidence | None = None


def read(reader: Reader, file: str, top: Entries, body: Entries) -> Places:
    """What the file called ``file`` names, at its top and below ``governance``."""
    folder = os.path.dirname(os.path.abspath(file))
    found: Entries = {}
    for entries in (top, body):
        for key in KEYS:
            if key in entries:
                reader.once(found, key, entries[key])
    general = terms.read(reader, folder, found.get(POLICIES, Node(None, ())))
    owned = _owned(reader, folder, body)
    waivers, contracts, consumers = (
        _paths(reader, folder, found.get(key, Node(None, ()))) for key in LISTS
    )
    return Places(
        _organization(reader, file, folder, found.get("organization")),
        general.paths,
        waivers,
        contracts,
        consumers,
        _opa(reader, found.get("opa")),
        _overlays(reader, folder, body),
        {domain: sources.paths for domain, sources in owned.items()},
        terms.joined(general.terms, *(sources.terms for sources in owned.values())),
        _evidence(reader, folder, found.get("evidence")),
    )


def policies(reader: Reader, file: str, entries: Entries) -> Sources:
    """Folders and bundles of rules that the ``entries`` of a domain in ``file`` name."""
    folder = os.path.dirname(os.path.abspath(file))
    return terms.read(reader, folder, entries.get(POLICIES, Node(None, ())))


def _paths(reader: Reader, folder: str, node: Node) -> tuple[str, ...]:
    return tuple(os.path.join(folder, path) for path in reader.texts(node) if path)


def _overlays(reader: Reader, folder: str, body: Entries) -> dict[str, str]:
    """Domain -> its own file; a domain that stands in this file too has two overlays."""
    here = reader.pairs(body.get("domain_policies", Node(None, ())))
    reader.domains({**here, **reader.pairs(body.get(OVERLAYS, Node(None, ())))})
    found = {}
    for domain, node in reader.pairs(body.get(OVERLAYS, Node(None, ()))).items():
        path = reader.text(node, f"give the file of {domain}, relative to this one")
        if domain in here:
            first = reader.place_key(here[domain].origin)
            message = f"the domain {domain!r} has two overlays, the first at {first}"
            reader.refuse_key(node.origin, message, "keep one: here, or in a file of its own")
        if path:
            found[domain] = os.path.join(folder, path)
    return found


def _owned(reader: Reader, folder: str, body: Entries) -> dict[str, Sources]:
    domains = reader.pairs(body.get("domain_policies", Node(None, ())))
    return {
        domain: terms.read(reader, folder, entries[POLICIES])
        for domain, node in domains.items()
        if POLICIES in (entries := reader.pairs(node))
    }


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


def _evidence(reader: Reader, folder: str, node: Node | None) -> Evidence | None:
    """Where runs leave evidence; paths are relative to the file."""
    if node is None or node.value is None:
        return None
    entries = reader.mapping(node, ("log", "records", "key"))
    if not ({"log", "records"} & entries.keys()):
        message = f"{reader.name(node.origin)} names no place for evidence"
        reader.refuse(node.origin, message, "add `log: evidence.db` or `records: records/`")
    said = {key: reader.text(one) for key, one in entries.items()}
    if "-----BEGIN" in said.get("key", ""):
        message = f"{reader.name(node.origin)} holds a key itself, which whoever reads it can use"
        reader.refuse(entries["key"].origin, message, "name a file, or a variable: `key: env:NAME`")
    return Evidence(
        **{
            key: text if key == "key" and text.startswith("env:") else os.path.join(folder, text)
            for key, text in said.items()
            if text
        }
    )
