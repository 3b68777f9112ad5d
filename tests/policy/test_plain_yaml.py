"""YAML inside a pack: values as YAML 1.2 reads them, and where a fault stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshgov.policy import plain

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co", "Cs", "Zl", "Zp"])
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | TEXTS
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20
)

SCALARS = {
    **dict.fromkeys(["", "~", "null", "Null"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **{text: text for text in ["yes", "no", "on", "off", "012", "1_000", "0x1f", "12:30:45"]},
    **{text: text for text in ["1e999", ".inf", ".nan", "2026-01-31", "-", "-x", "1.2.3"]},
    "0": 0,
    "-12": -12,
    "+3": 3,
    "1.5": 1.5,
    ".5": 0.5,
    "5.": 5.0,
    "1e3": 1000.0,
    "-1.5E-2": -0.015,
}

FAULTS = {
    "a: 1\na: 2": ("the key 'a' stands twice", (1, 0)),
    "a: 1\n---\nb: 2": ("a second document starts here", (1, 0)),
    "a: &x 1": ("tags and anchors are not read here", (0, 3)),
    "a: !!str 1": ("tags and anchors are not read here", (0, 3)),
    "a: &x {}": ("tags and anchors are not read here", (0, 3)),
    "a: !x []": ("tags and anchors are not read here", (0, 3)),
    "a: *x": ("anchors and aliases are not read here", (0, 3)),
    "? [a]\n: 1": ("a key must be plain text", (0, 2)),
    "[" * 65: ("nested more than 64 deep", (0, 64)),
}


@pytest.mark.parametrize(("text", "expected"), SCALARS.items(), ids=list(SCALARS))
def test_scalars(text: str, expected: Any) -> None:
    found = plain.scalar(text)
    assert (found, type(found)) == (expected, type(expected))


def test_quoted_and_block_scalars_are_texts() -> None:
    assert plain.read("a: '1'\nb: ''\nc: |\n  true\nd: >-\n  x\n  y\n") == {
        "a": "1",
        "b": "",
        "c": "true\n",
        "d": "x y",
    }


@pytest.mark.parametrize(("text", "expected"), FAULTS.items(), ids=[key[:12] for key in FAULTS])
def test_faults_have_a_place(text: str, expected: tuple[str, tuple[int, int]]) -> None:
    with pytest.raises(plain.Unreadable) as raised:
        plain.read(text)
    error = raised.value
    assert (error.message, (error.line, error.column), error.hint) == (*expected, None)


@pytest.mark.parametrize(
    ("text", "line"), [("a: b: c", 0), ("a:\n  - [1,\n2", 3), ("a: '", 0), ("\ta: 1", 0)]
)
def test_what_is_no_yaml_has_a_place_and_advice(text: str, line: int) -> None:
    with pytest.raises(plain.Unreadable) as raised:
        plain.read(text)
    assert (raised.value.line, raised.value.hint) == (line, plain.QUOTE)


def test_characters_that_yaml_forbids() -> None:
    with pytest.raises(plain.Unreadable, match="control characters are not allowed"):
        plain.read("a: \x01")


def test_positions_of_entries() -> None:
    spots: plain.Spots = {}
    assert plain.read("a:\n  b: [1, {c: 2}]\n", spots) == {"a": {"b": [1, {"c": 2}]}}
    assert spots == {
        ("a",): (0, 0),
        ("a", "b"): (1, 2),
        ("a", "b", 0): (1, 6),
        ("a", "b", 1): (1, 9),
        ("a", "b", 1, "c"): (1, 10),
    }


def test_a_document_may_be_a_scalar_or_nothing() -> None:
    assert (plain.read("12"), plain.read("# only a comment")) == (12, None)


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@given(value=VALUES)
@settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_what_is_written_is_read(loader: Any, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "Loader", loader)
    written = json.dumps(value, ensure_ascii=False)
    assert plain.read(written) == value
