"""What a field's values may be: constraints as sets of values, defaults, nulls and uniqueness."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, NamedTuple

from meshgov.diff.attributes import Attribute, attribute, steps
from meshgov.diff.equality import canonical, same, written_default
from meshgov.diff.merge import merged
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import Constraint, Field
from meshgov.model.dates import moment
from meshgov.model.document import Json, Origin, Path

_DEFAULT = Attribute("default", steps("default", "added", "removed", "changed"), written_default)
_UNKNOWN = steps("constraint", "added", "removed", "changed")


class _Promise(NamedTuple):
    """One constraint of a field on both sides; None where it isn't made."""

    path: Path
    old: Constraint | None
    new: Constraint | None
    implied: bool = False


_Rule = Callable[[_Promise], Iterator[Change]]


def values(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    """Constraints by name, then the default."""
    before, after = _made(old), _made(new)
    implied = _implied(old, new, scope)
    for name in merged(before, list(after)):
        path = (*new.path, "constraints", name)
        promise = _Promise(path, before.get(name), after.get(name), name in implied)
        yield from _RULES.get(name, _unknown)(promise)
    yield from attribute(_DEFAULT, old, new, scope)


def required(field: Field) -> bool:
    """Whether a field always has a value."""
    return field.is_primary_key or "not_null" in _made(field)


def _made(field: Field) -> dict[str, Constraint]:
    """Constraints that promise something: a flag that is false and an empty limit don't."""
    return {
        one.name: one
        for one in field.constraints
        if one.value is not None and one.value is not False
    }


def _implied(old: Field, new: Field, scope: Scope) -> frozenset[str]:
    """Promises that a key makes on either side; the change of the key stands for them."""
    if not old.is_primary_key and not new.is_primary_key:
        return frozenset()
    alone = old.path in scope.sole_keys[0] or new.path in scope.sole_keys[1]
    return frozenset({"not_null", "unique"} if alone else {"not_null"})


def _flag(prefix: str, promise: _Promise) -> Iterator[Change]:
    """A promise that is made or not; silent where a key implies it."""
    if promise.implied:
        return
    if promise.old is None or promise.new is None:
        yield _change(f"{prefix}-{_presence(promise)}", promise)
    else:
        # Something else than yes or no was written, and nobody knows what it means.
        yield from _unknown(promise)


def _bound(prefix: str, promise: _Promise) -> Iterator[Change]:
    """A lowest or highest value. Values that don't compare have no known direction."""
    if promise.old is None or promise.new is None:
        yield _change(f"{prefix}-{_presence(promise)}", promise)
        return
    before, after = _measure(promise.old.value), _measure(promise.new.value)
    if before is None or after is None or before[0] != after[0]:
        yield from _unknown(promise)
    elif before != after:
        yield _change(f"{prefix}-{'raised' if after > before else 'lowered'}", promise)


def _opaque(ids: Mapping[str, str], promise: _Promise) -> Iterator[Change]:
    """A promise that can be compared as a whole only."""
    if promise.old is None or promise.new is None:
        yield _change(ids[_presence(promise)], promise)
    elif not same(promise.old.value, promise.new.value):
        yield _change(ids["changed"], promise)


def _choice(promise: _Promise) -> Iterator[Change]:
    """A list of allowed values: one change for each that came or went."""
    if promise.old is None or promise.new is None:
        yield _change(f"enum-{_presence(promise)}", promise)
        return
    before, after = _members(promise.old), _members(promise.new)
    for key in merged(before, list(after)):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            value = (was or now or ((), None))[1]
            yield Change(
                id="enum-value-added" if was is None else "enum-value-removed",
                path=(*promise.path, _text(value)),
                old=None if was is None else value,
                new=None if now is None else value,
                old_origin=was and was[0],
                new_origin=now and now[0],
            )


_RULES: Mapping[str, _Rule] = {
    "not_null": partial(_flag, "not-null"),
    "unique": partial(_flag, "unique"),
    "in": _choice,
    "min": partial(_bound, "min"),
    "max": partial(_bound, "max"),
    "min_length": partial(_bound, "min-length"),
    "max_length": partial(_bound, "max-length"),
    "pattern": partial(_opaque, steps("pattern", "added", "removed", "changed")),
}
"""Constraint name -> what a difference of it is called."""

_unknown: _Rule = partial(_opaque, _UNKNOWN)


def _presence(promise: _Promise) -> str:
    return "added" if promise.old is None else "removed"


def _change(change_id: str, promise: _Promise) -> Change:
    old, new = promise.old, promise.new
    return Change(
        id=change_id,
        path=promise.path,
        old=old.value if old else None,
        new=new.value if new else None,
        old_origin=old.origin if old else None,
        new_origin=new.origin if new else None,
    )


def _measure(value: Json) -> tuple[str, Any] | None:
    """A number or an instant that compares with others of its kind, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        instant = moment(str(value))
        return ("instant", instant) if instant else None
    return ("number", number) if number.is_finite() else None


def _members(choice: Constraint) -> dict[Hashable, tuple[Origin, Json]]:
    """Allowed values, each with its place; letter case counts, since they are data."""
    written = choice.value if isinstance(choice.value, list) else [choice.value]
    found: dict[Hashable, tuple[Origin, Json]] = {}
    for index, value in enumerate(written):
        found.setdefault(canonical(value), ((*choice.origin, choice.name, index), value))
    return found


def _text(value: Json) -> str:
    """A value as a step of a path."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
