"""What fleet rules found over all contracts, laid over the verdict on each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from meshgov.decide import findings, rules
from meshgov.decide.subject import DecideSettings, LocatePath
from meshgov.errors import PolicyError
from meshgov.model.pack import Answer, Pack, RawFinding, Rule, RuleAnswer
from meshgov.model.settings import Governance
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult


def is_asked(pack: Pack, governance: Governance, now: str) -> bool:
    """Whether there is a fleet rule that is not switched off for everybody."""
    domains = (None, *governance.domain_rules)
    return any(
        rules.mode(rule, governance.setting(rule.id, domain), now) != "off"
        for rule in pack.rules
        if rule.scope == "fleet"
        for domain in domains
    )


class Fleet:
    """The answer of the fleet rules, taken apart by contract.

    Args:
        answer: about all contracts together.
        pack: what judged.
        governance: the organisation's word on each rule.
        settings: the terms of the run.
    """

    def __init__(
        self, answer: Answer, pack: Pack, governance: Governance, settings: DecideSettings
    ) -> None:
        self._rules = {rule.id: rule for rule in pack.rules if rule.scope == "fleet"}
        self._answers = answer.rules
        self._governance = governance
        self._settings = settings
        self._found: dict[str, dict[str, list[RawFinding]]] = {}
        for rule in self._rules:
            for raw in answer.rules[rule].findings:
                self._found.setdefault(raw.contract, {}).setdefault(rule, []).append(raw)

    def over(self, verdict: ContractVerdict, locate: Callable[[], LocatePath]) -> ContractVerdict:
        """The same verdict with what the fleet rules say about this contract.

        Args:
            verdict: by all other rules, on a contract that belongs to the fleet.
            locate: makes what finds positions in its file; called when there is a finding.

        Raises:
            PolicyError: a finding for which the pack has no words.
            ConfigurationError: a setting of the organisation can't be read.
        """
        own = self._found.pop(verdict.path, {})
        place = locate() if own else None
        results: dict[str, RuleResult] = {}
        found: list[Finding] = []
        for rule in self._rules.values():
            given = self._given(rule, verdict.path, own.get(rule.id, []))
            results[rule.id], told = self._judge(rule, given, verdict, place)
            found += told
        everything = (*verdict.findings, *found)
        return replace(
            verdict,
            verdict="fail" if any(finding.blocking for finding in everything) else "pass",
            rules=tuple(results.get(one.id, one) for one in verdict.rules),
            findings=tuple(sorted(everything, key=findings.order)) if found else verdict.findings,
        )

    def finish(self) -> None:
        """Let a fleet pass of which every finding has found its contract.

        Raises:
            PolicyError: a rule speaks of a contract that there isn't, so that nobody would know.
        """
        for contract, own in sorted(self._found.items()):
            rule = self._rules[min(own)]
            raise PolicyError(
                f"the rule {rule.id} found something in {contract!r}, and no contract is there",
                hint="`contract` of a finding is the `path` of a record in input.fleet",
                location=rule.location,
            )

    def _given(self, rule: Rule, path: str, found: list[RawFinding]) -> RuleAnswer:
        answer = self._answers[rule.id]
        applicable = answer.applicable
        if answer.contracts is not None:
            applicable = path in answer.contracts
        return RuleAnswer(applicable, tuple(found))

    def _judge(
        self, rule: Rule, given: RuleAnswer, verdict: ContractVerdict, locate: LocatePath | None
    ) -> tuple[RuleResult, tuple[Finding, ...]]:
        if not self._governance.judges(rule.id, verdict.domain):
            return RuleResult(rule.id, "not-applicable"), ()
        setting = self._governance.setting(rule.id, verdict.domain)
        mode = rules.mode(rule, setting, self._settings.now)
        if not rules.tested(rule, mode, has_base=False, has_fleet=True, has_results=False):
            return RuleResult(rule.id, "not-tested"), ()
        own: tuple[Finding, ...] = ()
        if locate:
            standing = rules.standing(rule, setting, mode, self._settings.fail_on)
            own = tuple(findings.findings(rule, given, standing, verdict.name, locate))
        return RuleResult(rule.id, rules.result(given, own)), own
