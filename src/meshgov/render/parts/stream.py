"""JSON written piece by piece, so that memory stays flat however long a list is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meshgov.model.document import Json
from meshgov.render.json_ import document


def array(items: Iterable[Json], margin: int = 0) -> Iterator[str]:
    """A JSON array, one piece per item.

    Args:
        items: its elements.
        margin: columns that the line has been indented by on which the array begins.
    """
    indent = "\n" + " " * margin
    before = "[" + indent + "  "
    for item in items:
        yield before + document(item).replace("\n", f"{indent}  ")
        before = "," + indent + "  "
    yield f"{indent}]" if before.startswith(",") else "[]"
