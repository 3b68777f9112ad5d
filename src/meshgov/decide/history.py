"""The verdicts in a log, one after the other: what holds of each contract, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, NamedTuple

_DAY: Final = len("2026-01-31")
_ADVERSE: Final = ("fail", "error", "warn", "waived")


class Key(NamedTuple):
    """What makes two verdicts speak of one contract.

    ``major`` is empty but where one run judged several versions of a product in files of one name.
    """

    repository: str
    product: str
    path: str
    major: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, as far as an entry of the log tells it.

    Attributes:
        entry: its number.
        at: RFC 3339 UTC.
        digest: of the contract.
        untested: how many rules were not asked.
        adverse: ``fail | error | warn | waived`` -> the rules.
        fingerprints: of its findings.
        again: a gate met the contract as it was, and may have asked some rules alone: those over
            all contracts, or those on a product that a branch removes.
        recorded: when it came into the log, RFC 3339 UTC; empty: at ``at``.
        aside: of a gate that failed, while others speak of the product: nothing is published on
            the word of a failed gate, so it says nothing of how things stand.
    """

    entry: int
    at: str
    run: str
    key: Key
    domain: str | None
    digest: str
    untested: int
    adverse: Mapping[str, Collection[str]]
    fingerprints: Collection[str]
    again: bool = False
    recorded: str = ""
    aside: bool = False

    @property
    def order(self) -> tuple[str, int]:
        """Which of two was later; one as of a day to come is no later than it was recorded."""
        return min(self.at, self.recorded or self.at), self.entry


class Since(NamedTuple):
    """The first of all the verdicts without a gap that have a finding."""

    day: str
    entry: int
    untested: int


@dataclass(slots=True)
class Standing:
    """What holds of a contract.

    Attributes:
        last: the last verdict on it.
        over: a later one on the same bytes, which changes nothing but what it asked.
        since: fingerprint -> since when.
    """

    last: Judged
    over: Judged | None = None
    since: dict[str, Since] = field(default_factory=dict)

    @property
    def latest(self) -> Judged:
        """The verdict that met the contract last."""
        return self.over or self.last

    @property
    def order(self) -> tuple[str, int]:
        """When the contract was met last."""
        return self.latest.order


@dataclass(frozen=True, slots=True)
class Counted:
    """The contracts that a report is about, as they stood after a run."""

    contracts: int = 0
    failed: int = 0
    waived: int = 0


