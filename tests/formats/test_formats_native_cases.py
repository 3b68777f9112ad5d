"""Each folder of cases/ holds a contract and everything that comes of normalising it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_contract_gives_exactly_what_is_expected(
    case: Path, answer: Callable[[str], Any]
) -> None:
    expected = json.loads((case / "expected.json").read_text())
    assert answer((case / "contract.yaml").read_text()) == expected


def test_a_type_string_is_the_same_as_the_list_of_fields(answer: Callable[[str], Any]) -> None:
    listed = """
        name: same
        schema:
          fields:
            - name: address
              type: struct
              fields:
                - {name: zip, type: varchar(10), constraints: [not_null], description: post code}
                - name: lines
                  type: array
                  fields: [{name: text, type: string}]
                - {name: notes, type: map, keys: string, values: {type: array, items: int}}
    """
    in_a_string = """
        name: same
        schema:
          fields:
            - name: address
              type: >-
                STRUCT<zip: CHARACTER VARYING(10) NOT NULL COMMENT 'post code',
                lines: list<row(text string)>, notes map<text, array<integer>>>
    """
    assert _bare(answer(listed)) == _bare(answer(in_a_string))


def _bare(node: Any) -> Any:
    """Without what tells the two ways of writing apart."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if isinstance(node, dict):
        kept = node.keys() - {"origin", "inline", "written_type"}
        return {key: _bare(node[key]) for key in kept}
    return node
