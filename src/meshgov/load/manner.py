"""How the author of a file writes, as far as a new changelog entry should look the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from meshgov.load.emit import Manner
from meshgov.load.layout import Layout, Node

_QUOTES = ("'", '"')


def manner(whole: Layout) -> Manner:
    """The manner of a file, from its version and the first entry of its changelog."""
    version = whole.root.get("version")
    quote = version.style if version is not None and version.style in _QUOTES else '"'
    entry = _first_entry(whole.root)
    styles = _styles(entry) if entry else {}
    if version is not None and version.text and not version.style:
        styles.setdefault("version", "")
    steps = chain(_offsets(entry) if entry else (), _offsets(whole.root), [2])
    made = Manner(
        json=whole.json,
        quote=quote,
        styles=styles,
        dash=_dash(whole.root),
        nested=" " * next(steps),
    )
    return _in_brackets(made, whole) if whole.root.flow and whole.root.items else made


def unit_of(whole: Layout, node: Node) -> str | None:
    """One step of indentation inside the mapping ``node`` in brackets; None on one line."""
    if not node.keys or node.keys[0].line == node.line:
        return None
    before = indent_of(whole, node)
    return indent_of(whole, node.keys[0]).removeprefix(before)


def indent_of(whole: Layout, node: Node) -> str:
    """The white space that the line of ``node`` begins with."""
    line = whole.text[whole.text.rfind("\n", 0, node.start) + 1 : node.start + 1]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _first_entry(root: Node) -> Node | None:
    log = root.get("changelog")
    if log is None or log.kind != "list" or not log.items or log.items[0].kind != "map":
        return None
    return log.items[0]


def _styles(entry: Node) -> dict[str, str]:
    """Key -> how its text, or the first text in its list, is quoted."""
    found = {}
    for key, item in zip(entry.keys, entry.items, strict=True):
        leaf = item.items[0] if item.kind == "list" and item.items else item
        if leaf.kind == "scalar" and leaf.style in {"", *_QUOTES} and leaf.end > leaf.start:
            found[key.text] = leaf.style
    return found


def _dash(root: Node) -> str:
    log, entry = root.get("changelog"), _first_entry(root)
    if log is None or entry is None or log.flow or entry.flow or not entry.keys:
        return "- "
    first = entry.keys[0]
    return "-" + " " * (first.column - log.column - 1) if first.line == log.line else "- "


def _offsets(node: Node) -> Iterator[int]:
    """Columns between a key and the dashes of its list, wherever one stands below ``node``."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        for key, item in zip(one.keys, one.items, strict=False):
            if item.kind == "list" and item.items and not item.flow and item.line > key.line:
                yield item.column - key.column
        waiting += reversed(one.items)


def _in_brackets(made: Manner, whole: Layout) -> Manner:
    root, text = whole.root, whole.text
    one_line = len(root.keys) > 1 and root.keys[1].line == root.items[0].line
    close = one_line and root.keys[1].start - root.items[0].end == 1
    return replace(
        made,
        unit=unit_of(whole, root),
        colon=":" if text[root.items[0].start - 1] == ":" else ": ",
        comma="," if close else ", ",
    )
