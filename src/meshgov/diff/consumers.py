"""Which consumers a change reaches: a matching of names, without a word on how bad that is.

A change of a field reaches those that read the field, something inside it or something around it;
every other change reaches all consumers of the product. Consumers know the old version, so a field
goes by the name that it had there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from meshgov.diff import versions
from meshgov.diff.scope import every_field
from meshgov.model.change import Change, Diff
from meshgov.model.consumers import Reading
from meshgov.model.contract import Contract, Role
from meshgov.model.document import Json, Path

_GONE: Final = frozenset({"field-removed", "field-removed-after-sunset"})
"""Changes whose path is that of the old contract, even where another field has the name now."""

_RENAMED: Final = frozenset({"field-renamed", "field-name-case-changed"})

_EVERYWHERE: Final = frozenset({"field-inserted-positional"})
"""Changes of one field that shift the others."""

_MAJOR: Final = re.compile(r"\s*(?:[=^~]|==)?\s*v?([0-9]{1,18})(?:\.[0-9A-Za-z.*+-]*)?\s*")
"""A version, or a range of versions with one major number."""


def reach(
    diff: Diff,
    old: Contract | None,
    new: Contract,
    by_product: Mapping[str, Sequence[Reading]],
) -> Diff:
    """The same facts, each with the names of the consumers that it reaches, sorted.

    Args:
        diff: facts about the two contracts.
        old: the version that consumers know; None for a product that is new.
        new: the version that they will get.
        by_product: who reads which product.
    """
    known = old or new
    readings = by_product.get(known.name)
    if not readings or not diff.changes:
        return diff
    index = _Index.of(one for one in readings if _means(one.version, old))
    if not index.everybody:
        return diff
    names = _Names(old, new, diff.changes)
    return replace(
        diff,
        changes=tuple(
            replace(change, consumers=tuple(sorted(index.reached(names.of(change)))))
            for change in diff.changes
        ),
    )


@dataclass(frozen=True, slots=True)
class Stray:
    """A consumer that names a field or a version that isn't there; the other one is None."""

    consumer: str
    field: str | None = None
    version: str | None = None


def strays(
    old: Contract | None,
    new: Contract,
    readings: Iterable[Reading],
    majors: Iterable[int | None] = (),
) -> Iterator[Stray]:
    """What consumers of a product read that it doesn't offer.

    A field may be there in either version. A major version below those that are known may have been
    retired; one above them all was never there.

    Args:
        old: the version that consumers know; None for a product that is new.
        new: the version that they will get.
        readings: of this product.
        majors: other major versions of it that live beside these.
    """
    own = [versions.read(one.version)[0] for one in (old, new) if one]
    lines = (*majors, *(one.major for one in own if one))
    highest = max((line for line in lines if line is not None), default=None)
    offered: frozenset[str] | None = None
    for one in readings:
        match = _MAJOR.fullmatch(one.version) if one.version else None
        if highest is not None and match and int(match[1]) > highest:
            yield Stray(one.consumer, version=one.version)
        elif one.fields and _means(one.version, old):
            offered = _offered(old, new) if offered is None else offered
            for name in one.fields:
                if name not in offered:
                    yield Stray(one.consumer, field=name)


def _offered(*contracts: Contract | None) -> frozenset[str]:
    """Every name that a field of the contracts may be called by."""
    return frozenset(name for one in contracts for name in _Fields(one).every_name())


@dataclass(slots=True)
class _Index:
    """Consumers by what they read.

    Attributes:
        everybody: all of them.
        whole: those that read every field.
        reading: name of a field -> those that read it.
        inside: name of a field -> those that read something inside it.
    """

    everybody: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    reading: dict[str, set[str]] = field(default_factory=dict)
    inside: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> _Index:
        index = cls()
        for one in readings:
            index.everybody.add(one.consumer)
            if one.fields is None:
                index.whole.add(one.consumer)
            for name in one.fields or ():
                index.reading.setdefault(name, set()).add(one.consumer)
                for above in _above(name):
                    index.inside.setdefault(above, set()).add(one.consumer)
        return index

    def reached(self, names: Sequence[str] | None) -> set[str]:
        """Those that a change of a field reaches, by any of its names; None is the product."""
        if names is None:
            return self.everybody
        found = set(self.whole)
        for name in names:
            found |= self.inside.get(name, set())
            for one in (name, *_above(name)):
                found |= self.reading.get(one, set())
        return found


class _Names:
    """Finds out which field a change is about, and what consumers call it."""

    def __init__(self, old: Contract | None, new: Contract, changes: Iterable[Change]) -> None:
        self._old = _Fields(old)
        self._new = _Fields(new)
        self._before: dict[Path, Json] = {
            change.path: change.old for change in changes if change.id in _RENAMED
        }

    def of(self, change: Change) -> list[str] | None:
        """Names of the field; None when the change is about the product or a whole table."""
        if change.id in _EVERYWHERE:
            return None
        if change.id not in _GONE:
            names = self._new.names(change.path, self._before)
            if names is not None:
                return names
        return self._old.names(change.path, {})


class _Fields:
    """The fields of one contract, by path."""

    def __init__(self, contract: Contract | None) -> None:
        tables = contract.tables if contract else ()
        self._tables = {table.path: table.name for table in tables}
        # An only table may have no name, and then no step of its own.
        self._top = 3 if ("schema",) in self._tables else 4
        self._roles = {one.path: one.role for table in tables for one in every_field(table.fields)}

    def every_name(self) -> Iterator[str]:
        """What any field may be called."""
        for path in self._roles:
            yield from self.names(path, {}) or ()

    def names(self, path: Path, before: Mapping[Path, Json]) -> list[str] | None:
        """What the field at or above ``path`` may be called; None when there is none.

        The inside of an array or a map may be named by its role, or be passed over.

        Args:
            path: of a field or of something about one.
            before: path of a field -> the name that it had.
        """
        steps = list(self._steps(path, before))
        if not steps:
            return None
        table = self._tables[path[: self._top - 2]]
        full = ".".join(name for name, _ in steps)
        short = ".".join(name for name, role in steps if role is Role.MEMBER)
        names = [full, short] if short != full else [full]
        return names if table is None else [*names, *(f"{table}.{name}" for name in names)]

    def _steps(self, path: Path, before: Mapping[Path, Json]) -> Iterator[tuple[str, Role]]:
        """Name and role of each field on the way down ``path``."""
        for length in range(self._top, len(path) + 1):
            role = self._roles.get(path[:length])
            if role is None:
                return
            yield str(before.get(path[:length], path[length - 1])), role


def _above(name: str) -> Iterator[str]:
    """``a.b`` and ``a`` for ``a.b.c``."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _means(version: str | None, old: Contract | None) -> bool:
    """Whether a consumer of ``version`` reads the old contract; in doubt it does."""
    read = versions.read(old.version)[0] if old else None
    match = _MAJOR.fullmatch(version) if version else None
    return read is None or match is None or int(match[1]) == read.major
