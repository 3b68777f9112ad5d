"""Where each node of a file begins and ends, and how its author wrote it: what an edit needs.

A :class:`~meshgov.model.document.Document` knows where nodes begin, which is enough to point at
them. Ends, quotes and brackets are only needed by somebody who writes, so they are read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from meshgov.load import yaml_events
from meshgov.load.json_events import JsonEvents
from meshgov.load.refusals import Refusals

_Event = Any  # the events' classes are untyped in part, and those of JSON carry other marks


@dataclass(slots=True, eq=False)
class Node:
    """A value as it is written.

    Attributes:
        kind: ``scalar | map | list | alias``.
        start, end: characters before it and up to its end, in text with line feeds only. The end
            of a container without brackets is that of its last leaf.
        line, column: of its start, from 1.
        style: how a scalar is written: ``'"'``, ``"'"``, ``"|"``, ``">"``, empty for plain.
        flow: a container in brackets.
        marked: an anchor or a tag stands before it.
        text: a scalar's content.
        keys: a mapping's keys, in step with ``items``.
        items: the values of a mapping or list.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    style: str = ""
    flow: bool = False
    marked: bool = False
    text: str = ""
    keys: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    def get(self, key: str) -> Node | None:
        """The value of ``key`` in a mapping, None when it isn't written."""
        for one, item in zip(self.keys, self.items, strict=True):
            if one.text == key:
                return item
        return None

    def last_leaf(self) -> Node:
        """What is written last in it: a scalar, an alias, a container in brackets."""
        node = self
        while node.items and not node.flow:
            node = node.items[-1]
        return node


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file.

    Attributes:
        root: the root value.
        text: what positions count in: no byte order mark, line feeds as the only line breaks.
        json: whether the file is JSON.
        end: characters before the end of the document, where ``...`` or nothing stands.
    """

    root: Node
    text: str
    json: bool
    end: int


def layout(text: str, file: str) -> Layout:
    """The layout of a file that has been loaded without an error.

    Args:
        text: its decoded text, as in ``Document.text``.
        file: its name, which decides between YAML and JSON.
    """
    json = file.lower().endswith(".json")
    end = len(text)
    root: Node | None = None
    open_nodes: list[Node] = []
    waiting: dict[int, Node] = {}  # id of an open mapping -> the key that waits for its value
    for kind, node, stop in _json(text, file) if json else _yaml(text):
        if kind == "document-end":
            end = stop
        elif kind == "close":
            _close(open_nodes.pop(), stop)
        elif node is not None:
            if open_nodes:
                _put(open_nodes[-1], node, waiting)
            else:
                root = node
            if kind == "open":
                open_nodes.append(node)
    assert root is not None  # noqa: S101  # a file that loads has a root
    return Layout(root, text, json, end)


def _put(parent: Node, node: Node, waiting: dict[int, Node]) -> None:
    if parent.kind == "list":
        parent.items.append(node)
        return
    key = waiting.pop(id(parent), None)
    if key is None:
        waiting[id(parent)] = node
    else:
        parent.keys.append(key)
        parent.items.append(node)


def _close(node: Node, stop: int) -> None:
    node.end = stop if node.flow or not node.items else node.items[-1].end


_Step = tuple[str, Node | None, int]


def _yaml(text: str) -> Iterator[_Step]:
    for event in iter(yaml_events.PARSER(text).get_event, None):
        kind = _KINDS.get(type(event))
        if kind is not None:
            yield from _yaml_step(kind, event)


def _yaml_step(kind: str, event: _Event) -> Iterator[_Step]:
    start, end = event.start_mark, event.end_mark
    if kind == "close":
        yield kind, None, end.index
    elif kind == "document-end":
        yield kind, None, start.index
    else:
        scalar = kind == "scalar"
        node = Node(
            kind,
            start.index,
            end.index,
            start.line + 1,
            start.column + 1,
            style=(event.style or "") if scalar else "",
            flow=kind in _CONTAINERS and bool(event.flow_style),
            marked=kind != "alias" and not (event.anchor is None and event.tag is None),
            text=event.value if scalar else "",
        )
        yield "open" if kind in _CONTAINERS else "leaf", node, node.end


def _json(text: str, file: str) -> Iterator[_Step]:
    events = JsonEvents(text, Refusals(file, 1))
    event: _Event
    for event in events:
        kind = _KINDS[type(event)]
        if kind == "close":
            yield kind, None, events.index
            continue
        start = event.start_mark
        scalar = kind == "scalar"
        node = Node(
            kind,
            start.offset,
            events.index,
            start.line + 1,
            start.column + 1,
            style='"' if scalar and not event.implicit[0] else "",
            flow=not scalar,
            text=event.value if scalar else "",
        )
        yield "leaf" if scalar else "open", node, node.end


_CONTAINERS = ("map", "list")
_KINDS: dict[type, str] = {
    ScalarEvent: "scalar",
    AliasEvent: "alias",
    MappingStartEvent: "map",
    SequenceStartEvent: "list",
    MappingEndEvent: "close",
    SequenceEndEvent: "close",
    DocumentEndEvent: "document-end",
}
