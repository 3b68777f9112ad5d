"""How things went over a period, as a log tells it: changes of policies, trend, failures, runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from meshgov.app.logged import CONFIGURED, REPORTED, Index, LoggedRun
from meshgov.decide.history import Counted
from meshgov.decide.material import Course
from meshgov.model.report import Evidence, Failure, Point, PolicyChange

MOST: Final = 100
"""Runs that a trend and a list of evidence show one by one, and entries that name one waiver."""

_DAY: Final = len("2026-01-31")
_WORDS: Final = {
    "governance": "governance",
    "organization": "registry of the domains",
    "waivers": "waivers",
}


def course(
    found: Index, counted: Mapping[str, Counted], names: Mapping[str, str], waivers: Iterable[str]
) -> Course:
    """Everything of that.

    Args:
        found: the log.
        counted: run -> how the contracts stood after it that the report is about.
        names: digest -> file, as far as known.
        waivers: ids of those that the report may name.
    """
    runs = {one.id for one in found.reported()}
    uses = {
        one: ends(tuple(entry for run, entry in found.uses.get(one, ()) if run in runs))
        for one in waivers
    }
    return Course(
        changes=sorted(_changes(found, names), key=lambda one: (one.at, one.entry or 0)),
        trend=tuple(trend(found, counted)),
        failures=tuple(_failures(found)),
        uses=uses,
    )


def ends(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The first and the last of many."""
    return numbers if len(numbers) <= MOST else (numbers[0], *numbers[-MOST + 1 :])


def trend(found: Index, counted: Mapping[str, Counted]) -> Iterator[Point]:
    """How things stood after each run that judged something of what the report is about.

    Of more than :data:`MOST` runs, the last of each day.
    """
    told = [(one, counted[one.id]) for one in found.reported() if one.id in counted]
    if len(told) > MOST:
        told = list({one.at[:_DAY]: (one, counts) for one, counts in told}.values())
    for one, counts in told:
        yield Point(one.at, counts.contracts, counts.failed, counts.waived, one.id, one.entry)


def _failures(found: Index) -> Iterator[Failure]:
    for one in found.errors:
        if found.holds(one.time) and one.entry <= found.end:
            kinds = tuple(sorted(map(str, one.body["kinds"])))
            yield Failure(one.time, str(one.body["command"]), kinds, one.entry)


def _changes(found: Index, names: Mapping[str, str]) -> Iterator[PolicyChange]:
    released = set()
    for one in found.releases:
        if found.holds(one.time) and one.entry <= found.end:
            digest = str(one.body["pack"])
            released.add(digest)
            what = f"policies judge here for the first time ({one.body['rules']} rules)"
            yield PolicyChange(one.time, what, digest, one.entry)
    before: dict[str, LoggedRun] = {}
    packs: dict[str, str] = {}
    runs = (one for one in found.runs.values() if one.command in REPORTED)
    for run in sorted(runs, key=lambda one: one.order):
        if run.entry > found.end or (found.until and run.at[:_DAY] > found.until):
            continue
        inside = found.holds(run.at)
        # Each repository has a configuration of its own; runs of several take turns in one log.
        pack, old = found.packs.get(run.id), packs.get(run.repository)
        if pack is not None:
            packs[run.repository] = pack
            if inside and pack in released:
                released.remove(pack)  # said already; the next time it comes back is news
            elif inside and old not in {None, pack}:
                yield PolicyChange(run.at, "other policies judge", pack, run.entry)
        if run.configured is None:
            continue
        last = before.get(run.repository)
        before[run.repository] = run
        if inside and last is not None:
            yield from _configured(last, run, names)


def _configured(
    last: LoggedRun, run: LoggedRun, names: Mapping[str, str]
) -> Iterator[PolicyChange]:
    """What configured the run and not the one before it, and the other way round."""
    now, then = run.configured or frozenset(), last.configured or frozenset()
    for role in CONFIGURED:
        new = sorted(digest for one, digest in now - then if one == role)
        gone = sorted(digest for one, digest in then - now if one == role)
        told = {names[one] for one in new if one in names}
        for digest in new:
            name = names.get(digest, "")
            yield _change(run, role, name, _became(name, [names.get(one) for one in gone]), digest)
        for digest in gone:
            name = names.get(digest, "")
            if name not in told and (name or not new):
                yield _change(run, role, name, "no longer there", digest)


def _became(name: str, gone: Sequence[str | None]) -> str:
    """What became of a file whose digest is new, beside the names of those that are gone."""
    if name and name in gone:
        return "changed"
    return "new or changed" if None in gone else "new"


def _change(run: LoggedRun, role: str, name: str, what: str, digest: str) -> PolicyChange:
    file = f"{_WORDS[role]} {name}".strip()
    return PolicyChange(run.at, f"{file}: {what}", digest, run.entry)


def evidence_of_runs(found: Index) -> Iterator[Evidence]:
    """The runs of the period by the numbers of their entries, and where they came from."""
    runs = sorted(
        (one for one in found.runs.values() if found.holds(one.at) and one.entry <= found.end),
        key=lambda one: one.entry,
    )
    if len(runs) > MOST:
        yield Evidence("runs", f"{len(runs):,} in the period; the last {MOST} follow")
    for one in runs[-MOST:]:
        contracts = f"{one.contracts:,} contract{'' if one.contracts == 1 else 's'}"
        said = f"entry {one.entry}: {one.command} of {one.at} by {one.actor}, {contracts}"
        yield Evidence("run", f"{said}: {one.verdict}", one.inputs)
    yield from _places("commit", (one.commit for one in runs[-MOST:]))
    yield from _places("repository", (one.repository for one in runs[-MOST:]))
    yield from _places("run seen at", (one.url for one in runs[-MOST:]))


def _places(kind: str, names: Iterable[str]) -> Iterator[Evidence]:
    for name in dict.fromkeys(names):
        if name:
            yield Evidence(kind, name)


def late(found: Index) -> Sequence[LoggedRun]:
    """Runs of the period that came into the log on another day than they say they are of."""
    return [one for one in found.reported() if one.recorded[:_DAY] != one.at[:_DAY]]
