"""Change a few values of a YAML or JSON file and leave every other byte as it was.

Nothing is trusted to have worked: what comes out is read again, and must hold exactly the values
that were wanted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from meshgov.errors import InputError, Location, MeshgovError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.load.emit import bracketed, entry_lines, item_lines, scalar, section_lines
from meshgov.load.layout import Node, layout
from meshgov.load.manner import indent_of, manner, unit_of
from meshgov.load.splice import Splice, spliced
from meshgov.model.document import Document, Json, Origin

_BY_HAND = "edit the file by hand, or write the value in the usual way first"


class Editor:
    """Collects changes to one file, and makes all of them together.

    Args:
        data: the bytes of the file.
        document: what :func:`meshgov.load.document.parse` made of them; its root is a mapping.
    """

    def __init__(self, data: bytes, document: Document) -> None:
        self._data = data
        self._document = document
        self._layout = layout(document.text, document.file)
        self._manner = manner(self._layout)
        self._splices: list[Splice] = []
        self._wanted = document.value

    def put(self, origin: Origin, key: str, value: Json, *, after: str | None = None) -> None:
        """Set ``key`` of the mapping at ``origin`` to a scalar.

        A value that is there keeps its quotes. A new key stands behind the key ``after``, or last.

        Raises:
            InputError: the value can't be replaced safely.
        """
        node = self._node(origin)
        found = node.get(key)
        if found is None:
            self._add(node, key, value, after)
        else:
            self._replace(found, key, value)
        self._wanted = _changed(self._wanted, origin, lambda entries: {**entries, key: value})

    def prepend(self, key: str, item: Mapping[str, Json]) -> None:
        """Make ``item`` the first of the list ``key`` of the root, which may be missing.

        Args:
            key: a key of the root.
            item: scalars and lists of scalars by key, at least one.

        Raises:
            InputError: the list can't be changed safely.
        """
        found = self._layout.root.get(key)
        if found is None:
            self._add_section(key, item)
        else:
            self._refuse_unless_plain(found, f"`{key}`")
            if found.kind == "scalar":
                self._fill(found, key, item)
            elif found.flow:
                self._prepend_in_brackets(found, key, item)
            else:
                lines = item_lines(item, self._manner)
                indent = indent_of(self._layout, found)
                self._insert(found.start, "".join(f"{line}\n{indent}" for line in lines))
        self._wanted = _changed(
            self._wanted,
            (),
            lambda entries: {**entries, key: [dict(item), *(entries.get(key) or ())]},
        )

    def result(self) -> bytes:
        """The bytes of the changed file; the same bytes when nothing was changed.

        Raises:
            InputError: they wouldn't hold exactly what is wanted.
        """
        if not self._splices:
            return self._data
        made = spliced(self._data, self._splices)
        try:
            value = documents.parse(made, self._document.file).value
        except MeshgovError:
            raise self._unsafe() from None
        if _text(value) != _text(self._wanted):
            raise self._unsafe()
        return made

    def _node(self, origin: Origin) -> Node:
        node = self._layout.root
        for step in origin:
            found = node.items[step] if isinstance(step, int) else node.get(step)
            assert found is not None  # noqa: S101  # callers name what the document holds
            self._refuse_unless_plain(found, "this item" if isinstance(step, int) else f"`{step}`")
            node = found
        return node

    def _replace(self, node: Node, key: str, value: Json) -> None:
        self._refuse_unless_plain(node, f"`{key}`")
        if node.kind != "scalar" or node.style in {"|", ">"}:
            raise self._refusal(node, f"`{key}` is not written on one line")
        if node.start == node.end:
            self._overwrite(node, bracketed(value, self._manner, key=key))
        else:
            self._overwrite(node, scalar(value, self._manner, node.style))

    def _add(self, node: Node, key: str, value: Json, after: str | None) -> None:
        before = node.get(after) if after else None
        if node.flow:
            self._add_in_brackets(node, before, key, bracketed(value, self._manner, key=key))
        else:
            leaf = before.last_leaf() if before else node.last_leaf()
            self._insert_below(leaf, _indented(node, entry_lines({key: value}, self._manner)))

    def _add_section(self, key: str, item: Mapping[str, Json]) -> None:
        root = self._layout.root
        if root.flow:
            text = bracketed([dict(item)], self._manner, self._manner.unit or "")
            self._add_in_brackets(root, None, key, text)
            return
        self._refuse_open_text(root.last_leaf())
        lines = _indented(root, section_lines(key, item, self._manner))
        self._insert_lines(self._layout.end, lines)

    def _add_in_brackets(self, node: Node, before: Node | None, key: str, text: str) -> None:
        name = json.dumps(key) if self._manner.json else key
        unit = unit_of(self._layout, node)
        gap = self._manner.comma[1:]
        if unit is not None:
            gap = "\n" + indent_of(self._layout, node.keys[0])
        last = before or node.items[-1]
        self._insert(last.end, f",{gap}{name}{self._manner.colon}{text}")

    def _fill(self, node: Node, key: str, item: Mapping[str, Json]) -> None:
        """Put a list of one item in the place of null."""
        root = self._layout.root
        if node.start == node.end and not root.flow:
            _, *lines = section_lines(key, item, self._manner)
            self._insert_below(node, _indented(root, lines))
        else:
            text = bracketed([dict(item)], self._manner, self._manner.unit or "")
            self._overwrite(node, text)

    def _prepend_in_brackets(self, node: Node, key: str, item: Mapping[str, Json]) -> None:
        text, own = self._layout.text, self._manner
        if not node.items:
            if text[node.start + 1 : node.end - 1].strip():
                raise self._refusal(node, f"`{key}` is empty but for a comment")
            made = bracketed([dict(item)], own, own.unit or "")
            self._overwrite(node, made)
            return
        first = node.items[0]
        own = replace(own, unit=unit_of(self._layout, first))
        gap = text[node.start + 1 : first.start]
        if gap.strip() or "\n" not in gap:
            gap = own.comma[1:]
        made = bracketed(dict(item), own, indent_of(self._layout, first))
        self._insert(first.start, f"{made},{gap}")

    def _overwrite(self, node: Node, text: str) -> None:
        if node.start < node.end:
            self._splices.append(Splice(node.start, node.end, text))
        else:  # nothing is written there, and parsers differ in where that begins
            self._insert(len(self._layout.text[: node.start].rstrip(" \t")), " " + text)

    def _insert(self, at: int, text: str) -> None:
        self._splices.append(Splice(at, at, text))

    def _insert_below(self, leaf: Node, lines: Iterable[str]) -> None:
        """Put lines below the one on which ``leaf`` ends."""
        text = self._layout.text
        end = leaf.end if leaf.style in {"|", ">"} else text.find("\n", leaf.end) + 1
        self._insert_lines(end or len(text), lines)

    def _insert_lines(self, at: int, lines: Iterable[str]) -> None:
        """Put lines at the beginning of a line; a file's end without a line break stays so."""
        if self._layout.text[at - 1] == "\n":
            self._insert(at, "".join(f"{line}\n" for line in lines))
        else:
            self._insert(at, "".join(f"\n{line}" for line in lines))

    def _refuse_open_text(self, leaf: Node) -> None:
        """Refuse to write below a text that ends with the file and would get a line break more."""
        text = self._layout.text
        open_ended = leaf.style in {"|", ">"} and leaf.end == len(text) and text[-1] != "\n"
        if open_ended and "-" not in text[leaf.start : text.find("\n", leaf.start)]:
            raise self._refusal(leaf, "this text ends the file without a line break")

    def _refuse_unless_plain(self, node: Node, what: str) -> None:
        """Refuse what also stands elsewhere, or is more than it looks."""
        if node.kind == "alias":
            raise self._refusal(node, f"{what} is an alias, which repeats a value of another place")
        if node.marked:
            raise self._refusal(node, f"{what} carries an anchor or a tag")

    def _refusal(self, node: Node, why: str) -> InputError:
        location = Location(self._document.file, node.line, node.column)
        return InputError(f"{why}: it can't be edited safely", hint=_BY_HAND, location=location)

    def _unsafe(self) -> InputError:
        return InputError(
            f"{self._document.file} is written in a way that can't be edited safely",
            hint="nothing was written; edit the file by hand",
        )


