"""Which old field is which new one, among the members of one parent.

Deterministic, the strongest proof first: the same id; the same name; an alias of the new field that
names an old one which is gone; the same name in other letter case. Never by likeness, never across
parents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meshgov.diff.merge import merged
from meshgov.model.contract import Field

Couple = tuple[Field | None, Field | None]
Names = dict[str, Field]


@dataclass(frozen=True, slots=True)
class Matching:
    """Two lists of members, matched.

    Attributes:
        couples: old and new, either None, in reporting order; one for each name.
        repeated: old and new of names that both lists have more than once.
        doubled: each new field whose name the new list has once more than the old one.
        dropped: each old field whose name the new list has once less, with the one that stays.
    """

    couples: tuple[Couple, ...]
    repeated: tuple[Couple, ...] = ()
    doubled: tuple[Field, ...] = ()
    dropped: tuple[tuple[Field, Field], ...] = ()


def match(old: Sequence[Field], new: Sequence[Field]) -> Matching:
    """Match the members of one parent."""
    before, after = _first(old), _first(new)
    origins = _origins(before, after)
    stays = {was: now for now, was in origins.items()}
    # What is gone gets a key of its own: another field may have taken over its name.
    keys: list[str | tuple[str]] = [stays.get(name, (name,)) for name in before]
    couples = tuple(
        (before[key[0]], None)
        if isinstance(key, tuple)
        else (before[origins[key]] if key in origins else None, after[key])
        for key in merged(keys, list(after))
    )
    if len(before) == len(old) and len(after) == len(new):
        return Matching(couples)
    return _with_repetitions(couples, _rest(old), _rest(new), after)


def _first(fields: Iterable[Field]) -> Names:
    found: Names = {}
    for one in fields:
        found.setdefault(one.name, one)
    return found


def _rest(fields: Iterable[Field]) -> dict[tuple[str, int], Field]:
    """Second and later fields of a name, by name and count."""
    counts: Counter[str] = Counter()
    found: dict[tuple[str, int], Field] = {}
    for one in fields:
        counts[one.name] += 1
        if counts[one.name] > 1:
            found[one.name, counts[one.name]] = one
    return found


def _with_repetitions(
    couples: tuple[Couple, ...],
    old: dict[tuple[str, int], Field],
    new: dict[tuple[str, int], Field],
    after: Names,
) -> Matching:
    return Matching(
        couples,
        repeated=tuple((old[key], one) for key, one in new.items() if key in old),
        doubled=tuple(one for key, one in new.items() if key not in old),
        dropped=tuple(
            (one, after[key[0]]) for key, one in old.items() if key not in new and key[0] in after
        ),
    )


def _origins(before: Names, after: Names) -> dict[str, str]:
    """New name -> old name of the fields that stay. Each field is matched once."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for proof in (_by_id, _by_name, _by_alias, _by_case):
        for was, now in proof(before, after):
            if now not in found and was not in taken:
                found[now] = was
                taken.add(was)
        if len(found) == len(after) or len(taken) == len(before):
            break
    return found


def _by_id(before: Names, after: Names) -> Iterator[tuple[str, str]]:
    old, new = (
        {name: one.id for name, one in fields.items() if one.id is not None}
        for fields in (before, after)
    )
    return _shared(old, new)


def _by_name(before: Names, after: Names) -> Iterator[tuple[str, str]]:
    return ((name, name) for name in after if name in before)


def _by_alias(before: Names, after: Names) -> Iterator[tuple[str, str]]:
    """The first claim in the document counts."""
    return (
        (alias, name)
        for name, one in after.items()
        for alias in one.aliases
        if alias in before and alias not in after
    )


def _by_case(before: Names, after: Names) -> Iterator[tuple[str, str]]:
    old, new = ({name: name.casefold() for name in fields} for fields in (before, after))
    return _shared(old, new)


def _shared(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Names of fields that share a key which is unique on both sides; given are name and key."""
    old, new = _unique(before), _unique(after)
    return ((was, new[key]) for key, was in old.items() if key in new)


def _unique(keys: dict[str, str]) -> dict[str, str]:
    counts = Counter(keys.values())
    return {key: name for name, key in keys.items() if counts[key] == 1}
