"""Text of strangers, made inert for Markdown: it can't format, link, mention, embed or end a table.

Nothing relies on backslashes, which tables and code spans read differently. What Markdown could
obey becomes an HTML entity; what a forge would act upon even then (a mention, a reference, a bare
address) becomes code, where forges leave text alone.
"""

from __future__ import annotations

import re
from typing import Final

from meshgov.render.parts.plain import LOG_COMMAND, cut, prose

LONG: Final = 600
"""Columns of a sentence; nobody reads more of it in a table."""

SHORT: Final = 80
"""Columns of a name, a value or a position."""

_SPECIAL: Final = re.compile(r"[&<>\\`*\[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What means something inside a line of Markdown; GitHub reads formulas between dollars.

An underscore means nothing inside a word.
"""

_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")

_ACTIVE: Final = re.compile(
    r"[@#]|://|www\.|[!$%~^&]\w|\bgh-\d|:[\w+-]+:|\bmailto:|\bxmpp:", re.IGNORECASE
)
"""What a forge turns into a mention, a reference, a link or an emoji after Markdown is done."""

_NOT_FOR_SPANS: Final = re.compile(rf"[`|\\]|<[!/?a-z]|--!?>|{LOG_COMMAND}", re.IGNORECASE)
"""What ends a code span or a cell, or could be taken for a tag, the end of a comment, or a command
in a log."""


def text(words: str, room: int = LONG) -> str:
    """A sentence on one line; its stretches between backticks become code."""
    parts = cut(prose(words), room).split("`")
    if len(parts) % 2 == 0:  # a backtick without a partner: which stretches are meant is unknown
        parts = ["&#96;".join(map(_inert, parts))]
    else:
        parts = [code(part, room) if at % 2 else _inert(part) for at, part in enumerate(parts)]
    # Two spans side by side would read as one with longer delimiters.
    return "".join(parts).replace("``", "` `")


def code(words: str, room: int = SHORT) -> str:
    """A name, a value or a position as code on one line; empty for nothing but white space."""
    shown = cut(prose(words), room)
    if not shown:
        return ""
    if _NOT_FOR_SPANS.search(shown):
        return f"<code>{_PUNCTUATION.sub(_entity, shown)}</code>"
    return f"`{shown}`"


def tag(words: str, room: int = LONG) -> str:
    """The same where Markdown is not read, such as in the summary of what is folded."""
    return f"<code>{_PUNCTUATION.sub(_entity, cut(prose(words), room))}</code>"


def _inert(words: str) -> str:
    return " ".join(
        code(word, LONG) if _ACTIVE.search(word) else _SPECIAL.sub(_entity, word)
        for word in words.split(" ")
    )


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
