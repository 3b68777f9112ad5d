"""JSON written piece by piece, so that memory stays flat however long a list is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from meshgov.model.document import Json
from meshgov.render.parts.json_text import document

BATCH: Final = 50
"""Elements that are encoded together. Each call of the encoder leaves objects to the collector that
refer to each other, and those of a call per element would fill memory before it comes round."""


def array(items: Iterable[Json], margin: int = 0) -> Iterator[str]:
    """A JSON array, some elements at a time.

    Args:
        items: its elements.
        margin: columns that the line has been indented by on which the array begins.
    """
    indent = "\n" + " " * margin
    before = "["
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        inside = document(batch).removeprefix("[").removesuffix("\n]")
        yield before + inside.replace("\n", indent)
        before = ","
    yield f"{indent}]" if before == "," else "[]"
