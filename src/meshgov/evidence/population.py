"""What a log lacks of a population: contracts, and the rest of runs that are there in part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from meshgov.evidence import entries
from meshgov.evidence.log import Log
from meshgov.model.document import Json
from meshgov.model.evidence import Entry, Expected, Gap, Record, Within

ALWAYS = Within()


class Reconciled(NamedTuple):
    """What came of comparing.

    Attributes:
        gaps: what is missing.
        oldest: of the last verdicts on each expected contract, the time of the first; None
            without any.
    """

    gaps: tuple[Gap, ...]
    oldest: str | None


def reconcile(
    log: Log,
    expected: Iterable[Expected],
    runs_of: Iterable[Record] | None = None,
    within: Within = ALWAYS,
) -> Reconciled:
    """Compare what a log has with what it should have.

    Args:
        log: the log.
        expected: contracts that should have been judged.
        runs_of: only the runs of these records have to be whole; None: all that count.
        within: which verdicts and runs count.

    Raises:
        InputError: an entry was altered.
    """
    seen = _Seen(log, within)
    wanted = None if runs_of is None else {str(one.run["id"]) for one in runs_of}
    gaps: list[Gap] = []
    times: list[str] = []
    for one in expected:
        found = seen.last(one)
        if isinstance(found, Gap):
            gaps.append(found)
        else:
            times.append(found)
    gaps += seen.holes(wanted)
    return Reconciled(tuple(gaps), min(times, default=None))


class _Seen:
    """The verdicts and runs of a log that count."""

    def __init__(self, log: Log, within: Within) -> None:
        self._within = within
        self._runs: dict[str, int] = {}
        self._told: dict[str, set[str]] = defaultdict(set)
        self._judged: dict[str, dict[str, str]] = defaultdict(dict)
        commits: dict[str, set[str | None]] = defaultdict(set)
        verdicts: list[Entry] = []
        for row in log.entries():
            entry = entries.whole(row)
            if entry.kind == "run":
                commit = entry.body.get("commit")
                commits[str(entry.body["id"])].add(None if commit is None else str(commit))
                self._run(entry, None if commit is None else str(commit))
            elif entry.kind == "verdict":
                verdicts.append(entry)
        for one in verdicts:  # after all runs, because a log may be altered in its order too
            self._verdict(one, commits[str(one.body["run"])])

    def _run(self, entry: Entry, commit: str | None) -> None:
        name = str(entry.body["id"])
        if self._within.holds(str(entry.body["evaluated_at"]), commit):
            # One that is told in two ways has to have as many as either says.
            self._runs[name] = max(self._runs.get(name, 0), _count(entry.body["contracts"]))

    def _verdict(self, entry: Entry, commits: set[str | None]) -> None:
        body = entry.body
        time = str(body["evaluated_at"])
        self._told[str(body["run"])].add(str(body["record"]))
        if any(self._within.holds(time, one) for one in commits):
            times = self._judged[str(body["product"])]
            contract = str(body["contract"])
            times[contract] = max(times.get(contract, ""), time)

    def last(self, one: Expected) -> str | Gap:
        """When a contract was judged last, or how it was not."""
        where = f" ({one.source})" if one.source else ""
        when = f" {self._within}" if str(self._within) else ""
        times = self._judged.get(one.name)
        if not times:
            return Gap("never", one.name, f"{one.name}{where} was never judged{when}")
        if one.digest is None:
            return max(times.values())
        if one.digest not in times:
            message = (
                f"{one.name}{where} was judged{when}, but never as it is now ({one.digest[:19]})"
            )
            return Gap("version", one.name, message)
        return times[one.digest]

    def holes(self, wanted: set[str] | None) -> Iterator[Gap]:
        """Runs that lack a record."""
        for name, number in self._runs.items():
            there = len(self._told[name])
            if there < number and (wanted is None or name in wanted):
                message = f"run {name} judged {number} contracts, and the log has {there}"
                yield Gap("whole", name, message)


def _count(value: Json) -> int:
    return value if isinstance(value, int) else 0
