"""A parsed file: plain values, and the position of every node beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from meshgov.errors import Location

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A value as JSON knows it. Mapping keys are strings."""

Step = str | int
Origin = tuple[Step, ...]
"""Where a node stands in a document: keys and list indices from the root."""

Path = tuple[str, ...]
"""Where a node stands in a canonical contract: names only, never a count."""


class Mark(NamedTuple):
    """Position of one entry of a container, lines and columns from 1.

    For a list item the key position is the item's own position.
    """

    key_line: int
    key_column: int
    line: int
    column: int


Marks = Mapping[int, Mapping[Step, Mark]]
"""``id(container)`` -> entry -> position. Valid as long as the containers live."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd but legal in a file, said to its author; never part of the verdict."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file.

    Attributes:
        file: the name shown to people, as it was given.
        value: the root value, plain dict/list/scalars.
        text: the decoded source, for excerpts.
        digest: ``sha256:<hex>`` of the bytes that were read.
        marks: positions, by identity of the container that holds the entry.
        start: position of the root value.
        notes: oddities met while loading.
        data: the bytes that were read, for evidence.
    """

    file: str
    value: Json
    text: str
    digest: str
    marks: Marks
    start: tuple[int, int] = (1, 1)
    notes: tuple[Note, ...] = field(default=())
    data: bytes = field(default=b"", compare=False, repr=False)

    def locate(self, origin: Sequence[Step]) -> Location:
        """Position of the node at ``origin``, or of its nearest ancestor that exists.

        A scalar or list item is pointed at itself; a container, or the ancestor of something that
        is missing, at the key that introduces it.
        """
        line, column = self.start
        node: object = self.value
        for step in origin:
            mark = self.marks.get(id(node), {}).get(step)
            if mark is None:
                break
            node = node[step]  # type: ignore[index]  # a mark exists for containers only
            under_key = isinstance(step, str) and isinstance(node, (dict, list))
            line, column = mark[:2] if under_key else mark[2:]
        return Location(self.file, line, column)

    def excerpt(self, line: int) -> str:
        """Source line number ``line`` (from 1) without its line break; empty past the end."""
        lines = self.text.split("\n", line)
        return lines[line - 1].rstrip("\r") if len(lines) >= line else ""
