"""Promises about service and quality, and the checks that watch them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from meshgov.formats import units
from meshgov.formats.reader import Node
from meshgov.model.contract import QualityCheck, Quantity, Sla
from meshgov.model.document import Json

_Keys = tuple[tuple[str, str], ...]
_Amount = tuple[int | None, Decimal | None]
_Read = Callable[[Json, str], _Amount]

_UNITS: Final = (
    ("", ""),
    ("_ms", "milliseconds"),
    ("_milliseconds", "milliseconds"),
    ("_seconds", "seconds"),
    ("_minutes", "minutes"),
    ("_hours", "hours"),
    ("_days", "days"),
    ("_weeks", "weeks"),
)


def _named(*words: str) -> tuple[_Keys, ...]:
    """For each word its keys, each with the unit that the key names."""
    return tuple(tuple((f"{word}{key}", unit) for key, unit in _UNITS) for word in words)


_RATIO_KEYS: Final[tuple[_Keys, ...]] = ((("min_threshold", ""),),)
_AGE_KEYS: Final = _named("max_age", "max_delay")
_LATENCY_KEYS: Final = _named("max_latency", "max_delay", "max_age")
"""Keys that hold the value of a promise, those of one word together, the usual word first."""


def sla(node: Node) -> Sla | None:
    """``sla`` and a ``quality_checks`` at the top level, which counts as part of it."""
    inner = node.child("sla")
    if inner is None:
        if not isinstance(node.rest.get("quality_checks"), list):
            node.items("quality_checks")
            return None
        # Nothing but checks at the top level: the root of the document stands for `sla`.
        inner = Node({}, node.origin, node.reader)
    availability, about_availability = _promise(inner, "availability", _RATIO_KEYS, _ratio)
    completeness, about_completeness = _promise(inner, "completeness", _RATIO_KEYS, _ratio)
    accuracy, about_accuracy = _promise(inner, "accuracy", _RATIO_KEYS, _ratio)
    freshness, about_freshness = _promise(inner, "freshness", _AGE_KEYS, _duration)
    latency, about_latency = _promise(inner, "latency", _LATENCY_KEYS, _duration)
    schedule = about_freshness.text("update_schedule") or inner.text("update_schedule")
    checks = _checks(inner, node)
    about = {
        "availability": about_availability.unknown(),
        "freshness": about_freshness.unknown(),
        "completeness": about_completeness.unknown(),
        "accuracy": about_accuracy.unknown(),
        "latency": about_latency.unknown(),
    }
    return Sla(
        path=("sla",),
        origin=inner.origin,
        availability=availability,
        freshness=freshness,
        update_schedule=schedule,
        completeness=completeness,
        accuracy=accuracy,
        latency=latency,
        quality_checks=checks,
        extensions=inner.unknown() | {key: rest for key, rest in about.items() if rest},
    )


def _promise(
    node: Node, key: str, words: tuple[_Keys, ...], read: _Read
) -> tuple[Quantity | None, Node]:
    """The value promised under ``key``, and the mapping around it, empty for a plain value.

    Two keys of one word that both hold the value contradict each other: that is unreadable. With
    two words, the second one promises something of its own, and stays in the mapping.
    """
    path, origin, value = ("sla", key), (*node.origin, key), node.take(key)
    inner = Node(value if isinstance(value, dict) else {}, origin, node.reader)
    if isinstance(value, (str, int, float)) and value != "" and not isinstance(value, bool):
        number, exact = read(value, "")
        return Quantity(value, number, path, origin, exact), inner
    if value is not None and value != "" and not isinstance(value, dict):
        node.wrong(key, "text, a number or a mapping")
    for keys in words:
        written_keys = (name for name, _ in keys if inner.rest.get(name) not in (None, ""))
        said = {name: inner.take(name) for name in written_keys}
        if len(said) == 1:
            ((name, amount),) = said.items()
            unit = dict(keys)[name]
            value, exact = read(amount, unit)
            written = _with_unit(amount, unit)
            return Quantity(written, value, path, (*origin, name), exact), inner
        if said:
            return Quantity(dict(said), None, path, origin), inner
    return None, inner


def _with_unit(amount: Json, unit: str) -> Json:
    """``24`` under a key that ends in ``_hours``, as its author means it: ``24 hours``."""
    if not unit or isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return amount
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def _ratio(value: Json, _unit: str) -> _Amount:
    """A ratio; a share between two millionths is at least the lower one."""
    return _whole(units.millionths(_bound(value, ">=")), ROUND_FLOOR)


def _duration(value: Json, unit: str) -> _Amount:
    """A duration; one between two seconds is at most the higher one."""
    return _whole(units.seconds(_bound(value, "<="), unit), ROUND_CEILING)


def _whole(exact: Decimal | None, rounding: str) -> _Amount:
    """The integer that promises less, and the exact number where that is another one."""
    if exact is None:
        return None, None
    number = int(exact.to_integral_value(rounding))
    return number, None if number == exact else exact


def _bound(value: Json, comparator: str) -> Json:
    """``value`` without a comparator that only says what the promise means anyway."""
    if not isinstance(value, str):
        return value
    written, rest = units.comparison(value)
    return rest if written in (None, comparator) else None


def _checks(inner: Node, root: Node) -> tuple[QualityCheck, ...]:
    children = inner.children("quality_checks") + root.children("quality_checks")
    found = tuple(_check(child) for child in children)
    root.reader.once("the quality check", ((one.name, one.origin) for one in found))
    return found


def _check(node: Node) -> QualityCheck:
    name, limit = node.required("name"), node.take("threshold")
    return QualityCheck(
        name=name,
        path=("sla", "quality_checks", name),
        origin=node.origin,
        dimension=node.text("dimension"),
        query=node.prose("query"),
        threshold=None if limit in (None, "") else units.threshold(limit),
        severity=node.label("severity"),
        extensions=node.unknown(),
    )
