"""A log as a report reads it first: runs, where verdicts are, and everything else by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final, Protocol

from meshgov.errors import InputError
from meshgov.evidence import entries
from meshgov.model.evidence import Stored

REPORTED: Final = frozenset({"check", "gate"})
"""Commands whose verdicts tell how a contract is; a `diff` tells of two files."""

CONFIGURED: Final = ("governance", "organization", "waivers")
"""Roles of contents that configure a run."""

_COUNTS: Final = frozenset({"run", "verdict", "policy-release", "error"})
_DAY: Final = len("2026-01-31")
_BITS: Final = 40
"""Of a place in the order of time that tell which verdict it is."""


class AlteredError(InputError):
    """The log, or what it speaks of, is not as it was written."""

    kind: ClassVar[str] = "tampering"
    exit_code: ClassVar[int] = 1


class Rows(Protocol):
    """Where entries are."""

    @property
    def origin(self) -> str:
        """Which log."""

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """The rows of a span, both ends included."""


class Checked:
    """Of the entries of a log, those that were checked; others may be added meanwhile.

    Args:
        rows: the log.
        size: number of the last of them.
    """

    def __init__(self, rows: Rows, size: int) -> None:
        self._rows = rows
        self._size = size

    @property
    def origin(self) -> str:
        """Which log."""
        return self._rows.origin

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """The rows of a span."""
        if self._size:  # a last entry of 0 would stand for none
            yield from self._rows.entries(first, min(last or self._size, self._size))


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A run, as its entry tells it.

    Attributes:
        entry: its number.
        at: RFC 3339 UTC, of the evaluation.
        recorded: when it came into the log.
        inputs: digest of the list of what it was judged on; empty without one.
        configured: role and digest of what configured it; None where nothing of it was kept.
    """

    entry: int
    id: str
    at: str
    recorded: str
    command: str
    actor: str
    verdict: str
    contracts: int
    repository: str
    commit: str
    url: str
    inputs: str
    configured: frozenset[tuple[str, str]] | None

    @property
    def order(self) -> tuple[str, int]:
        """Which of two was later; one as of a day to come is no later than it was recorded."""
        return min(self.at, self.recorded), self.entry


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of another kind, for what it says itself."""

    entry: int
    time: str
    actor: str
    body: Mapping[str, Any]


@dataclass
class Index:
    """What a first reading of a log finds.

    Attributes:
        end: number of the last entry that belongs to the period.
        size: of the whole log.
        runs: by id, in the order of the entries.
        again: runs that are told of in two ways, with the entry of the second.
        held: run -> how many verdicts of it there are.
        packs: run -> digest of the policies that judged.
        twice: repository, product and path of contracts that one run has twice.
        firm: repository and name of products that a verdict up to the end of the period speaks of
            that isn't of a gate that failed.
        errors, releases: entries of these kinds.
        erased: digests of what is gone, with the number of the last entry that says so.
        uses: id of a waiver -> runs that used it, with the number of the entry that says so.
    """

    since: str | None = None
    until: str | None = None
    end: int = 0
    size: int = 0
    runs: dict[str, LoggedRun] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    packs: dict[str, str] = field(default_factory=dict)
    twice: set[tuple[str, str, str]] = field(default_factory=set)
    firm: set[tuple[str, str]] = field(default_factory=set)
    errors: list[Told] = field(default_factory=list)
    releases: list[Told] = field(default_factory=list)
    erased: dict[str, int] = field(default_factory=dict)
    uses: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    _times: list[int] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _early: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _met: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def holds(self, time: str) -> bool:
        """Whether a time lies in the period."""
        day = time[:_DAY]
        return (self.since or day) <= day <= (self.until or day)

    def command(self, run: str) -> str:
        """What a verdict came of; one of a run that no entry tells of counts as well."""
        known = self.runs.get(run)
        return known.command if known else "check"

    def has_failed(self, run: str) -> bool:
        """Whether it is a gate that failed: what it judged is not what was published."""
        known = self.runs.get(run)
        return known is not None and (known.command, known.verdict) == ("gate", "fail")

    def reported(self) -> list[LoggedRun]:
        """The runs of the period that judged contracts as they are, in the order of time."""
        found = (one for one in self.runs.values() if one.command in REPORTED)
        return sorted((one for one in found if self.holds(one.at)), key=lambda one: one.order)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Numbers of entries, first and last, that have all verdicts in the order of time."""
        mask = (1 << _BITS) - 1
        first = last = -1
        for place in sorted(self._times):
            number = place & mask
            if number == last + 1 and first >= 0:
                last = number
                continue
            if first >= 0:
                yield self._numbers[first], self._numbers[last]
            first = last = number
        if first >= 0:
            yield self._numbers[first], self._numbers[last]

    def add(self, row: Stored) -> None:
        """Take in the next row.

        Raises:
            AlteredError: it is no entry, or not of the shape that meshgov writes.
        """
        self.size = row.seq
        try:
            value = entries.parse(row.text)
            told = Told(row.seq, value["time"], value["actor"], value["body"])
            at = self._add(value, told)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise odd(row.seq, error) from None
        if value["kind"] in _COUNTS and self.holds(at):
            self.end = row.seq

    def _add(self, value: dict[str, Any], told: Told) -> str:
        """The time of an entry: that of the evaluation, where there was one."""
        kind, body = value["kind"], told.body
        if kind == "verdict":
            self._verdict(told)
            return str(body["evaluated_at"])
        if kind == "run":
            run = _run(value, told)
            if run.id in self.runs:
                self.again[run.id] = told.entry
            self.runs.setdefault(run.id, run)
            for product in self._early.pop(run.id, ()):
                self._firm(run.id, product)
            return run.at
        if kind == "waiver-use":
            self.uses[body["waiver"]].append((body["run"], told.entry))
        elif kind == "erasure":
            self.erased[body["digest"]] = told.entry
        elif kind in {"error", "policy-release"}:
            (self.errors if kind == "error" else self.releases).append(told)
        return told.time

    def _firm(self, run: str, product: str) -> None:
        known = self.runs.get(run)
        if self.command(run) in REPORTED and not self.has_failed(run):
            self.firm.add((known.repository if known else "", product))

    def close(self) -> None:
        """That was the last row: no entry will tell of runs that none has told of."""
        for run, products in self._early.items():
            for product in products:
                self._firm(run, product)
        self._early.clear()

    def _verdict(self, told: Told) -> None:
        body = told.body
        run, place = body["run"], (body["product"], body["path"])
        self.held[run] += 1
        self.packs[run] = body["pack"]
        met = self._met[run]
        known = self.runs.get(run)
        if self.until is None or body["evaluated_at"][:_DAY] <= self.until:
            if known:
                self._firm(run, body["product"])
            else:
                self._early[run].add(body["product"])
        if place in met:
            self.twice.add((known.repository if known else "", *place))
        met.add(place)
        if known and self.held[run] >= known.contracts:
            del self._met[run]
        # Else whoever judges as of a day to come would have the last word until then.
        when = min(body["evaluated_at"], told.time)
        seconds = int(datetime.fromisoformat(when).timestamp())
        self._times.append(seconds << _BITS | len(self._numbers))
        self._numbers.append(told.entry)


