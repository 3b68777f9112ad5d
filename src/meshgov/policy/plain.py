"""YAML text inside a policy pack to plain values: METADATA, its examples, and data files.

Contracts and configuration come through the loader, which keeps a position for every node. A pack
is read at every start, so here positions are worked out only when something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final, NoReturn

import yaml

from meshgov.model.document import Json, Origin, Step

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML was built without libyaml: slower, and otherwise the same
    from yaml import SafeLoader as Loader  # type: ignore[assignment]  # the same methods

DEPTH: Final = 64
"""Containers inside containers, as for contracts."""

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT: Final = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")

Spots = dict[Origin, tuple[int, int]]
"""Where each entry stands in the text: line and column from 0; a mapping's entry at its key."""


QUOTE: Final = "quote texts that hold ': ', '#', quotes or brackets"


class Unreadable(Exception):  # noqa: N818  # never reaches a person; its reader names the file
    """The text isn't YAML as a pack may use it. ``line`` and ``column`` count from 0."""

    def __init__(self, message: str, line: int, column: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


def read(text: str, spots: Spots | None = None) -> Json:
    """The value of one YAML document, with the scalars of the YAML 1.2 core schema.

    Args:
        text: without anchors, aliases and tags.
        spots: filled with the position of every entry when given.

    Raises:
        Unreadable: not YAML, a duplicate key, a second document, nested too deep.
    """
    builder = _Builder(spots)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line, mark.column) if mark else (0, 0)
        raise Unreadable(error.problem or "no YAML", *place, QUOTE) from None
    except yaml.YAMLError as error:  # characters that YAML forbids; libyaml gives no position
        raise Unreadable(str(error).splitlines()[0], 0, 0) from None
    return builder.value


def _events(text: str) -> Iterator[yaml.Event]:
    loader = Loader(text)
    try:
        while event := loader.get_event():
            yield event
    finally:
        loader.dispose()


@dataclass(slots=True)
class _Open:
    """A container that is being read; ``step`` is the key or index of its latest entry."""

    container: dict[str, Json] | list[Json]
    step: Step = -1
    has_key: bool = False


class _Builder:
    """Puts values together from parser events, one at a time, without recursion."""

    def __init__(self, spots: Spots | None) -> None:
        self.value: Json = None
        self._spots = spots
        self._documents = 0
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._start({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start([], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            _refuse("anchors and aliases are not read here", event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                _refuse("a second document starts here", event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            _refuse("tags and anchors are not read here", event)
        holder = self._open[-1] if self._open else None
        if holder is not None and isinstance(holder.container, dict) and not holder.has_key:
            if event.value in holder.container:
                _refuse(f"the key {event.value!r} stands twice", event)
            holder.step, holder.has_key = event.value, True
            self._mark(event)
        else:
            self._put(event.value if event.style else scalar(event.value), event)

    def _start(
        self, container: dict[str, Json] | list[Json], event: yaml.CollectionStartEvent
    ) -> None:
        if event.tag is not None or event.anchor is not None:
            _refuse("tags and anchors are not read here", event)
        if len(self._open) == DEPTH:
            _refuse(f"nested more than {DEPTH} deep", event)
        self._put(container, event)
        self._open.append(_Open(container))

    def _put(self, value: Json, event: yaml.NodeEvent) -> None:
        if not self._open:
            self.value = value
            return
        holder = self._open[-1]
        if isinstance(holder.container, list):
            holder.step = len(holder.container)
            holder.container.append(value)
            self._mark(event)
        elif holder.has_key:
            holder.container[str(holder.step)] = value
            holder.has_key = False
        else:
            _refuse("a key must be plain text", event)

    def _mark(self, event: yaml.NodeEvent) -> None:
        if self._spots is not None:
            origin = tuple(holder.step for holder in self._open)
            self._spots[origin] = _place(event)


def scalar(text: str) -> Json:
    """A plain scalar as YAML 1.2 reads it; a number with a leading zero stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-+.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and isfinite(number := float(text)):
            return number
    return text


def _refuse(message: str, event: yaml.Event) -> NoReturn:
    raise Unreadable(message, *_place(event))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)
