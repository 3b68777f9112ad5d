"""The known name that a mistyped one probably means, for hints."""

from __future__ import annotations

from collections.abc import Iterable

SHOWN = 12
"""Names that a hint lists before it becomes a wall."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """At most ``count`` names much like ``word``, best first."""
    from difflib import get_close_matches  # noqa: PLC0415  # start-up budget

    return tuple(get_close_matches(word, sorted(known), n=count, cutoff=0.6))


def hint(word: str, known: Iterable[str]) -> str | None:
    """Advice for an unknown ``word``: the nearest known name, else the known names if few."""
    names = sorted(known)
    near = nearest(word, names, count=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known here: {', '.join(names)}" if 0 < len(names) <= SHOWN else None
