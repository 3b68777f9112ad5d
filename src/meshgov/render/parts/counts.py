"""Numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from meshgov.model.pack import SEVERITIES

MOST_SEVERE_FIRST = tuple(reversed(SEVERITIES))
"""As people read them."""

COUNTABLE = frozenset(
    {
        "change",
        "contract",
        "day",
        "error",
        "example",
        "finding",
        "line",
        "note",
        "record",
        "rule",
        "test",
        "waiver",
        "warning",
    }
)


def count(number: int, noun: str) -> str:
    """``1 error``, ``2,000 errors``; words that name no thing (``critical``) take no plural."""
    return f"{number:,} {noun}{'s' if number != 1 and noun in COUNTABLE else ''}"


def listed(numbers: Mapping[str, int], order: Iterable[str]) -> str:
    """``1 error, 3 warnings``: what is not zero, in ``order``; empty when all are."""
    return ", ".join(count(numbers[noun], noun) for noun in order if numbers.get(noun))
