"""Heads, packages and comments of Rego files, found without parsing them."""

from __future__ import annotations

import pytest

from meshgov.policy.scan import Comment, Package, comments_above, heads, package, reference

HEADS = {
    "contains": ("deny contains msg if {\n\tmsg := 1\n}", {"deny": 1}),
    "contains without body": ('deny contains "x"', {"deny": 1}),
    "older sets and objects": (
        "deny[msg] { msg := 1 }\nwarn[k] = v { v := 1 }",
        {"deny": 1, "warn": 2},
    ),
    "complete rules": ("a := 1\nb = 2\nc if true\nd { true }\n", {"a": 1, "b": 2, "c": 3, "d": 4}),
    "defaults": ("default allow := false\n\nallow if input.x", {"allow": 1}),
    "references": ("deny.names contains 1\nwarn[x].y := 1", {"deny": 1, "warn": 2}),
    "a name alone": ("deny\n", {"deny": 1}),
    "several on one line": (
        "a := 1; b := 2; c if { true } d := 3",
        {"a": 1, "b": 1, "c": 1, "d": 1},
    ),
    "indented": ("  deny contains 1", {"deny": 1}),
    "functions are none": ("deny(x) := x\nwarn(x) if x", {}),
    "comparisons are none": ("deny == 1", {}),
    "bodies hold none": ("a if {\ndeny := 1\nwarn contains 2\n}\n", {"a": 1}),
    "lists hold none": ("a := [\ndeny,\nwarn if\n]", {"a": 1}),
    "comments hold none": ("# deny contains 1\na := 1 # deny := 2\n#\nb := 1", {"a": 2, "b": 4}),
    "texts hold none": ('a := "{ deny"\nb := "\\"}{"\nc := 1', {"a": 1, "b": 2, "c": 3}),
    "raw texts hold none": ("a := `\ndeny contains 1 {\n`\nb := 1", {"a": 1, "b": 4}),
    "a line after if continues": ("a if\n  deny\nb := 1", {"a": 1, "b": 3}),
    "a line after a sign continues": ("a :=\n\n  deny\nb := 1", {"a": 1, "b": 4}),
    "the first head counts": ("deny contains 1\ndeny contains 2", {"deny": 1}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize(("text", "expected"), HEADS.values(), ids=list(HEADS))
def test_heads(text: str, expected: dict[str, int]) -> None:
    assert heads(text) == expected


PACKAGES = {
    "plain": ("package a", Package(("a",), 1)),
    "dotted, below comments": (
        "# x\n\n  # y\npackage a.b_1.C # z\n",
        Package(("a", "b_1", "C"), 4),
    ),
    "in brackets": ('package a["b-c"].d["if"]\n', Package(("a", "b-c", "d", "if"), 1)),
    "with a semicolon": ("package a;\nx := 1", Package(("a",), 1)),
    "none": ("x := 1\npackage a", None),
    "not a name": ("package 1a", None),
    "more behind it": ("package a b", None),
    "only commented": ("# package a", None),
}


@pytest.mark.parametrize(("text", "expected"), PACKAGES.values(), ids=list(PACKAGES))
def test_packages(text: str, expected: Package | None) -> None:
    assert package(text) == expected


def test_a_reference_puts_into_brackets_what_is_no_plain_name() -> None:
    assert reference(("a", "b-c", "if", "d")) == 'a["b-c"]["if"].d'
    assert Package(("main", "x"), 1).reference == "main.x"


def test_comments_above_a_statement() -> None:
    text = (
        "# METADATA\n# a: 1\n#b: 2\n\n# prose\npackage x\n# METADATA\n# METADATA\n# c: 3\nd := 1\n"
    )
    assert comments_above(text, 6) == (Comment(1, ("# a: 1", "#b: 2")),)
    assert comments_above(text, 10) == (Comment(7, ()), Comment(8, ("# c: 3",)))
    assert comments_above(text, 1) == ()


def test_a_keyword_behind_a_value_is_no_head() -> None:
    text = 'package a\n\nx contains {"a": 1} if {\n\ttrue\n}\n\ny := {} if true\n'
    assert heads(text) == {"x": 3, "y": 7}
