"""What a report is made from: verdicts, and what a run or a log knows besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from meshgov.model import controls as listed
from meshgov.model.pack import Rule
from meshgov.model.report import Evidence, Failure, Gap, Point, PolicyChange, Scope
from meshgov.model.verdict import ContractVerdict
from meshgov.model.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Logged:
    """What a log knows of a verdict that the verdict doesn't.

    Attributes:
        owner: who answers for the contract.
        judged_at: RFC 3339 UTC.
        entry: number of the entry that holds it.
        since: fingerprint -> the day since which every verdict had it, and the entry of the first.
    """

    owner: str
    judged_at: str
    entry: int
    since: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Course:
    """How things went over a period.

    Attributes:
        uses: id of a waiver -> numbers of the entries that say it was used.
    """

    changes: Sequence[PolicyChange] = ()
    trend: Sequence[Point] = ()
    failures: Sequence[Failure] = ()
    uses: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made from.

    Attributes:
        rules: the catalogue, severities as configured.
        verdicts: of every contract that was met, in order.
        owners: path of a contract -> who answers for it.
        frameworks: those that the report is about, with the controls that it is about.
        waivers: every one that is configured.
        evidence: besides the contracts.
        files, other: as in :class:`Population`.
        logged: beside each verdict, in their order; none for a run.
        course: of a log; None for a run.
    """

    scope: Scope
    rules: Sequence[Rule]
    verdicts: Iterable[ContractVerdict]
    frameworks: Sequence[listed.Framework]
    version: str
    owners: Mapping[str, str] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()
    warn_days: int = 14
    evidence: Sequence[Evidence] = ()
    searched: Sequence[str] = ()
    files: int = 0
    other: int = 0
    gaps: Sequence[Gap] = ()
    notices: Sequence[str] = ()
    sample: tuple[int, int] | None = None
    """Size and seed."""
    logged: Sequence[Logged] = ()
    course: Course | None = None