def reread(path: str, digest: str) -> bytes:
    """The bytes of a file that must still be the one that was read.

    Args:
        path: the file.
        digest: of the bytes that were read, as in ``Document.digest``.

    Raises:
        InputError: somebody else has changed the file, or it can't be read any more.
    """
    data = files.read(path)
    if documents.digest(data) != digest:
        raise InputError(
            f"{path} was changed by somebody else meanwhile, so nothing was written",
            hint="look at the change, and run the command again",
        )
    return data


def save(path: str, data: bytes, digest: str) -> None:
    """Replace a file that must still be the one that was read.

    Args:
        path: the file; a link is followed.
        data: its new content.
        digest: as for :func:`reread`.

    Raises:
        InputError: as for :func:`reread`.
        ConfigurationError: it can't be written.
    """

    def chunks() -> Iterator[bytes]:
        yield data
        # Asked last: the file beside is written by now, and only its renaming is left.
        reread(path, digest)

    files.write_atomically(path, chunks())


def _indented(node: Node, lines: Iterable[str]) -> list[str]:
    # An anchor may stand before the first key; and before that, if nothing else, a question mark.
    first = node.keys[0] if node.marked else node
    indent = " " * (first.column - 1)
    return [indent + line for line in lines]


def _changed(value: Json, origin: Origin, change: Any) -> Any:
    """A copy of ``value`` in which the node at ``origin`` is changed, and what it shares is not."""
    if not origin:
        return change(value)
    step, *rest = origin
    copy: Any = dict(value) if isinstance(value, dict) else list(value)  # type: ignore[arg-type]  # the origin leads through containers
    copy[step] = _changed(copy[step], tuple(rest), change)
    return copy


def _text(value: Json) -> str:
    """JSON of a value, which tells 1, 1.0 and true apart."""
    return json.dumps(value, sort_keys=True)
