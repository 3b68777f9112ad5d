"""OSCAL assessment results 1.1, as plain JSON: for tools of governance, risk and compliance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from meshgov.model.document import Json
from meshgov.model.report import LIMIT, Acceptance, Control, Deviation, Report, Test, Tested
from meshgov.render.json_ import document
from meshgov.render.parts import report_words as words
from meshgov.render.parts.plain import prose
from meshgov.render.reports.base import Part

VERSION: Final = "1.1.2"
NAMESPACE: Final = "urn:meshgov:oscal"
_NOT_TOKEN: Final = re.compile(r"[^A-Za-z0-9_.-]+")
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
        scope = report.scope
        about = f"{report.population.digest} {scope} {report.sample}"
        self._root = uuid5(NAMESPACE_URL, f"{NAMESPACE}:{about}")
        self._tests = {one.id: one for one in report.tests}

    def _id(self, kind: str, name: str) -> str:
        return str(uuid5(self._root, f"{kind}:{name}"))

    def document(self) -> Json:
        report = self._report
        people = dict.fromkeys(one.waiver.approver for one in report.waivers)
        return {
            "assessment-results": {
                "uuid": str(self._root),
                "metadata": {
                    "title": f"Compliance report: {prose(words.about(report))}",
                    "last-modified": report.scope.evaluated_at,
                    "version": report.version,
                    "oscal-version": VERSION,
                    **_some(
                        "parties",
                        [
                            {"uuid": self._id("party", one), "type": "person", "name": _value(one)}
                            for one in people
                        ],
                    ),
                    "remarks": LIMIT,
                },
                "import-ap": {
                    "href": f"#{self._id('resource', 'plan')}",
                    "remarks": "The policies in force are the plan.",
                },
                "results": [self._result()],
                "back-matter": {"resources": self._resources()},
            }
        }

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
            "uuid": self._id("result", "one"),
            "title": words.headline(report),
            "description": f"{prose(words.period(report))}. {words.completeness(report)}.",
            "start": f"{scope.since}T00:00:00Z" if scope.since else scope.evaluated_at,
            "end": scope.evaluated_at,
            "props": [
                _prop("status", report.status),
                _prop("population-expected", report.population.expected),
                _prop("population-evaluated", report.population.evaluated),
                _prop("population-difference", report.population.difference),
                _prop("population-digest", report.population.digest),
                *(
                    _prop("population-gap", f"{one.path}: {one.reason}")
                    for one in report.population.gaps
                ),
            ],
            "local-definitions": {"inventory-items": list(map(self._contract, report.contracts))},
            "reviewed-controls": {"control-selections": [self._selection()]},
            **_some("observations", observations),
            **_some("risks", risks),
            **_some("findings", findings),
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
        }
        return {
            "uuid": self._id("contract", one.path),
            "description": f"Data contract {prose(words.product(one.name, one.version))}",
            "props": [_prop("product", one.name)]
            + [_prop(name, value) for name, value in facts.items() if value],
        }

    def _test(self, one: Test) -> Json:
        counts = [_prop(name, number) for name, number in one.tally.counts.items()]
        return {
            "uuid": self._id("test", one.id),
            "title": prose(one.title) or one.id,
            "description": f"Rule {prose(one.id)}: {words.of(one.tally)} contracts passed.",
            "props": [_prop("rule", one.id), _prop("severity", one.severity), *counts],
            "methods": ["TEST"],
            "types": ["control-objective"],
            "collected": self._report.scope.evaluated_at,
        }

    def _deviation(self, one: Deviation) -> Json:
        contract = self._report.contract(one.contract)
        known = [_prop("first-seen", one.first_seen)] if one.first_seen else []
        return {
            "uuid": self._deviation_id(one),
            "title": f"{prose(one.rule)}: {prose(contract.name)}",
            "description": prose(one.message) or one.rule,
            "props": [
                _prop("rule", one.rule),
                _prop("severity", one.severity),
                _prop("response", one.response),
                _prop("fingerprint", one.fingerprint),
                _prop("location", one.location),
                *known,
            ],
            "methods": ["TEST"],
            "types": ["finding"],
            "subjects": [
                {"subject-uuid": self._id("contract", contract.path), "type": "inventory-item"}
            ],
            "collected": self._report.scope.evaluated_at,
            **({"remarks": prose(one.remediation)} if one.remediation else {}),
        }

    def _deviation_id(self, one: Deviation) -> str:
        # Two findings of one rule at one place differ in nothing else.
        return self._id("exception", f"{one.number}:{one.fingerprint}")

    def _waived(self) -> Iterator[Json]:
        by_number = {one.number: one for one in self._report.deviations}
        for each in self._report.waivers:
            if each.covers:
                yield self._waiver(each, [by_number[number] for number in each.covers])

    def _waiver(self, each: Acceptance, covered: Iterable[Deviation]) -> Json:
        one = each.waiver
        factor: Json = {
            "uuid": self._id("factor", one.id),
            "description": prose(one.compensating_controls),
        }
        return {
            "uuid": self._risk_id(f"waiver:{one.id}"),
            "title": f"{prose(one.rule)} of {prose(one.product)}, waived",
            "description": prose(one.reason),
            "statement": prose(one.risk) or "No statement of the risk was given.",
            "props": [
                _prop("waiver", one.id),
                _prop("state", each.state),
                _prop("approver", one.approver),
                _prop("requested-by", one.requested_by),
            ],
            "status": "deviation-approved",
            **({"mitigating-factors": [factor]} if one.compensating_controls else {}),
            "deadline": f"{one.expires}T23:59:59Z",
            "risk-log": {
                "entries": [
                    {
                        "uuid": self._id("approval", one.id),
                        "title": "Approved",
                        "start": f"{one.effective_from}T00:00:00Z",
                        "end": f"{one.expires}T23:59:59Z",
                        "logged-by": [{"party-uuid": self._id("party", one.approver)}],
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
                "uuid": self._risk_id(f"rule:{rule}"),
                "title": f"{prose(rule)}, open",
                "description": prose(self._tests[rule].title) or rule,
                "statement": f"{words.many(len(found), 'exception')} that nobody has accepted.",
                "props": [_prop("rule", rule)],
                "status": "open",
                "related-observations": self._related(found),
            }

    def _risk_id(self, name: str) -> str:
        return self._id("risk", name)

    def _related(self, found: Iterable[Deviation]) -> list[Json]:
        return [{"observation-uuid": self._deviation_id(one)} for one in found]

    def _finding(self, one: Control) -> Json:
        state, reason = _STATES[one.state]
        observations: list[Json] = [
            {"observation-uuid": self._id("test", rule)} for rule in one.rules
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
            "uuid": self._id("finding", f"{one.framework}:{one.id}"),
            "title": prose(words.framework(one.framework, one.id)),
            "description": f"{prose(one.title) or one.id}: {words.STATES[one.state]}, "
            f"{words.of(one.tally)} tests passed.",
            "props": [_prop("relation", f"{rule}: {how}") for rule, how in one.rules.items()],
            "target": {
                "type": "objective-id",
                "target-id": control_id(one),
                "status": {"state": state, "reason": reason, "remarks": LIMIT},
            },
            "related-observations": observations,
            **_some("related-risks", [{"risk-uuid": self._risk_id(name)} for name in risks]),
        }

    def _resources(self) -> list[Json]:
        found: list[Json] = [
            {
                "uuid": self._id("resource", "plan"),
                "title": "Policies in force",
                "description": "Rules by id; the policy pack among the other resources is their "
                "digest.",
            }
        ]
        for number, one in enumerate(self._report.evidence, 1):
            digest = [_prop("digest", one.digest)] if one.digest else []
            found.append(
                {
                    "uuid": self._id("resource", f"E{number}"),
                    "title": one.kind,
                    "description": prose(one.name),
                    **_some("props", digest),
                }
            )
        return found


def control_id(one: Control) -> str:
    """A control as a token: ``gdpr-32.1.a``; those of NIST as NIST writes them: ``sc-28.1``."""
    name = _NOT_TOKEN.sub(".", one.id.replace(")(", ".")).strip(".").lower()
    return name if one.framework == "nist80053" else f"{_NOT_TOKEN.sub('.', one.framework)}-{name}"


def _prop(name: str, value: str | int) -> Json:
    return {"name": name, "ns": NAMESPACE, "value": _value(str(value))}


def _value(text: str) -> str:
    """At least one character, and none of white space at either end."""
    return prose(text).strip() or "-"


def _some(key: str, found: list[Json]) -> dict[str, Json]:
    """Nothing for an empty list, which OSCAL forbids."""
    return {key: found} if found else {}
