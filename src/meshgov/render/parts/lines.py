"""Text in columns: a label and what stands to the right of it."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.errors import MeshgovError
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, wrap

LEAD = 7
"""Columns of the name of a field below a finding or a change."""


def labelled(label: str, text: str, paint: Paint, width: int, gutter: int) -> Iterator[str]:
    """Prose wrapped to the right of a coloured label, which is also the name of its role."""
    lead = " " * gutter
    if label:
        lead = f"  {paint(label, label)}{' ' * (gutter - 2 - len(label))}"
    for line in wrap(prose(text), width - gutter):
        yield lead + paint("name", line)
        lead = " " * gutter


def field(name: str, text: str, margin: str, width: int) -> Iterator[str]:
    """Prose wrapped to the right of a short name; nothing without a text."""
    lead = f"{name:<{LEAD}}" if len(name) < LEAD else f"{name}  "
    for line in wrap(prose(text), width - len(margin) - len(lead)) if text else ():
        yield margin + lead + line
        lead = " " * len(lead)


def in_one(error: MeshgovError) -> str:
    """An error and its advice as one text, for formats that have one place for both."""
    return f"{error.message} (hint: {error.hint})" if error.hint else error.message
