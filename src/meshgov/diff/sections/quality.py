"""Tests of the data: what they ask, what they allow, how much they weigh."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from meshgov.diff import sql
from meshgov.diff.attributes import Attribute, always, attributes, origin, rising, steps
from meshgov.diff.equality import canonical, prose, word
from meshgov.diff.freeform import extensions
from meshgov.diff.merge import merged
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import QualityCheck, Threshold
from meshgov.model.document import Json
from meshgov.model.pack import SEVERITIES

_DIRECTIONS = {">=": (1, 0), ">": (1, 1), "<=": (-1, 0), "<": (-1, 1)}
"""Comparator -> sign that makes a higher limit the stricter one, and 1 when it is excluded."""

_DEFAULT_SEVERITY = "error"
"""What a check weighs when its author doesn't say."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """A threshold: comparator, number and unit, or the text as written when there is no number.

    ``percent`` says that it was written as a percentage. 99% and 0.99 are the same limit.
    """

    comparator: str | None
    value: Hashable
    unit: str | None = None
    percent: bool = field(default=False, compare=False)

    @property
    def direction(self) -> int:
        """1 when a higher limit is stricter, -1 when a lower one is, 0 when it isn't known."""
        known = isinstance(self.value, Decimal) and self.comparator in _DIRECTIONS
        return _DIRECTIONS[str(self.comparator)][0] if known else 0

    @property
    def strictness(self) -> tuple[Decimal, int]:
        """Compares limits of one direction: more is stricter."""
        sign, excluded = _DIRECTIONS[str(self.comparator)]
        return sign * Decimal(str(self.value)), excluded

    def compares_with(self, other: _Limit) -> bool:
        """Whether both numbers count the same thing; 99 may be rows, or what 99% is."""
        if self.unit != other.unit:
            return False
        shares = (isinstance(one.value, Decimal) and 0 <= one.value <= 1 for one in (self, other))
        return self.percent == other.percent or all(shares)


def _severity(before: str, after: str, scope: Scope) -> str:
    """A word outside the order may weigh nothing: the careful reading is "lower"."""
    if before not in SEVERITIES or after not in SEVERITIES:
        return "lowered"
    return rising(SEVERITIES.index(before), SEVERITIES.index(after), scope)


_QUERY = Attribute("query", always("quality-query-changed"), sql.fold)
_REST = (
    Attribute(
        "severity",
        steps("quality-severity", "raised", "lowered"),
        lambda severity: word(severity) or _DEFAULT_SEVERITY,
        _severity,
    ),
    # The dimension is a second label of a check.
    Attribute("dimension", always("quality-check-renamed"), word),
)


def checks(
    old: Sequence[QualityCheck], new: Sequence[QualityCheck], scope: Scope
) -> Iterator[Change]:
    """Checks by name, or by what they ask when only the name is another."""
    before, after = {one.name: one for one in old}, {one.name: one for one in new}
    renamed = _renamed(before, after)
    origins = {now: was for was, now in renamed.items()}
    twins = {_body(one): one for one in reversed(new)}
    for name in merged([renamed.get(name, name) for name in before], list(after)):
        was, now = before.get(origins.get(name, name)), after.get(name)
        if was is not None and now is not None:
            yield from _check(was, now, scope)
        elif was is not None:
            yield _gone(was, twins.get(_body(was)) if _body(was) else None)
        else:
            yield _come(now)  # type: ignore[arg-type]  # one of both is


def _come(check: QualityCheck) -> Change:
    return Change("quality-check-added", check.path, new=_shown(check), new_origin=check.origin)


def _gone(check: QualityCheck, twin: QualityCheck | None) -> Change:
    """A check that has no successor; with a twin that asks the same, its guarantee remains."""
    if twin is None:
        return Change("quality-check-removed", check.path, _shown(check), None, check.origin)
    return _rename(check, twin)


def _rename(old: QualityCheck, new: QualityCheck) -> Change:
    return Change("quality-check-renamed", new.path, old.name, new.name, old.origin, new.origin)


def _check(old: QualityCheck, new: QualityCheck, scope: Scope) -> Iterator[Change]:
    if old.name != new.name:
        yield _rename(old, new)
    yield from attributes((_QUERY,), old, new, scope)
    step = _step(_limit(old.threshold), _limit(new.threshold))
    if step is not None:
        key = ("threshold",)
        yield Change(
            id=f"quality-threshold-{step}",
            path=new.path + key,
            old=old.threshold.written if old.threshold else None,
            new=new.threshold.written if new.threshold else None,
            old_origin=origin(old, old.threshold, key),
            new_origin=origin(new, new.threshold, key),
        )
    yield from attributes(_REST, old, new, scope)
    yield from extensions(old, new)


def _limit(threshold: Threshold | None) -> _Limit | None:
    if threshold is None or threshold.written is None:
        return None
    written = threshold.written
    if threshold.value is not None:
        percent = str(written).rstrip().endswith("%")
        return _Limit(threshold.comparator, Decimal(threshold.value), threshold.unit, percent)
    return _Limit(None, prose(written) if isinstance(written, str) else canonical(written))


def _step(old: _Limit | None, new: _Limit | None) -> str | None:
    """Tightened or loosened where the direction is declared; any limit is stricter than none."""
    if old == new:
        return None
    directions = {limit.direction for limit in (old, new) if limit is not None}
    if old is None or new is None:
        return "changed" if 0 in directions else "tightened" if old is None else "loosened"
    if 0 in directions or len(directions) > 1 or not old.compares_with(new):
        return "changed"
    return "tightened" if new.strictness > old.strictness else "loosened"


def _renamed(old: dict[str, QualityCheck], new: dict[str, QualityCheck]) -> dict[str, str]:
    """Old name -> new name of checks that ask and allow the same under another name."""
    come: dict[Hashable, list[str]] = {}
    for name, check in new.items():
        if name not in old:
            come.setdefault(_body(check), []).append(name)
    found: dict[str, str] = {}
    for name, check in old.items():
        waiting = come.get(_body(check))
        if name not in new and waiting and _body(check) is not None:
            found[name] = waiting.pop(0)
    return found


def _body(check: QualityCheck) -> Hashable:
    """Query and threshold; None for a check that has neither and so proves nothing."""
    body = sql.fold(check.query), _limit(check.threshold)
    return None if body == (None, None) else body


def _shown(check: QualityCheck) -> Json:
    written = {
        "name": check.name,
        "query": check.query,
        "threshold": check.threshold.written if check.threshold else None,
    }
    return {name: value for name, value in written.items() if value is not None}
