"""The YAML that most contracts are written in, read line by line, in half the time.

A file of nothing but blocks, plain and quoted values on one line, and short lists and maps in
brackets, is read here. At the first line of any other kind this reader gives up, and the parser of
YAML reads the whole file: so nothing is refused here, and no line is taken that could mean anything
else. libyaml makes three Python objects per event: with what is built of them it needs 0.17 s for
10,000 fields, and this 0.08 s.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple, cast

from meshgov.load import brackets
from meshgov.load.brackets import KEY, QUOTED, BeyondError, Brackets
from meshgov.load.scalars import MAY_BE_VALUE, UnreadableScalarError, resolve
from meshgov.model.document import Json, Mark, Note, Step

# Begins with no sign of YAML's own, and holds neither `: ` nor ` #`.
_PLAIN: Final = r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=[0-9.]))(?:[^:#\n]++|:(?=\S)|(?<=\S)\#)*+"""
# With one more of its kind inside; what is in there is looked at later.
_LIST: Final = r"\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\]"
_MAP: Final = r"\{(?:[^{}\n]++|\{[^{}\n]*+\})*+\}"
_LINE: Final = re.compile(
    rf"""^(\ *+)  (-\ ++)?  (?:({KEY}):(?=\ |$))?  (\ *+)
    (?: ({_PLAIN}) | ({QUOTED} | {_LIST} | {_MAP})(?=\ |$) )?
    \ *+ (?:(?<!\S)\#.*+)?$""",
    re.MULTILINE | re.ASCII | re.VERBOSE,
)
_CHUNK: Final = 1 << 16
"""Characters that are taken to pieces at a time: those of a long file would fill the memory."""

_NOWHERE: Final = -1
"""No line begins in this column."""

_new = tuple.__new__

_Parts = tuple[str, str, str, str, str, str]
"""Blanks, dash, key, blanks, plain value and other value of a line; each may be empty."""


class Lines(NamedTuple):
    """What a file holds, as a Document has it."""

    value: dict[str, Json]
    marks: dict[int, dict[Step, Mark]]
    start: tuple[int, int]
    notes: tuple[Note, ...] = ()


def read(text: str, depth: int) -> Lines | None:
    """The value of ``text`` and all positions, or None where the parser of YAML is needed.

    Args:
        text: of a file, with line feeds as the only line breaks.
        depth: most containers inside each other.
    """
    if "\t" in text:
        return None
    reader = _Reader(depth)
    number, position = (2, 4) if text.startswith("---\n") else (1, 0)
    try:
        while position <= len(text):
            end = text.find("\n", position + _CHUNK)
            end = len(text) if end < 0 else end
            lines = _LINE.findall(text, position, end)
            if len(lines) != text.count("\n", position, end) + 1:
                return None
            reader.take(lines, number)
            number, position = number + len(lines), end + 1
        return reader.result()
    except (BeyondError, UnreadableScalarError):
        return None


