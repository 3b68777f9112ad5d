from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.formats.units import (
    LARGEST,
    comparison,
    days,
    duration,
    millionths,
    ratio,
    seconds,
    size,
    threshold,
)
from meshgov.model.contract import Threshold
from meshgov.model.document import Json


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("99.9%", 999_000), (99.9, 999_000), (0.999, 999_000), ("99.9", 999_000),
        (" 99.9 % ", 999_000), ("0.999", 999_000), (99, 990_000), (100, 1_000_000),
        (1, 1_000_000), (1.0, 1_000_000), ("1%", 10_000), ("0.5%", 5_000), (0, 0), ("0%", 0),
        (".5", 500_000), ("+5%", 50_000), (1e-6, 1), ("99.9999%", 999_999),
        (100.1, None), ("101%", None), (-1, None), ("-1%", None), ("-0.5", None),
        (1e-7, None), ("99.99999%", None),
        ("", None), ("%", None), ("99,9%", None), ("1e2", None), ("many", None), ("99%%", None),
        (True, None), (None, None), ([99], None), (10**400, None), (1e300, None), ("9" * 99, None),
    ],
)  # fmt: skip
def test_ratios_are_millionths(value: Json, expected: int | None) -> None:
    assert ratio(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("24 hours", 86_400), ("1 day", 86_400), ("PT24H", 86_400), ("p1d", 86_400),
        ("1440 minutes", 86_400), ("1 Day", 86_400), ("24h", 86_400), ("0.5 days", 43_200),
        ("1 day 12 hours", 129_600), ("1 day, 12 hours and 3 s", 129_603), ("1d12h", 129_600),
        ("P1DT12H", 129_600), ("PT1M", 60), ("P1M", 31 * 86_400), ("1 month", 31 * 86_400),
        ("P2W", 14 * 86_400), ("2 weeks", 14 * 86_400), ("15m", 900), ("15 min", 900),
        ("7 years", 2_557 * 86_400), ("P7Y", 2_557 * 86_400), ("1 year", 366 * 86_400),
        ("1000 ms", 1), ("PT1.0S", 1), ("0 s", 0), ("2 mo", 61 * 86_400),
        ("500 ms", None), ("PT0.5S", None), ("24", None), (24, None), ("", None), ("P", None),
        ("PT", None), ("P1H", None), ("-1 day", None), ("soon", None), ("1 fortnight", None),
        ("1 day ago", None), (None, None), (True, None), ("1 day " * 50, None),
        ("99999999999999999 years", None), ({"days": 1}, None),
    ],
)  # fmt: skip
def test_durations_are_seconds(value: Json, expected: int | None) -> None:
    assert duration(value) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(90, "minutes", 5_400), ("24", "hours", 86_400), (1.5, "days", 129_600), (3, "seconds", 3),
     ("1 hour", "minutes", 3_600), (-1, "days", None), (True, "days", None)],
)  # fmt: skip
def test_a_unit_beside_counts_for_a_bare_number(value: Json, unit: str, expected: int) -> None:
    assert duration(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (365, 365), (365.0, 365), ("365", 365), (0, 0),
        ("7 years", 2_557), ("P7Y", 2_557), ("3 years", 1_096), ("P3Y", 1_096), ("1 year", 366),
        ("12 months", 366), ("6 months", 183), ("P1Y6M", 548), ("1.5 years", 548), ("P6M", 183),
        ("90 days", 90), ("2 weeks", 14), ("720 hours", 30), ("25 hours", 2), ("PT1M", 1),
        ("6m", None), ("6 M", None), ("1 day 6m", None), (-1, None), ("-1", None),
        ("forever", None), ("", None), (None, None), (True, None), (10**20, None),
    ],
)  # fmt: skip
def test_retention_is_days(value: Json, expected: int | None) -> None:
    assert days(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10 GB", 10 * 10**9), ("10GiB", 10 * 2**30), ("1.5 kb", 1_500), ("1 TiB", 2**40),
        ("2M", 2_000_000), ("2Mi", 2 * 2**20), ("1 PB", 10**15), ("512", 512), ("3 bytes", 3),
        (7, 7), ("0.3 B", None), (0.5, None), (-1, None), ("10 XB", None), ("GB", None),
        ("", None), (None, None), (True, None),
    ],
)  # fmt: skip
def test_sizes_are_bytes(value: Json, expected: int | None) -> None:
    assert size(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">= 99%", (">=", "99%")), ("<=1 hour", ("<=", "1 hour")), (" > 5 ", (">", "5")),
        ("<5", ("<", "5")), ("= 0", ("==", "0")), ("== 0", ("==", "0")), ("!= 0", ("!=", "0")),
        ("≥ 1", (">=", "1")), ("≤ 1", ("<=", "1")), ("≠ 1", ("!=", "1")), ("99%", (None, "99%")),
        ("rows > 1", (None, "rows > 1")), ("", (None, "")), (">=", (">=", "")),
    ],
)  # fmt: skip
def test_a_comparator_stands_in_front(text: str, expected: tuple[str | None, str]) -> None:
    assert comparison(text) == expected


