"""JSON text to the parser events that YAML gives, so that one builder serves both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from json.decoder import (  # type: ignore[attr-defined]  # typeshed leaves scanstring out
    JSONDecodeError,
    scanstring,
)
from typing import NamedTuple, NoReturn

from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from meshgov.load.builder import Builder
from meshgov.load.refusals import Refusals
from meshgov.load.wording import shortened
from meshgov.load.yaml_events import has_surrogate

_SPACE = re.compile(r"[ \t\n]*")
_PLAIN = re.compile(
    r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?=[ \t\n,\]}:]|\Z)"
)
_WORD = re.compile(r"[^ \t\n,\]}:\"]+")
_CLOSE = 'close it with "; a line break inside it is written \\n'
_CLOSERS = {"{": "}", "[": "]"}


class _Place(NamedTuple):
    """A position as PyYAML's marks have it, from 0."""

    line: int
    column: int
    offset: int


_Emitted = tuple[Event | None, Callable[[], "_Emitted"] | None]


class JsonEvents:
    """A strict reader of RFC 8259: no comments, no trailing commas, no NaN.

    Each state is a method that reads one token and names the state that follows.
    """

    def __init__(self, text: str, refusals: Refusals) -> None:
        self._text = text
        self._refusals = refusals
        self._index = 0
        self._line = 0
        self._line_start = 0
        self._comma = 0
        self._open: list[tuple[str, _Place]] = []

    def __iter__(self) -> Iterator[Event]:
        state: Callable[[], _Emitted] | None = self._value
        while state is not None:
            event, state = state()
            if event is not None:
                yield event

    @property
    def index(self) -> int:
        """Characters read so far; after an event, the end of what it stands for."""
        return self._index

    def _next(self) -> str:
        """Skip white space; the character after it, empty at the end."""
        end = _SPACE.match(self._text, self._index).end()  # type: ignore[union-attr]  # always fits
        breaks = self._text.count("\n", self._index, end)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rfind("\n", self._index, end) + 1
        self._index = end
        return self._text[end : end + 1]

    def _here(self) -> _Place:
        return _Place(self._line, self._index - self._line_start, self._index)

    def _value(self) -> _Emitted:
        char = self._next()
        here = self._here()
        if char == '"':
            return ScalarEvent(None, None, (False, True), self._string(), here), self._after  # type: ignore[arg-type]  # has what a mark needs
        if char == "{":
            self._enter(char, here)
            return MappingStartEvent(None, None, implicit=True, start_mark=here), self._first_key  # type: ignore[arg-type]  # the same
        if char == "[":
            self._enter(char, here)
            return SequenceStartEvent(None, None, implicit=True, start_mark=here), self._first_item  # type: ignore[arg-type]  # the same
        match = _PLAIN.match(self._text, self._index)
        if match is None:
            self._refuse_value(char)
        self._index = match.end()
        return ScalarEvent(None, None, (True, False), match[0], here), self._after  # type: ignore[arg-type]  # the same

    def _enter(self, bracket: str, here: _Place) -> None:
        self._open.append((bracket, here))
        self._index += 1

    def _first_item(self) -> _Emitted:
        return self._leave() if self._next() == "]" else self._value()

    def _first_key(self) -> _Emitted:
        return self._leave() if self._next() == "}" else self._key()

    def _leave(self) -> _Emitted:
        bracket, _ = self._open.pop()
        self._index += 1
        return (MappingEndEvent() if bracket == "{" else SequenceEndEvent()), self._after

    def _key(self) -> _Emitted:
        char = self._next()
        here = self._here()
        if char != '"':
            self._refuse_key(char)
        key = self._string()
        if self._next() != ":":
            self._stop("a colon is missing after this key", 'write `"key": value`', here)
        self._index += 1
        return ScalarEvent(None, None, (False, True), key, here), self._value  # type: ignore[arg-type]  # has what a mark needs

    def _after(self) -> _Emitted:
        """What follows a value: a comma, a closing bracket, or the end."""
        char = self._next()
        if not self._open:
            if char:
                self._stop(
                    "something stands after the end of the JSON value",
                    "take it away: a file holds one document",
                )
            return None, None
        bracket, _ = self._open[-1]
        if char == _CLOSERS[bracket]:
            return self._leave()
        if char != ",":
            self._refuse_missing_comma(char)
        comma = self._here()
        self._index += 1
        if self._next() in ("]", "}"):
            self._stop("a comma stands before the closing bracket", "take the comma away", comma)
        return None, self._key if bracket == "{" else self._value

    def _string(self) -> str:
        start = self._here()
        text: str
        try:
            text, self._index = scanstring(self._text, self._index + 1, True)  # noqa: FBT003  # a C function without names
        except JSONDecodeError as error:
            self._refuse_string(error, start)
        # Only an escape makes half a character, and it is longer than what it stands for.
        escaped = self._index - start.offset - 2 > len(text)
        if escaped and has_surrogate(text):
            self._stop(
                "an escape in this text names half a character",
                "write both halves of the pair, or the character itself",
                start,
            )
        return text

    def _refuse_string(self, error: JSONDecodeError, start: _Place) -> NoReturn:
        at = start._replace(column=start.column + error.pos - start.offset, offset=error.pos)
        if error.msg.startswith("Invalid control") and self._text[error.pos] == "\t":
            self._stop("a tab stands inside quoted text", "write it as \\t", at)
        if error.msg.startswith("Invalid \\"):
            self._stop(
                "an escape in this text is unknown or incomplete",
                'double the backslash to write one; the escapes are \\" \\\\ \\/ \\b \\f \\n \\r '
                "\\t and \\u with four digits",
                at,
            )
        self._stop("the quoted text that begins here does not end on its line", _CLOSE, start)

    def _refuse_key(self, char: str) -> NoReturn:
        self._refuse_end(char)
        word = _WORD.match(self._text, self._index)
        found = shortened(word[0] if word else char)
        self._stop(f"a key in double quotes is expected, and `{found}` stands here", _habit(found))

    def _refuse_value(self, char: str) -> NoReturn:
        self._refuse_end(char)
        word = _WORD.match(self._text, self._index)
        found = shortened(word[0] if word else char)
        hint = _habit(found) if self._open else "a file with YAML in it needs a name in .yaml"
        self._stop(f"`{found}` is no JSON value", hint)

    def _refuse_missing_comma(self, char: str) -> NoReturn:
        self._refuse_end(char)
        bracket, _ = self._open[-1]
        found = shortened(char)
        self._stop(
            f"a comma or `{_CLOSERS[bracket]}` is expected, and `{found}` stands here",
            _habit(found)
            if found in "/#"
            else f"put a comma between the entries, or close them with `{_CLOSERS[bracket]}`",
        )

    def _refuse_end(self, char: str) -> None:
        if not char and self._open:
            bracket, place = self._open[-1]
            self._stop(
                f"the `{bracket}` that stands here is never closed",
                f"close it with `{_CLOSERS[bracket]}`",
                place,
            )

    def _stop(self, message: str, hint: str, at: _Place | None = None) -> NoReturn:
        place = at or self._here()
        self._refusals.stop(message, hint, place.line + 1, place.column + 1)


def _habit(found: str) -> str:
    """Advice for what people bring to JSON from elsewhere."""
    for pattern, advice in _HABITS:
        if pattern.match(found):
            return advice
    return "text needs double quotes"


_HABITS = (
    (re.compile(r"[\]},:]"), "write a value before it"),
    (re.compile(r"//|/\*|/$|#"), "JSON has no comments; take it away, or name the file .yaml"),
    (re.compile(r"'"), "use double quotes"),
    (re.compile(r"[-+]?(?:nan|inf)", re.IGNORECASE), "write a finite number or null"),
    (re.compile(r"True$|False$|None$"), "write true, false or null"),
    (
        re.compile(r"[-+.]?[0-9.]"),
        "write a number such as 12, -0.5 or 1e3, without + or leading zero, or text in quotes",
    ),
)


def feed_json(text: str, builder: Builder, refusals: Refusals) -> None:
    """Tokenise ``text`` and hand its events to ``builder``, one by one.

    Raises:
        InputError: for what is not JSON, and what the builder can't read past.
        ManyErrors: when earlier refusals were kept.
    """
    builder.feed(JsonEvents(text, refusals))
