"""A compliance report as plain data, for whoever fills it (one run, a log) and whoever words it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from meshgov.model.waiver import Waiver

RESULTS: Final = ("fail", "error", "warn", "waived", "pass", "not-tested", "not-applicable")
"""What may come of one rule on one contract, the worst first."""

TESTED: Final = frozenset({"fail", "error", "warn", "waived", "pass"})
"""Of those, the ones in which the rule was asked and applies."""

STATES: Final = (
    "exceptions",
    "warnings",
    "waived",
    "no-exceptions",
    "not-tested",
    "not-applicable",
    "no-rule",
)
"""What can be said of a control, the worst first."""

STATUSES: Final = ("non-compliant", "incomplete", "compliant-with-waivers", "compliant")
"""What can be said of a whole report, the worst first."""

LIMIT: Final = (
    "A contract shows that something is declared. It does not show that it operated: whether data "
    "was in fact encrypted, deleted or logged needs evidence from the systems themselves."
)
"""Stands in every report."""

RELATIONS: Final[Mapping[str, str]] = {
    "supports": "the rule checks a declaration that the control asks for",
    "partial": "the rule checks a part of what the control asks for",
    "evidence-only": "the result is evidence that an assessor may use; it shows nothing alone",
}
"""How a rule bears on a control, from close to loose."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Contracts drawn for somebody to look at again.

    Attributes:
        seed: as given; the same seed and population give the same sample.
        paths: sorted.
    """

    seed: int
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about.

    Attributes:
        source: ``run | log``.
        evaluated_at: of the run, or of the last one; RFC 3339 UTC.
        since, until: the period, days (``2026-01-31``), both included; None without one.
        framework, control, domain, product: what it is narrowed to; None: to nothing.
        runs: that it was made from.
        log: origin of the log that it was made from; None for a run.
    """

    source: str
    evaluated_at: str
    since: str | None = None
    until: str | None = None
    framework: str | None = None
    control: str | None = None
    domain: str | None = None
    product: str | None = None
    runs: int = 1
    log: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A file that may be a contract and was not evaluated, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Population:
    """Which contracts there are, and which of them were evaluated.

    Attributes:
        searched: the files, folders and globs that were looked through.
        files: YAML and JSON files met there.
        other: of those, how many are no contracts.
        outside: contracts that were evaluated, and that the report is not about.
        evaluated: contracts that it is about.
        gaps: files that could not be evaluated.
        digest: ``sha256:<hex>`` over path and digest of every contract that the report is about.
    """

    searched: tuple[str, ...]
    files: int
    other: int
    outside: int
    evaluated: int
    digest: str
    gaps: tuple[Gap, ...] = ()

    @property
    def expected(self) -> int:
        """Contracts that should have been evaluated: what was met, less what is no contract."""
        return self.files - self.other - self.outside

    @property
    def difference(self) -> int:
        """Expected less evaluated; a complete population has zero."""
        return self.expected - self.evaluated

    @property
    def complete(self) -> bool:
        """Whether every contract was evaluated, and every file read."""
        return self.difference == 0 and not self.gaps


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each result came: keys of :data:`RESULTS`, zeros left out."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, result: str) -> int:
        """How often ``result`` came."""
        return self.counts.get(result, 0)

    @property
    def passed(self) -> int:
        """The n in n of N."""
        return self.of("pass")

    @property
    def tested(self) -> int:
        """The N in n of N: asked, and applicable. What is waived counts here, and is no pass."""
        return sum(number for result, number in self.counts.items() if result in TESTED)


