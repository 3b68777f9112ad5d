"""A line of source with a caret under the place that is meant."""

from __future__ import annotations

from meshgov.errors import Location
from meshgov.render.parts.plain import columns, cut, safe, tail

BRACKETS = "[{"
QUOTES = "\"'"
AFTER_A_WORD = ",:]})"


def caret_lines(location: Location, excerpt: str, width: int) -> tuple[str, str]:
    """The source line behind its number, and the line below with the caret; at most ``width`` wide.

    A long line is cut on both sides, so that the place stays in sight.
    """
    number = f"{location.line} | "
    room = width - len(number)
    shown, start = around(excerpt, location.column, room)
    marked = min(columns(safe(_word(excerpt[location.column - 1 :]))), room - start)
    margin = " " * (len(number) - 2) + "| "
    return number + shown, margin + " " * start + "^" * max(marked, 1)


def around(excerpt: str, column: int, width: int) -> tuple[str, int]:
    """A harmless stretch of a line, at most ``width`` wide, and how far into it ``column`` is."""
    before, after = safe(excerpt[: column - 1]), safe(excerpt[column - 1 :])
    if columns(before) + columns(after) > width:
        before = tail(before, width // 2)
    return cut(before + after, width), columns(before)


def _word(text: str) -> str:
    """What stands at the beginning: a quoted text, or everything up to the next space."""
    if text[:1] and text[0] in QUOTES:
        end = text.find(text[0], 1)
        return text[: end + 1] if end > 0 else text
    word = text.split(" ", 1)[0].rstrip(AFTER_A_WORD)
    return word if word[:1] not in BRACKETS else word[:1]