@pytest.mark.parametrize(
    ("written", "comparator", "value"),
    [
        (">= 99%", ">=", "0.99"), (">= 99.50 %", ">=", "0.995"), ("<= 0", "<=", "0"),
        ("0.990", None, "0.99"), (0.95, None, "0.95"), (100, None, "100"), (-5, None, "-5"),
        ("100", None, "100"), ("-0.0", None, "0"), (1e-7, None, "0.0000001"), ("5%", None, "0.05"),
        (1e15, None, "1000000000000000"), ("< -1.5", "<", "-1.5"),
        ("rows > 1", None, None), ("", None, None), (None, None, None),
        (True, None, None), ([1], None, None), (1e30, None, None),
    ],
)  # fmt: skip
def test_thresholds_are_a_comparator_and_a_plain_number(
    written: Json, comparator: str | None, value: str | None
) -> None:
    assert threshold(written) == Threshold(written, comparator, value)


@pytest.mark.parametrize(
    ("written", "comparator", "value", "unit"),
    [
        ("<= 24 hours", "<=", "86400", "seconds"), ("<= P1D", "<=", "86400", "seconds"),
        ("< 500ms", "<", "0.5", "seconds"), ("250 us", None, "0.00025", "seconds"),
        (">= 1.5 kB", ">=", "1500", "bytes"), ("<= 5 Rows", "<=", "5", "rows"),
        ("> -2.50 points", ">", "-2.5", "points"), (">= 99 percent", ">=", "99", "percent"),
    ],
)  # fmt: skip
def test_thresholds_count_in_one_unit(
    written: str, comparator: str | None, value: str, unit: str
) -> None:
    assert threshold(written) == Threshold(written, comparator, value, unit)


@pytest.mark.parametrize("written", ["<= 5 rows a day", "<= five rows", "<= 5 rows2", "0.5 B a"])
def test_other_thresholds_have_no_amount(written: str) -> None:
    assert threshold(written).value is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("99.99999%", "999999.9"), (1e-7, "0.1"), ("50%", "500000"), ("101%", None)],
)
def test_ratios_are_read_exactly(value: Json, expected: str | None) -> None:
    assert millionths(value) == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("500 ms", "0.5"), ("PT0.25S", "0.25"), ("10 us", "0.00001"), ("2 min", "120"), (2, None)],
)
def test_durations_are_read_exactly(value: Json, expected: str | None) -> None:
    assert seconds(value) == (expected and Decimal(expected))


@given(st.integers(0, 1_000_000))
def test_every_millionth_is_read_back_exactly(millionths: int) -> None:
    percent = Decimal(millionths).scaleb(-4)
    assert ratio(f"{percent:f}%") == millionths
    assert ratio(f"{Decimal(millionths).scaleb(-6):f}") == millionths
    assert ratio(float(Fraction(millionths, 1_000_000))) == millionths


@given(st.integers(0, 10**6))
def test_equal_durations_are_equal_in_every_unit(minutes: int) -> None:
    spelled = [f"{minutes} minutes", f"PT{minutes}M", f"{Decimal(minutes * 60)} s"]
    assert {duration(text) for text in spelled} == {duration(minutes, "minutes")} == {minutes * 60}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.text(alphabet="0123456789.%<>= PTYMDHWSdayshoursmin-+"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)  # fmt: skip


@given(ANYTHING)
def test_nothing_that_json_knows_makes_a_reader_fail(value: Json) -> None:
    for read in (ratio, duration, days, size):
        amount = read(value)
        assert amount is None or 0 <= amount <= LARGEST
    assert threshold(value).written == value
