"""Promises about service: how available, how complete, how fresh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from meshgov.diff.attributes import Attribute, attribute, steps
from meshgov.diff.equality import canonical, prose
from meshgov.diff.freeform import extensions
from meshgov.diff.schedule import fold, frequency
from meshgov.diff.scope import Scope
from meshgov.diff.sections.quality import checks
from meshgov.model.change import Change
from meshgov.model.contract import Quantity

_UNREADABLE = "sla-value-changed"


def _ratio(name: str) -> dict[str, str]:
    return steps(name, "added", "removed", "raised", "lowered")


def _age(name: str) -> dict[str, str]:
    """Of an age or a delay, less is more."""
    return steps(name, "added", "removed") | {
        "raised": f"{name}-loosened",
        "lowered": f"{name}-tightened",
    }


QUANTITIES: Mapping[str, Mapping[str, str]] = {
    "availability": _ratio("availability"),
    "freshness": _age("freshness"),
    "latency": _age("latency"),
    "completeness": _ratio("completeness"),
    "accuracy": _ratio("accuracy"),
}
"""Attribute -> step -> change id."""

_SCHEDULE = Attribute(
    "update_schedule",
    {
        "added": "update-schedule-added",
        "removed": "update-schedule-removed",
        "raised": "update-schedule-more-frequent",
        "lowered": "update-schedule-less-frequent",
        "changed": "update-schedule-shifted",
    },
    fold,
    frequency,
    key=("freshness", "update_schedule"),
)


def sla(scope: Scope) -> Iterator[Change]:
    """Ratios and durations by value, the schedule by its times, and the quality checks."""
    old, new = scope.old.sla, scope.new.sla
    for name, ids in QUANTITIES.items():
        yield from _quantity(ids, getattr(old, name, None), getattr(new, name, None))
        if name == "freshness":
            yield from attribute(_SCHEDULE, old, new, scope)
    yield from checks(old.quality_checks if old else (), new.quality_checks if new else (), scope)
    yield from extensions(old, new, _UNREADABLE)


def _quantity(
    ids: Mapping[str, str], old: Quantity | None, new: Quantity | None
) -> Iterator[Change]:
    change_id = _step(ids, old, new)
    node = new or old
    if change_id is not None and node is not None:
        yield Change(
            id=change_id,
            path=node.path,
            old=old.written if old else None,
            new=new.written if new else None,
            old_origin=old.origin if old else None,
            new_origin=new.origin if new else None,
        )


def _step(ids: Mapping[str, str], old: Quantity | None, new: Quantity | None) -> str | None:
    if old is None or new is None:
        return None if old is new else ids["added" if old is None else "removed"]
    if old.value is None or new.value is None:
        return None if _text(old) == _text(new) else _UNREADABLE
    before, after = ((one.value, one.exact or one.value) for one in (old, new))
    if before == after:
        return None
    return ids["raised" if after > before else "lowered"]


def _text(quantity: Quantity) -> object:
    written = quantity.written
    return prose(written) if isinstance(written, str) else canonical(written)
