"""Promises about service and quality, and the checks that watch them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from meshgov.formats import units
from meshgov.formats.reader import Node
from meshgov.model.contract import QualityCheck, Quantity, Sla
from meshgov.model.document import Json

_Keys = tuple[tuple[str, str], ...]

_UNITS: Final = (
    ("", ""),
    ("_seconds", "seconds"),
    ("_minutes", "minutes"),
    ("_hours", "hours"),
    ("_days", "days"),
)
_RATIO_KEYS: Final[_Keys] = (("min_threshold", ""),)
_AGE_KEYS: Final[_Keys] = tuple((f"max_age{key}", unit) for key, unit in _UNITS)
_LATENCY_KEYS: Final[_Keys] = tuple((f"max_latency{key}", unit) for key, unit in _UNITS)
"""Keys that hold the value of a promise, each with the unit that it names."""


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
    node: Node, key: str, keys: _Keys, read: Callable[[Json, str], int | None]
) -> tuple[Quantity | None, Node]:
    """The value promised under ``key``, and the mapping around it, empty for a plain value.

    Two keys in one mapping that both hold the value contradict each other: that is unreadable.
    """
    path, origin, value = ("sla", key), (*node.origin, key), node.take(key)
    inner = Node(value if isinstance(value, dict) else {}, origin, node.reader)
    if isinstance(value, (str, int, float)) and value != "" and not isinstance(value, bool):
        return Quantity(value, read(value, ""), path, origin), inner
    if value is not None and value != "" and not isinstance(value, dict):
        node.wrong(key, "text, a number or a mapping")
    said = {name: inner.take(name) for name, _ in keys if inner.rest.get(name) not in (None, "")}
    if len(said) != 1:
        return (Quantity(dict(said), None, path, origin) if said else None), inner
    ((name, amount),) = said.items()
    unit = dict(keys)[name]
    written = _with_unit(amount, unit)
    return Quantity(written, read(amount, unit), path, (*origin, name)), inner


def _with_unit(amount: Json, unit: str) -> Json:
    """``24`` under a key that ends in ``_hours``, as its author means it: ``24 hours``."""
    if not unit or isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return amount
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def _ratio(value: Json, _unit: str) -> int | None:
    return units.ratio(_bound(value, ">="))


def _duration(value: Json, unit: str) -> int | None:
    return units.duration(_bound(value, "<="), unit)


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
