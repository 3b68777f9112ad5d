"""What other settings would do to the verdicts on the same contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from meshgov.model.document import Json
from meshgov.model.verdict import Finding

KINDS: Final = (
    "newly-failing",
    "newly-passing",
    "newly-reported",
    "no-longer-reported",
    "changed",
)
"""What may become of a finding: it blocks and did not; it blocked and does no longer, because it is
gone, waived, or its rule only warns; it is new and blocks nothing; it blocked nothing and is gone;
only its severity, mode, waiver, words or place are others."""

UNTESTED: Final = ("change", "fleet", "results")
"""Why a rule could not be tested: without a previous version, without all contracts, without
results of quality checks."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One finding under the current settings and under the new ones; None where it isn't.

    ``kind`` is one of :data:`KINDS`.
    """

    kind: str
    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding as it would be, or as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # an effect is about one of both
        return found


@dataclass(frozen=True, slots=True)
class ContractImpact:
    """What becomes of one contract.

    Attributes:
        owner: the team, or None.
        before, after: the verdict, ``pass | fail``.
        newly_judged: rules that apply to it and did not, or were not tested.
        no_longer_judged: rules that applied to it and do no longer, or are not tested.
    """

    path: str
    name: str
    version: str | None
    domain: str | None
    owner: str | None
    before: str
    after: str
    effects: tuple[Effect, ...] = ()
    newly_judged: tuple[str, ...] = ()
    no_longer_judged: tuple[str, ...] = ()

    @property
    def is_touched(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.effects or self.newly_judged or self.no_longer_judged)


class Contracts(Protocol):
    """The contracts that are touched, which may lie on disk: iterate as often as needed."""

    def __iter__(self) -> Iterator[ContractImpact]:
        """Each of them, in the order of the run."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is told of several contracts together: of all, or by rule, domain or owner.

    Attributes:
        name: rule, domain or team; None for contracts without one.
        findings: number of findings by kind, every kind a key.
        contracts: number of contracts with such a finding, every kind a key.
        fails, passes: contracts whose verdict turns; by rule those where it has a part in that.
        rules, domains, owners: whom and what the findings are about, sorted, None last.
        newly_judged, no_longer_judged: contracts that the rule applies to, and did not, or the
            other way round; of other groups, contracts with such a rule.
    """

    name: str | None
    findings: Mapping[str, int]
    contracts: Mapping[str, int]
    fails: int
    passes: int
    rules: tuple[str, ...]
    domains: tuple[str | None, ...]
    owners: tuple[str | None, ...]
    newly_judged: int
    no_longer_judged: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that is another now.

    Attributes:
        what: ``source | severity | mode | effective_on | domain``, or
            ``parameters.<family>.<name>``.
        domain: where that is so; None everywhere.
    """

    what: str
    domain: str | None
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is ``added | removed | changed``; severity and mode are those it has now."""

    id: str
    kind: str
    title: str
    severity: str
    mode: str
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between the settings themselves.

    Attributes:
        rules: by id.
        parameters: each that differs, whoever reads it.
        shared: files of the pack that hold no rule, and data, that are not the same.
    """

    rules: tuple[RuleChange, ...] = ()
    parameters: tuple[Difference, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """The current settings or the new ones, and the verdict under them."""

    evaluated_at: str
    governance: str | None
    sources: tuple[str, ...]
    digest: str
    rules: int
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What new settings would do.

    Attributes:
        judged: contracts that were judged under both.
        untested: why -> rules of the new settings that could not be tested.
        notices: what a person should know about the new settings, and was not told before.
    """

    engine_name: str
    engine_version: str
    before: Side
    after: Side
    judged: int
    changes: Changes
    total: Group
    by_rule: tuple[Group, ...]
    by_domain: tuple[Group, ...]
    by_owner: tuple[Group, ...]
    contracts: Contracts
    untested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def hit(self) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
        """Domains and owners of contracts with a finding that is not what it was."""
        return (
            tuple(one for one in self.by_domain if one.rules),
            tuple(one for one in self.by_owner if one.rules),
        )

    @property
    def newly_fails(self) -> bool:
        """Whether anything would fail that does not today."""
        return self.total.findings["newly-failing"] > 0