@dataclass(frozen=True, slots=True)
class Test:
    """One rule as a test: ``number`` is from 1 and names it inside the report."""

    number: int
    id: str
    title: str
    severity: str
    scope: str
    remediation: str
    tally: Tally

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Control:
    """One control, and what came of the rules that bear on it.

    Attributes:
        group: the control without its paragraph: ``32`` of ``32(1)(a)``.
        rules: rule id -> relation.
        state: one of :data:`STATES`.
        failing, warning, waived: numbers of contracts with such a result, each in the first of
            these that it belongs to.
    """

    framework: str
    id: str
    title: str
    group: str
    rules: Mapping[str, str]
    tally: Tally
    state: str
    failing: tuple[int, ...] = ()
    warning: tuple[int, ...] = ()
    waived: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework; ``groups`` are controls of several paragraphs, summed up."""

    name: str
    title: str
    controls: tuple[Control, ...]
    groups: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class Tested:
    """One contract.

    Attributes:
        number: from 1, names it inside the report.
        owner: the team, else who leads the domain; empty when nobody says.
        verdict: the worst of ``fail | warn | waived | pass``, among the rules of the report.
        results: one of :data:`RESULTS` for each of the report's tests, in their order.
        judged_at: RFC 3339 UTC; None where it is the evaluation time of the report.
        entry: number of the entry in the log that holds this verdict; None without a log.
    """

    number: int
    path: str
    name: str
    version: str | None
    domain: str | None
    owner: str
    digest: str
    verdict: str
    results: tuple[str, ...]
    judged_at: str | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """What auditors call an exception: one finding of one rule on one contract.

    Attributes:
        number: from 1, names it inside the report.
        contract: the number of the contract.
        first_seen: the day since which every verdict had it; None when one run is all there is to
            know from.
        waiver: id of the waiver under which it is accepted, or None.
        first_entry: number of the entry in the log that had it first; None without a log.
    """

    number: int
    contract: int
    rule: str
    severity: str
    blocking: bool
    message: str
    remediation: str
    path: tuple[str, ...]
    location: str
    fingerprint: str
    owner: str
    first_seen: str | None = None
    waiver: str | None = None
    first_entry: int | None = None

    @property
    def response(self) -> str:
        """``waived | open | noted``; noted is what blocks nothing, and nobody has accepted."""
        if self.waiver:
            return "waived"
        return "open" if self.blocking else "noted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A waiver, its state at the evaluation time, and the numbers of the exceptions it covers.

    Attributes:
        entries: numbers of the entries in the log that say it was used; none without a log.
    """

    waiver: Waiver
    state: str
    covers: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Another pack or other settings from ``at`` on, by digest; ``what`` in words.

    Attributes:
        entry: number of the entry in the log that shows it.
    """

    at: str
    what: str
    digest: str
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One run in the trend; the counts are of contracts.

    Attributes:
        run: its id.
        entry: number of its entry in the log.
    """

    at: str
    contracts: int
    failed: int
    waived: int
    run: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that ended without a verdict: nothing was published on its word.

    Attributes:
        kinds: of errors, as commands print them in JSON.
    """

    at: str
    command: str
    kinds: tuple[str, ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the report rests on; ``name`` is a path, a version, a time; ``digest`` may be empty."""

    kind: str
    name: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says.

    Attributes:
        status: one of :data:`STATUSES`.
        notices: what a person should know besides, sentences.
        changes, trend, failures: None when there is no log to know them from.
    """

    status: str
    scope: Scope
    population: Population
    frameworks: tuple[Framework, ...]
    tests: tuple[Test, ...]
    contracts: tuple[Tested, ...]
    deviations: tuple[Deviation, ...]
    waivers: tuple[Acceptance, ...]
    evidence: tuple[Evidence, ...]
    version: str
    notices: tuple[str, ...] = ()
    sample: Sample | None = None
    changes: tuple[PolicyChange, ...] | None = None
    trend: tuple[Point, ...] | None = None
    failures: tuple[Failure, ...] | None = None

    @property
    def untested(self) -> tuple[str, ...]:
        """Controls that were asked for by name, and of which nothing was tested."""
        if self.scope.control is None:
            return ()
        controls = (control for one in self.frameworks for control in one.controls)
        return tuple(control.id for control in controls if control.state == "not-tested")

    @property
    def blind(self) -> bool:
        """Whether nothing of what was asked for was tested, or not all of the controls."""
        tallies = [one.tally for one in self.tests]
        silent = any(one.of("not-tested") for one in tallies) and not any(
            one.tested for one in tallies
        )
        return silent or bool(self.untested)

    def contract(self, number: int) -> Tested:
        """The contract of this number."""
        return self.contracts[number - 1]

    def waived_by(self, identity: str | None) -> Waiver | None:
        """The waiver of this id."""
        return next((one.waiver for one in self.waivers if one.waiver.id == identity), None)

    def count(self, *verdicts: str) -> int:
        """How many contracts have one of these verdicts."""
        return sum(one.verdict in verdicts for one in self.contracts)
