"""The organisation's word on each rule: which severity, in which mode, tested or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meshgov.decide.subject import DecideSettings
from meshgov.errors import ConfigurationError
from meshgov.model.pack import MODES, SEVERITIES, Rule, RuleAnswer
from meshgov.model.settings import RuleSetting
from meshgov.model.verdict import Finding, RuleResult

UNSET = RuleSetting()


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


def standing(rule: Rule, setting: RuleSetting, settings: DecideSettings) -> Standing:
    """METADATA, overridden by the organisation's setting, at the evaluation time.

    Raises:
        ConfigurationError: ``effective_on`` is not a date.
    """
    severity = setting.severity or rule.severity
    mode = _mode(rule, setting, settings.now)
    severe = SEVERITIES.index(severity) >= SEVERITIES.index(settings.fail_on)
    return Standing(severity, mode, blocking=severe and mode == "enforce")


def _mode(rule: Rule, setting: RuleSetting, now: str) -> str:
    mode = setting.mode or "enforce"
    if setting.effective_on is None:
        return mode
    try:
        announced = date.fromisoformat(now[:10]) < date.fromisoformat(setting.effective_on)
    except ValueError:
        raise ConfigurationError(
            f"effective_on of rule {rule.id} is {setting.effective_on!r}, which is not a date",
            hint="write it as 2026-01-31",
        ) from None
    # Announced, not in force yet: people see it coming, and nothing fails.
    return min(mode, "warn", key=MODES.index) if announced else mode


def tested(rule: Rule, mode: str, *, has_base: bool, has_fleet: bool) -> bool:
    """Whether the rule could be judged at all; a scope without its material could not."""
    if mode == "off":
        return False
    if rule.scope == "change":
        return has_base
    return has_fleet or rule.scope != "fleet"


def result(rule: Rule, answer: RuleAnswer, findings: Sequence[Finding]) -> RuleResult:
    """The rule's result; a finding counts even where the rule calls itself not applicable."""
    if any(finding.blocking for finding in findings):
        return RuleResult(rule.id, "fail")
    if findings:
        return RuleResult(rule.id, "warn")
    return RuleResult(rule.id, "pass" if answer.applicable else "not-applicable")
