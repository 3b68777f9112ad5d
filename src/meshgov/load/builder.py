"""Parser events to plain values and their positions, in one pass and without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from meshgov.load.aliases import Aliases
from meshgov.load.comments import swallowed
from meshgov.load.refusals import Limits, Refusals
from meshgov.load.scalars import (
    CORE,
    MAY_BE_VALUE,
    UnreadableScalarError,
    misfit,
    resolve,
    tagged,
)
from meshgov.load.wording import shortened
from meshgov.model.document import Json, Mark, Note, Step

_Container = dict[str, Json] | list[Json]
# The events' classes are untyped in part (marks may be None in the stubs, never in the parsers).
_Event = Any

_new = tuple.__new__


class Builder:
    """Takes the events of one file; JSON and YAML arrive in the same form.

    Attributes:
        value: the root value, once all events were fed.
        marks: positions of all entries by the identity of their container.
        start: position of the root value.
        notes: oddities met on the way.
        documents: YAML documents begun so far; never more than one.
        blank: the root was written as nothing at all.
    """

    def __init__(self, text: str, refusals: Refusals, limits: Limits) -> None:
        self.value: Json = None
        self.marks: dict[int, dict[Step, Mark]] = {}
        self.start = (1, 1)
        self.notes: list[Note] = []
        self.documents = 0
        self.blank = False
        self._text = text
        self._refusals = refusals
        self._limits = limits
        self._aliases = Aliases(refusals, limits)
        # The open containers, and the innermost of them spelled out because every event needs it:
        # its entries' positions, the key that waits for its value, and where that key stands.
        self._stack: list[tuple[_Container | None, dict[Step, Mark], bool, str, int, int]] = []
        self._container: Any = None  # a mapping, a list, or None at the root; each handler knows
        self._entries: dict[Step, Mark] = {}
        self._wants_key = False
        self._key = ""
        self._key_line = self._key_column = 0

    def feed(self, events: Iterable[_Event]) -> None:
        """Consume events, each before the next is asked for.

        Raises:
            InputError: for what can't be read past; what can is kept in the refusals.
            ManyErrors: when earlier refusals were kept.
        """
        # Local, not an attribute: bound methods there would tie the builder and all it has built
        # into a cycle, which only the garbage collector could free.
        handlers: dict[type, Callable[[_Event], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._mapping,
            MappingEndEvent: self._close,
            SequenceStartEvent: self._sequence,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        handler = handlers.get
        for event in events:
            handle = handler(type(event))
            if handle is not None:
                handle(event)

    def _document(self, event: _Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refusals.stop(
                "a second document begins here, and a file holds one",
                "put each document in a file of its own, and take the `---` away",
                event.start_mark.line + 1,
                event.start_mark.column + 1,
            )

    def _scalar(self, event: _Event) -> None:
        # Nearly all events come through here, so the usual cases are spelled out without calls.
        mark = event.start_mark
        line = mark.line + 1
        column = mark.column + 1
        value: Any = event.value
        if self._wants_key:
            if event.tag is not None or value == "<<" or value in self._container:
                self._check_key(event, line, column)
            else:
                self._key = value
                self._key_line = line
                self._key_column = column
                self._wants_key = False
        else:
            # Quoted text is what it is; plain text mostly begins with what no number begins with.
            if event.tag is not None or (
                event.implicit[0] and (not value or value[0] in MAY_BE_VALUE)
            ):
                value = self._resolve(event, line, column)
            if type(self._container) is dict:  # as in _put
                self._container[self._key] = value
                position = (self._key_line, self._key_column, line, column)
                self._entries[self._key] = _new(Mark, position)
                self._wants_key = True
            else:
                self._put(value, line, column)
        if event.anchor is not None:
            self._aliases.set(event.anchor, value)

    def _resolve(self, event: _Event, line: int, column: int) -> Json:
        text = event.value
        try:
            if event.tag is not None:
                return tagged(event.tag, text)
            if not text:
                self._empty(event, line, column)
            return resolve(text)
        except UnreadableScalarError as error:
            self._refusals.add(error.message, error.hint, line, column)
            return None

    def _empty(self, event: _Event, line: int, column: int) -> None:
        """A plain scalar of no characters: nothing was written, or a comment swallowed it."""
        if self._container is None:
            self.blank = True
        name = self._key if isinstance(self._container, dict) else None
        note = swallowed(self._text, event.start_mark.index, name)
        if note is not None:
            self.notes.append(note.at(self._refusals.file, line, column))

    def _check_key(self, event: _Event, line: int, column: int) -> None:
        """A key that is tagged, there already, or a merge key. Keys are text, as written."""
        key = event.value
        if event.tag is not None:
            self._resolve(event, line, column)
        elif key == "<<" and event.implicit[0]:
            self._refusals.add(
                "the merge key `<<` is not part of YAML 1.2",
                'write the merged entries out, or quote the key as "<<"',
                line,
                column,
            )
        if key in self._container:
            first = self._entries[key]
            self._refusals.add(
                f"the key `{shortened(key)}` is written twice: here, and first at line "
                f"{first.key_line}, column {first.key_column}",
                "keep one of the two",
                line,
                column,
            )
        self._await(key, line, column)

    def _await(self, key: str, line: int, column: int) -> None:
        """Let the next value belong to ``key``, or to a stand-in when that is taken."""
        while key in self._container:
            key += "'"
        self._key = key
        self._key_line = line
        self._key_column = column
        self._wants_key = False

    def _put(self, value: Json, line: int, column: int) -> None:
        container = self._container
        # A Mark is made as the tuple it is: half the time of its constructor.
        if type(container) is dict:
            key = self._key
            container[key] = value
            position = (self._key_line, self._key_column, line, column)
            self._entries[key] = _new(Mark, position)
            self._wants_key = True
        elif container is None:
            self.value = value
            self.start = (line, column)
        else:
            self._entries[len(container)] = _new(Mark, (line, column, line, column))
            container.append(value)

    def _mapping(self, event: _Event) -> None:
        self._open({}, "map", event)
        self._wants_key = True

    def _sequence(self, event: _Event) -> None:
        self._open([], "seq", event)
        self._wants_key = False

    def _open(self, container: _Container, kind: str, event: _Event) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if len(self._stack) >= self._limits.depth:
            self._refusals.too_deep(self._limits.depth, line, column)
        if event.tag is not None and event.tag not in ("!", CORE + kind):
            error = misfit(event.tag, "a mapping" if kind == "map" else "a list")
            self._refusals.add(error.message, error.hint, line, column)
        if self._wants_key:
            self._refuse_key("a mapping" if kind == "map" else "a list", line, column)
        else:
            self._put(container, line, column)
        self._stack.append(
            (
                self._container,
                self._entries,
                self._wants_key,
                self._key,
                self._key_line,
                self._key_column,
            )
        )
        self._container = container
        self._entries = self.marks[id(container)] = {}
        if event.anchor is not None:
            self._aliases.set(event.anchor, container)

    def _close(self, _event: _Event) -> None:
        (
            self._container,
            self._entries,
            self._wants_key,
            self._key,
            self._key_line,
            self._key_column,
        ) = self._stack.pop()

    def _alias(self, event: _Event) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        name = event.anchor
        if self._wants_key:
            self._refuse_key(f"the alias `*{shortened(name)}`", line, column)
            return
        around = [frame[0] for frame in self._stack[1:]]
        around.append(self._container)
        self._put(self._aliases.repeat(name, around, line, column), line, column)

    def _refuse_key(self, what: str, line: int, column: int) -> None:
        self._refusals.add(
            f"{what} can't be a key",
            "write a key of plain text; text that begins with {, [ or * needs quotes",
            line,
            column,
        )
        self._await("", line, column)
