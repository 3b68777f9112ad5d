"""The organisation's word on each rule: which severity, in which mode, tested or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meshgov.decide.levels import severity as lowest
from meshgov.errors import ConfigurationError
from meshgov.model.pack import MODES, SEVERITIES, Rule, RuleAnswer
from meshgov.model.settings import RuleSetting
from meshgov.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands in one run.

    Attributes:
        mode: ``enforce | warn | audit | off`` at the evaluation time.
        blocking: whether a finding of it fails the contract.
    """

    severity: str
    mode: str
    blocking: bool


def mode(rule: Rule, setting: RuleSetting, now: str) -> str:
    """The rollout mode of a rule at ``now``, RFC 3339 UTC.

    Raises:
        ConfigurationError: ``effective_on`` is not a date.
    """
    wanted = setting.mode or "enforce"
    if setting.effective_on is None:
        return wanted
    try:
        announced = date.fromisoformat(now[:10]) < date.fromisoformat(setting.effective_on)
    except ValueError:
        raise ConfigurationError(
            f"effective_on of rule {rule.id} is {setting.effective_on!r}, which is not a date",
            hint="write it as 2026-01-31",
        ) from None
    # Announced, not in force yet: people see it coming, and nothing fails.
    return min(wanted, "warn", key=MODES.index) if announced else wanted


def standing(rule: Rule, setting: RuleSetting, mode: str, fail_on: str) -> Standing:
    """METADATA, overridden by the organisation's setting."""
    severity = setting.severity or rule.severity
    severe = SEVERITIES.index(severity) >= SEVERITIES.index(lowest(fail_on))
    return Standing(severity, mode, blocking=severe and mode == "enforce")


def tested(rule: Rule, mode: str, *, has_base: bool, has_fleet: bool, has_results: bool) -> bool:
    """Whether the rule could be judged at all; one without its material could not."""
    if mode == "off" or ("results" in rule.needs and not has_results):
        return False
    if rule.scope == "change":
        return has_base
    return has_fleet or rule.scope != "fleet"


def result(answer: RuleAnswer, findings: Sequence[Finding]) -> str:
    """The rule's result; a finding counts even where the rule calls itself not applicable."""
    if not findings:
        return "pass" if answer.applicable else "not-applicable"
    return "fail" if any(finding.blocking for finding in findings) else "warn"
