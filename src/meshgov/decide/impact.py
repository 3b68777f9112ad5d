"""Two verdicts on one contract, held against each other finding by finding; and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from meshgov.decide.findings import order
from meshgov.model.impact import KINDS, ContractImpact, Effect, Group
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult

_JUDGED: Final = frozenset({"pass", "fail", "warn", "waived"})
"""Results of a rule that applied to the contract and was tested."""


def compare(before: ContractVerdict, after: ContractVerdict, owner: str | None) -> ContractImpact:
    """What becomes of one contract; both verdicts are about the same bytes."""
    one, other = _judged(before.rules), _judged(after.rules)
    return ContractImpact(
        path=after.path,
        name=after.name,
        version=after.version,
        domain=after.domain,
        owner=owner,
        before=before.verdict,
        after=after.verdict,
        effects=_effects(before.findings, after.findings),
        newly_judged=tuple(sorted(other - one)) if one != other else (),
        no_longer_judged=tuple(sorted(one - other)) if one != other else (),
    )


def _judged(rules: Iterable[RuleResult]) -> set[str]:
    return {rule.id for rule in rules if rule.result in _JUDGED}


def _effects(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> tuple[Effect, ...]:
    """What becomes of each finding; those that stay as they are are left out."""
    if before == after:
        return ()
    old = {finding.fingerprint: finding for finding in before}
    found = []
    for finding in after:
        was = old.pop(finding.fingerprint, None)
        kind = _kind(was, finding)
        if kind:
            found.append(Effect(kind, was, finding))
    found += [Effect(_gone(finding), finding, None) for finding in old.values()]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), order(one.finding))))


def _kind(before: Finding | None, after: Finding) -> str:
    """One of the kinds; empty for a finding that stays as it is."""
    was = before is not None and before.blocking
    if after.blocking != was:
        return "newly-failing" if after.blocking else "newly-passing"
    if before is None:
        return "newly-reported"
    return "" if _told(before) == _told(after) else "changed"


def _gone(finding: Finding) -> str:
    return "newly-passing" if finding.blocking else "no-longer-reported"


def _told(one: Finding) -> tuple[object, ...]:
    """What a person would notice; the file is the same, and remedies may be worded anew."""
    return one.severity, one.mode, one.waiver, one.message


class Count:
    """Counts over contracts; grows with rules, domains and owners, not with contracts."""

    def __init__(self) -> None:
        self._total = _Group()
        self._by: Mapping[str, dict[str | None, _Group]] = {"rule": {}, "domain": {}, "owner": {}}

    def add(self, contract: ContractImpact) -> None:
        """Count one contract."""
        self._total.add(contract, contract.effects)
        if not contract.is_touched:
            return
        self._of("domain", contract.domain).add(contract, contract.effects)
        self._of("owner", contract.owner).add(contract, contract.effects)
        by_rule: dict[str, list[Effect]] = {}
        for effect in contract.effects:
            by_rule.setdefault(effect.finding.rule, []).append(effect)
        for rule in {*by_rule, *contract.newly_judged, *contract.no_longer_judged}:
            self._of("rule", rule).add(contract, by_rule.get(rule, ()), rule)

    def total(self) -> Group:
        """Of all contracts."""
        return self._total.done(None)

    def by(self, what: str) -> tuple[Group, ...]:
        """By ``rule``, ``domain`` or ``owner``: who is hit hardest first."""
        done = [group.done(name) for name, group in self._by[what].items()]
        return tuple(sorted(done, key=_weight))

    def _of(self, what: str, name: str | None) -> _Group:
        return self._by[what].setdefault(name, _Group())


class _Group:
    def __init__(self) -> None:
        self._findings: Counter[str] = Counter()
        self._contracts: Counter[str] = Counter()
        self._turned: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._rules: set[str] = set()
        self._domains: set[str | None] = set()
        self._owners: set[str | None] = set()

    def add(self, contract: ContractImpact, effects: Sequence[Effect], rule: str = "") -> None:
        """Count what ``effects`` of a contract tell; ``rule`` narrows the rest to one rule."""
        kinds = Counter(effect.kind for effect in effects)
        self._findings.update(kinds)
        self._contracts.update(kinds.keys())
        if contract.before != contract.after:
            verb = "newly-failing" if contract.after == "fail" else "newly-passing"
            self._turned[verb] += not rule or kinds[verb] > 0
        self._judged["new"] += _meant(contract.newly_judged, rule)
        self._judged["gone"] += _meant(contract.no_longer_judged, rule)
        self._rules.update(effect.finding.rule for effect in effects)
        if effects:
            self._domains.add(contract.domain)
            self._owners.add(contract.owner)

    def done(self, name: str | None) -> Group:
        return Group(
            name=name,
            findings={kind: self._findings[kind] for kind in KINDS},
            contracts={kind: self._contracts[kind] for kind in KINDS},
            fails=self._turned["newly-failing"],
            passes=self._turned["newly-passing"],
            rules=tuple(sorted(self._rules)),
            domains=_sorted(self._domains),
            owners=_sorted(self._owners),
            newly_judged=self._judged["new"],
            no_longer_judged=self._judged["gone"],
        )


def _meant(rules: tuple[str, ...], rule: str) -> bool:
    return rule in rules if rule else bool(rules)


def _sorted(names: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(sorted(names, key=lambda name: (name is None, name or "")))


def _weight(group: Group) -> tuple[object, ...]:
    numbers = [-group.findings[kind] for kind in KINDS]
    return -group.fails, *numbers, group.name is None, group.name or ""
