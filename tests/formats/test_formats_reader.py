"""What the schema would have refused is refused again where it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

REFUSED = {
    "name: 1": "1:7: `name` must be text (write text there)",
    "name: a\nversion: []": "2:1: `version` must be text (write text there)",
    "name: a\nversion: true": "2:10: `version` must be text (write text there)",
    "name: a\nencryption_enabled: no": (
        "2:21: `encryption_enabled` must be `true` or `false` (write `true` or `false` there)"
    ),
    "name: a\nowner: [b]": "2:1: `owner` must be a mapping (write a mapping there)",
    "name: a\nowner: {contact: [b, 1]}": (
        "2:9: `contact` must be a list of texts (write a list of texts there)"
    ),
    "name: a\nports: b": "2:8: `ports` must be a list (write a list there)",
    "name: a\nports: [b]": (
        "2:9: an entry of `ports` must be a mapping (write it as `key: value`)"
    ),
    "name: a\nquality_checks: {b: 1}": (
        "2:1: `quality_checks` must be a list (write a list there)"
    ),
    "name: a\nsla: {latency: [1]}": (
        "2:7: `latency` must be text, a number or a mapping "
        "(write text, a number or a mapping there)"
    ),
    "name: a\nschema: {fields: [{name: b, constraints: [{c: 1, d: 2}]}]}": (
        "2:43: a constraint must be a word or a mapping with one key "
        "(write `- unique`, or `- min: 0`)"
    ),
    "name: a\nschema: {fields: [{name: b, constraints: [1]}]}": (
        "2:43: a constraint must be a word or a mapping with one key "
        "(write `- unique`, or `- min: 0`)"
    ),
    "name: a\naccess: {read: [{role: b, domain: c}]}": (
        "2:17: an entry of `access.read` must name one principal "
        '(write `- role: analyst`, `- domain: sales` or `- "*"`)'
    ),
    "name: a\ndeprecation: soon": "2:14: `deprecation` must be a mapping (write a mapping there)",
    "- a": "1:1: `name` must be text that isn't empty (write text that isn't empty there)",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_value_of_the_wrong_type_is_never_taken_for_absent(
    text: str, answer: Callable[[str], Any]
) -> None:
    errors = answer(text)["errors"]
    assert REFUSED[text] in errors


def test_grants_may_hold_nothing(read: Callable[[str], Any]) -> None:
    access = read("name: a\naccess: {read: [null, b]}").contract.access
    assert [str(grant) for grant in access.read] == ["role:b"]


def test_a_list_in_a_duplicate_skips_what_says_nothing(answer: Callable[[str], Any]) -> None:
    found = answer('name: a\nschema: {partitioned_by: [null, " ", b, b]}')
    error = (
        "2:41: the partition column `b` is written again; the first one is at "
        "contract.yaml:2:38 (keep one of them, or give them different names)"
    )
    assert found == {"errors": [error]}


def test_names_in_sentences_are_short_and_move_no_terminal(answer: Callable[[str], Any]) -> None:
    name = "\\u001b[31m" + "x" * 80
    (error,) = answer(f'name: a\nports: [{{name: "{name}"}}, {{name: "{name}"}}]')["errors"]
    assert "the port `\\x1b[31m" + "x" * 49 + "...` is written again" in error


@pytest.mark.parametrize("kind", ["struct", "array", "map"])
def test_fields_nested_too_deep_in_lists_are_refused_too(
    kind: str, answer: Callable[[str], Any]
) -> None:
    field = "{name: a, type: int}"
    for _ in range(28):
        field = f"{{name: a, type: {kind}, fields: [{field}]}}"
    shallow = answer(f"name: a\nschema: {{fields: [{field}]}}")
    levels = 29 if kind == "struct" else 57
    assert "contract" in shallow
    inner = "array<" * (61 - levels) + "int" + ">" * (61 - levels)
    deep = field.replace("type: int}", f'type: "{inner}"}}')
    (error,) = answer(f"name: a\nschema: {{fields: [{deep}]}}")["errors"]
    assert "fields are nested more than 60 levels deep here" in error
