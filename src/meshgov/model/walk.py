"""Walk over the nodes of a canonical contract, without naming their classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

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
    for path, origin, around in _nodes(contract, met, 1):
        found[path, around] = origin
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


def _nodes(node: object, met: dict[Path, int], around: int) -> Iterator[tuple[Path, Origin, int]]:
    path, origin = getattr(node, "path", None), getattr(node, "origin", None)
    if path is not None and origin is not None:
        around = next_occurrence(path, met, around)
        yield path, origin, around
    for name in _attributes(type(node)):
        value = getattr(node, name)
        for child in value if isinstance(value, tuple) else (value,):
            if _attributes(type(child)):
                yield from _nodes(child, met, around)


def _attributes(kind: type) -> tuple[str, ...]:
    """Names of a dataclass's attributes; none for any other type. Asked for every node."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
    return _KNOWN[kind]


_KNOWN: dict[type, tuple[str, ...]] = {}
