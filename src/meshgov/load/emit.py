"""Values to YAML or JSON text in the manner of a file: its quotes, indents and brackets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meshgov.load.scalars import resolve
from meshgov.model.document import Json

_PLAIN = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.+-]*")
"""Text that needs no quotes anywhere, unless it means a number or a word such as ``true``."""

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""What a file may not hold, or what would be obeyed by a terminal: written as an escape."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file's author writes.

    Attributes:
        json: JSON, where every text and key has double quotes.
        quote: the quotes of texts, ``'"'`` or ``"'"``.
        styles: key -> the quotes of its text or of the texts in its list; empty for none.
        dash: what begins an item of a list without brackets: a dash and spaces.
        nested: spaces between a key and the dashes of its list.
        unit: one step of indentation inside brackets; None writes all on one line.
        colon: between a key and its value inside brackets.
        comma: between two entries inside brackets on one line.
    """

    json: bool = False
    quote: str = '"'
    styles: Mapping[str, str] = field(default_factory=dict)
    dash: str = "- "
    nested: str = "  "
    unit: str | None = None
    colon: str = ": "
    comma: str = ", "

    def style(self, key: str) -> str:
        """The quotes of the texts under ``key``."""
        return self.styles.get(key, self.quote)


def scalar(value: Json, manner: Manner, style: str) -> str:
    """A scalar; texts in quotes of ``style``, or in double ones where those don't do."""
    if not isinstance(value, str):
        return json.dumps(value)
    if manner.json:
        style = '"'
    if not style and _PLAIN.fullmatch(value) and resolve(value) == value:
        return value
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def bracketed(value: Json, manner: Manner, indent: str = "", key: str = "") -> str:
    """A value in brackets, on one line or, with a unit of indentation, on one per entry.

    Args:
        value: plain values to any depth.
        manner: how the file is written.
        indent: the spaces before the line on which the value begins.
        key: whose value it is.
    """
    inner = indent + (manner.unit or "")
    if isinstance(value, dict):
        entries = [
            _key(name, manner) + manner.colon + bracketed(item, manner, inner, name)
            for name, item in value.items()
        ]
        return _joined("{", entries, "}", manner, indent)
    if isinstance(value, list):
        entries = [bracketed(item, manner, inner, key) for item in value]
        return _joined("[", entries, "]", manner, indent)
    return scalar(value, manner, manner.style(key))


def section_lines(key: str, item: Mapping[str, Json], manner: Manner) -> Iterator[str]:
    """The lines of a key whose value is a list of one mapping, without brackets."""
    yield f"{key}:"
    for line in item_lines(item, manner):
        yield manner.nested + line


def item_lines(item: Mapping[str, Json], manner: Manner) -> Iterator[str]:
    """The lines of an item of a list without brackets, before any indentation."""
    lead = manner.dash
    for line in entry_lines(item, manner):
        yield lead + line
        lead = " " * len(manner.dash)


def entry_lines(entries: Mapping[str, Json], manner: Manner) -> Iterator[str]:
    """The lines of a mapping without brackets whose values are scalars or lists of scalars."""
    for key, value in entries.items():
        if isinstance(value, list) and value:
            yield f"{key}:"
            for one in value:
                yield f"{manner.nested}- {scalar(one, manner, manner.style(key))}"
        else:
            yield f"{key}: {bracketed(value, manner, key=key)}"


def _key(key: str, manner: Manner) -> str:
    return json.dumps(key) if manner.json else key


def _joined(opening: str, entries: Sequence[str], closing: str, manner: Manner, indent: str) -> str:
    if manner.unit is None or not entries:
        return opening + manner.comma.join(entries) + closing
    inner = "\n" + indent + manner.unit
    return opening + inner + ("," + inner).join(entries) + "\n" + indent + closing
