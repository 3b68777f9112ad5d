"""Pieces of text into bytes, whatever their line breaks and byte order mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import NamedTuple

_BREAK = re.compile("\r\n|\r|\n")


class Splice(NamedTuple):
    """Text to put in the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """``data`` with the splices made, whose positions count line feeds as the only line breaks."""
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    source = data.removeprefix(BOM_UTF8).decode("utf-8")
    doubled = [found.start() - n for n, found in enumerate(re.finditer("\r\n", source))]
    pieces: list[str] = []
    done = 0
    for start, end, text in sorted(splices, key=lambda splice: splice.start):
        begin = start + bisect_left(doubled, start)
        pieces += (source[done:begin], text.replace("\n", _break_before(source, begin)))
        done = end + bisect_left(doubled, end)
    return mark + "".join((*pieces, source[done:])).encode("utf-8")


def _break_before(source: str, at: int) -> str:
    """The line break that is in use at ``at``: the last one before it, or else the first."""
    line = max(source.rfind("\n", 0, at), source.rfind("\r", 0, at))
    if line >= 0:
        return "\r\n" if source[line - 1 : line + 1] == "\r\n" else source[line]
    found = _BREAK.search(source)
    return found[0] if found else "\n"
