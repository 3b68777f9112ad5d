"""The question about a contract in two halves: what a worker is told, and what it answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from meshgov.model.document import Json
from meshgov.model.pack import Halves

Part = tuple[str, list[str], bool]
"""Name, paths to ask for it alone, and whether it is of another shape."""


def task(halves: Halves, parts: Sequence[Part], changes: Part) -> dict[str, Json]:
    """What a worker needs to know.

    Args:
        halves: of the pack.
        parts: its rules about one contract, in the order of its entry document.
        changes: what judges the changes.
    """
    pairs = list(zip(parts, halves.late, strict=True))
    told: Any = {
        "text": halves.text,
        "package": halves.package,
        "first": [part for part, late in pairs if not late],
        "second": [*(part for part, late in pairs if late), changes],
    }
    return dict(told)


def joined(halves: Halves, first: list[Json], second: dict[str, Any]) -> Json:
    """The entry document, from the answers of both halves."""
    early, late = iter(first), iter(second["rules"])
    return second | {"rules": [next(late if is_late else early) for is_late in halves.late]}
