"""Verdicts on contracts to a report: selected, counted, and held against controls."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from meshgov.decide.material import Logged, Material
from meshgov.model import controls as listed
from meshgov.model.pack import Rule
from meshgov.model.report import (
    RESULTS,
    STATUSES,
    Acceptance,
    Control,
    Deviation,
    Framework,
    Population,
    Report,
    Sample,
    Scope,
    Tally,
    Test,
    Tested,
)
from meshgov.model.verdict import ContractVerdict, Finding
from meshgov.model.waiver import state

_ADVERSE = ("fail", "error", "warn", "waived")


def report(material: Material) -> Report:
    """The report on one run, or on a log."""
    rules = _rules(material)
    chosen = {rule.id for rule in rules}
    met = list(_met(material))
    inside = [one for one in met if _inside(one[0], material.scope)]
    contracts = tuple(
        _tested(number, verdict, rules, told) for number, (verdict, told) in enumerate(inside, 1)
    )
    found = _deviations(inside, contracts, chosen)
    course = material.course
    gaps = tuple(material.gaps)
    population = Population(
        searched=tuple(material.searched),
        files=material.files,
        other=material.other,
        outside=len(met) - len(inside),
        evaluated=len(contracts),
        digest=_digest(contracts),
        gaps=gaps,
    )
    made = Report(
        status=STATUSES[-1],
        scope=material.scope,
        population=population,
        frameworks=tuple(_framework(one, rules, contracts) for one in material.frameworks),
        tests=tuple(_test(number, rule, contracts) for number, rule in enumerate(rules, 1)),
        contracts=contracts,
        deviations=found,
        waivers=tuple(_acceptances(material, contracts, chosen, found)),
        evidence=tuple(material.evidence),
        version=material.version,
        notices=tuple(material.notices),
        sample=_sample(contracts, material.sample),
        changes=None if course is None else tuple(course.changes),
        trend=None if course is None else tuple(course.trend),
        failures=None if course is None else tuple(course.failures),
    )
    return replace(made, status=_status(made))


def _met(material: Material) -> Iterator[tuple[ContractVerdict, Logged | str]]:
    """Each verdict, with what a log knows of it, or with who answers for the contract."""
    if material.course is None:
        yield from ((one, material.owners.get(one.path, "")) for one in material.verdicts)
    else:
        yield from zip(material.verdicts, material.logged, strict=True)


def _rules(material: Material) -> list[Rule]:
    """The rules that the report is about: all, or those that bear on its controls."""
    if material.scope.framework is None:
        return list(material.rules)
    named = {
        rule for one in material.frameworks for control in one.controls for rule in control.rules
    }
    return [rule for rule in material.rules if rule.id in named]


def _inside(one: ContractVerdict, scope: Scope) -> bool:
    return scope.domain in {None, one.domain} and scope.product in {None, one.name}


def _tested(number: int, one: ContractVerdict, rules: Sequence[Rule], told: Logged | str) -> Tested:
    by_id = {result.id: result.result for result in one.rules}
    # A rule that the run says nothing about was not asked for this contract's domain.
    results = tuple(by_id.get(rule.id, "not-applicable") for rule in rules)
    logged = told if isinstance(told, Logged) else None
    return Tested(
        number=number,
        path=one.path,
        name=one.name,
        version=one.version,
        domain=one.domain,
        owner=told.owner if isinstance(told, Logged) else told,
        digest=one.digest,
        verdict=_worst(results),
        results=results,
        judged_at=logged.judged_at if logged else None,
        entry=logged.entry if logged else None,
    )


def _worst(results: Sequence[str]) -> str:
    for result in _ADVERSE:
        if result in results:
            return "fail" if result == "error" else result
    return "pass"


def _deviations(
    met: Sequence[tuple[ContractVerdict, Logged | str]],
    contracts: Sequence[Tested],
    chosen: set[str],
) -> tuple[Deviation, ...]:
    found = [
        (contract, finding, _since(told, finding))
        for (one, told), contract in zip(met, contracts, strict=True)
        for finding in one.findings
        if finding.rule in chosen
    ]
    return tuple(
        Deviation(
            number=number,
            contract=contract.number,
            rule=finding.rule,
            severity=finding.severity,
            blocking=finding.blocking,
            message=finding.message,
            remediation=finding.remediation,
            path=finding.path,
            location=str(finding.location),
            fingerprint=finding.fingerprint,
            owner=contract.owner,
            waiver=finding.waiver,
            first_seen=day,
            first_entry=entry,
        )
        for number, (contract, finding, (day, entry)) in enumerate(found, 1)
    )


def _since(told: Logged | str, finding: Finding) -> tuple[str | None, int | None]:
    if isinstance(told, Logged):
        return told.since.get(finding.fingerprint, (None, None))
    return None, None


def _test(number: int, rule: Rule, contracts: Sequence[Tested]) -> Test:
    return Test(
        number=number,
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        scope=rule.scope,
        remediation=rule.remediation,
        tally=_tally(Counter(one.results[number - 1] for one in contracts)),
    )


def _tally(counts: Counter[str]) -> Tally:
    return Tally({result: counts[result] for result in RESULTS if counts[result]})


def _framework(
    one: listed.Framework, rules: Sequence[Rule], contracts: Sequence[Tested]
) -> Framework:
    places = {rule.id: place for place, rule in enumerate(rules)}
    controls = tuple(
        _control(one.name, each.id, each.title, each.rules, places, contracts)
        for each in one.controls
    )
    by_group: dict[str, list[Control]] = {}
    for control in controls:
        by_group.setdefault(control.group, []).append(control)
    groups = tuple(
        _control(one.name, name, _titles(members), _joined(members), places, contracts)
        for name, members in by_group.items()
        if len(members) > 1
    )
    return Framework(one.name, one.title, controls, groups)


def _titles(members: Sequence[Control]) -> str:
    return "; ".join(member.title for member in members if member.title)


def _joined(members: Sequence[Control]) -> dict[str, str]:
    """Rule -> the closest relation that it has to any of the members."""
    order = ("supports", "partial", "evidence-only")
    found: dict[str, str] = {}
    for member in members:
        for rule, relation in member.rules.items():
            found[rule] = min(found.get(rule, relation), relation, key=order.index)
    return dict(sorted(found.items()))


def _control(  # noqa: PLR0913, PLR0917  # the parts of a control
    framework: str,
    identity: str,
    title: str,
    rules: Mapping[str, str],
    places: Mapping[str, int],
    contracts: Sequence[Tested],
) -> Control:
    wanted = [places[rule] for rule in rules if rule in places]
    counts: Counter[str] = Counter()
    adverse: dict[str, list[int]] = {"fail": [], "warn": [], "waived": []}
    for contract in contracts:
        results = [contract.results[place] for place in wanted]
        counts.update(results)
        worst = _worst(results)
        if worst != "pass":
            adverse[worst].append(contract.number)
    tally = _tally(counts)
    return Control(
        framework=framework,
        id=identity,
        title=title,
        group=identity.partition("(")[0],
        rules=rules,
        tally=tally,
        state=_state(tally, bool(rules)),
        failing=tuple(adverse["fail"]),
        warning=tuple(adverse["warn"]),
        waived=tuple(adverse["waived"]),
    )


def _state(tally: Tally, has_rules: bool) -> str:  # noqa: FBT001  # private
    said = {
        "fail": "exceptions",
        "error": "exceptions",
        "warn": "warnings",
        "waived": "waived",
        "pass": "no-exceptions",
        "not-tested": "not-tested",
    }
    if not has_rules:
        return "no-rule"
    return next((said[one] for one in said if tally.of(one)), "not-applicable")


def _status(made: Report) -> str:
    """What isn't known is never compliant: with a gap, or where nothing of a control was tested."""
    if made.count("fail"):
        return "non-compliant"
    if not made.population.complete or made.blind:
        return "incomplete"
    waived = any(one.waiver for one in made.deviations)
    return "compliant-with-waivers" if waived else "compliant"


