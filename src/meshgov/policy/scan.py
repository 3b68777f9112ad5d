"""What a Rego file says on its surface: its package, its METADATA comments, the rules it defines.

A lexical scan, not a parser. For heads, strings and comments are blanked out and brackets counted;
a name is a head when it is the first word of a line (or follows ``;`` or ``}``) outside all
brackets, and what comes next can follow a head: ``contains``, ``if``, ``:=``, ``=``, ``[``, ``{``,
``.`` or the end of the line. A name before ``(`` is a function. A line after one that ends in
``if`` or ``:=`` continues it and holds no head. Whether a file is correct Rego, the engine says.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_KEYWORD: Final = re.compile(
    "as|contains|default|else|every|false|if|import|in|not|null|package|some|true|with"
)
_SEGMENT: Final = r'(?:[A-Za-z_][A-Za-z0-9_]*|\["(?:[^"\\\n]|\\.)+"\])'
_PACKAGE: Final = re.compile(
    rf"\A((?:[ \t]*(?:#[^\n]*)?\n)*)[ \t]*package[ \t]+({_SEGMENT}(?:\.?{_SEGMENT})*)"
    r"[ \t;]*(?=#|\n|\Z)"
)
_SEGMENTS: Final = re.compile(_SEGMENT)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MARKER: Final = re.compile(r"#[ \t]*METADATA[ \t]*")
_OPAQUE: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*')
_TOKEN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|:=|[^ \t\r]")
_AFTER_HEAD: Final = re.compile(r"[ \t]*(?:$|(?:contains|if)\b|:=|=(?!=)|[\[{.])")


class Package(NamedTuple):
    """A file's package statement.

    Attributes:
        segments: without ``data``; what stands in brackets without its quotes.
        line: of the statement, from 1.
    """

    segments: tuple[str, ...]
    line: int

    @property
    def reference(self) -> str:
        """The package as Rego refers to it, without ``data.``."""
        return reference(self.segments)


class Comment(NamedTuple):
    """A METADATA comment: the line of its marker, from 1, and the lines below it as they stand."""

    line: int
    lines: tuple[str, ...]


def package(text: str) -> Package | None:
    """The package statement of a file, None when there is none at its top."""
    match = _PACKAGE.match(text)
    if match is None:
        return None
    parts = _SEGMENTS.findall(match[2])
    segments = tuple(part[2:-2] if part.startswith("[") else part for part in parts)
    return Package(segments, match[1].count("\n") + 1)


def reference(segments: tuple[str, ...]) -> str:
    """``segments`` as a Rego reference: dotted, in brackets what is no plain name."""
    text = "".join(
        f".{part}" if _NAME.fullmatch(part) and not _KEYWORD.fullmatch(part) else f'["{part}"]'
        for part in segments
    )
    return text.removeprefix(".")


def is_keyword(name: str) -> bool:
    """Whether Rego takes ``name`` for a word of its own."""
    return _KEYWORD.fullmatch(name) is not None


def comments_above(text: str, line: int) -> tuple[Comment, ...]:
    """METADATA comments between the statement on ``line`` and the one before it, from the top."""
    lines = text.split("\n", line)[: line - 1]
    first = len(lines)
    while first and (not lines[first - 1].strip() or lines[first - 1].lstrip().startswith("#")):
        first -= 1
    markers = [at for at in range(first, len(lines)) if _MARKER.fullmatch(lines[at])]
    return tuple(Comment(at + 1, _comment_lines(lines, at + 1)) for at in markers)


def _comment_lines(lines: list[str], start: int) -> tuple[str, ...]:
    end = start
    while end < len(lines) and lines[end].startswith("#") and not _MARKER.fullmatch(lines[end]):
        end += 1
    return tuple(lines[start:end])


def heads(text: str) -> dict[str, int]:
    """Names of the rules that a file defines, each with the line of its first head, from 1."""
    found: dict[str, int] = {}
    depth, continued = 0, False
    for number, line in enumerate(blanked(text).split("\n"), 1):
        ready = depth == 0 and not continued
        last = ""
        for token in _TOKEN.finditer(line):
            last = token[0]
            if last in ("[", "(", "{"):
                depth += 1
                ready = False
            elif last in ("]", ")", "}"):
                depth -= 1
                ready = depth == 0 and last == "}"
            elif ready and last != "default":
                ready = False
                name = _NAME.fullmatch(last) and not _KEYWORD.fullmatch(last)
                if name and _AFTER_HEAD.match(line, token.end()):
                    found.setdefault(last, number)
            ready = ready or (depth == 0 and last == ";")
        continued = last in ("if", ":=") or (continued and not last)
    return found


def blanked(text: str) -> str:
    """A file without its comments and without what stands in its strings, line by line."""
    return _OPAQUE.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    """A string keeps a place as a value, a comment none; line breaks stay, so that lines count."""
    text = match[0]
    if text.startswith("#"):
        return ""
    return '""' + "\n" * text.count("\n")
