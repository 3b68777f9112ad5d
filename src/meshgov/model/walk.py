"""Walk over the nodes of a canonical contract, without naming their classes."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any, Final

from meshgov.model import contract as model
from meshgov.model.contract import Contract
from meshgov.model.document import Origin, Path

Places = dict[tuple[Path, int], Origin]
"""Canonical path and which of the nodes that have it, from 1 -> origin in the document."""


def origins(contract: Contract) -> Places:
    """Where every node stands that has a path and an origin.

    Only duplicate fields share a path. The nodes inside the second one count as second ones too,
    so that they are found there even if the first has nothing of the kind.
    """
    found: Places = {}
    met: dict[Path, int] = {}
    _note(contract, found, met, 1)
    return found


def next_occurrence(path: Path, met: dict[Path, int], around: int) -> int:
    """Which of the nodes with ``path`` the next one is.

    Args:
        path: of the node.
        met: path -> occurrence of the last node that had it; this one is noted in it.
        around: occurrence of the node around it.
    """
    met[path] = number = max(around, met.get(path, 0) + 1)
    return number


def origin_of(index: Places, path: Path, occurrence: int = 1) -> Origin:
    """Origin of ``path``: that of its longest known prefix, plus the steps that remain.

    An occurrence that there isn't counts as the first.
    """
    for length in range(len(path), -1, -1):
        known = index.get((path[:length], occurrence))
        if known is not None:
            return known + path[length:]
    return path if occurrence == 1 else origin_of(index, path)


def _note(node: Any, found: Places, met: dict[Path, int], around: int) -> None:
    """Put a node, and all that is inside it, into ``found``."""
    around = next_occurrence(node.path, met, around)
    found[node.path, around] = node.origin
    for name in _holders(type(node)):
        inside = getattr(node, name)
        if inside:
            for child in inside if isinstance(inside, tuple) else (inside,):
                _note(child, found, met, around)


def _holders(kind: type) -> tuple[str, ...]:
    """Names of the attributes that may hold nodes; asked for every node, answered once."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(
            one.name for one in fields(kind) if not _NODES.isdisjoint(_WORD.findall(str(one.type)))
        )
    return _KNOWN[kind]


_WORD: Final = re.compile(r"[A-Za-z_]+")
_NODES: Final = frozenset(
    name
    for name, kind in vars(model).items()
    if is_dataclass(kind) and "path" in {one.name for one in fields(kind)}
)
"""Names of the classes that can be pointed at; annotations are texts, and name them."""

_KNOWN: Final[dict[type, tuple[str, ...]]] = {}