def _acceptances(
    material: Material,
    contracts: Sequence[Tested],
    chosen: set[str],
    found: Sequence[Deviation],
) -> Iterable[Acceptance]:
    narrowed = material.scope.domain is not None or material.scope.product is not None
    names = {one.name for one in contracts}
    for waiver in material.waivers:
        if waiver.rule in chosen and (not narrowed or waiver.product in names):
            covers = tuple(one.number for one in found if one.waiver == waiver.id)
            now = state(waiver, material.scope.evaluated_at, material.warn_days)
            uses = material.course.uses.get(waiver.id, ()) if material.course else ()
            yield Acceptance(waiver, now, covers, tuple(uses))


def _digest(contracts: Iterable[Tested]) -> str:
    lines = sorted(f"{one.digest}  {one.path}\n" for one in contracts)
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def _sample(contracts: Sequence[Tested], wanted: tuple[int, int] | None) -> Sample | None:
    """Those whose digests of seed and path are the smallest: anybody can draw them again."""
    if wanted is None:
        return None
    size, seed = wanted
    drawn = sorted(
        (one.path for one in contracts),
        key=lambda path: (hashlib.sha256(f"{seed}:{path}".encode()).hexdigest(), path),
    )
    return Sample(seed, tuple(sorted(drawn[:size])))
