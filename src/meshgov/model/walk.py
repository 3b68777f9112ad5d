"""Walk over the nodes of a canonical contract, without naming their classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as attributes
from dataclasses import is_dataclass

from meshgov.model.contract import Contract
from meshgov.model.document import Origin, Path


def origins(contract: Contract) -> dict[Path, Origin]:
    """Canonical path -> origin in the document, for every node that carries both.

    Of two nodes with one path (a duplicate field) the first counts.
    """
    found: dict[Path, Origin] = {}
    for path, origin in _nodes(contract):
        found.setdefault(path, origin)
    return found


def origin_of(index: dict[Path, Origin], path: Path) -> Origin:
    """Origin of ``path``: that of its longest known prefix, plus the steps that remain."""
    for length in range(len(path), -1, -1):
        known = index.get(path[:length])
        if known is not None:
            return known + path[length:]
    return path


def _nodes(node: object) -> Iterator[tuple[Path, Origin]]:
    path, origin = getattr(node, "path", None), getattr(node, "origin", None)
    if path is not None and origin is not None:
        yield path, origin
    for attribute in attributes(node):  # type: ignore[arg-type]  # only called with dataclasses
        value = getattr(node, attribute.name)
        for child in value if isinstance(value, tuple) else (value,):
            if is_dataclass(child):
                yield from _nodes(child)
