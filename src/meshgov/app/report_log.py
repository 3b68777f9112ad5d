"""A compliance report from the evidence log: what held in a period, since when, and what proves it.

The log is checked first. What the report says rests on the entries up to the last one that belongs
to the period, and on nothing that came after: the same log gives the same report for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from meshgov import __version__
from meshgov.app import contracts, log_course, log_population
from meshgov.app import report as of_runs
from meshgov.app.log_evidence import Log, authenticity, evidence
from meshgov.app.log_policies import Policies, names, policies
from meshgov.app.log_records import Told, from_entry, over, told, waivers_of
from meshgov.app.log_verdicts import verdicts
from meshgov.app.logged import Index, LoggedRun, Rows
from meshgov.app.report import Wanted
from meshgov.decide.history import History, Judged, Standing
from meshgov.decide.material import Logged, Material
from meshgov.decide.report import report as decide
from meshgov.errors import InputError, MeshgovError, joined
from meshgov.evidence import entries
from meshgov.model.evidence import Expected
from meshgov.model.report import Gap, Report
from meshgov.model.verdict import ContractVerdict, RuleResult
from meshgov.model.waiver import Waiver

_NAMED = 20
"""Of a list in a sentence; the rest is counted."""

_NEAR = 20
"""Entries so far apart are still read in one go."""


@dataclass
class _Met:
    """What was gathered on the contracts of the report."""

    verdicts: list[ContractVerdict] = field(default_factory=list)
    logged: list[Logged] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    unsigned: int = 0
    ownerless: int = 0


def of_log(
    log: Log, found: Index, wanted: Wanted, expected: Sequence[Expected] | None = None
) -> Report:
    """The report on a log whose chain was checked.

    Args:
        log: the log.
        found: what a first reading of it found, for the period of ``wanted``.
        wanted: what the report shall be about.
        expected: contracts that must have been judged; None: nobody said.

    Raises:
        MeshgovError: the log holds nothing of that, or a content isn't what it was.
    """
    runs = found.reported()
    if not runs:
        raise _empty(found, wanted)
    with policies(found, log.kept) as known:
        return _Reporting(log, found, wanted, known, runs).over(expected)


def _empty(found: Index, wanted: Wanted) -> InputError:
    when = f" from {wanted.period[0]} to {wanted.period[1]}" if wanted.period else ""
    return InputError(
        f"the log has no run of `check` or `gate`{when} among its {found.size} entries",
        hint="`meshgov audit log --kind run` lists what it has; `check --record` adds one",
    )


class _Reporting:
    def __init__(
        self,
        log: Log,
        found: Index,
        wanted: Wanted,
        known: Policies,
        runs: Sequence[LoggedRun],
    ) -> None:
        self._log = log
        self._found = found
        self._wanted = wanted
        self._known = known
        self._runs = runs
        self._met = _Met()

    def over(self, expected: Sequence[Expected] | None) -> Report:
        """The report."""
        wanted, known = self._wanted, self._known
        frameworks = known.frameworks(wanted.framework)
        rules = {one for each in frameworks for own in each.controls for one in own.rules}
        looked = log_population.whole(self._found, self._log.kept)
        history = History(
            wanted.period[0] if wanted.period else None,
            product=wanted.product,
            domain=wanted.domain,
            rules=rules if wanted.framework else None,
            looked={run: globs.match for run, globs in looked.items()},
        )
        for one, _ in verdicts(self._log.rows, self._found):
            history.take(one)
        history.close()
        people = log_population.population(history, self._found, looked, expected, wanted)
        standing = people.standing
        known.also(self._found.packs[one.last.run] for one in standing)
        self._gather(standing, history)
        known.name(self._met.verdicts)
        met = self._met
        listed = {one.id: one for one in known.waivers}
        allowed = [*known.waivers, *(one for one in met.waivers.values() if one.id not in listed)]
        material = Material(
            scope=replace(
                of_runs.scope(wanted, "log", self._runs[-1].at),
                runs=len(self._runs),
                log=self._log.rows.origin,
            ),
            rules=[known.rules[one] for one in sorted(known.rules)],
            verdicts=met.verdicts,
            logged=met.logged,
            frameworks=known.frameworks(wanted.framework),
            version=__version__,
            waivers=sorted(allowed, key=lambda one: one.id),
            warn_days=known.warn_days,
            evidence=tuple(evidence(self._log, self._found, self._runs, known.evidence)),
            searched=(f"entries 1 to {self._found.end} of the log {self._log.rows.origin}",),
            files=len(met.verdicts) + people.missing,
            gaps=(*people.gaps, *met.gaps, *known.gaps),
            notices=(
                *authenticity(self._log, self._found.end),
                *people.notices,
                *self._notices(standing),
            ),
            sample=wanted.sample,
            course=log_course.course(
                self._found,
                history.counted,
                names(self._found, self._log.kept),
                (one.id for one in allowed),
            ),
        )
        made = decide(material)
        if not made.contracts:
            raise self._nothing(made)
        return made

    def _nothing(self, made: Report) -> MeshgovError:
        """The error for a report on no contract: what is missing, or that nothing is meant."""
        gaps = made.population.gaps[:_NAMED]
        if gaps:
            return joined([InputError(f"{one.path}: {one.reason}") for one in gaps])
        if not self._met.verdicts:
            runs = len(self._runs)
            return InputError(
                f"the log has no verdict on any contract, for {runs} run{'' if runs == 1 else 's'}",
                hint="there was nothing to judge: `meshgov audit log --kind run` says when",
            )
        return of_runs.none_inside((one.name for one in self._met.verdicts), self._wanted)

    def _gather(self, standing: Sequence[Standing], history: History) -> None:
        """Read the record of each contract's last verdict; one contract at a time."""
        wanted = {one.last.entry: one for one in standing}
        wanted |= {one.over.entry: one for one in standing if one.over}
        found: dict[int, Told] = {}
        for row in _rows(self._log.rows, sorted(wanted)):
            found[row["seq"]] = self._told(wanted[row["seq"]], row, history)
        for one in standing:
            if history.is_about(one.last):
                self._add(one, found[one.last.entry], found[one.over.entry] if one.over else None)
            else:
                self._met.verdicts.append(found[one.last.entry].verdict)
                self._met.logged.append(Logged("", one.last.at, one.last.entry, {}))

    def _told(self, one: Standing, row: Mapping[str, Any], history: History) -> Told:
        judged = one.over if one.over and row["seq"] == one.over.entry else one.last
        if not history.is_about(judged):
            return Told(from_entry(judged, row["body"]), None, signed=True)
        return told(judged, row, self._log.kept, self._known.rules, self._log.keys)

    def _add(self, one: Standing, last: Told, later: Told | None) -> None:
        met, judged = self._met, one.last
        for each, entry in ((last, judged), (later, one.over)):
            if each is None or entry is None:
                continue
            met.unsigned += not each.signed
            if each.record is None:
                reason = (
                    f"the record of its last verdict (entry {entry.entry}) was erased: what passed "
                    "is not known"
                )
                met.gaps.append(Gap(entry.key.path, reason))
            else:
                met.waivers |= waivers_of(each.record)
        verdict = self._whole(last, judged)
        if later is not None and one.over is not None:
            verdict = over(verdict, self._whole(later, one.over))
        met.verdicts.append(verdict)
        shown = one.over if one.over and one.over.adverse else judged
        met.logged.append(
            Logged(
                self._owner(judged),
                shown.at,
                shown.entry,
                {mark: (each.day, each.entry) for mark, each in one.since.items()},
            )
        )

    def _whole(self, last: Told, judged: Judged) -> ContractVerdict:
        """With a word on every rule: one that others were judged by, this one was not tested by."""
        verdict = last.verdict
        same = self._found.packs[judged.run] == self._found.packs.get(self._runs[-1].id)
        if same and last.record is not None:
            return verdict
        said = {one.id for one in verdict.rules}
        rest = [RuleResult(one, "not-tested") for one in sorted(self._known.rules.keys() - said)]
        return replace(verdict, rules=(*verdict.rules, *rest))

    def _owner(self, judged: Judged) -> str:
        """Who answers for a contract, as it was; nobody where it is gone."""
        data = self._log.kept.find(judged.digest)
        governed = self._known.governed
        if data is None or governed is None:
            self._met.ownerless += 1
            return ""
        try:
            contract = contracts.parse(data, judged.key.path).contract
        except MeshgovError:
            self._met.ownerless += 1
            return ""
        return of_runs.owner(contract, governed)

    def _notices(self, standing: Sequence[Standing]) -> Iterator[str]:
        met, total = self._met, len(self._met.verdicts)
        last = [one.latest for one in standing]
        branches = sum(self._found.command(one.run) == "gate" for one in last)
        if branches:
            yield (
                f"The last verdict on {branches} of {total} contracts is that of a gate, on a "
                "branch: the log does not know whether it was merged"
            )
        if met.unsigned:
            yield f"No trusted key signed the records of {met.unsigned} of {total} last verdicts"
        if met.ownerless:
            yield (
                f"Who answers for {met.ownerless} of {total} contracts is not known: the contract "
                "or the registry is not in the log"
            )
        late = log_course.late(self._found)
        if late:
            numbers = ", ".join(str(one.entry) for one in late[:_NAMED])
            more = f" and {len(late) - _NAMED} more" if len(late) > _NAMED else ""
            yield (
                f"{len(late)} of {len(self._runs)} runs came into the log on another day than the "
                f"one they judged as of: entries {numbers}{more}"
            )
        if len(self._runs) > log_course.MOST:
            yield f"The trend shows the last run of each day, of {len(self._runs)} runs"


def _rows(rows: Rows, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The entries of these numbers, which are sorted; near ones are read together."""
    place = 0
    while place < len(numbers):
        end = place
        while end + 1 < len(numbers) and numbers[end + 1] - numbers[end] <= _NEAR:
            end += 1
        wanted = set(numbers[place : end + 1])
        for row in rows.entries(numbers[place], numbers[end]):
            if row.seq in wanted:
                yield entries.parse(row.text)
        place = end + 1
