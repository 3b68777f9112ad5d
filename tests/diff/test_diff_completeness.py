"""Nothing passes unseen: what DeepDiff sees between two contracts, some change says.

Both contracts are laid out flat, path -> what is said there, with units, order and defaults folded.
Then each difference that DeepDiff finds must be covered by a change, or be without effect for one
of the reasons listed in ``without_effect``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

from deepdiff import DeepDiff
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from meshgov.diff import sql
from meshgov.diff.compare import compare
from meshgov.diff.equality import canonical, prose
from meshgov.diff.schedule import fold
from meshgov.diff.settings import DiffSettings
from meshgov.diff.versions import is_later
from meshgov.model.change import Change
from meshgov.model.contract import ABSENT, Constraint, Contract, Quantity
from meshgov.model.document import Path

SPELLING = {"name", "path", "origin", "version", "written_type", "inline", "role"}
FOLDS = {
    "update_schedule": fold,
    "threshold": lambda one: one and (one.comparator, one.value or one.written, one.unit),
    **dict.fromkeys(("description", "reason", "purpose", "condition", "migration_guide"), prose),
    "query": sql.fold,
    "changes": lambda one: tuple(map(prose, one)),
    "default": lambda one: None if one is ABSENT else ("default", canonical(one)),
}
HOLDERS = {"Table", "Owner", "Privacy", "Access", "Approval", "Sla", "Observability"}
"""Nodes that promise nothing by being there."""

WITH = {"is_pii": "pii_category", "sunset": "announced"}
"""Attribute -> another one that comes and goes with it."""

POINTS = {
    "field-renamed", "field-name-case-changed", "field-reordered", "field-reordered-positional",
    "pii-field-added", "quality-check-renamed",
}  # fmt: skip
"""Changes that say nothing about what is inside the thing at their path."""


def flat(node: Any) -> Iterator[tuple[Path, Any]]:
    """Everything that a contract says, by path. A flag that is off says nothing."""
    for attribute in fields(node):
        name, value = attribute.name, getattr(node, attribute.name)
        if name == "extensions":
            yield from (((*node.path, key), canonical(item)) for key, item in value.items())
        elif name not in SPELLING:
            yield from said(node, name, value)


def said(node: Any, name: str, value: Any) -> Iterator[tuple[Path, Any]]:
    children = value if isinstance(value, tuple) else (value,)
    for child in (one for one in children if hasattr(one, "path")):
        if isinstance(child, Quantity):
            yield child.path, child.written if child.value is None else child.exact or child.value
        elif isinstance(child, Constraint):
            values = child.value if isinstance(child.value, list) else [child.value]
            yield child.path, frozenset(map(canonical, values))
        else:
            if type(child).__name__ not in HOLDERS:
                yield child.path, "written"
            yield from flat(child)
    if not any(hasattr(one, "path") for one in children):
        plain = FOLDS.get(name, bare)(value)
        if plain is not None and plain != ("bool", False):
            yield (*node.path, name), plain


def bare(value: Any) -> Any:
    if isinstance(value, tuple):
        return frozenset(value) or None
    return str(value) if is_dataclass(value) else canonical(value)


def seen(old: Contract, new: Contract, changes: Iterable[Change]) -> set[Path]:
    """Paths at which DeepDiff sees a difference; renamed things stand at their new path."""
    renames = {
        (*change.path[:-1], change.old): change.path
        for change in changes
        if change.id in ("field-renamed", "field-name-case-changed", "quality-check-renamed")
    }
    before = {json.dumps(moved(path, renames)): value for path, value in flat(old)}
    after = {json.dumps(path): value for path, value in flat(new)}
    tree = DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0)
    levels = [level for group in tree.values() for level in group]
    return {tuple(json.loads(level.path(output_format="list")[0])) for level in levels}


def moved(path: Path, renames: Any) -> Path:
    for length in range(len(path) + 1):
        path = renames.get(path[:length], path[:length]) + path[length:]
    return path


def covers(path: Path, change: Change) -> bool:
    """Whether a change speaks of what stands at ``path``."""
    if change.id.startswith("primary-key"):
        return path[-1] == "is_primary_key"
    if change.id.startswith(("field-renamed", "field-name-case")):
        return path[:-1] == change.path and path[-1] in ("id", "aliases")
    if path[:-1] == change.path[:-1] and path[-1] == WITH.get(change.path[-1]):
        return True
    if change.id.startswith("upstream"):
        return path[:2] == change.path[:2]
    if change.id == "product-retired" or change.path == ("deprecation",):
        return path[0] in ("status", "deprecation")
    above = change.path[:-1] if change.path[-1] == "type" else change.path
    inside = change.id not in POINTS and path[: len(above)] == above
    return inside or change.path[: len(path)] == path


def without_effect(path: Path, old: Contract, new: Contract, changes: Iterable[Change]) -> bool:
    """Whether nobody can feel a difference at ``path``; each line is one reason."""
    keyed = {p[:-1] for side in (old, new) for p, _ in flat(side) if p[-1] == "is_primary_key"}
    renamed = any(change.id in ("field-renamed", "field-name-case-changed") for change in changes)
    approvals = [side.access and side.access.approval for side in (old, new)]
    log = old.changelog or ()
    kept = {entry.version for entry in log if not is_later(entry.version, old.version)}
    grants = [
        one for side in (old, new) if side.access for one in (*side.access.read, *side.access.write)
    ]
    return any(
        (
            # A key implies both; the key itself is compared.
            path[-2:-1] == ("constraints",) and path[:-2] in keyed,
            # A wildcard grants what a name beside it grants again.
            path[:2] in (("access", "read"), ("access", "write"))
            and any("*" in str(one) for one in grants),
            # Every version brings an entry, and until then it is a draft.
            path[0] == "changelog" and path[1] not in kept,
            # A renamed column is the same partition, and the same field to approve.
            renamed and path[-1] in ("partitioned_by", "fields"),
            # Nothing is approved.
            path[:2] == ("access", "approval")
            and not any(one and one.required for one in approvals),
            # A check weighs an error unless its author says otherwise.
            path[-1] == "severity" and path[:2] == ("sla", "quality_checks"),
            # Deprecated it was before, by the other of the two ways to say so.
            path in (("status",), ("deprecation",)) and all(map(deprecated, (old, new))),
        )
    )


def deprecated(contract: Contract) -> bool:
    return contract.deprecation is not None or contract.status == "deprecated"


@with_settings(deadline=None)
@given(data=st.data())
def test_every_difference_is_said(
    data: st.DataObject,
    plain_contracts: st.SearchStrategy[Any],
    read: Callable[..., Contract],
    settings: DiffSettings,
) -> None:
    old, new = (read(data.draw(plain_contracts)) for _ in range(2))
    changes = compare(old, new, settings).changes
    unsaid = {
        path
        for path in seen(old, new, changes)
        if not any(map(partial(covers, path), changes))
        and not without_effect(path, old, new, changes)
    }
    assert unsaid == set()