def index(rows: Rows, period: tuple[str, str] | None) -> Index:
    """Read a log, up to the last entry that belongs to the period.

    Raises:
        AlteredError: an entry can't be read.
    """
    every = _index(rows, None, period)
    if every.end == every.size:
        return every
    # What came later may tell of a run in another way; that is no matter of this period.
    found = _index(rows, every.end, period)
    found.size, found.erased = every.size, every.erased
    return found


def _index(rows: Rows, last: int | None, period: tuple[str, str] | None) -> Index:
    found = Index(*(period or (None, None)))
    for row in rows.entries(1, last) if last != 0 else ():
        found.add(row)
    found.close()
    return found


def _run(value: dict[str, Any], told: Told) -> LoggedRun:
    body = told.body
    kept = [(one["role"], one["digest"]) for one in value["contents"]]
    return LoggedRun(
        entry=told.entry,
        id=body["id"],
        at=body["evaluated_at"],
        recorded=told.time,
        command=body["command"],
        actor=told.actor,
        verdict=body["verdict"],
        contracts=body["contracts"],
        repository=body["repository"] or "",
        commit=body["commit"] or "",
        url=body["url"] or "",
        inputs=body.get("inputs") or "",
        configured=frozenset(one for one in kept if one[0] in CONFIGURED) if kept else None,
    )


def odd(number: int, error: Exception) -> AlteredError:
    """The error for an entry that is none of ours."""
    return AlteredError(
        f"entry {number} is not what meshgov writes: {error!r}",
        hint="see `meshgov audit verify`; perhaps a newer meshgov wrote it: use that one",
    )
