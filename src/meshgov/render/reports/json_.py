"""The report for machines: meshgov/report/v1; of one product, meshgov/product-report/v1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from meshgov.model.document import Json
from meshgov.model.report import LIMIT, Acceptance, Control, Deviation, Framework, Report, Tested
from meshgov.render.parts.json_text import document
from meshgov.render.reports.base import Part

SCHEMA: Final = "meshgov/report/v1"
PRODUCT: Final = "meshgov/product-report/v1"
_ORDER: Final = ("fail", "error", "warn", "waived", "pass", "not-tested", "not-applicable")


class JsonFormat:
    """Two spaces of indent, UTF-8, a final line break; results are written per contract."""

    name = "json"
    suffix = ".json"
    binary = False

    def parts(self, report: Report) -> Iterator[Part]:
        """The one document."""
        yield "", _product(report) if report.scope.product else _report(report)


FORMAT: Final = JsonFormat()


def _report(report: Report) -> Iterator[str]:
    yield document({"schema": SCHEMA, "status": report.status, **_body(report)}) + "\n"


def _product(report: Report) -> Iterator[str]:
    """What a catalogue or a dashboard asks of one product."""
    results = _merged(report)
    head: dict[str, Json] = {
        "schema": PRODUCT,
        "product_id": report.scope.product,
        "compliance_status": report.status,
        "last_checked": report.scope.evaluated_at,
        "policies_evaluated": [
            {"id": rule, "result": result}
            for rule, result in results.items()
            if result != "not-tested"
        ],
        "policies_not_tested": [rule for rule, one in results.items() if one == "not-tested"],
        "violations": [_deviation(one, report) for one in report.deviations],
    }
    yield document(head | _body(report)) + "\n"


def _merged(report: Report) -> dict[str, str]:
    """Rule -> its worst result over the versions of the product."""
    return {
        test.id: min((one.results[test.number - 1] for one in report.contracts), key=_ORDER.index)
        for test in report.tests
    }


def _body(report: Report) -> dict[str, Json]:
    population = report.population
    return {
        "limit": LIMIT,
        "scope": asdict(report.scope),
        "population": {
            "searched": list(population.searched),
            "files": population.files,
            "other": population.other,
            "outside": population.outside,
            "expected": population.expected,
            "evaluated": population.evaluated,
            "difference": population.difference,
            "complete": population.complete,
            "digest": population.digest,
            "gaps": [asdict(one) for one in population.gaps],
        },
        "frameworks": [_framework(one, report) for one in report.frameworks],
        "tests": [
            {
                "ref": f"R{one.number}",
                "id": one.id,
                "title": one.title,
                "severity": one.severity,
                "scope": one.scope,
                "remediation": one.remediation,
                "passed": one.tally.passed,
                "tested": one.tally.tested,
                "results": dict(one.tally.counts),
            }
            for one in report.tests
        ],
        "contracts": [_contract(one, report) for one in report.contracts],
        "exceptions": [_deviation(one, report) for one in report.deviations],
        "waivers": [_waiver(one) for one in report.waivers],
        "policy_changes": None
        if report.changes is None
        else [asdict(one) for one in report.changes],
        "trend": None if report.trend is None else [asdict(one) for one in report.trend],
        "failures": None
        if report.failures is None
        else [asdict(one) | {"kinds": list(one.kinds)} for one in report.failures],
        "sample": None
        if report.sample is None
        else {"seed": report.sample.seed, "paths": list(report.sample.paths)},
        "evidence": [
            {"ref": f"E{number}", **asdict(one)} for number, one in enumerate(report.evidence, 1)
        ],
        "notices": list(report.notices),
        "meshgov": report.version,
    }


def _framework(one: Framework, report: Report) -> Json:
    return {
        "name": one.name,
        "title": one.title,
        "controls": [_control(each, report) for each in one.controls],
        "groups": [_control(each, report) for each in one.groups],
    }


def _control(one: Control, report: Report) -> Json:
    def paths(numbers: tuple[int, ...]) -> list[Json]:
        return [report.contract(number).path for number in numbers]

    return {
        "id": one.id,
        "title": one.title,
        "state": one.state,
        "passed": one.tally.passed,
        "tested": one.tally.tested,
        "results": dict(one.tally.counts),
        "rules": [{"id": rule, "relation": relation} for rule, relation in one.rules.items()],
        "failing": paths(one.failing),
        "warning": paths(one.warning),
        "waived": paths(one.waived),
    }


def _contract(one: Tested, report: Report) -> Json:
    by_result: dict[str, Json] = {}
    for result in _ORDER:
        rules: list[Json] = [
            test.id for test, each in zip(report.tests, one.results, strict=True) if each == result
        ]
        if rules:
            by_result[result] = rules
    return {
        "ref": f"C{one.number}",
        "path": one.path,
        "name": one.name,
        "version": one.version,
        "domain": one.domain,
        "owner": one.owner or None,
        "digest": one.digest,
        "verdict": one.verdict,
        "results": by_result,
        "judged_at": one.judged_at,
        "entry": one.entry,
    }


def _deviation(one: Deviation, report: Report) -> Json:
    contract = report.contract(one.contract)
    waiver = report.waived_by(one.waiver)
    return {
        "ref": f"X{one.number}",
        "contract": contract.path,
        "product": contract.name,
        "version": contract.version,
        "rule": one.rule,
        "severity": one.severity,
        "blocking": one.blocking,
        "message": one.message,
        "remediation": one.remediation,
        "path": list(one.path),
        "location": one.location,
        "fingerprint": one.fingerprint,
        "owner": one.owner or None,
        "first_seen": one.first_seen,
        "first_entry": one.first_entry,
        "response": one.response,
        "waiver": one.waiver,
        "accepted_by": waiver.approver if waiver else None,
        "accepted_until": waiver.expires if waiver else None,
    }


def _waiver(one: Acceptance) -> Json:
    waiver = one.waiver
    return {
        "id": waiver.id,
        "state": one.state,
        "rule": waiver.rule,
        "product": waiver.product,
        "fields": list(waiver.fields),
        "max_version": waiver.max_version,
        "reason": waiver.reason,
        "compensating_controls": waiver.compensating_controls or None,
        "risk": waiver.risk or None,
        "ticket": waiver.ticket or None,
        "requested_by": waiver.requested_by,
        "approver": waiver.approver,
        "created": waiver.created,
        "effective_from": waiver.effective_from,
        "expires": waiver.expires,
        "covers": [f"X{number}" for number in one.covers],
        "entries": list(one.entries),
        "location": str(waiver.location),
    }
