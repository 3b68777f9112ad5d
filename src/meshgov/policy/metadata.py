"""METADATA comments: YAML in comments above a statement, with positions in the Rego file.

Examples are the larger half of a comment, and only explanations and tests read them, so they are
cut out first and parsed when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json, Origin
from meshgov.policy import plain
from meshgov.policy.scan import Comment

_EXAMPLES: Final = re.compile(
    r"^( +)examples:[ \t]*\n((?:\1 [^\n]*(?:\n|\Z)|[ \t]*\n)*)", re.MULTILINE
)


class Metadata:
    """One METADATA comment of a file.

    Attributes:
        start: position of the comment's first line.
        value: what the comment says; its examples are None when they can be read on their own.
        examples: the examples, read when they are asked for; None when ``value`` holds them.
    """

    def __init__(self, file: str, comment: Comment) -> None:
        """Read ``comment``.

        Raises:
            PolicyError: it isn't YAML, at the position of the fault.
        """
        self.start = Location(file, comment.line, 1)
        self._comment = comment
        self._text = "\n".join(line[_lead(line) :] for line in comment.lines)
        self.examples: Examples | None = None
        own = _EXAMPLES.search(self._text)
        text = self._text
        if own:
            hole = f"{own[1]}examples:" + "\n" * own[0].count("\n")
            text = self._text[: own.start()] + hole + self._text[own.end() :]
            lines_above = "\n" * self._text.count("\n", 0, own.start())
            self.examples = Examples(self, lines_above + own[0])
        self.value = self.read(text)

    def read(self, text: str) -> Json:
        """Parse a part of the comment that keeps its line numbers.

        Raises:
            PolicyError: it isn't YAML.
        """
        try:
            return plain.read(text)
        except plain.Unreadable as error:
            raise PolicyError(
                f"this METADATA comment is not readable YAML: {error.message}",
                hint="quote texts that hold ': ', '#', quotes or brackets",
                location=self._location(error.line, error.column),
            ) from None

    def locate(self, origin: Origin) -> Location:
        """Position of the entry at ``origin``, or of its nearest ancestor that exists."""
        spots: plain.Spots = {}
        with suppress(plain.Unreadable):  # then what stands above the fault is located
            plain.read(self._text, spots)
        for length in range(len(origin), 0, -1):
            if origin[:length] in spots:
                return self._location(*spots[origin[:length]])
        return self.start

    def _location(self, line: int, column: int) -> Location:
        lines = self._comment.lines
        lead = _lead(lines[line]) if line < len(lines) else 0
        return Location(self.start.file, self.start.line + 1 + line, lead + column + 1)


class Examples(Mapping[str, Json]):
    """``{"pass": [...], "fail": [...]}`` as written in a comment; parsed at the first look."""

    __slots__ = ("_metadata", "_read", "_text")

    def __init__(self, metadata: Metadata, text: str) -> None:
        self._metadata = metadata
        self._text = text
        self._read: dict[str, Json] | None = None

    def __getitem__(self, key: str) -> Json:
        return self._value()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._value())

    def __len__(self) -> int:
        return len(self._value())

    def _value(self) -> dict[str, Json]:
        if self._read is None:
            parsed = self._metadata.read(self._text)
            inner = parsed.get("examples") if isinstance(parsed, dict) else None
            self._read = inner if isinstance(inner, dict) else {}
        return self._read


def _lead(line: str) -> int:
    """Characters before the YAML of a comment line: the hash and one space."""
    return 2 if line.startswith("# ") else 1
