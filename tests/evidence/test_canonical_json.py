"""RFC 8785: its own examples, and the same bytes as an independent implementation."""

import json
import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from meshgov.errors import InputError
from meshgov.evidence import canonical

# Appendix B of the RFC: IEEE 754 bits, and the text of the number.
NUMBERS = [
    (0.0, "0"),
    (-0.0, "0"),
    (5e-324, "5e-324"),
    (-5e-324, "-5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (-1.7976931348623157e308, "-1.7976931348623157e+308"),
    (9007199254740992.0, "9007199254740992"),
    (295147905179352830000.0, "295147905179352830000"),
    (9.999999999999997e22, "9.999999999999997e+22"),
    (1e23, "1e+23"),
    (1.0000000000000001e23, "1.0000000000000001e+23"),
    (999999999999999700000.0, "999999999999999700000"),
    (999999999999999900000.0, "999999999999999900000"),
    (1e21, "1e+21"),
    (9.999999999999997e-7, "9.999999999999997e-7"),
    (0.000001, "0.000001"),
    (333333333.3333332, "333333333.3333332"),
    (333333333.33333325, "333333333.33333325"),
    (333333333.3333333, "333333333.3333333"),
    (333333333.3333334, "333333333.3333334"),
    (333333333.33333343, "333333333.33333343"),
    (-0.0000033333333333333333, "-0.0000033333333333333333"),
    (1424953923781206.2, "1424953923781206.2"),
    (100.0, "100"),
    (-1.5, "-1.5"),
]

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBER = st.integers(-canonical.SAFE, canonical.SAFE) | st.floats(
    allow_nan=False, allow_infinity=False
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@pytest.mark.parametrize(("number", "text"), NUMBERS)
def test_numbers_of_the_rfc(number: float, text: str) -> None:
    assert canonical.encode(number).decode() == text


def test_the_example_of_section_3_2() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '€$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert canonical.encode(value).decode() == (
        '{"literals":[null,true,false],'
        '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_the_order_of_section_3_2_3() -> None:
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical.encode(names)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@given(VALUES)
def test_same_bytes_as_another_implementation(value: Any) -> None:
    written = canonical.encode(value)
    assert written == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        canonical.SAFE + 1,
        [-canonical.SAFE - 1],
        math.nan,
        {"a": math.inf},
        "\ud800",
        {"\udfff": 1.5},
        {1: "a"},
        {"a": {2}},
        b"bytes",
    ],
    ids=repr,
)
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        canonical.encode(value)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "",
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        '{"a": 1}',
        "1.0e0",
        "NaN",
        "[" * 100_000,
        '"\\ud800"',
    ],
    ids=lambda text: text[:12],
)
def test_what_is_not_in_that_form_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"canonical|Expecting|JSON"):
        canonical.read(text.encode())


def test_decoding_takes_any_form_but_says_each_key_once() -> None:
    assert canonical.decode(b' {"b": 1.50, "a": null} ') == {"b": 1.5, "a": None}
    for text in (b'{"a":1,"a":2}', b"[NaN]", b"[-Infinity]"):
        with pytest.raises(ValueError, match=r"twice|no JSON"):
            canonical.decode(text)
