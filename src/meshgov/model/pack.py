"""The rules and data that judge together, and what an engine answers about one input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from meshgov.errors import Location
from meshgov.model.document import Json, Path

SEVERITIES = ("info", "warning", "error", "critical")
"""In ascending order."""

MODES = ("off", "audit", "warn", "enforce")
"""Rollout modes, in ascending order."""


@dataclass(frozen=True, slots=True)
class Module:
    """One Rego file: the name shown in errors, and its text.

    ``shipped`` ones came with meshgov, so that their built-ins were examined when it was made.
    ``rego`` is the version of the language, 0 or 1.
    """

    file: str
    text: str
    shipped: bool = False
    rego: int = 1


@dataclass(frozen=True, slots=True)
class Control:
    """A control of a framework that a rule bears on."""

    framework: str
    id: str
    relation: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue, as its METADATA describes it.

    Attributes:
        id: ``family/rule``.
        package: dotted Rego package without ``data.``.
        scope: ``contract | change | fleet``.
        message: template over a finding's ``args``: ``{name}`` is replaced.
        examples: ``{"pass": [...], "fail": [...]}`` as written.
        needs: what else it has to be given: ``results`` of quality checks.
        owner: who answers for it; empty where METADATA doesn't say.
        foreign: for conftest-shaped packages, the rule's name inside its package (``deny``);
            its input is the document as written. Empty for meshgov's own shape.
    """

    id: str
    package: str
    tier: str
    scope: str
    severity: str
    title: str
    description: str
    remediation: str
    message: str
    mandatory: bool = False
    waivable: bool = True
    controls: Sequence[Control] = ()
    examples: Mapping[str, Json] = field(default_factory=dict)
    source: str = "builtin"
    location: Location | None = None
    foreign: str = ""
    needs: Sequence[str] = ()
    owner: str = ""

    @property
    def family(self) -> str:
        """The rule's folder: the part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """Words and levels for one change id, from the change table.

    ``backward`` and ``forward`` are levels; ``bump`` holds under backward.
    """

    id: str
    title: str
    impact: str
    remediation: str
    backward: str
    forward: str
    bump: str
    section: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Halves:
    """The question about a contract in two, for an engine that begins before all is known.

    The first half asks for what holds of one version alone, the second for the changes and what
    compares two versions, for which the input needs no columns.

    Attributes:
        text: the module; ``first`` in it is a list of answers of rules, ``second`` is in the shape
            of the entry document.
        package: of that module, without ``data.``.
        late: for each rule that the entry document answers for, whether it is in the second half.
    """

    text: str
    package: str
    late: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything an engine compiles, and the catalogue it answers for.

    Attributes:
        rules: sorted by id.
        modules: every Rego module, the generated entry module included.
        data: base documents, merged at the root of ``data``.
        entry: dotted path of the entry document, without ``data.``.
        foreign_entry: the same for conftest-shaped packages; empty when there are none.
        fleet_entry: the same for rules about all contracts together; empty when there are none.
        notices: what a person should know about where the rules come from.
        digest: ``sha256:<hex>`` over modules and data.
        sources: where the rules come from, ``builtin`` first.
        changes: the change table.
        reads_fields: a policy may look at the fields inside a contract, not only at its columns.
        halves: how to ask in two halves; None where a rule may look at anything.
        alone: for each rule that its bare package doesn't answer for, by id, the dotted path of
            what does.
    """

    rules: tuple[Rule, ...]
    modules: tuple[Module, ...]
    data: Mapping[str, Json]
    entry: str
    foreign_entry: str
    digest: str
    sources: tuple[str, ...]
    changes: Mapping[str, ChangeRule]
    alone: Mapping[str, str] = field(default_factory=dict)
    fleet_entry: str = ""
    notices: tuple[str, ...] = ()
    reads_fields: bool = True
    halves: Halves | None = None


@dataclass(frozen=True, slots=True)
class RawFinding:
    """Where a rule fires, and the arguments of its message.

    Attributes:
        contract: file of the contract that a fleet rule speaks of; empty for other rules, which
            speak of the one that they were given.
    """

    path: Path
    args: Mapping[str, Json]
    contract: str = ""


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule says about one input. Findings are sorted, each once.

    Attributes:
        contracts: files of the contracts that a fleet rule applies to; None when it applies to
            all of them or to none, and for other rules.
    """

    applicable: bool
    findings: tuple[RawFinding, ...]
    contracts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """What Rego makes of a diff: a level and a bump per change, in the order of the facts.

    Attributes:
        lowered: for each change the level that it would have if a registered consumer read what
            changed, None where that makes no difference; empty when such consumers aren't known.
    """

    levels: tuple[str, ...]
    bumps: tuple[str, ...]
    mode: str
    breaking: bool
    required_bump: str
    suggested_version: str | None
    lowered: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer about one input: every rule that was asked, by id.

    About a contract these are all but the fleet rules, about a fleet only those.
    """

    rules: Mapping[str, RuleAnswer]
    changes: ChangeAnswer | None
