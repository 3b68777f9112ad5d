"""Which contracts a report from a log is about, and what its population lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from meshgov.app.log_policies import inputs_of
from meshgov.app.log_records import Kept
from meshgov.app.logged import Index, LoggedRun
from meshgov.app.report import Wanted
from meshgov.decide.history import History, Judged, Standing
from meshgov.load.globs import Globs
from meshgov.model.evidence import Expected
from meshgov.model.report import Gap

_NAMED = 20
_OF_GATES = 10

Looked = dict[str, Globs]
"""Run -> the places that it looked through."""


@dataclass
class People:
    """The population.

    Attributes:
        standing: what holds of each contract in it, by path.
        missing: how many more there should be.
    """

    standing: list[Standing] = field(default_factory=list)
    missing: int = 0
    gaps: list[Gap] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def population(
    history: History,
    found: Index,
    looked: Looked,
    expected: Sequence[Expected] | None,
    wanted: Wanted,
) -> People:
    """Who is in it, and who is missing.

    Args:
        history: every verdict up to the end of the period.
        found: the log.
        looked: runs that looked through whole places.
        expected: contracts that must have been judged; None: nobody said.
        wanted: what the report is about.
    """
    made = People(gaps=list(_runs(found)))
    gone: list[tuple[Standing, LoggedRun]] = []
    for key, one in history.standings.items():
        met = one.latest
        if key in history.gone:
            gone.append((one, found.runs[history.gone[key]]))
        elif history.is_inside(one.last.at):
            made.standing.append(one)
        elif history.is_about(one.last):
            made.missing += 1
            made.gaps.append(Gap(one.last.key.path, _untold(one, met, history)))
            if history.is_inside(met.at):
                made.standing.append(Standing(met, since=one.since))
                made.missing -= 1
    made.standing.sort(key=lambda one: (one.last.key.path, one.last.key))
    made.notices += _gone(gone, history)
    made.notices += _of_gates(made.standing, found, history)
    made.notices += _rests_on([found.runs[one] for one in looked], expected)
    if expected is not None:
        _compare(made, [one for one in expected if wanted.product in {None, one.name}], history)
    return made


def _untold(one: Standing, met: Judged, history: History) -> str:
    day, entry = one.last.at[: len("2026-01-31")], one.last.entry
    if history.is_inside(met.at):
        return (
            f"in the period {one.last.key.product} was asked the rules over all contracts alone "
            f"(entry {met.entry}); all others it was asked on {day} (entry {entry})"
        )
    return f"{one.last.key.product} was not judged in the period; last on {day} (entry {entry})"


def _runs(found: Index) -> Iterator[Gap]:
    """Runs of which the log doesn't have every verdict."""
    for one in found.reported():
        held = found.held.get(one.id, 0)
        if held != one.contracts:
            reason = f"entry {one.entry}: it judged {one.contracts} contracts, the log has {held}"
            yield Gap(f"run {one.id}", reason)
        if one.id in found.again:
            reason = f"entry {found.again[one.id]} tells of it in another way than one before"
            yield Gap(f"run {one.id}", reason)
    for name in sorted(found.held.keys() - found.runs.keys()):
        yield Gap(f"run {name}", "verdicts name it, and no entry tells of it")


def whole(found: Index, kept: Kept) -> Looked:
    """Runs of the period that looked through whole places, in order of time, and those places.

    A gate looks at a branch, which may lack what others added meanwhile: it says nothing of that.
    """
    looked: Looked = {}
    for one in found.reported():
        if one.command != "check" or found.held.get(one.id, 0) != one.contracts:
            continue
        inputs: Any = inputs_of(one, kept)
        searched = inputs.get("searched") if isinstance(inputs, dict) else None
        if searched:
            looked[one.id] = Globs([str(each) for each in searched])
    return looked


def _gone(gone: Sequence[tuple[Standing, LoggedRun]], history: History) -> Iterator[str]:
    inside = [(one, run) for one, run in gone if history.is_about(one.last)]
    before = [one for one, _ in inside if not history.is_inside(one.order[0])]
    rest = [(one, run) for one, run in inside if history.is_inside(one.order[0])]
    for one, run in sorted(rest, key=lambda each: each[0].last.key)[:_NAMED]:
        key, last = one.last.key, one.order
        yield (
            f"No longer there: {key.product} ({key.path}), judged last in entry {last[1]}; the run "
            f"of entry {run.entry} looked where it was and did not meet it"
        )
    if len(rest) > _NAMED:
        yield f"No longer there: {len(rest) - _NAMED} contracts more"
    if before:
        yield f"No longer there: {len(before)} contracts that were judged before the period"


def _of_gates(standing: Iterable[Standing], found: Index, history: History) -> Iterator[str]:
    """Which contracts gates were the last to judge, and which only gates that failed have met."""
    inside = [one for one in standing if history.is_about(one.last)]
    last = [one.latest for one in inside]
    branches = [one for one in last if found.command(one.run) == "gate"]
    if branches:
        yield f"Judged last by a gate, on a branch: {_listed(branches)}"
    alone = [one for key, one in sorted(history.aside.items()) if key not in history.standings]
    alone = [one for one in alone if history.is_inside(one.at) and history.is_about(one)]
    if alone:
        yield (
            "Not counted, since only gates that failed met it there, and other verdicts speak of "
            f"the product: {_listed(alone)}"
        )


def _listed(judged: Sequence[Judged]) -> str:
    named = ", ".join(f"{one.key.product} ({one.key.path})" for one in judged[:_OF_GATES])
    more = len(judged) - _OF_GATES
    return f"{named} and {more} more" if more > 0 else named


def _rests_on(looked: Sequence[LoggedRun], expected: Sequence[Expected] | None) -> Iterator[str]:
    if expected is not None:
        return
    if looked:
        yield (
            "The population is what runs of the period judged; the last one that looked through "
            f"whole folders is entry {looked[-1].entry}. No list says what should have been judged "
            "(--expected)"
        )
    else:
        yield (
            "The population is what runs of the period judged. None of them is known to have "
            "looked through whole folders, and no list says what should have been judged "
            "(--expected)"
        )


def _compare(made: People, expected: Iterable[Expected], history: History) -> None:
    """Hold the population against a list."""
    judged: dict[str, set[str]] = defaultdict(set)
    for one in made.standing:
        judged[one.last.key.product].add(one.last.digest)
    named: set[str] = set()
    for each in expected:
        named.add(each.name)
        where = each.source or each.name
        if each.name not in judged:
            made.gaps.append(Gap(where, f"{each.name} is expected and was not judged"))
            made.missing += 1
        elif each.digest is not None and each.digest not in judged[each.name]:
            said = f"{each.name} was judged, but not last as it is expected ({each.digest[:19]})"
            made.gaps.append(Gap(where, said))
    about = {one.last.key.product for one in made.standing if history.is_about(one.last)}
    more = sorted(about - named)
    if more:
        listed = ", ".join(more[:_NAMED]) + (", ..." if len(more) > _NAMED else "")
        made.notices.append(f"Judged, and not expected: {len(more)} products: {listed}")
