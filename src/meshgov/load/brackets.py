"""Lists and maps in brackets on one line, as far as the reader of lines takes them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from meshgov.load.scalars import MAY_BE_VALUE, resolve
from meshgov.model.document import Json

KEY: Final = r"[A-Za-z_][\w.\-/]{0,100}+"
"""A key without quotes."""

QUOTED: Final = r""""[^"\\\n]*+"|'[^'\n]*+'"""
"""Quotes with nothing in them that stands for something else."""

_ENTRY: Final = re.compile(
    rf"""\ *+ (?:({KEY}):\ ++)?
    (?: (\w(?:[\w ./()<>=+$^~%*|-]|:(?=[\w/]))*+) | ({QUOTED}) | ([\[{{]) )""",
    re.ASCII | re.VERBOSE,
)
_AFTER: Final = re.compile(r" *+([,\]}])")


class BeyondError(Exception):
    """This is for the parser of YAML."""


class Entry(NamedTuple):
    """One entry, with offsets in the whole text; that of a list has no key."""

    key: str | None
    key_offset: int
    value: Json | Brackets
    offset: int


class Brackets(NamedTuple):
    """What stands in a pair of brackets."""

    is_list: bool
    entries: list[Entry]


def read(text: str, depth: int) -> Brackets:
    """What ``text`` holds, from its first character to its last.

    Raises:
        BeyondError: it is not as simple as that, or deeper than ``depth``.
        UnreadableScalarError: a value looks like a number and is none.
    """
    found, end = _read(text, 0, depth)
    if end != len(text):
        raise BeyondError
    return found


def _read(text: str, start: int, depth: int) -> tuple[Brackets, int]:
    """What the bracket at ``start`` opens, and where that ends."""
    is_list = text[start] == "["
    entries: list[Entry] = []
    position = start + 1
    after = _AFTER.match(text, position)  # closed at once
    while after is None or after[1] == ",":
        if depth == 0 or (after is not None and not entries):
            raise BeyondError
        entry, position = _entry(text, position, depth)
        entries.append(entry)
        after = _AFTER.match(text, position)
        if after is None or (entry.key is None) is not is_list:
            raise BeyondError
        position = after.end()
    keys = {one.key for one in entries}
    if after[1] != ("]" if is_list else "}") or (not is_list and len(keys) < len(entries)):
        raise BeyondError
    return Brackets(is_list, entries), after.end()


def _entry(text: str, position: int, depth: int) -> tuple[Entry, int]:
    """The entry at ``position``, and where it ends."""
    match = _ENTRY.match(text, position)
    if match is None:
        raise BeyondError
    key, plain, quoted, _ = match.groups()
    end, offset = match.end(), match.start(match.lastindex or 0)
    value: Json | Brackets
    if plain:
        value = plain_value(plain)
    elif quoted:
        value = quoted[1:-1]
    else:
        value, end = _read(text, offset, depth - 1)
    return Entry(key, offset if key is None else match.start(1), value, offset), end


def plain_value(text: str) -> Json:
    """The value of a plain scalar, with or without blanks behind it.

    Raises:
        UnreadableScalarError: it looks like a number and is none.
    """
    text = text.rstrip(" ")
    return resolve(text) if text[0] in MAY_BE_VALUE else text
