"""OSCAL assessment results 1.2, as plain JSON: for tools of governance, risk and compliance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from meshgov.model.document import Json
from meshgov.model.report import LIMIT, Acceptance, Control, Deviation, Report, Test, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.json_text import document
from meshgov.render.parts.plain import prose
from meshgov.render.parts.report_oscal import (
    Ids,
    control_id,
    journal,
    prop,
    proven,
    resources,
    some,
    value,
)
from meshgov.render.reports.base import Part

VERSION: Final = "1.2.3"
_STATES: Final = {
    "exceptions": ("not-satisfied", "fail"),
    "warnings": ("not-satisfied", "other"),
    "waived": ("not-satisfied", "other"),
    "no-exceptions": ("satisfied", "pass"),
}
"""State of a control -> state and reason of its finding; of other controls nothing was found."""


class OscalFormat:
    """Every id follows from what it names; waivers are risks with an approved deviation."""

    name = "oscal"
    suffix = ".oscal.json"
    binary = False

    def parts(self, report: Report) -> Iterator[Part]:
        """The one document."""
        yield "", [document(_Writer(report).document()) + "\n"]


FORMAT: Final = OscalFormat()


class _Writer:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._ids = Ids(report)
        self._tests = {one.id: one for one in report.tests}

    def document(self) -> Json:
        report = self._report
        people = dict.fromkeys(one.waiver.approver for one in report.waivers)
        return {
            "assessment-results": {
                "uuid": self._ids.root,
                "metadata": {
                    "title": f"Compliance report: {prose(words.about(report))}",
                    "last-modified": report.scope.evaluated_at,
                    "version": report.version,
                    "oscal-version": VERSION,
                    **some("parties", [self._party(one) for one in people]),
                    "remarks": LIMIT,
                },
                "import-ap": {
                    "href": f"#{self._ids.of('resource', 'plan')}",
                    "remarks": "The policies in force are the plan.",
                },
                "results": [self._result()],
                "back-matter": {"resources": resources(report, self._ids)},
            }
        }

    def _party(self, name: str) -> Json:
        return {"uuid": self._ids.of("party", name), "type": "person", "name": value(name)}

    def _result(self) -> Json:
        report, scope = self._report, self._report.scope
        risks = [*self._waived(), *self._open()]
        observations = [*map(self._test, report.tests), *map(self._deviation, report.deviations)]
        findings = [
            self._finding(control)
            for framework in report.frameworks
            for control in framework.controls
            if control.state in _STATES
        ]
        return {
            "uuid": self._ids.of("result", "one"),
            "title": words.headline(report),
            "description": f"{prose(words.period(report))}. {words.completeness(report)}.",
            "start": f"{scope.since}T00:00:00Z" if scope.since else scope.evaluated_at,
            "end": scope.evaluated_at,
            "props": [
                prop("status", report.status),
                prop("population-expected", report.population.expected),
                prop("population-evaluated", report.population.evaluated),
                prop("population-difference", report.population.difference),
                prop("population-digest", report.population.digest),
                prop("runs", scope.runs),
                *([prop("log", scope.log)] if scope.log else []),
                *(
                    prop("population-gap", f"{one.path}: {one.reason}")
                    for one in report.population.gaps
                ),
            ],
            "local-definitions": {"inventory-items": list(map(self._contract, report.contracts))},
            "reviewed-controls": {"control-selections": [self._selection()]},
            **some("observations", observations),
            **some("risks", risks),
            **journal(report, self._ids),
            **some("findings", findings),
            "remarks": "Controls without a finding were not tested, do not apply, or have no rule: "
            f"nothing is said of them. {LIMIT}",
        }

    def _selection(self) -> Json:
        ids = dict.fromkeys(
            control_id(control)
            for framework in self._report.frameworks
            for control in framework.controls
            if control.rules
        )
        if not ids:
            return {"include-all": {}}
        return {"include-controls": [{"control-id": one} for one in ids]}

    def _contract(self, one: Tested) -> Json:
        facts = {
            "version": one.version,
            "domain": one.domain,
            "owner": one.owner,
            "path": one.path,
            "digest": one.digest,
            "verdict": one.verdict,
            "judged-at": words.judged_at(one, self._report),
            "entry": None if one.entry is None else str(one.entry),
        }
        return {
            "uuid": self._ids.of("contract", one.path),
            "description": f"Data contract {prose(words.product(one.name, one.version))}",
            "props": [prop("product", one.name)]
            + [prop(name, value) for name, value in facts.items() if value],
        }

    def _test(self, one: Test) -> Json:
        counts = [prop(name, number) for name, number in one.tally.counts.items()]
        return {
            "uuid": self._ids.of("test", one.id),
            "title": prose(one.title) or one.id,
            "description": f"Rule {prose(one.id)}: {words.of(one.tally)} contracts passed.",
            "props": [prop("rule", one.id), prop("severity", one.severity), *counts],
            "methods": ["TEST"],
            "types": ["control-objective"],
            "collected": self._report.scope.evaluated_at,
        }

    def _deviation(self, one: Deviation) -> Json:
        contract = self._report.contract(one.contract)
        known = {
            "first-seen": one.first_seen,
            "days": words.age(one.first_seen, self._report),
            "first-entry": one.first_entry,
        }
        return {
            "uuid": self._ids.deviation(one),
            "title": f"{prose(one.rule)}: {prose(contract.name)}",
            "description": prose(one.message) or one.rule,
            "props": [
                prop("rule", one.rule),
                prop("severity", one.severity),
                prop("response", one.response),
                prop("fingerprint", one.fingerprint),
                prop("location", one.location),
                *(prop(name, said) for name, said in known.items() if said is not None),
            ],
            "methods": ["TEST"],
            "types": ["finding"],
            "subjects": [
                {"subject-uuid": self._ids.of("contract", contract.path), "type": "inventory-item"}
            ],
            **some("relevant-evidence", proven(self._report, self._ids, contract, one)),
            "collected": words.judged_at(contract, self._report),
            **({"remarks": prose(one.remediation)} if one.remediation else {}),
        }

    def _waived(self) -> Iterator[Json]:
        by_number = {one.number: one for one in self._report.deviations}
        for each in self._report.waivers:
            if each.covers:
                yield self._waiver(each, [by_number[number] for number in each.covers])

    def _waiver(self, each: Acceptance, covered: Iterable[Deviation]) -> Json:
        one = each.waiver
        factor: Json = {
            "uuid": self._ids.of("factor", one.id),
            "description": prose(one.compensating_controls),
        }
        return {
            "uuid": self._ids.risk(f"waiver:{one.id}"),
            "title": f"{prose(one.rule)} of {prose(one.product)}, waived",
            "description": prose(one.reason),
            "statement": prose(one.risk) or "No statement of the risk was given.",
            "props": [
                prop("waiver", one.id),
                prop("state", each.state),
                prop("approver", one.approver),
                prop("requested-by", one.requested_by),
                *([prop("used-in", words.entries(each.entries))] if each.entries else []),
            ],
            "status": "deviation-approved",
            **({"mitigating-factors": [factor]} if one.compensating_controls else {}),
            "deadline": f"{one.expires}T23:59:59Z",
            "risk-log": {
                "entries": [
                    {
                        "uuid": self._ids.of("approval", one.id),
                        "title": "Approved",
                        "start": f"{one.effective_from}T00:00:00Z",
                        "end": f"{one.expires}T23:59:59Z",
                        "logged-by": [{"party-uuid": self._ids.of("party", one.approver)}],
                        "status-change": "deviation-approved",
                    }
                ]
            },
            "related-observations": self._related(covered),
        }

    def _open(self) -> Iterator[Json]:
        by_rule: dict[str, list[Deviation]] = {}
        for one in self._report.deviations:
            if one.response == "open":
                by_rule.setdefault(one.rule, []).append(one)
        for rule, found in by_rule.items():
            yield {
                "uuid": self._ids.risk(f"rule:{rule}"),
                "title": f"{prose(rule)}, open",
                "description": prose(self._tests[rule].title) or rule,
                "statement": f"{words.many(len(found), 'exception')} that nobody has accepted.",
                "props": [prop("rule", rule)],
                "status": "open",
                "related-observations": self._related(found),
            }

    def _related(self, found: Iterable[Deviation]) -> list[Json]:
        return [{"observation-uuid": self._ids.deviation(one)} for one in found]

    def _finding(self, one: Control) -> Json:
        state, reason = _STATES[one.state]
        observations: list[Json] = [
            {"observation-uuid": self._ids.of("test", rule)} for rule in one.rules
        ]
        observations += self._related(
            each for each in self._report.deviations if each.rule in one.rules
        )
        risks = [
            f"waiver:{each.waiver.id}"
            for each in self._report.waivers
            if each.covers and each.waiver.rule in one.rules
        ]
        risks += dict.fromkeys(
            f"rule:{each.rule}"
            for each in self._report.deviations
            if each.response == "open" and each.rule in one.rules
        )
        return {
            "uuid": self._ids.of("finding", f"{one.framework}:{one.id}"),
            "title": prose(words.framework(one.framework, one.id)),
            "description": f"{prose(one.title) or one.id}: {words.STATES[one.state]}, "
            f"{words.of(one.tally)} tests passed.",
            "props": [prop("relation", f"{rule}: {how}") for rule, how in one.rules.items()],
            "target": {
                "type": "objective-id",
                "target-id": control_id(one),
                "status": {"state": state, "reason": reason, "remarks": LIMIT},
            },
            "related-observations": observations,
            **some("related-risks", [{"risk-uuid": self._ids.risk(name)} for name in risks]),
        }
