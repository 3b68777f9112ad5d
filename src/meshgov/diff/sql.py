"""A query without its layout: white space counts only where SQL says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PART: Final = re.compile(
    r"""
      (?P<quoted>'[^']*'|"[^"]*"|`[^`]*`)  # a doubled quote inside is two quoted parts in a row
    | (?P<line>--[^\n\r]*)
    | (?P<block>/\*(?:.*?\*/|.*))  # one without its end goes on to the end of the query
    | (?P<space>\s+)
    | (?P<mark>[(),;])
    | (?P<operator>[=<>|]+)
    | (?P<other>[^\s'"`(),;=<>|/-]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_TIGHT: Final = frozenset({"mark", "operator", "line end"})
"""Parts beside which white space says nothing."""

_Part = tuple[str, str]


def fold(text: str | None) -> str | None:
    """The query with its layout and its closing semicolons folded; None when nothing is left.

    What stands in quotes stays as it is. So does the end of a line that ends in a comment: without
    it the comment would swallow what follows.
    """
    parts = [*_spaced(_parts(text))] if text else []
    while parts and parts[-1] in ((" ", " "), ("mark", ";"), ("line end", "\n")):
        parts.pop()
    return "".join(written for _, written in parts) or None


def _parts(text: str) -> Iterator[_Part]:
    for match in _PART.finditer(text):
        kind = str(match.lastgroup)
        if kind == "space":
            yield " ", " "
        elif kind in ("line", "block"):
            yield kind, " ".join(match[0].split())
        else:
            yield kind, match[0]
        if kind == "line":
            yield "line end", "\n"


def _spaced(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The parts, without spaces at the start and beside a part that needs none.

    Between two operators a space stays, because ``< >`` and ``<>`` differ.
    """
    before, waiting = "line end", False
    for kind, written in parts:
        if kind == " ":
            waiting = True
            continue
        needless = (before in _TIGHT or kind in _TIGHT) and not before == kind == "operator"
        if waiting and not needless:
            yield " ", " "
        yield kind, written
        before, waiting = kind, False
