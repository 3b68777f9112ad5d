"""Which old field is which new one, among the members of one parent.

Deterministic, first proof first: the same name; the same id; an alias of the new field that names
the old one; the same name in other letter case. Never by likeness, never across parents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from meshgov.diff.merge import merged
from meshgov.model.contract import Field

Couple = tuple[Field | None, Field | None]


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
    partners = _partners(before, after)
    origins = {now: was for was, now in partners.items()}
    order = merged([partners.get(name, name) for name in before], list(after))
    couples = tuple((before.get(origins.get(name, name)), after.get(name)) for name in order)
    if len(before) == len(old) and len(after) == len(new):
        return Matching(couples)
    return _with_repetitions(couples, _rest(old), _rest(new), after)


def _first(fields: Iterable[Field]) -> dict[str, Field]:
    found: dict[str, Field] = {}
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
    after: dict[str, Field],
) -> Matching:
    return Matching(
        couples,
        repeated=tuple((old[key], one) for key, one in new.items() if key in old),
        doubled=tuple(one for key, one in new.items() if key not in old),
        dropped=tuple(
            (one, after[key[0]]) for key, one in old.items() if key not in new and key[0] in after
        ),
    )


def _partners(before: dict[str, Field], after: dict[str, Field]) -> dict[str, str]:
    """Old name -> new name of the fields that are called otherwise now."""
    gone = {name: one for name, one in before.items() if name not in after}
    come = {name: one for name, one in after.items() if name not in before}
    found: dict[str, str] = {}
    if gone and come:
        proofs = (
            _by(lambda one: one.id, before, after),
            _by_alias(gone, come),
            _by(lambda one: one.name.casefold(), before, after),
        )
        for was, now in (pair for proof in proofs for pair in proof):
            if was in gone and now in come:
                found[was] = now
                del gone[was], come[now]
    return found


def _by(
    key: Callable[[Field], str | None], before: dict[str, Field], after: dict[str, Field]
) -> list[tuple[str, str]]:
    """Names of fields that share a key which is unique on both sides."""
    old, new = _unique(key, before), _unique(key, after)
    return [(was, new[value]) for value, was in old.items() if value in new]


def _unique(key: Callable[[Field], str | None], fields: dict[str, Field]) -> dict[str, str]:
    keys = [(key(one), name) for name, one in fields.items()]
    counts = Counter(value for value, _ in keys)
    return {value: name for value, name in keys if value is not None and counts[value] == 1}


def _by_alias(gone: dict[str, Field], come: dict[str, Field]) -> list[tuple[str, str]]:
    """Old names that a new field claims as its own; the first claim in the document counts."""
    return [(alias, name) for name, one in come.items() for alias in one.aliases if alias in gone]
