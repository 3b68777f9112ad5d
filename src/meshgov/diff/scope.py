"""What every section may look at while it compares: both contracts, the settings, the keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from meshgov.diff.settings import DiffSettings
from meshgov.model.contract import Contract, Field, Table
from meshgov.model.dates import day
from meshgov.model.document import Path

Keys = dict[Path, list[Field]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Both contracts and what is known about them as wholes.

    Attributes:
        today: the evaluation day.
        notice_ends: the first day that a sunset announced today may name.
        keys: the primary key of each table by the table's path, in the old and in the new
            contract.
        sole_keys: paths of fields that are a whole primary key by themselves, on both sides; such
            a field is unique without saying so.
        renames: old path of a field -> its new path, filled while the fields are compared.
        orphans: removed and added members of one parent, where there are both; filled likewise.
    """

    old: Contract
    new: Contract
    settings: DiffSettings
    today: date
    notice_ends: date
    keys: tuple[Keys, Keys]
    sole_keys: tuple[frozenset[Path], frozenset[Path]]
    renames: dict[Path, Path] = field(default_factory=dict)
    orphans: list[tuple[list[Field], list[Field]]] = field(default_factory=list)

    @classmethod
    def of(cls, old: Contract, new: Contract, settings: DiffSettings) -> Scope:
        """The scope of one diff.

        Raises:
            ValueError: ``settings.now`` is not an ISO 8601 date.
        """
        today = day(settings.now)
        if today is None:
            raise ValueError(f"not a date: {settings.now!r}")
        keys = _keys(old), _keys(new)
        return cls(
            old=old,
            new=new,
            settings=settings,
            today=today,
            notice_ends=today + timedelta(days=settings.notice_days),
            keys=keys,
            sole_keys=(_sole(keys[0]), _sole(keys[1])),
        )

    def renamed(self, path: Path) -> Path:
        """Where the field at the old ``path`` stands in the new contract, if it still does."""
        for length in range(len(path), 0, -1):
            now = self.renames.get(path[:length])
            if now is not None:
                return now + path[length:]
        return path

    def columns(
        self, was: Collection[str], now: Collection[str], tables: Iterable[Table]
    ) -> dict[str, str]:
        """What each dotted field name of an old list is called in the new contract.

        A name that stands in both lists means the same in both, and so does one whose new name
        the old list has already.
        """
        found = {name: name for name in was}
        for table in tables if self.renames else ():
            above = (*table.path, "fields")
            for name in was:
                path = self.renamed((*above, *name.split(".")))
                called = ".".join(path[len(above) :])
                if name not in now and called not in was:
                    found[name] = called
        return found


def every_field(fields: Sequence[Field]) -> Iterator[Field]:
    """Fields and all that is inside them, in document order; no recursion."""
    waiting = list(reversed(fields))
    while waiting:
        one = waiting.pop()
        yield one
        if one.fields:
            waiting.extend(reversed(one.fields))


def _keys(contract: Contract) -> Keys:
    """The fields that make up the primary key of each table, at any depth."""
    return {
        table.path: [one for one in every_field(table.fields) if one.is_primary_key]
        for table in contract.tables
    }


def _sole(keys: Keys) -> frozenset[Path]:
    return frozenset(key[0].path for key in keys.values() if len(key) == 1)
