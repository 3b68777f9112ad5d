"""An engine's answer about one contract to the verdict on it."""

from __future__ import annotations

from meshgov.decide import changes, findings, rules
from meshgov.decide.subject import DecideSettings, DiffFacts, LocatePath, Subject
from meshgov.errors import EngineError
from meshgov.model.pack import Answer, Pack, Rule, RuleAnswer
from meshgov.model.settings import Governance
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult


def judge(  # noqa: PLR0913, PLR0917  # seven different things, each named by its type
    subject: Subject,
    answer: Answer,
    pack: Pack,
    governance: Governance,
    settings: DecideSettings,
    locate: LocatePath,
    diff: DiffFacts | None = None,
) -> ContractVerdict:
    """Decide about one contract; ``diff`` is None without a previous version.

    Raises:
        EngineError: the answer lacks a rule that was asked, or doesn't fit the facts.
        PolicyError: a finding or a change for which the pack has no words.
        ConfigurationError: a setting of the organisation can't be read.
    """
    results: list[RuleResult] = []
    found: list[Finding] = []
    for rule in pack.rules:
        given = _answer(rule, answer)
        if not governance.judges(rule.id, subject.domain):
            results.append(RuleResult(rule.id, "not-applicable"))
            continue
        setting = governance.setting(rule.id, subject.domain)
        mode = rules.mode(rule, setting, settings.now)
        only_changes = subject.withdrawn and rule.scope != "change"
        if only_changes or not rules.tested(
            rule,
            mode,
            has_base=diff is not None,
            has_fleet=False,
            has_results=subject.has_results,
        ):
            results.append(RuleResult(rule.id, "not-tested"))
            continue
        own: tuple[Finding, ...] = ()
        if given.findings:
            standing = rules.standing(rule, setting, mode, settings.fail_on)
            own = tuple(findings.findings(rule, given, standing, subject.name, locate))
        results.append(RuleResult(rule.id, rules.result(given, own)))
        found += own
    return ContractVerdict(
        path=subject.path,
        name=subject.name,
        version=subject.version,
        domain=subject.domain,
        digest=subject.digest,
        verdict="fail" if any(finding.blocking for finding in found) else "pass",
        rules=tuple(results),
        findings=tuple(sorted(found, key=findings.order)),
        diff=changes.judge(diff, answer.changes, pack.changes),
        notes=subject.notes,
    )


def _answer(rule: Rule, answer: Answer) -> RuleAnswer:
    if rule.scope == "fleet":  # asked when all contracts are known
        return RuleAnswer(applicable=False, findings=())
    try:
        return answer.rules[rule.id]
    except KeyError:
        raise EngineError(
            f"the engine gave no answer for rule {rule.id}",
            hint="a rule without an answer never counts as passed; try the other engine (--engine)",
        ) from None
