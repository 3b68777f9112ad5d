"""Things that change as a whole: a port, an alert, an upstream product, a changelog entry."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meshgov.diff.attributes import Node, standing
from meshgov.diff.equality import shown
from meshgov.diff.freeform import differing, narrow
from meshgov.model.change import Change
from meshgov.model.document import Json


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing.

    Attributes:
        ids: ``added``, ``removed``, ``changed`` -> change id; a step without one is no change.
        name: the attribute that names a thing among its kind.
        folds: each other attribute -> what counts of it.
        open: whether unknown keys are part of the thing, and not changes of their own.
    """

    ids: Mapping[str, str]
    name: str
    folds: Mapping[str, Callable[[Any], Hashable]]
    open: bool = True


def thing(kind: Kind, old: Any, new: Any) -> Iterator[Change]:
    """The one change of a thing; ``old`` or ``new`` is None when it doesn't exist."""
    if old is None or new is None:
        step = "added" if old is None else "removed"
        yield from _change(kind, step, (old, new), (_written(kind, old), _written(kind, new)))
        return
    before, after = _written(kind, old), _written(kind, new)
    keys = [
        name
        for name, fold in kind.folds.items()
        if fold(getattr(old, name)) != fold(getattr(new, name))
    ]
    keys += differing(old.extensions, new.extensions) if kind.open else []
    if keys:
        pairs = {key: narrow(before.get(key), after.get(key)) for key in keys}
        sides = (
            {key: pair[0] for key, pair in pairs.items() if key in before},
            {key: pair[1] for key, pair in pairs.items() if key in after},
        )
        yield from _change(kind, "changed", (old, new), sides)


def _change(
    kind: Kind,
    step: str,
    nodes: tuple[Node | None, Node | None],
    sides: tuple[dict[str, Json], dict[str, Json]],
) -> Iterator[Change]:
    old, new = nodes
    if step in kind.ids:
        yield Change(
            id=kind.ids[step],
            path=standing(old, new).path,
            old=sides[0] or None,
            new=sides[1] or None,
            old_origin=None if old is None else old.origin,
            new_origin=None if new is None else new.origin,
        )


def _written(kind: Kind, node: Any) -> dict[str, Json]:
    """What an author wrote of a thing, as a map."""
    if node is None:
        return {}
    values = {name: shown(getattr(node, name)) for name in (kind.name, *kind.folds)}
    written: dict[str, Json] = {name: value for name, value in values.items() if value is not None}
    return written | dict(node.extensions) if kind.open else written
