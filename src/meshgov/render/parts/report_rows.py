"""The rows of the tables of a compliance report."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.model.report import LIMIT, RELATIONS, Report
from meshgov.render.parts import report_words as words

Cell = str | int
Row = tuple[Cell, ...]


def _known(number: int | None) -> Cell:
    """A number, or an empty cell where it is unknown."""
    return "" if number is None else number


def scope(report: Report) -> Iterator[Row]:
    """What the report is about, as pairs."""
    scope, population = report.scope, report.population
    yield "Verdict", words.headline(report)
    yield "Status", report.status
    if found := words.open_since(report):
        yield "Not compliant since", found
    yield "About", words.about(report)
    yield "Period", words.period(report)
    yield "Made from", words.source(report)
    if scope.log:
        yield "Log", scope.log
        yield "Entries", words.ENTRIES
    yield "Population", words.completeness(report)
    yield "How it was counted", words.derivation(report)
    yield "Digest of the population", population.digest
    for gap in population.gaps:
        yield "Gap", f"{gap.path}: {gap.reason}"
    if report.sample:
        drawn = f"seed {report.sample.seed}: {', '.join(report.sample.paths)}"
        yield "Sample", drawn
    yield "Limit", LIMIT
    for relation, meaning in RELATIONS.items():
        yield f"Relation {relation}", meaning
    for result, meaning in words.MEANINGS.items():
        yield f"Result {result}", meaning
    for notice in report.notices:
        yield "Notice", notice


def population(report: Report) -> Iterator[Row]:
    """Every contract, and every file that could not be evaluated."""
    for one in report.contracts:
        yield (
            f"C{one.number}", one.name, one.version or "", one.domain or "", one.owner,
            one.verdict, one.path, one.digest, words.judged_at(one, report), _known(one.entry),
        )  # fmt: skip
    for gap in report.population.gaps:
        yield "", "", "", "", "", "not evaluated", gap.path, gap.reason, "", ""


def controls(report: Report) -> Iterator[Row]:
    """Every control of every framework."""
    oldest = words.oldest_by_rule(report)
    for framework in report.frameworks:
        for one, is_sum in words.rows(framework):
            counts = [one.tally.of(name) for name in _COUNTED]
            yield (
                framework.name, f"{one.id} (all)" if is_sum else one.id, one.title,
                words.STATES[one.state], words.control_since(one, oldest), one.tally.passed,
                one.tally.tested, *counts, words.relations(one),
            )  # fmt: skip


_COUNTED = ("fail", "warn", "waived", "not-tested", "not-applicable")


def tests(report: Report) -> Iterator[Row]:
    """Every rule over all contracts."""
    for one in report.tests:
        counts = [one.tally.of(name) for name in _COUNTED]
        yield (
            f"R{one.number}", one.id, one.title, one.severity, one.scope, one.tally.passed,
            one.tally.tested, *counts,
        )  # fmt: skip


def results(report: Report) -> Iterator[Row]:
    """Every contract by every rule."""
    for one in report.contracts:
        for test, result in zip(report.tests, one.results, strict=True):
            yield (
                f"C{one.number}", one.name, one.version or "", one.path, f"R{test.number}",
                test.id, result, _known(one.entry),
            )  # fmt: skip


def deviations(report: Report) -> Iterator[Row]:
    """Every exception."""
    for one in report.deviations:
        contract = report.contract(one.contract)
        yield (
            f"X{one.number}", f"C{one.contract}", words.product(contract.name, contract.version),
            one.rule, one.severity, "yes" if one.blocking else "no", one.message, words.place(one),
            one.location, one.owner, words.since(one, report),
            _known(words.age(one.first_seen, report)), _known(one.first_entry),
            _known(contract.entry), words.response(one, report), one.remediation, one.fingerprint,
        )  # fmt: skip


def waivers(report: Report) -> Iterator[Row]:
    """Every waiver."""
    for one in report.waivers:
        waiver = one.waiver
        yield (
            waiver.id, one.state, waiver.rule, waiver.product, waiver.approver,
            waiver.requested_by, waiver.effective_from, waiver.expires,
            ", ".join(f"X{number}" for number in one.covers) or "nothing here",
            _known(len(one.entries) or None), ", ".join(map(str, one.entries)), waiver.reason,
            waiver.compensating_controls, waiver.risk, waiver.ticket, str(waiver.location),
        )  # fmt: skip


def changes(report: Report) -> Iterator[Row]:
    """Every change of policies."""
    for one in report.changes or ():
        yield one.at, one.what, one.digest, _known(one.entry)


def trend(report: Report) -> Iterator[Row]:
    """Every run."""
    for one in report.trend or ():
        yield one.at, one.run, one.contracts, one.failed, one.waived, _known(one.entry)


def failures(report: Report) -> Iterator[Row]:
    """Every run without a verdict."""
    for one in report.failures or ():
        yield one.at, one.command, ", ".join(one.kinds), one.entry


def evidence(report: Report) -> Iterator[Row]:
    """What the report rests on."""
    for number, one in enumerate(report.evidence, 1):
        yield f"E{number}", one.kind, one.name, one.digest, ""
    for contract in report.contracts:
        yield (
            f"C{contract.number}", "contract", contract.path, contract.digest,
            _known(contract.entry),
        )  # fmt: skip
