"""Attributes as data: what a difference of one attribute of a node is called."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from meshgov.diff.equality import canonical, shown
from meshgov.diff.merge import merged
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import ABSENT
from meshgov.model.document import Origin, Path


class Node(Protocol):
    """Anything of a contract that can be pointed at."""

    @property
    def path(self) -> Path:
        """Where it stands in the canonical contract."""

    @property
    def origin(self) -> Origin:
        """Where it stands in its document."""


Order = Callable[[Any, Any, Scope], str]
"""Names the step between two folded values that differ and are both written."""


def changed(before: object, after: object, scope: Scope) -> str:  # noqa: ARG001  # an Order
    """The order of values that have none."""
    return "changed"


def rising(before: Any, after: Any, scope: Scope) -> str:  # noqa: ARG001  # an Order
    """The order of values that compare: ``raised`` or ``lowered``."""
    return "raised" if after > before else "lowered"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a model node.

    Attributes:
        name: its name in the model, and the last step of its path.
        ids: step (``added``, ``removed``, ``changed``, ``raised``, ``lowered`` ...) -> change id.
        fold: what counts of a value; None for "not written".
        order: names the step when both sides are written and differ.
        key: steps from the node to it in a document, when that isn't its name.
    """

    name: str
    ids: Mapping[str, str]
    fold: Callable[[Any], Hashable] = canonical
    order: Order = changed
    key: Origin = ()


def steps(prefix: str, *names: str) -> dict[str, str]:
    """Ids that are a prefix and the name of the step: ``min`` -> ``min-added`` ..."""
    return {name: f"{prefix}-{name}" for name in names}


def always(change_id: str) -> dict[str, str]:
    """One id for every step."""
    return dict.fromkeys(("added", "removed", "changed", "raised", "lowered"), change_id)


def attribute(
    rule: Attribute, old: Node | None, new: Node | None, scope: Scope
) -> Iterator[Change]:
    """The change of one attribute between two nodes, either of which may be missing."""
    before, after = getattr(old, rule.name, None), getattr(new, rule.name, None)
    one, other = rule.fold(before), rule.fold(after)
    if one == other:
        return
    if one is None or other is None:
        step = "added" if one is None else "removed"
    else:
        step = rule.order(one, other, scope)
    key = rule.key or (rule.name,)
    yield Change(
        id=rule.ids[step],
        path=(*standing(old, new).path, rule.name),
        old=shown(before),
        new=shown(after),
        old_origin=origin(old, before, key),
        new_origin=origin(new, after, key),
    )


def attributes(
    rules: Iterable[Attribute], old: Node | None, new: Node | None, scope: Scope
) -> Iterator[Change]:
    """The changes of several attributes, in the order of the rules."""
    for rule in rules:
        yield from attribute(rule, old, new, scope)


def listed(
    name: str,
    ids: Mapping[str, str],
    old: Node | None,
    new: Node | None,
    renamed: Callable[[str], str] = str,
) -> Iterator[Change]:
    """What a list of names gained and lost; its order and repetitions don't count.

    Args:
        name: the attribute that holds the list.
        ids: ``added`` and ``removed`` -> change id.
        old: the node in the old contract.
        new: the node in the new contract.
        renamed: the new name of an old one.
    """
    before, after = _places(old, name, renamed), _places(new, name, str)
    for value in merged(before, list(after)):
        was, now = before.get(value), after.get(value)
        if was is None or now is None:
            yield Change(
                id=ids["removed" if now is None else "added"],
                path=(*standing(old, new).path, name, value),
                old=was[1] if was else None,
                new=now[1] if now else None,
                old_origin=origin(old, was, (name, was[0] if was else 0)),
                new_origin=origin(new, now, (name, now[0] if now else 0)),
            )


def standing(old: Node | None, new: Node | None) -> Node:
    """The node whose path a change carries: the new one unless it is gone."""
    return new or old  # type: ignore[return-value]  # nothing is compared with nothing


def origin(node: Node | None, value: object, key: Origin) -> Origin | None:
    """Where an attribute was written; None when it wasn't."""
    if node is None or value is None or value is ABSENT or value == ():
        return None
    return node.origin + key


def _places(
    node: Node | None, name: str, renamed: Callable[[str], str]
) -> dict[str, tuple[int, str]]:
    """Each name in a list with its first index, and as written."""
    places: dict[str, tuple[int, str]] = {}
    for index, written in enumerate(getattr(node, name, None) or ()):
        places.setdefault(renamed(written), (index, written))
    return places
