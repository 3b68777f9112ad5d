"""Pages of sentences under short titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meshgov.render.base import RenderOptions
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, wrap


def section(
    title: str, lines: Iterable[str], paint: Paint, options: RenderOptions
) -> Iterator[str]:
    """A title and indented sentences; nothing without any."""
    for number, line in enumerate(lines):
        if number == 0:
            yield f"\n{paint('name', title)}\n"
        for place, part in enumerate(wrap(prose(line), options.width - 4)):
            yield f"{'  - ' if place == 0 else '    '}{part}\n"