class _Reader:
    """Puts a file together from the parts of its lines."""

    def __init__(self, depth: int) -> None:
        root: dict[str, Json] = {}
        self._depth = depth
        self._root = root
        self._start = (0, 0)
        self._marks: dict[int, dict[Step, Mark]] = {id(root): {}}
        # The innermost open container: the positions of its entries, the column of its keys or
        # dashes, and the key that waits for the block below, with its place. Then those around it.
        self._inner: Any = root
        self._places = self._marks[id(root)]
        self._column = 0
        self._is_list = False
        self._key = ""
        self._key_place = (0, 0)
        self._around: list[tuple[Any, dict[Step, Mark], int, bool]] = []
        self._met: dict[str, Brackets] = {}

    def result(self) -> Lines:
        """What was read.

        Raises:
            BeyondError: there is nothing, or the last key has no value.
        """
        if self._key or not self._root:
            raise BeyondError
        return Lines(self._root, self._marks, self._start)

    def take(self, lines: list[_Parts], number: int) -> None:
        """Read lines; the first of them is line ``number``.

        Raises:
            BeyondError: at one of another kind.
            UnreadableScalarError: at a value that looks like a number and is none.
        """
        inner, places, column = self._inner, self._places, _NOWHERE
        for line, parts in enumerate(lines, number):
            indent, dash, key, gap, plain, other = parts
            # Most lines are one more `key: value` of a map, and are read without calls.
            if plain and key and len(indent) == column and not dash and key not in inner:
                if plain[-1] == " ":
                    plain = plain.rstrip(" ")
                inner[key] = resolve(plain) if plain[0] in MAY_BE_VALUE else plain
                at = column + 1
                places[key] = _new(Mark, (line, at, line, at + len(key) + 1 + len(gap)))
            elif dash or key or plain or other:
                self._take(line, parts)
                inner, places = self._inner, self._places
                column = _NOWHERE if self._is_list or self._key else self._column

    def _take(self, line: int, parts: _Parts) -> None:
        """One line of any kind."""
        indent, dash, key, _, plain, other = parts
        column = len(indent)
        if column < self._column or (column == self._column and self._is_list):
            self._leave(column, is_item=bool(dash))
        if dash:
            if not self._is_list:
                self._fill([], line, column)
            elif column != self._column:
                raise BeyondError
            column += len(dash)
            place = line, column + 1
            value: Json = {} if key else self._value(plain, other, *place)
            self._places[len(self._inner)] = _new(Mark, place + place)
            self._inner.append(value)
            if not key:
                return
            self._open(value, column)
        elif self._key and column > self._column:
            self._fill({}, line, column)
        elif self._key or self._is_list or column != self._column:
            raise BeyondError
        self._put(line, column + 1, parts)

    def _leave(self, column: int, *, is_item: bool) -> None:
        """Close what a line that begins in ``column`` is no part of."""
        while column < self._column or (column == self._column and self._is_list and not is_item):
            if self._key or not self._around:
                raise BeyondError
            self._inner, self._places, self._column, self._is_list = self._around.pop()

    def _fill(self, block: dict[str, Json] | list[Json], line: int, column: int) -> None:
        """Open a block as the value of the key that waits for one."""
        if not self._key:
            raise BeyondError
        self._inner[self._key] = block
        self._places[self._key] = _new(Mark, (*self._key_place, line, column + 1))
        self._key = ""
        self._open(block, column)

    def _open(self, block: Any, column: int) -> None:
        self._around.append((self._inner, self._places, self._column, self._is_list))
        self._places = self._room(block, len(self._around))
        self._inner, self._column, self._is_list = block, column, type(block) is list

    def _room(self, block: dict[str, Json] | list[Json], around: int) -> dict[Step, Mark]:
        """Room for the positions in a new container, which has ``around`` others around it."""
        if around >= self._depth:
            raise BeyondError
        places: dict[Step, Mark] = {}
        self._marks[id(block)] = places
        return places

    def _put(self, line: int, column: int, parts: _Parts) -> None:
        """Add a key with its value, or let it wait for the block below."""
        _, _, key, gap, plain, other = parts
        if not key or key in self._inner:
            raise BeyondError
        if not self._root:
            self._start = (line, column)
        if not plain and not other:
            self._key, self._key_place = key, (line, column)
            return
        at = column + len(key) + 1 + len(gap)
        self._inner[key] = self._value(plain, other, line, at)
        self._places[key] = _new(Mark, (line, column, line, at))

    def _value(self, plain: str, other: str, line: int, column: int) -> Json:
        if plain:
            return brackets.plain_value(plain)
        if not other:
            raise BeyondError
        if other[0] in "\"'":
            return other[1:-1]
        if other not in self._met:  # the same text is taken to pieces once in a file
            self._met[other] = brackets.read(other, self._depth)
        return self._block(self._met[other], line, column, len(self._around) + 1)

    def _block(self, found: Brackets, line: int, column: int, around: int) -> Json:
        """The value of brackets, the first of which stands in ``column``."""
        block: Any = [] if found.is_list else {}
        places = self._room(block, around)
        for index, (key, key_offset, held, offset) in enumerate(found.entries):
            value = held
            if isinstance(held, Brackets):
                value = self._block(held, line, column, around + 1)
            if key is None:
                block.append(value)
            else:
                block[key] = value
            mark = (line, column + key_offset, line, column + offset)
            places[index if key is None else key] = _new(Mark, mark)
        return cast("Json", block)
