from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.errors import PolicyError
from meshgov.model.document import Json
from meshgov.model.words import as_text, format_message, places

CASES: dict[str, tuple[str, dict[str, Json], str]] = {
    "no place": ("Retention is missing.", {}, "Retention is missing."),
    "text": (
        "Field {field} is not encrypted.",
        {"field": "email"},
        "Field email is not encrypted.",
    ),
    "twice": ("{a}, {b}, {a}", {"a": "x", "b": "y"}, "x, y, x"),
    "unused arguments": ("{a}", {"a": 1, "b": 2}, "1"),
    "list": ("one of {labels}", {"labels": ["public", "internal"]}, "one of public, internal"),
    "empty list": ("[{labels}]", {"labels": []}, "[]"),
    "numbers": ("{days} of {limit}, {ratio}", {"days": 9, "limit": 7, "ratio": 0.5}, "9 of 7, 0.5"),
    "truth and null": ("{a} {b}", {"a": True, "b": None}, "true null"),
    "object": ("{a}", {"a": {"é": [1]}}, '{"é": [1]}'),
    "braces that are no place": ("{} {1} {a b} {{a}}", {"a": "x"}, "{} {1} {a b} {x}"),
    "an argument is never a template": ("{a}", {"a": "{b}", "b": "no"}, "{b}"),
    "backslashes": ("{a}", {"a": "\\1\\g<0>"}, "\\1\\g<0>"),
}


@pytest.mark.parametrize(("template", "args", "expected"), CASES.values(), ids=list(CASES))
def test_a_template_and_its_arguments_make_a_sentence(
    template: str, args: dict[str, Json], expected: str
) -> None:
    assert format_message(template, args) == expected


def test_a_missing_argument_names_the_rule() -> None:
    with pytest.raises(PolicyError) as raised:
        format_message("Field {field} of {table}.", {"table": "t", "b": 1}, "pii_handling/unmarked")
    assert raised.value.message == (
        "the message of rule pii_handling/unmarked names the argument 'field', and a finding "
        "came without it (given: b, table)"
    )
    assert raised.value.hint == (
        "let the rule put 'field' into args, or take {field} out of its message"
    )


def test_without_a_rule_the_template_is_named() -> None:
    with pytest.raises(PolicyError) as raised:
        format_message("Field {field}", {})
    assert raised.value.message == (
        "the message of 'Field {field}' names the argument 'field', and a finding came without it "
        "(given: none)"
    )


def test_places_come_in_order_each_once() -> None:
    assert places("{b} {a} {b} {}") == ("b", "a")


@given(st.dictionaries(st.from_regex(r"[a-z_][a-z0-9_]*", fullmatch=True), st.text()))
def test_every_argument_stands_in_the_sentence_as_it_is(args: dict[str, str]) -> None:
    template = "|".join(f"{{{name}}}" for name in args)
    assert format_message(template, dict(args)) == "|".join(args.values())


@given(st.none() | st.booleans() | st.integers() | st.dictionaries(st.text(), st.integers()))
def test_what_is_neither_text_nor_list_reads_as_json(value: Json) -> None:
    assert json.loads(as_text(value)) == value
