"""The rules of a pack as an organisation has set them, for lists of rules and explanations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from meshgov.model.pack import Pack, Rule

OWNERS: Final[Mapping[str, str]] = {
    "global": "governance team",
    "automated": "governance team",
    "domain": "domain teams",
    "platform": "platform team",
}
"""Tier -> who answers for a rule that names no owner."""

COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "contract": ("check", "diff", "gate"),
    "change": ("diff", "gate"),
    "fleet": ("check", "gate"),
}
"""Scope -> the commands that judge it."""

MATERIAL: Final[Mapping[str, tuple[str, ...]]] = {
    "contract": (),
    "change": ("base",),
    "fleet": ("fleet",),
}
"""Scope -> what a run has to be given beside the contract, as Rego's input names it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule as it stands.

    Attributes:
        severity: as configured.
        mode: at the evaluation time.
        wanted: the mode from ``effective_on`` on.
        effective_on: a date, or None.
        mandatory: no domain may weaken it.
        domain: the only one that it judges, or None.
    """

    rule: Rule
    severity: str
    mode: str = "enforce"
    wanted: str = "enforce"
    effective_on: str | None = None
    mandatory: bool = False
    domain: str | None = None

    @property
    def owner(self) -> str:
        """Who answers for it: METADATA says, else the domain that brought it, else its tier."""
        return self.rule.owner or self.domain or OWNERS.get(self.rule.tier, "")

    @property
    def enforced(self) -> tuple[str, ...]:
        """The commands that judge it; none while its mode is off."""
        return () if self.mode == "off" else COMMANDS[self.rule.scope]

    @property
    def needs(self) -> tuple[str, ...]:
        """What a run has to be given, lest the rule is not tested: base, fleet, results."""
        return (*MATERIAL[self.rule.scope], *self.rule.needs)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every rule that judges, sorted by id; ``domain`` is the one they are listed for, or None."""

    pack: Pack
    rules: tuple[Listed, ...]
    domain: str | None = None
