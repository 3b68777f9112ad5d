"""Values without a shape of our own: what authors write under keys that we don't know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from meshgov.diff.attributes import Node, standing
from meshgov.diff.equality import same
from meshgov.diff.merge import merged
from meshgov.model.change import Change
from meshgov.model.contract import ABSENT, EMPTY, Absent
from meshgov.model.document import Json, Path

_LARGE = 1_000
"""Nodes of a map beyond which it is shown whole: comparing it in depth would cost too much."""


def extensions(
    old: Node | None, new: Node | None, change_id: str = "extension-changed"
) -> Iterator[Change]:
    """One change for each unknown key of a node that was added, removed or altered."""
    before: Mapping[str, Json] = getattr(old, "extensions", EMPTY)
    after: Mapping[str, Json] = getattr(new, "extensions", EMPTY)
    for key in differing(before, after):
        one, other = narrow(before.get(key), after.get(key))
        yield Change(
            id=change_id,
            path=(*standing(old, new).path, key),
            old=one,
            new=other,
            old_origin=(*old.origin, key) if old is not None and key in before else None,
            new_origin=(*new.origin, key) if new is not None and key in after else None,
        )


def differing(old: Mapping[str, Json], new: Mapping[str, Json]) -> list[str]:
    """Keys of two maps whose values aren't the same, in reporting order."""
    if not old and not new:
        return []
    return [
        key
        for key in merged(old, list(new))
        if key not in old or key not in new or not same(old[key], new[key])
    ]


def narrow(old: Json, new: Json) -> tuple[Json, Json]:
    """Two unequal values, reduced to what differs where both are maps of a handy size.

    Lists stay whole: an author recognises a list by its items, not by their indices.
    """
    if not isinstance(old, dict) or not isinstance(new, dict) or _large(old) or _large(new):
        return old, new
    before: dict[str, Json] = {}
    after: dict[str, Json] = {}
    for path in _places(old, new):
        one, other = _at(old, path), _at(new, path)
        if not same(one, other):
            _put(before, path, one)
            _put(after, path, other)
    return before, after


def _places(old: dict[str, Json], new: dict[str, Json]) -> list[Path]:
    """Paths of keys at which two maps differ, sorted."""
    from deepdiff import DeepDiff  # noqa: PLC0415  # start-up budget

    # With the default threshold, maps that share few keys are one single difference.
    tree = DeepDiff(old, new, view="tree", threshold_to_diff_deeper=0)
    levels = (level for group in tree.values() for level in group)
    return sorted({_names(level.path(output_format="list")) for level in levels})


def _names(steps: list[str | int]) -> Path:
    """The steps before the first index."""
    path: list[str] = []
    for step in steps:
        if not isinstance(step, str):
            break
        path.append(step)
    return tuple(path)


def _at(value: Json, path: Path) -> Json | Absent:
    """What stands at ``path``; ABSENT where a map on the way doesn't have the key."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return ABSENT
        value = value[step]
    return value


def _put(target: dict[str, Any], path: Path, value: Json | Absent) -> None:
    """Write ``value`` at ``path`` unless it is ABSENT, with the maps around it."""
    if value is not ABSENT:
        for step in path[:-1]:
            target = target.setdefault(step, {})
        target[path[-1]] = value


def _large(value: Json) -> bool:
    """Whether a value has more nodes than are worth comparing in depth."""
    waiting, seen = [value], 0
    while waiting and seen <= _LARGE:
        one = waiting.pop()
        seen += 1
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return seen > _LARGE
