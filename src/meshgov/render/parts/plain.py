"""Text of strangers, made harmless for a terminal, and measured in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

ELLIPSIS = "..."

LOG_COMMAND: Final = r"#(?=#\w*\[)"
"""The first character of what a log obeys wherever it stands in a line."""

_LOG_COMMAND: Final = re.compile(LOG_COMMAND)


def safe(text: str) -> str:
    r"""``text`` on one line, with what a terminal could obey written out.

    Control characters, direction overrides, invisible characters and lone surrogates become
    ``\x1b`` and the like; tabs and odd spaces become a space.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _written_out(one) for one in text)


def prose(text: str) -> str:
    """A sentence on one line: like ``safe``, with every run of white space folded."""
    return safe(" ".join(text.split()))


def _written_out(character: str) -> str:
    code = ord(character)
    separator = character in "\x85\u2028\u2029"
    if character == "\t" or (code > 0x7F and character.isspace() and not separator):  # noqa: PLR2004  # the end of ASCII
        return " "
    if code <= 0xFF:  # noqa: PLR2004  # what two hex digits hold
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # four


def columns(text: str) -> int:
    """Columns that harmless ``text`` takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width  # noqa: PLC0415  # start-up budget

    return sum(_width(one, east_asian_width(one)) for one in text)


def _width(character: str, kind: str) -> int:
    if kind in "WF":
        return 2
    if character.isascii():
        return 1
    from unicodedata import category  # noqa: PLC0415  # start-up budget

    return 0 if category(character) in {"Mn", "Me"} else 1


def cut(text: str, width: int) -> str:
    """``text`` if it fits into ``width`` columns, else its beginning and an ellipsis."""
    if columns(text) <= width:
        return text
    return _head(text, width - len(ELLIPSIS)) + ELLIPSIS


def tail(text: str, width: int) -> str:
    """``text`` if it fits into ``width`` columns, else an ellipsis and its end."""
    if columns(text) <= width:
        return text
    return ELLIPSIS + _head(text[::-1], width - len(ELLIPSIS))[::-1]


def _head(text: str, width: int) -> str:
    kept = sum(taken <= width for taken in accumulate(map(columns, text)))
    return text[:kept]


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns, broken at spaces, and inside words only at need."""
    line = ""
    for word in text.split(" "):
        if line and columns(line) + 1 + columns(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        while columns(line) > width:
            head = _head(line, width) or line[0]
            yield head
            line = line[len(head) :]
    yield line


def for_logs(line: str) -> str:
    r"""A harmless line that the log of a CI service takes for text, never for a command.

    GitHub, Azure and TeamCity obey what begins with ``::`` or holds ``##[``, ``##vso[`` and the
    like; one character of those is written out.
    """
    if "##" in line:
        line = _LOG_COMMAND.sub(r"\\x23", line)
    words = line.lstrip(" ")
    if words.startswith("::"):
        return f"{line[: -len(words)]}\\x3a{words[1:]}"
    return line
