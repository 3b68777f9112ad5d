"""The trap of `slack: #sales-data`: a comment where its author meant a value."""

from __future__ import annotations

import re
from typing import NamedTuple

from meshgov.errors import Location
from meshgov.load.wording import in_quotes, shortened
from meshgov.model.document import Note

# `# text`, `####` and `#----` are meant as comments; `#text` may be a channel or a colour.
_SWALLOWED = re.compile(r"[ \t]*(#(?!([^\w\s])\2)[^\s#].*)")


class Swallowed(NamedTuple):
    """A sentence about a value that became a comment, and where its ``#`` stands.

    Attributes:
        message: the sentence, with the line as it should be.
        offset: characters from the empty value to the ``#``.
    """

    message: str
    offset: int

    def at(self, file: str, line: int, column: int) -> Note:
        """The note for an empty value at ``line`` and ``column``."""
        return Note(self.message, Location(file, line, column + self.offset))


def swallowed(text: str, index: int, key: str | None) -> Swallowed | None:
    """Tell whether the empty value at ``index`` of ``text`` lost its text to a comment.

    Args:
        text: the whole source.
        index: characters before the empty value.
        key: the key that has the value, or None for the item of a list.
    """
    match = _SWALLOWED.match(text, index)
    if match is None:
        return None
    lost = match[1].split(" #")[0].strip()
    if len(lost) > 60:  # noqa: PLR2004  # a sentence, then: nobody would quote that
        lost = lost.split()[0]
    lead = "- " if key is None else f"{shortened(key)}: "
    what = "this item" if key is None else f"`{shortened(key)}`"
    message = (
        f"{what} is empty, because # starts a comment; to keep the text, write it in quotes: "
        f"{lead}{in_quotes(shortened(lost))}"
    )
    return Swallowed(message, match.start(1) - index)
