"""Patterns pass that both engines read alike, and no others."""

from __future__ import annotations

import pytest

from meshgov.policy import parameters
from meshgov.policy.patterns import fault

TOO_MANY = "it repeats something more than 1000 times"
REFUSED = "the embedded engine can't read it, or it is too large"
POSSESSIVE = "; write its least number, and no + behind it"

FAULTS = {
    "[": "unterminated character set at position 0",
    "*": "nothing to repeat at position 0",
    "a**": "multiple repeat at position 2",
    "a{1001}": TOO_MANY,
    "((a{10}){11}){10}": TOO_MANY,
    "(a{1000}|b){2,}": TOO_MANY,
    "a++": "possessive repetition ++",
    "a{2}+": f"repetition {{2}}+{POSSESSIVE}",
    "a{,3}": f"repetition {{,3}}{POSSESSIVE}",
    "[[:alpha:]]": "a class inside a class: [[:alpha:]",
    "[a&&b]": "a class inside a class: [a&&b]",
    "a{2": REFUSED,
    f"{'(' * 300}a{')' * 300}": REFUSED,
    f"{'(' * 9000}a{')' * 9000}": "it is nested too deep",
    "a{99999999999}": "the repetition number is too large",
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[:20])
def test_faults(text: str) -> None:
    assert fault(text) == FAULTS[text]


@pytest.mark.parametrize(
    "text",
    ["", "a{2,}?b", "[]a]", "a{1000}b{1000}", "(a{10}|b{3}){100}", r"\[[a]", "(?:a+)+", "é|ß"],
)
def test_patterns_that_both_engines_read(text: str) -> None:
    assert fault(text) is None


def test_the_shipped_patterns_have_no_fault(shipped: str) -> None:
    known = parameters.definitions(shipped)["pii_handling"].schema["properties"]
    texts = [text for one in known.values() for text in one["default"]]
    assert [text for text in texts if fault(text)] == []
