"""What an organisation says of its own policies: where they are, which Rego, who signed them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from meshgov.policy.reader import Node, Reader

VERSIONS: Final = {"v0": 0, "v1": 1}
"""Spelling in a file of ours -> number, as OPA's manifests write it."""

ALGORITHMS: Final = tuple(
    f"{kind}{size}" for kind in ("RS", "PS", "ES", "HS") for size in (256, 384, 512)
)
"""What OPA signs bundles with."""

KEYS: Final = ("path", "rego", "key", "algorithm", "scope")
_OF_A_KEY: Final = ("algorithm", "scope")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one folder or bundle.

    Attributes:
        rego: number of the language's version; None: what the folder itself says, else 1.
        key: path of the key that the signature must fit; empty: nothing is verified.
        algorithm: of the signature; empty: what fits the key.
        scope: that the signature must name; empty: it must name none.
        place: where it is said, for the reader of an error.
    """

    rego: int | None = None
    key: str = ""
    algorithm: str = ""
    scope: str = ""
    place: str = ""


class Sources(NamedTuple):
    """Paths of folders and bundles, and what was said of some of them, by real path."""

    paths: tuple[str, ...] = ()
    terms: Mapping[str, Terms] = MappingProxyType({})


def read(reader: Reader, folder: str, node: Node) -> Sources:
    """The value of ``policies``: paths, or mappings with a ``path``, relative to ``folder``."""
    if isinstance(node.value, str):
        items = [node]
    elif isinstance(node.value, dict):
        reader.wrong(node, "a list of folders and bundles", "start each with a dash")
        items = []
    else:
        items = reader.items(node)
    paths: list[str] = []
    terms: dict[str, Terms] = {}
    for item in items:
        path, said = _item(reader, folder, item)
        if not path:
            continue
        paths.append(path)
        if said is not None:
            _once(reader, item, terms, os.path.realpath(path), said)
    return Sources(tuple(paths), terms)


def joined(*several: Mapping[str, Terms]) -> dict[str, Terms]:
    """What all of them say; of one path the last one counts."""
    return {path: said for one in several for path, said in one.items()}


def _item(reader: Reader, folder: str, node: Node) -> tuple[str, Terms | None]:
    if not isinstance(node.value, dict):
        path = reader.text(node, "give a folder or a .tar.gz bundle, relative to this file")
        return os.path.join(folder, path) if path else "", None
    entries = reader.mapping(node, KEYS)
    if "path" not in entries:
        reader.refuse(node.origin, f"{reader.name(node.origin)} has no path", "add `path: ...`")
        return "", None
    path = reader.text(entries["path"])
    for key in _OF_A_KEY:
        if key in entries and "key" not in entries:
            message = f"{reader.name(entries[key].origin)} means nothing without a key"
            reader.refuse_key(entries[key].origin, message, "add `key: FILE`")
    rego = reader.choice(entries["rego"], VERSIONS) if "rego" in entries else ""
    key = reader.text(entries["key"]) if "key" in entries else ""
    return os.path.join(folder, path) if path else "", Terms(
        VERSIONS.get(rego),
        os.path.join(folder, key) if key else "",
        reader.choice(entries["algorithm"], ALGORITHMS) if "algorithm" in entries else "",
        reader.text(entries["scope"]) if "scope" in entries else "",
        str(reader.place(node.origin)),
    )


def _once(reader: Reader, node: Node, terms: dict[str, Terms], path: str, said: Terms) -> None:
    if path in terms:
        message = f"{reader.name(node.origin)} names a path again, first at {terms[path].place}"
        reader.refuse(node.origin, message, "say everything about it in one place")
    terms[path] = said
