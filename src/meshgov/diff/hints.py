"""Fields that went and came and look like one field with a new name. A hint, never a proof.

Nothing follows from it but a line of advice: whoever means a rename can declare it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from meshgov.model.change import RenameHint
from meshgov.model.contract import Field
from meshgov.model.document import Json

ALIKE: Final = 0.6
"""Likeness of two names, from 0 to 1, below which nobody would think of a rename."""

MOST: Final = 20
"""Fields of one shape on one side; among more of them likeness is chance, and costs time."""

LONGEST: Final = 100
"""Characters of a name; comparing longer ones takes its time."""

Group = tuple[list[Field], list[Field]]


def rename_hints(removed: Sequence[Field], added: Sequence[Field]) -> Iterator[RenameHint]:
    """One hint for each removed field that one added sibling resembles more than any other does.

    Both have the same type and constraints, each is the other's best match, and no other one is
    as good.
    """
    for old, new in _groups(removed, added):
        if len(old) <= MOST and len(new) <= MOST:
            yield from _mutual(old, new)


def _groups(removed: Iterable[Field], added: Iterable[Field]) -> Iterator[Group]:
    """Removed and added fields of the same shape, for each shape that both have."""
    found: dict[Hashable, Group] = {}
    for side, fields in enumerate((removed, added)):
        for one in (one for one in fields if len(one.name) <= LONGEST):
            found.setdefault(_shape(one), ([], []))[side].append(one)
    return (group for group in found.values() if all(group))


def _shape(field: Field) -> Hashable:
    """What two versions of one field have in common: type, constraints, all that is inside."""
    return (
        str(field.type) if field.type else field.written_type,
        field.is_primary_key,
        frozenset((one.name, _written(one.value)) for one in field.constraints),
        tuple((one.name, _shape(one)) for one in field.fields),
    )


def _written(value: Json) -> str:
    """A constraint's value, a list in any order: lists of constraints are sets."""
    values = value if isinstance(value, list) else [value]
    return repr(sorted(json.dumps(one, sort_keys=True) for one in values))


def _mutual(old: Sequence[Field], new: Sequence[Field]) -> Iterator[RenameHint]:
    likeness = [[_likeness(was.name, now.name) for now in new] for was in old]
    columns = list(zip(*likeness, strict=True))
    for row, was in zip(likeness, old, strict=True):
        best = max(row)
        place = row.index(best)
        if best >= ALIKE and row.count(best) == 1 and _leads(best, columns[place]):
            yield RenameHint(was.path, was.name, new[place].name)


def _leads(best: float, column: Sequence[float]) -> bool:
    return max(column) == best and column.count(best) == 1


def _likeness(old: str, new: str) -> float:
    """Likeness of two names from 0 to 1; 0 for what can't reach :data:`ALIKE`."""
    shared = sum((Counter(old) & Counter(new)).values())  # in any order: never less alike
    if 2 * shared < ALIKE * (len(old) + len(new)):
        return 0.0
    from difflib import SequenceMatcher  # noqa: PLC0415  # start-up budget: rarely needed

    return SequenceMatcher(None, old, new, autojunk=False).ratio()
