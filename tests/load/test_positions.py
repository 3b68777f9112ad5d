"""Every node of a sample is found at the line and column where it stands."""

import hashlib

import pytest

from meshgov.errors import Location
from meshgov.load import yaml_events
from meshgov.load.document import parse
from meshgov.load.yaml_events import PureParser, fastest
from meshgov.model.document import Json, Mark, Step

YAML = """\
# the sample
name: "orders"
'größe':   12
owner:
  team: &team sales
  contact: [a, {b: c}, *team]
text: |
  several lines
empty:
fields:
- name: id
  constraints:
    - unique
    - min:
        0
- {name: zip, type: int}
same: &x {k: v}
again: *x
"""
IN_YAML: dict[tuple[Step, ...], Mark] = {
    ("name",): Mark(2, 1, 2, 7),
    ("größe",): Mark(3, 1, 3, 12),
    ("owner",): Mark(4, 1, 5, 3),
    ("owner", "team"): Mark(5, 3, 5, 9),
    ("owner", "contact"): Mark(6, 3, 6, 12),
    ("owner", "contact", 0): Mark(6, 13, 6, 13),
    ("owner", "contact", 1): Mark(6, 16, 6, 16),
    ("owner", "contact", 1, "b"): Mark(6, 17, 6, 20),
    ("owner", "contact", 2): Mark(6, 24, 6, 24),
    ("text",): Mark(7, 1, 7, 7),
    ("empty",): Mark(9, 1, 9, 7),
    ("fields",): Mark(10, 1, 11, 1),
    ("fields", 0): Mark(11, 3, 11, 3),
    ("fields", 0, "name"): Mark(11, 3, 11, 9),
    ("fields", 0, "constraints"): Mark(12, 3, 13, 5),
    ("fields", 0, "constraints", 0): Mark(13, 7, 13, 7),
    ("fields", 0, "constraints", 1): Mark(14, 7, 14, 7),
    ("fields", 0, "constraints", 1, "min"): Mark(14, 7, 15, 9),
    ("fields", 1): Mark(16, 3, 16, 3),
    ("fields", 1, "name"): Mark(16, 4, 16, 10),
    ("fields", 1, "type"): Mark(16, 15, 16, 21),
    ("same",): Mark(17, 1, 17, 7),
    ("same", "k"): Mark(17, 11, 17, 14),
    ("again",): Mark(18, 1, 18, 8),
    # Inside an alias, the place where the value is written.
    ("again", "k"): Mark(17, 11, 17, 14),
}
JSON = """\
{"name": "orders",
 "é": [1, true,
       {"a": null}],
    "\\u00e9e" : -1.5e3, "x": {} }
"""
IN_JSON: dict[tuple[Step, ...], Mark] = {
    ("name",): Mark(1, 2, 1, 10),
    ("é",): Mark(2, 2, 2, 7),
    ("é", 0): Mark(2, 8, 2, 8),
    ("é", 1): Mark(2, 11, 2, 11),
    ("é", 2): Mark(3, 8, 3, 8),
    ("é", 2, "a"): Mark(3, 9, 3, 14),
    ("ée",): Mark(4, 5, 4, 17),
    ("x",): Mark(4, 25, 4, 30),
}


@pytest.mark.parametrize("parser", [fastest(), PureParser], ids=["libyaml", "pure"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_yaml(parser: object, newline: str, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "PARSER", parser)
    data = (mark + YAML.replace("\n", newline)).encode()
    assert positions(data, "sample.yaml") == ((2, 1), IN_YAML)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_json(newline: str) -> None:
    data = ("\n  " + JSON).replace("\n", newline).encode()
    moved = {
        origin: Mark(one.key_line + 1, one.key_column, one.line + 1, one.column)
        if one.line > 1
        else Mark(2, one.key_column + 2, 2, one.column + 2)
        for origin, one in IN_JSON.items()
    }
    assert positions(data, "sample.json") == ((2, 3), moved)


def positions(data: bytes, file: str) -> tuple[tuple[int, int], dict[tuple[Step, ...], Mark]]:
    document = parse(data, file)
    found: dict[tuple[Step, ...], Mark] = {}
    todo: list[tuple[tuple[Step, ...], Json]] = [((), document.value)]
    while todo:
        origin, node = todo.pop()
        for step, mark in document.marks.get(id(node), {}).items():
            found[*origin, step] = mark
            todo.append(((*origin, step), node[step]))  # type: ignore[index, call-overload]
    return document.start, found


def test_locations_and_excerpts_agree() -> None:
    data = YAML.replace("\n", "\r\n").encode()
    document = parse(data, "contracts/orders.yaml")
    place = document.locate(("fields", 1, "type"))
    assert place == Location("contracts/orders.yaml", 16, 21)
    assert document.excerpt(place.line) == "- {name: zip, type: int}"
    assert document.digest == "sha256:" + hashlib.sha256(data).hexdigest()
