from __future__ import annotations

from typing import Any

import pytest

from meshgov.errors import Location
from meshgov.model.document import Document, Mark, Origin

TEXT = "name: a\r\nlist:\n  - x\n  - {y: 1}\nlast: é"


def document() -> Document:
    inner = {"y": 1}
    items: list[Any] = ["x", inner]
    root = {"name": "a", "list": items}
    marks = {
        id(root): {"name": Mark(1, 1, 1, 7), "list": Mark(2, 1, 3, 3)},
        id(items): {0: Mark(3, 5, 3, 5), 1: Mark(4, 5, 4, 5)},
        id(inner): {"y": Mark(4, 6, 4, 9)},
    }
    return Document("a.yaml", root, TEXT, "sha256:0", marks, start=(1, 1))  # type: ignore[arg-type]  # dict is invariant


@pytest.mark.parametrize(
    ("origin", "line", "column"),
    [
        ((), 1, 1),
        (("name",), 1, 7),  # a scalar: itself
        (("list",), 2, 1),  # a container: its key
        (("list", 0), 3, 5),  # an item: itself
        (("list", 1), 4, 5),
        (("list", 1, "y"), 4, 9),
        (("list", 1, "z", "deeper"), 4, 5),  # what is missing: its nearest ancestor
        (("name", "deeper"), 1, 7),
        (("missing",), 1, 1),
        (("list", "x"), 2, 1),
    ],
)
def test_a_node_is_where_a_person_would_look(origin: Origin, line: int, column: int) -> None:
    assert document().locate(origin) == Location("a.yaml", line, column)


@pytest.mark.parametrize(
    ("line", "expected"), [(1, "name: a"), (3, "  - x"), (5, "last: é"), (6, ""), (99, "")]
)
def test_an_excerpt_is_one_line_without_its_break(line: int, expected: str) -> None:
    assert document().excerpt(line) == expected
