"""Values with a unit, read exactly: ratios, durations, retention, sizes and thresholds.

Everything is counted in one unit (millionths, seconds, days, bytes). Where whole units are asked
for, a value between two of them is unreadable, because rounding it would hide a change. No float is
ever computed with: 99.9 / 100 isn't 0.999 in binary.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Context, Decimal
from typing import Final

from meshgov.model.contract import Threshold
from meshgov.model.document import Json

MILLIONTHS: Final = 1_000_000
HUNDRED: Final = 100
LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exact."""

_EXACT: Final = Context(prec=80)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_COMPARISON: Final = re.compile(r"\s*(>=|<=|==|!=|≥|≤|≠|>|<|=)\s*", re.ASCII)
_COMPARATORS: Final = {"≥": ">=", "≤": "<=", "≠": "!=", "=": "=="}

# A month is a twelfth of the mean Julian year of 365.25 days: 7 years are 2556.75 days.
_DAYS_PER_MONTH: Final = Decimal("30.4375")
_DAY: Final = Decimal(86400)
_SECONDS: Final[dict[str, Decimal]] = {
    unit: Decimal(length)
    for length, units in {
        "0.000001": ("us", "microsecond", "microseconds"),
        "0.001": ("ms", "millisecond", "milliseconds"),
        "1": ("s", "sec", "secs", "second", "seconds"),
        "60": ("m", "min", "mins", "minute", "minutes"),
        "3600": ("h", "hr", "hrs", "hour", "hours"),
        "86400": ("d", "day", "days"),
        "604800": ("w", "wk", "week", "weeks"),
    }.items()
    for unit in units
}
_MONTHS: Final = {
    "month": 1, "months": 1, "mo": 1, "year": 12, "years": 12, "y": 12, "yr": 12, "yrs": 12,
}  # fmt: skip
_BARE_M: Final = re.compile(r"[^p]*[0-9]\s*m\b", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)\s*([a-z]+)(?:\s*,?\s*(?:and\s+)?)")
_ISO: Final = re.compile(
    r"P(?=.)(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<week>\d+)W)?(?:(?P<day>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_LONGEST: Final = 100
_COUNTED: Final = re.compile(r"([+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?)\s*([^\W\d_]+)")
_SIZE: Final = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,18})?)\s*([a-z]*)")
_BYTES: Final[dict[str, int]] = {
    "": 1, "b": 1, "byte": 1, "bytes": 1,
    **{unit + tail: 1000**power for power, unit in enumerate("kmgtp", 1) for tail in ("", "b")},
    **{unit + tail: 1024**power for power, unit in enumerate("kmgtp", 1) for tail in ("i", "ib")},
}  # fmt: skip


def ratio(value: Json) -> int | None:
    """Millionths of a ratio, as ``millionths`` reads it.

    Returns:
        None for what ``millionths`` can't read, and for what is finer than a millionth.
    """
    return _integer(millionths(value))


