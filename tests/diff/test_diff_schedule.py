from __future__ import annotations

import pytest

from meshgov.diff.schedule import fold, frequency, parse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@daily", "0 0 * * *"),
        ("daily", "00 00 * * *"),
        ("@Weekly", "0 0 * * SUN"),
        ("@monthly", "0 0 1 * ?"),
        ("@annually", "@yearly"),
        ("*/15 * * * *", "0,15,30,45 * * * *"),
        ("0 0 * * 7", "0 0 * * 0"),
        ("0 6 * * 1-5", "0 6 * * mon-fri"),
        ("0 6 1-31 * *", "0 6 * * *"),
        ("5/20 * * * *", "5,25,45 * * * *"),
        ("  0   6 * * * ", "0 6 * * *"),
        ("0 0 1 jan-mar/2 *", "0 0 1 1,3 *"),
    ],
)
def test_the_same_times(one: str, other: str) -> None:
    assert parse(one) == parse(other) is not None


@pytest.mark.parametrize(
    "text",
    [
        "every morning",
        "0 6 * *",
        "0 6 * * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "* * * * *,",
        "*/x * * * *",
    ],
)
def test_text_that_is_no_schedule(text: str) -> None:
    assert parse(text) is None
    assert fold(f" {text}\n") == text


def test_nothing_written() -> None:
    assert fold(None) is None
    assert fold(" ") is None


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("0 6 * * *", "0 6,18 * * *", "raised"),
        ("0 6 * * *", "0 6 * * 1-5", "lowered"),
        ("0 6 * * *", "0 7 * * *", "changed"),
        ("0 6 1 * *", "0 6 * * mon", "raised"),
        # With both parts restricted either is enough, so this runs on more days than Mondays.
        ("0 6 * * mon", "0 6 1 * mon", "raised"),
        ("0 6 1 1 *", "0 6 29 2 *", "lowered"),
        ("0 6 * * *", "at dawn", "changed"),
        ("at dawn", "0 6 * * *", "changed"),
    ],
)
def test_how_often(old: str, new: str, step: str) -> None:
    assert frequency(fold(old), fold(new), None) == step
