"""Explains rows that say they are another entry than their number: what was done to the order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from meshgov.model.evidence import Tampering


class Claim(NamedTuple):
    """A row that stands at ``row`` and says it is entry ``said``.

    ``twin`` is an earlier row with the same bytes, or None.
    """

    row: int
    said: int
    twin: int | None


def explain(claims: Sequence[Claim]) -> Iterator[Tampering]:
    """One finding for each thing that was done, not one for each row that it moved."""
    if claims and _is_reordered(claims):
        yield _reordered(claims[0].row, claims[-1].row)
        return
    for group in _groups(claims):
        if _is_reordered(group):
            yield _reordered(group[0].row, group[-1].row)
        else:
            yield from _shifts(group)


def _is_reordered(claims: Sequence[Claim]) -> bool:
    """Whether the rows are the entries that should be there, in another order."""
    return sorted(one.said for one in claims) == [one.row for one in claims]


def _groups(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Runs of neighbouring rows."""
    group: list[Claim] = []
    for one in claims:
        if group and one.row != group[-1].row + 1:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _shifts(group: Sequence[Claim]) -> Iterator[Tampering]:
    """Rows that stand later or earlier than they say, each time that the distance changes."""
    distance = 0
    for one in group:
        now = one.row - one.said
        if one.twin is not None:
            message = f"entry {one.said} stands a second time, as entry {one.row}"
            yield Tampering("repeated", message, one.row)
        elif now == distance + 1:
            message = (
                f"an entry was put in at {one.row - 1}: the next one says that it is {one.said}"
            )
            yield Tampering("inserted", message, one.row - 1)
        elif now < distance:
            first, last = one.said - (distance - now), one.said - 1
            names = f"entry {first} is" if first == last else f"entries {first} to {last} are"
            message = f"{names} missing, and those after were renumbered"
            yield Tampering("missing", message, first, last)
        elif now != distance:
            yield _reordered(one.row, one.row)
        distance = now


def _reordered(first: int, last: int) -> Tampering:
    which = f"entry {first} stands" if first == last else f"entries {first} to {last} stand"
    return Tampering("reordered", f"{which} in another order than they were written", first, last)
