"""METADATA comments: YAML in comments above a statement, with positions in the Rego file."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json, Origin
from meshgov.policy import plain
from meshgov.policy.scan import Comment

# Three quarters of a comment, and no verdict needs them.
_DOCUMENTATION: Final = re.compile(
    r"^( +)(controls|examples):[ \t]*\n(?:\1 [^\n]*(?:\n|\Z)|[ \t]*\n)*", re.MULTILINE
)


class Metadata:
    """One METADATA comment of a file. Nothing is parsed until it is asked for."""

    def __init__(self, file: str, comment: Comment) -> None:
        """Remember ``comment``, which stands in ``file``."""
        self.start = Location(file, comment.line, 1)
        self._lines = comment.lines
        self._text = "\n".join(line[_lead(line) :] for line in comment.lines)

    def whole(self) -> Json:
        """Everything the comment says.

        Raises:
            PolicyError: it isn't YAML, at the position of the fault.
        """
        return self._read(self._text)

    def brief(self) -> Json:
        """The same with null for controls and examples, where they are written in block style.

        Raises:
            PolicyError: it isn't YAML, at the position of the fault.
        """
        return self._read(_DOCUMENTATION.sub(_hole, self._text))

    def _read(self, text: str) -> Json:
        try:
            return plain.read(text)
        except plain.Unreadable as error:
            raise PolicyError(
                f"this METADATA comment is not readable YAML: {error.message}",
                hint=error.hint,
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
        lead = _lead(self._lines[line]) if line < len(self._lines) else 0
        return Location(self.start.file, self.start.line + 1 + line, lead + column + 1)


def _lead(line: str) -> int:
    """Characters before the YAML of a comment line: the hash and one space."""
    return 2 if line.startswith("# ") else 1


def _hole(match: re.Match[str]) -> str:
    """The key alone, with as many line breaks, so that lines still count."""
    return f"{match[1]}{match[2]}:" + "\n" * match[0].count("\n")
