"""What is decided about one contract, and about a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from meshgov.errors import Location
from meshgov.model.change import JudgedChange
from meshgov.model.document import Note, Path
from meshgov.model.pack import Rule
from meshgov.model.waiver import Waiver

if TYPE_CHECKING:
    from meshgov.model.impact import Impact  # which speaks of findings, and so knows this module


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where one rule fires, with the organisation's settings applied.

    Attributes:
        mode: rollout mode of the rule: ``enforce | warn | audit``.
        blocking: whether it fails the contract.
        fingerprint: of rule, product and path; survives moved lines and unrelated edits.
        waiver: id of the waiver that covers it, or None.
        excerpt: the source line at ``location``.
    """

    rule: str
    severity: str
    mode: str
    blocking: bool
    message: str
    remediation: str
    path: Path
    location: Location
    fingerprint: str
    waiver: str | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """``pass | fail | warn | not-applicable | waived | not-tested`` for one rule."""

    id: str
    result: str


@dataclass(frozen=True, slots=True)
class Base:
    """The version that a contract was compared with. ``ref`` is a git ref, or None."""

    ref: str | None
    path: str
    version: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class DiffVerdict:
    """What was decided about the changes of one contract."""

    base: Base
    mode: str
    breaking: bool
    declared_bump: str | None
    required_bump: str
    suggested_version: str | None
    changes: tuple[JudgedChange, ...]


@dataclass(frozen=True, slots=True)
class ContractVerdict:
    """What was decided about one contract. ``verdict`` is ``pass`` or ``fail``."""

    path: str
    name: str
    version: str | None
    domain: str | None
    digest: str
    verdict: str
    rules: tuple[RuleResult, ...]
    findings: tuple[Finding, ...]
    diff: DiffVerdict | None = None
    notes: tuple[Note, ...] = ()


class Contracts(Protocol):
    """The contracts' verdicts, which may be spooled: iterate as often as needed."""

    def __iter__(self) -> Iterator[ContractVerdict]:
        """Each contract's verdict, in the order of the run."""

    def __len__(self) -> int:
        """How many there are."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over a run. ``findings`` has every severity as a key."""

    contracts: int
    passed: int
    failed: int
    findings: Mapping[str, int]
    waived: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What a branch was held against, and how much of it there is.

    Attributes:
        ref: the base as people call it.
        commit: its last commit; None before the first of all.
        merge_base: the commit that the branch left it at, with whose contracts those of the branch
            are compared; None likewise.
        policies_from: ``base | head``: whose policies, waivers and registries judge.
        contracts: in the tree of the branch.
        changed: of those, how many are new or not as they were.
        removed: products that are gone.
        configuration: files with policies, waivers and the like that the branch changes.
    """

    ref: str
    commit: str | None
    merge_base: str | None
    policies_from: str
    contracts: int
    changed: int
    removed: int
    configuration: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The evidence log that a run was added to, as it was then.

    Attributes:
        log: its name.
        entries: how many it had.
        checkpoint: the note about them, to be held elsewhere.
        signed: whether a key signed the note; else it proves integrity only.
    """

    log: str
    entries: int
    checkpoint: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided about a run.

    Attributes:
        command: ``check | diff | gate``.
        exit_code: 0 or 1; a run with errors has no verdict.
        evaluated_at: RFC 3339 UTC.
        notices: things a person should know that change nothing in the verdict.
        waivers: those that cover a finding, by id.
        rules: the catalogue that judged, by id and in the order of the ids; formats that list
            rules take titles and help from it.
        compared: of a gate, what the branch was held against.
        impact: of a gate whose branch changes policies, waivers or the like, what those will do.
        evidence: of a run that was added to a log, what to hold that log to.
    """

    command: str
    verdict: str
    exit_code: int
    evaluated_at: str
    engine_name: str
    engine_version: str
    pack_digest: str
    pack_rules: int
    pack_sources: tuple[str, ...]
    summary: Summary
    contracts: Contracts
    notices: tuple[str, ...] = field(default=())
    waivers: tuple[Waiver, ...] = field(default=())
    rules: Mapping[str, Rule] = field(default_factory=dict)
    compared: Compared | None = None
    impact: Impact | None = None
    evidence: Kept | None = None
