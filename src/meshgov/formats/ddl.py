"""Types written as one string, as SQL engines print them: ``struct<a:int, b:array<string>>``.

Angle and round brackets both open a struct, an array or a map; members are ``name: type`` or
``name type``, each with an optional ``not null`` and ``comment '...'``. A string that doesn't read
so is a type of unknown name, never an error; what may hide fields is told apart, for a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from meshgov.formats.types import CANONICAL, CONTAINERS, folded, named, unknown
from meshgov.model.contract import Role, Type

MAX_DEPTH: Final = 60
"""Levels of fields inside each other. A level of fields is two levels of JSON, and one of the
engines refuses JSON that is more than 127 levels deep."""

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<quoted>`(?:[^`]|``)*`|"(?:[^"]|"")*")
    | (?P<literal>'(?:[^'\\]|\\.|'')*')
    | (?P<mark>[<>(),:])
    | (?P<word>[^\s<>(),:`"']+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_CLOSING: Final = {"<": ">", "(": ")"}
_SUFFIXES: Final = frozenset({"not", "null", "comment"})
_PLAIN: Final = re.compile(
    r"""[^\s<>()\[\]{},:]+            # a word
    (\s*\(\s*(?:                   # maybe with words, numbers or texts in brackets
        (?:'[^']*'|[\w.-]+)\s*
        (?:,\s*(?:'[^']*'|[\w.-]+)\s*)*
    )?\))?""",
    re.VERBOSE,
)
"""A type that declares no field."""
_ESCAPED: Final = re.compile(r"\\(.)|''|\"\"", re.DOTALL)


class DeepTypeError(Exception):
    """A type is nested deeper than MAX_DEPTH."""


class _MalformedError(Exception):
    """The string isn't a type that can be read."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A type as one string says it.

    Attributes:
        written: the part of the string that says it.
        unread: of a whole string, the first part that may hold fields and can't be read.
    """

    type: Type
    written: str
    inside: tuple[Part, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a struct, an array or a map has inside: a member, an element, a key or a value."""

    name: str
    role: Role
    shape: Shape
    not_null: bool = False
    description: str | None = None


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def parse(text: str) -> Shape:
    """Read a type. The same text gives the same object.

    Raises:
        DeepTypeError: it is nested deeper than MAX_DEPTH.
    """
    try:
        return _Parser(text).whole()
    except _MalformedError:
        return Shape(unknown(text), text, unread=text)


class _Parser:
    """Recursive descent over the tokens; recursion ends at MAX_DEPTH."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.unread = ""

    def whole(self) -> Shape:
        shape = self.shape(1)
        if self.next.kind:
            raise _MalformedError
        return replace(shape, unread=self.unread) if self.unread else shape

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def shape(self, depth: int) -> Shape:
        if depth > MAX_DEPTH:
            raise DeepTypeError
        start, words = self.next.start, self.words()
        opened = self.next.text if self.next.kind == "mark" else ""
        container = CANONICAL.get(folded(words), "") if opened in _CLOSING else ""
        if container in CONTAINERS:
            self.at += 1
            inside = self.inside(container, _CLOSING[opened], depth + 1)
            return Shape(Type(container), self.since(start), inside)
        params = self.numbers() if opened in _CLOSING else ()
        kind = named(f"{words} {self.words()}", params)
        if self.next.start == start:
            raise _MalformedError
        written = self.since(start)
        if kind is None and not _PLAIN.fullmatch(written):
            self.unread = self.unread or written
        return Shape(kind or unknown(written), written)

    def inside(self, container: str, closing: str, depth: int) -> tuple[Part, ...]:
        """What stands between the brackets of ``container``, up to and with the closing one."""
        if container == "array":
            parts: tuple[Part, ...] = (self.part("element", Role.ELEMENT, depth),)
        elif container == "map":
            key = self.part("key", Role.KEY, depth)
            self.expect(",")
            parts = (key, self.part("value", Role.VALUE, depth))
        else:
            return self.members(closing, depth)
        self.expect(closing)
        return parts

    def members(self, closing: str, depth: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        while not self.skip(closing):
            if parts:
                self.expect(",")
            name = self.name()
            self.skip(":")
            parts.append(self.part(name, Role.MEMBER, depth))
        return tuple(parts)

    def part(self, name: str, role: Role, depth: int) -> Part:
        shape, not_null, comment = self.shape(depth), False, None
        while self.next.kind == "word":
            suffix, follows = self.next.text.lower(), self.tokens[self.at + 1]
            if suffix == "not" and follows.text.lower() == "null":
                self.at, not_null = self.at + 2, True
            elif suffix == "comment" and follows.kind in ("literal", "quoted"):
                self.at, comment = self.at + 2, _unquoted(follows.text)
            else:
                raise _MalformedError
        return Part(name, role, shape, not_null, comment)

    def name(self) -> str:
        kind, text, *_ = self.next
        if kind not in ("word", "quoted"):
            raise _MalformedError
        self.at += 1
        return text if kind == "word" else text[1:-1].replace(text[0] * 2, text[0])

    def words(self) -> str:
        """The words of a type's name; those behind it that say more about a member stay."""
        start = self.at
        while self.next.kind == "word" and self.next.text.lower() not in _SUFFIXES:
            self.at += 1
        return " ".join(token.text for token in self.tokens[start : self.at])

    def numbers(self) -> tuple[int, ...] | None:
        """The numbers between round brackets, or None when anything else stands there."""
        start, depth = self.at, 0
        while True:
            token = self.next
            if not token.kind:
                raise _MalformedError
            self.at += 1
            if token.kind == "mark":
                depth += (token.text in "<(") - (token.text in ">)")
            if not depth:
                break
        numbers = [token.text for token in self.tokens[start + 1 : self.at - 1]]
        if self.tokens[start].text != "(" or any(mark != "," for mark in numbers[1::2]):
            return None
        written = numbers[::2]
        fit = len(numbers) % 2 and all(_NUMBER.fullmatch(number) for number in written)
        return tuple(map(int, written)) if fit else None

    def skip(self, mark: str) -> bool:
        found = self.next.kind == "mark" and self.next.text == mark
        self.at += found
        return found

    def expect(self, mark: str) -> None:
        if not self.skip(mark):
            raise _MalformedError

    def since(self, start: int) -> str:
        return self.text[start : self.tokens[self.at - 1].end]


def _tokens(text: str) -> list[_Token]:
    """Tokens of ``text``, and one of no kind at its end."""
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _MalformedError
        at = match.end()
        found.append(_Token(match.lastgroup, match[match.lastgroup], *match.span(match.lastgroup)))
    return [*found, _Token("", "", end, end), _Token("", "", end, end)]


def _unquoted(literal: str) -> str:
    """Text of a quoted comment: doubled quotes and backslashed characters are themselves."""
    return _ESCAPED.sub(lambda escape: escape[1] or escape[0][0], literal[1:-1])
