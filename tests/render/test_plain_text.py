"""Harmless text, measured in columns."""

from __future__ import annotations

import pytest

from meshgov.errors import Location
from meshgov.render.parts.counts import count, listed
from meshgov.render.parts.plain import columns, cut, prose, safe, tail, wrap
from meshgov.render.parts.source import caret_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("caf\u00e9 \u6ce8", "caf\u00e9 \u6ce8"),
        ("a\tb\xa0c\u3000d\u2003e", "a b c d e"),
        ("\x00\x07\n\r\x1b\x7f\x85\x9b", r"\x00\x07\x0a\x0d\x1b\x7f\x85\x9b"),
        (
            "\u061c\u200b\u200f\u2028\u2029\u202e\u2066\ufeff",
            r"\u061c\u200b\u200f\u2028\u2029\u202e\u2066\ufeff",
        ),
        ("\ud800\U000e0001\U0010ffff", r"\ud800\U000e0001\U0010ffff"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_prose_folds_white_space() -> None:
    assert prose("  one\n\n two\tthree\u2028four\x1b ") == "one two three four\\x1b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("\u6ce8\u6587", 4),
        ("cafe\u0301!", 5),
        ("\uff21", 2),
        ("e\u0301\u6ce8", 3),
    ],
)
def test_columns(text: str, expected: int) -> None:
    assert columns(text) == expected


def test_cut_and_tail() -> None:
    assert [cut("abcdef", 6), cut("abcdef", 5), cut("\u6ce8\u6587\u756a\u53f7", 6)] == [
        "abcdef",
        "ab...",
        "\u6ce8...",
    ]
    assert [tail("abcdef", 6), tail("abcdef", 5), tail("\u6ce8\u6587\u756a\u53f7", 6)] == [
        "abcdef",
        "...ef",
        "...\u53f7",
    ]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("\u6ce8\u6587\u756a", 3, ["\u6ce8", "\u6587", "\u756a"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert list(wrap(text, width)) == lines


@pytest.mark.parametrize(
    ("column", "excerpt", "mark"),
    [
        (7, "name: orders # x", "^^^^^^"),
        (1, "name: orders", "^^^^"),
        (3, "- [a, b]", "^"),
        (3, "- {a: b}", "^"),
        (7, "name: 'a b' # x", "^^^^^"),
        (7, "name: 'a b", "^^^^"),
        (6, "{'a': 1}", "^"),
        (99, "name:", "^"),
    ],
)
def test_the_caret_marks_the_word(column: int, excerpt: str, mark: str) -> None:
    source, caret = caret_lines(Location("f", 12, column), excerpt, 80)

    assert source == f"12 | {excerpt}"
    assert caret == f"   | {' ' * min(column - 1, len(excerpt))}{mark}"


def test_a_long_line_keeps_the_place_in_sight() -> None:
    excerpt = "x" * 50 + " here " + "y" * 50

    assert caret_lines(Location("f", 1, 52), excerpt, 34) == (
        "1 | ...xxxxxxxxxxx here yyyyyyy...",
        "  |                ^^^^",
    )


def test_counts() -> None:
    assert [count(1, "error"), count(2000, "error"), count(0, "critical"), count(2, "info")] == [
        "1 error",
        "2,000 errors",
        "0 critical",
        "2 info",
    ]
    assert listed({"error": 1, "info": 0}, ("critical", "error", "info")) == "1 error"