class History:
    """Takes in verdicts in the order of their time; holds the last of each contract, no more.

    Args:
        since: the first day of the period, or None.
        product, domain: what the report is about; None: everything.
        rules: those that count in the trend; None: all of them.
        looked: run that looked through whole places -> whether a path lies there (not None).

    Attributes:
        standings: what holds, by contract.
        gone: contracts that a run didn't meet where they were -> that run.
        aside: contracts of verdicts that say nothing -> the last of them.
        counted: run -> how things stood after it, for runs of the period that judged something
            of what the report is about.
    """

    def __init__(
        self,
        since: str | None = None,
        *,
        product: str | None = None,
        domain: str | None = None,
        rules: Collection[str] | None = None,
        looked: Mapping[str, Callable[[str], object]] = MappingProxyType({}),
    ) -> None:
        self._since = since
        self._product = product
        self._domain = domain
        self._rules = rules
        self._looked = looked
        self._above: dict[Key, Key] = {}
        self._member: dict[str, Key] = {}
        self._begun: dict[str, tuple[str, int]] = {}
        self._run = ""
        self._states: dict[Key, str] = {}
        self._wanted = False
        self.standings: dict[Key, Standing] = {}
        self.gone: dict[Key, str] = {}
        self.aside: dict[Key, Judged] = {}
        self.counted: dict[str, Counted] = {}

    def take(self, one: Judged) -> None:
        """The next verdict."""
        one = self._placed(one)
        if one.aside:
            self.aside[one.key] = one
            return
        if one.run != self._run:
            self.close()
            self._run = one.run
            self._begun.setdefault(one.run, one.order)
        self._unite(one)
        self._stand(one)
        self.gone.pop(one.key, None)
        if self.is_about(one):
            self._states[one.key] = self._worst(self.standings[one.key])
            self._wanted |= self.is_inside(one.at)

    def close(self) -> None:
        """A run is over, as far as it has come; what it should have met and didn't is gone."""
        match = self._looked.get(self._run)
        for key, one in self.standings.items() if match else ():
            missed = key not in self.gone and one.order < self._begun[self._run]
            if missed and match and match(key.path) is not None and self.same_tree(self._run, key):
                self.gone[key] = self._run
                self._states.pop(key, None)
        if self._wanted:
            states = Counter(self._states.values())
            told = Counted(len(self._states), states["fail"] + states["error"], states["waived"])
            self.counted[self._run] = told
            self._wanted = False

    def _stand(self, one: Judged) -> None:
        old = self.standings.get(one.key)
        if old is not None and one.again and old.last.digest == one.digest:
            old.over = one
            for mark in one.fingerprints:
                old.since.setdefault(mark, _first(one))
            return
        since = dict(_kept(old.since, one)) if old else {}
        for mark in one.fingerprints:
            since.setdefault(mark, _first(one))
        self.standings[one.key] = Standing(one, since=since)

    def _placed(self, one: Judged) -> Judged:
        """The same, at the place of the contract: what a branch removes is told by its last name.

        Nothing is taken for another contract: the bytes have to be the same, and the only ones.
        """
        if not one.again or one.key in self.standings or "/" in one.key.path:
            return one
        tail = f"/{one.key.path}"
        found = [
            key
            for key, each in self.standings.items()
            if key[:2] == one.key[:2] and key.path.endswith(tail) and each.last.digest == one.digest
        ]
        return replace(one, key=found[0]) if len(found) == 1 else one

    def is_inside(self, at: str) -> bool:
        """Whether a time lies in the period; what comes after it is never taken in."""
        return self._since is None or at[:_DAY] >= self._since

    def is_about(self, one: Judged) -> bool:
        """Whether a verdict is about what the report is about."""
        return self._product in {None, one.key.product} and self._domain in {None, one.domain}

    def same_tree(self, run: str, key: Key) -> bool:
        """Whether a contract lies where a run looked: the same repository, or runs that met both.

        Without a repository only runs tell: two folders on one disk are not one tree.
        """
        member = self._member.get(run)
        return member is not None and self._top(member) == self._top(key)

    def _unite(self, one: Judged) -> None:
        first = self._member.setdefault(one.run, one.key)
        self._join(one.key, first)
        if one.key.repository:
            self._join(one.key, Key(one.key.repository, "", ""))

    def _join(self, one: Key, other: Key) -> None:
        top, below = self._top(one), self._top(other)
        if top != below:
            self._above[below] = top

    def _top(self, key: Key) -> Key:
        path = []
        while (above := self._above.get(key)) is not None:
            path.append(key)
            key = above
        for each in path:
            self._above[each] = key
        return key

    def _worst(self, one: Standing) -> str:
        """The worst result of a rule that counts; empty where none is adverse."""
        told = [one.last.adverse, one.over.adverse if one.over else {}]
        return next(
            (name for name in _ADVERSE for each in told if self._any(each.get(name, ()))), ""
        )

    def _any(self, rules: Iterable[str]) -> bool:
        return any(self._rules is None or rule in self._rules for rule in rules)


def _first(one: Judged) -> Since:
    return Since(one.at[:_DAY], one.entry, one.untested)


def _kept(since: Mapping[str, Since], one: Judged) -> Iterator[tuple[str, Since]]:
    """What a verdict leaves of the ages: those it has, and those it can't speak of.

    A finding that a narrower run doesn't have isn't gone: its rule may not have been asked.
    """
    for mark, known in since.items():
        if mark in one.fingerprints:
            yield mark, known._replace(untested=one.untested)
        elif one.untested > known.untested:
            yield mark, known