def millionths(value: Json) -> Decimal | None:
    """Millionths of a ratio: ``"99.9%"``, ``99.9`` and ``0.999`` are 999000.

    A number up to 1 is a ratio, above 1 a percentage; with a percent sign it is always one.

    Returns:
        None for what is no number, negative, or above 100 %.
    """
    percent = False
    if isinstance(value, str):
        value = value.strip()
        percent, value = value.endswith("%"), value.removesuffix("%")
    number = _number(value)
    if number is None or number > HUNDRED:
        return None
    percent = percent or number > 1
    return _sane(_EXACT.multiply(number, Decimal(MILLIONTHS // 100 if percent else MILLIONTHS)))


def duration(value: Json, unit: str = "") -> int | None:
    """Seconds of a duration, as ``seconds`` reads it.

    Returns:
        None for what ``seconds`` can't read, and for what isn't a whole number of them.
    """
    return _integer(seconds(value, unit))


def seconds(value: Json, unit: str = "") -> Decimal | None:
    """Seconds of ``"24 hours"``, ``"1 day 12 h"``, ``"PT24H"``, or of a number and its ``unit``.

    Months and years are counted as ``days`` counts them: 7 years are 2557 days.

    Returns:
        None for what can't be read, has no unit, or is negative.
    """
    amounts = _amounts(value, unit)
    if amounts is None:
        return None
    in_months, rest = amounts
    return _sane(_EXACT.fma(_round_up(_mean_days(in_months)), _DAY, rest))


def days(value: Json) -> int | None:
    """Days of a retention: ``365``, ``"7 years"`` (2557), ``"P3Y"`` (1096), ``"90 days"``.

    What isn't a whole number of days counts as the next one.

    Returns:
        None for what can't be read or is negative; a bare ``m`` could be minutes or months.
    """
    if isinstance(value, str) and _BARE_M.match(value):
        return None
    amounts = _amounts(value, "days")
    if amounts is None:
        return None
    in_months, rest = amounts
    exact = _EXACT.add(_mean_days(in_months), _EXACT.divide(rest, _DAY))
    return _integer(_sane(_round_up(exact)))


def size(value: Json) -> int | None:
    """Bytes of ``"10 GB"`` (decimal), ``"10 GiB"`` (binary) or a plain number.

    Returns:
        None for what can't be read or isn't a whole number of bytes.
    """
    if not isinstance(value, str):
        number = _number(value)
        return _integer(_sane(number)) if number is not None else None
    match = _SIZE.fullmatch(value.strip().lower())
    factor = _BYTES.get(match[2]) if match else None
    if match is None or factor is None:
        return None
    return _integer(_sane(_EXACT.multiply(Decimal(match[1]), Decimal(factor))))


def comparison(text: str) -> tuple[str | None, str]:
    """The comparator in front of ``text`` (one of ``>= > <= < == !=``), or None, and the rest."""
    match = _COMPARISON.match(text)
    if match is None:
        return None, text.strip()
    return _COMPARATORS.get(match[1], match[1]), text[match.end() :].strip()


def threshold(value: Json) -> Threshold:
    """A check's limit: ``">= 99%"`` is comparator ``>=`` and value ``0.99``.

    A duration is counted in seconds, a size in bytes, anything else that has one word as its unit
    (``"<= 5 rows"``) in that. A bare number declares no direction, so its comparator is None. The
    value is None when what follows the comparator isn't an amount.
    """
    if not isinstance(value, str):
        number = _number(value)
        return Threshold(value, None, None if number is None else _plain(number))
    comparator, rest = comparison(value)
    percent = rest.endswith("%")
    number = _number(rest.removesuffix("%"))
    if number is None:
        amount, unit = _measured(rest)
        return Threshold(value, comparator, None if amount is None else _plain(amount), unit)
    return Threshold(value, comparator, _plain(number.scaleb(-2, _EXACT) if percent else number))


def _measured(text: str) -> tuple[Decimal | None, str | None]:
    """An amount in its base unit and that unit; None for both when ``text`` isn't one."""
    amount = seconds(text)
    if amount is not None:
        return amount, "seconds"
    in_bytes = size(text)
    if in_bytes is not None:
        return Decimal(in_bytes), "bytes"
    match = _COUNTED.fullmatch(text)
    return (Decimal(match[1]), match[2].lower()) if match else (None, None)


def _number(value: Json) -> Decimal | None:
    """An exact number of a sane size, or None."""
    if isinstance(value, str):
        text = value.strip()
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if not -LARGEST <= value <= LARGEST:
        return None
    return Decimal(repr(value))


def _amounts(value: Json, unit: str) -> tuple[Decimal, Decimal] | None:
    """Months and seconds that ``value`` adds up to, or None."""
    number = _number(value)
    if number is not None:
        return _sum([(number, unit)]) if number >= 0 else None
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    iso = _ISO.fullmatch(value.strip().upper())
    if iso:
        return _sum([(Decimal(text), part) for part, text in iso.groupdict().items() if text])
    return _sum(_written(value.strip().lower()))


def _written(text: str) -> list[tuple[Decimal, str]]:
    """Amounts and units of ``1 day 12 hours``; empty when anything else stands between them."""
    found, at = [], 0
    while at < len(text):
        match = _AMOUNT.match(text, at)
        if match is None:
            return []
        found.append((Decimal(match[1]), match[2]))
        at = match.end()
    return found


def _sum(parts: list[tuple[Decimal, str]]) -> tuple[Decimal, Decimal] | None:
    months = rest = Decimal(0)
    for amount, unit in parts:
        if unit in _MONTHS:
            months = _EXACT.add(months, _EXACT.multiply(amount, Decimal(_MONTHS[unit])))
        elif unit in _SECONDS:
            rest = _EXACT.add(rest, _EXACT.multiply(amount, _SECONDS[unit]))
        else:
            return None
    return (months, rest) if parts else None


def _mean_days(months: Decimal) -> Decimal:
    return _EXACT.multiply(months, _DAYS_PER_MONTH)


def _round_up(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_CEILING)


def _sane(number: Decimal) -> Decimal | None:
    """``number`` when it lies between 0 and LARGEST."""
    return number if 0 <= number <= LARGEST else None


def _integer(number: Decimal | None) -> int | None:
    """``number`` when it is whole; rounding it would hide a change."""
    whole = number is not None and number == number.to_integral_value()
    return int(number) if number is not None and whole else None


def _plain(number: Decimal) -> str:
    """The shortest decimal text of a number: no exponent, no zeros at the end."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
