"""Read mappings of a document key by key, and collect everything that is wrong with them.

Formats share this. The schema has spoken before, so a value of the wrong type is rare here; it is
refused all the same, because what can't be read must never count as absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from meshgov.errors import InputError, Location, joined
from meshgov.model.document import Document, Json, Note, Origin

_LONGEST: Final = 60


class Reader:
    """Collects the errors and notes of one document, so that its author sees all at once."""

    __slots__ = ("document", "errors", "notes")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.errors: list[InputError] = []
        self.notes: list[Note] = []

    def refuse(self, message: str, hint: str, origin: Origin) -> None:
        """Keep an error about the node at ``origin`` and read on."""
        location = self.document.locate(origin)
        self.errors.append(InputError(message, hint=hint, location=location))

    def note(self, message: str, origin: Origin) -> None:
        """Keep a remark about the node at ``origin``."""
        self.notes.append(Note(message, self.document.locate(origin)))

    def once(self, what: str, entries: Iterable[tuple[str, Origin]]) -> None:
        """Refuse each entry whose key came before. ``entries`` are keys as shown, and origins."""
        first: dict[str, Origin] = {}
        for key, origin in entries:
            before = first.setdefault(key, origin)
            if before is not origin:
                self.refuse(
                    f"{what} `{shortened(key)}` is written again; the first one is at "
                    f"{self.document.locate(before)}",
                    "keep one of them, or give them different names",
                    origin,
                )

    def finish(self) -> tuple[Note, ...]:
        """The notes, when nothing was refused.

        Raises:
            InputError: for one error.
            ManyErrors: for several.
        """
        errors = sorted(self.errors, key=lambda one: one.location or Location("", 0, 0))
        if errors:
            raise joined(errors)
        return tuple(self.notes)


class Node:
    """A mapping that is being read: each key is taken out once, and what is left is unknown.

    Attributes:
        origin: where the mapping stands in the document.
        rest: what has not been taken yet.
    """

    __slots__ = ("origin", "reader", "rest")

    def __init__(self, value: Mapping[str, Json], origin: Origin, reader: Reader) -> None:
        self.origin = origin
        self.reader = reader
        self.rest = dict(value)

    def take(self, key: str) -> Json:
        """The value of ``key``, None when it isn't written."""
        return self.rest.pop(key, None)

    def text(self, key: str) -> str | None:
        """Text without the spaces around it; None when there is nothing else."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if isinstance(value, str):
            return value.strip() or None
        self.wrong(key, "text")
        return None

    def label(self, key: str) -> str | None:
        """Text that is one of a few words: as ``text``, in lower case."""
        value = self.text(key)
        return value.lower() if value else None

    def prose(self, key: str) -> str | None:
        """Text exactly as written; None when there are only spaces."""
        value = self.rest.get(key)
        return value if self.text(key) and isinstance(value, str) else None

    def flag(self, key: str) -> bool | None:
        """True, false, or None when it isn't written."""
        value = self.rest.pop(key, None)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(key, "`true` or `false`")
        return None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts, or a single one; None when it isn't written."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        texts: list[str] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                texts += [item.strip()] if item.strip() else []
            elif item is not None:
                self.wrong(key, "a list of texts")
        return tuple(texts)

    def child(self, key: str) -> Node | None:
        """The mapping under ``key``, None when it isn't written."""
        value = self.rest.pop(key, None)
        if isinstance(value, dict):
            return Node(value, (*self.origin, key), self.reader)
        if value is not None:
            self.wrong(key, "a mapping")
        return None

    def items(self, key: str) -> list[tuple[Origin, Json]]:
        """Origin and value of each item of a list; empty when it isn't written."""
        value = self.rest.pop(key, None)
        if isinstance(value, list):
            return [((*self.origin, key, index), item) for index, item in enumerate(value)]
        if value is not None:
            self.wrong(key, "a list")
        return []

    def children(self, key: str, shorthand: str | None = None) -> list[Node]:
        """The mappings in the list under ``key``.

        Args:
            key: of the list.
            shorthand: a plain text stands for a mapping with this key; None where it doesn't.
        """
        nodes: list[Node] = []
        for origin, item in self.items(key):
            entry = {shorthand: item} if shorthand and isinstance(item, str) else item
            if isinstance(entry, dict):
                nodes.append(Node(entry, origin, self.reader))
            else:
                self.reader.refuse(
                    f"an entry of `{key}` must be a mapping", "write it as `key: value`", origin
                )
        return nodes

    def required(self, key: str) -> str:
        """Text that a node is known by."""
        value = self.text(key)
        if value is None:
            self.wrong(key, "text that isn't empty")
        return value or ""

    def version(self, key: str) -> str | int | float | None:
        """A version as written: text, or a number with a note to quote it."""
        value = self.rest.pop(key, None)
        if isinstance(value, str):
            return value if value.strip() else None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            if value is not None:
                self.wrong(key, "text")
            return None
        self.reader.note(
            f"`{key}: {shortened(repr(value))}` is a number, so zeros at its end are lost; "
            "put it in quotes",
            (*self.origin, key),
        )
        return value

    def unknown(self) -> dict[str, Json]:
        """What nobody took: the extensions. A null says nothing and is left out."""
        if None in self.rest.values():
            return {key: value for key, value in self.rest.items() if value is not None}
        return self.rest

    def once(self, what: str, key: str, texts: Sequence[str]) -> None:
        """Refuse each text that comes twice in the list under ``key``."""
        if len(set(texts)) < len(texts):
            self.reader.once(what, self._placed(key, texts))

    def wrong(self, key: str, wanted: str) -> None:
        """Refuse the value of ``key``."""
        self.reader.refuse(
            f"`{key}` must be {wanted}", f"write {wanted} there", (*self.origin, key)
        )

    def _placed(self, key: str, texts: Sequence[str]) -> Iterable[tuple[str, Origin]]:
        """Each text with the origin of the list item that it stands in."""
        node: Json = self.reader.document.value
        for step in (*self.origin, key):
            node = node[step]  # type: ignore[index]  # the way that was just read
        written = node if isinstance(node, list) else []
        for index, item in enumerate(written):
            if isinstance(item, str) and item.strip() in texts:
                yield item.strip(), (*self.origin, key, index)


def shortened(text: str) -> str:
    """``text`` fit for a sentence: not too long, and nothing in it that moves a terminal."""
    if not text.isprintable():
        text = text.encode("unicode_escape").decode("ascii")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
