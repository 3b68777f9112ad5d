"""A compliance report as tables of plain text and numbers, for formats that are tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meshgov.model.report import LIMIT, RELATIONS, Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.plain import prose

Cell = str | int
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: for a file: ``control-matrix``.
        title: for people: ``Control matrix``.
        head: the columns.
        widths: of the columns, in characters.
        rows: makes the rows; may be called again.
        empty: what stands for rows where there are none.
    """

    name: str
    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Callable[[], Iterator[Row]]
    empty: str = "none"


def tables(report: Report) -> tuple[Table, ...]:
    """Every table of a report, in the order in which it is read."""
    return (*_tested(report), *_found(report), *_known(report))


def _tested(report: Report) -> tuple[Table, ...]:
    """What was tested, and what came of it."""
    return (
        _table("Scope", {"Item": 26, "Value": 90}, lambda: _scope(report)),
        _table(
            "Population",
            {
                "Ref": 7, "Contract": 30, "Version": 10, "Domain": 16, "Owner": 24, "Verdict": 14,
                "Path": 44, "Digest": 72,
            },
            lambda: _population(report),
        ),
        _table(
            "Control matrix",
            {
                "Framework": 16, "Control": 14, "Title": 40, "Result": 20, "Passed (n)": 10,
                "Tested (N)": 10, "Fail": 8, "Warn": 8, "Waived": 8, "Not tested": 10,
                "Not applicable": 14, "Rules and relation": 80,
            },
            lambda: _controls(report),
        ),
        _table(
            "Tests by rule",
            {
                "Ref": 7, "Rule": 46, "Title": 50, "Severity": 10, "Scope": 10, "Passed (n)": 10,
                "Tested (N)": 10, "Fail": 8, "Warn": 8, "Waived": 8, "Not tested": 10,
                "Not applicable": 14,
            },
            lambda: _tests(report),
        ),
        _table(
            "Tests and results",
            {
                "Contract ref": 12, "Contract": 30, "Version": 10, "Path": 44, "Rule ref": 10,
                "Rule": 46, "Result": 16,
            },
            lambda: _results(report),
        ),
    )  # fmt: skip


def _found(report: Report) -> tuple[Table, ...]:
    """What was found, and who accepted it."""
    return (
        _table(
            "Exceptions",
            {
                "Ref": 7, "Contract ref": 12, "Contract": 30, "Rule": 46, "Severity": 10,
                "Blocking": 9, "What": 70, "Where": 40, "Location": 40, "Owner": 24,
                "Since": 44, "Response": 44, "Remedy": 60, "Fingerprint": 34,
            },
            lambda: _deviations(report),
        ),
        _table(
            "Waivers",
            {
                "Waiver": 14, "State": 10, "Rule": 46, "Product": 30, "Approved by": 20,
                "Requested by": 20, "Effective from": 14, "Expires": 12, "Covers": 30,
                "Reason": 70, "Compensating controls": 60, "Risk": 50, "Ticket": 14,
                "Location": 40,
            },
            lambda: _waivers(report),
        ),
    )  # fmt: skip


def _known(report: Report) -> tuple[Table, ...]:
    """What a log knows, what all rests on, and who signs."""
    log = f"not known: {words.UNKNOWN}"
    return (
        _table(
            "Policy changes",
            {"At": 22, "What": 70, "Digest": 72},
            lambda: ((one.at, one.what, one.digest) for one in report.changes or ()),
            log if report.changes is None else "none",
        ),
        _table(
            "Trend",
            {"At": 22, "Contracts": 10, "With blocking exceptions": 22, "With waivers": 14},
            lambda: ((one.at, one.contracts, one.failed, one.waived) for one in report.trend or ()),
            log if report.trend is None else "none",
        ),
        _table(
            "Evidence index",
            {"Ref": 7, "Kind": 24, "Name": 60, "Digest": 72},
            lambda: _evidence(report),
        ),
        _table(
            "Sign-off",
            {"Role": 16, "Name": 30, "Function": 30, "Date": 14, "Signature": 40, "Remarks": 50},
            lambda: ((who, "", "", "", "", "") for who in words.SIGNERS),
        ),
    )  # fmt: skip


def _table(
    title: str, columns: dict[str, int], rows: Callable[[], Iterator[Row]], empty: str = "none"
) -> Table:
    name = title.lower().replace(" ", "-")

    def harmless() -> Iterator[Row]:
        for row in rows():
            yield tuple(prose(cell) if isinstance(cell, str) else cell for cell in row)

    return Table(name, title, tuple(columns), tuple(columns.values()), harmless, empty)


def _scope(report: Report) -> Iterator[Row]:
    scope, population = report.scope, report.population
    yield "Verdict", words.headline(report)
    yield "Status", report.status
    yield "About", words.about(report)
    yield "Period", words.period(report)
    yield "Made from", "one run" if scope.source == "run" else "the evidence log"
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


def _population(report: Report) -> Iterator[Row]:
    for one in report.contracts:
        yield (
            f"C{one.number}", one.name, one.version or "", one.domain or "", one.owner,
            one.verdict, one.path, one.digest,
        )  # fmt: skip
    for gap in report.population.gaps:
        yield "", "", "", "", "", "not evaluated", gap.path, gap.reason


def _controls(report: Report) -> Iterator[Row]:
    for framework in report.frameworks:
        for one, is_sum in words.rows(framework):
            counts = [one.tally.of(name) for name in _COUNTED]
            yield (
                framework.name, f"{one.id} (all)" if is_sum else one.id, one.title,
                words.STATES[one.state], one.tally.passed, one.tally.tested, *counts,
                words.relations(one),
            )  # fmt: skip


_COUNTED = ("fail", "warn", "waived", "not-tested", "not-applicable")


def _tests(report: Report) -> Iterator[Row]:
    for one in report.tests:
        counts = [one.tally.of(name) for name in _COUNTED]
        yield (
            f"R{one.number}", one.id, one.title, one.severity, one.scope, one.tally.passed,
            one.tally.tested, *counts,
        )  # fmt: skip


def _results(report: Report) -> Iterator[Row]:
    for one in report.contracts:
        for test, result in zip(report.tests, one.results, strict=True):
            yield (
                f"C{one.number}", one.name, one.version or "", one.path, f"R{test.number}",
                test.id, result,
            )  # fmt: skip


def _deviations(report: Report) -> Iterator[Row]:
    for one in report.deviations:
        contract = report.contract(one.contract)
        yield (
            f"X{one.number}", f"C{one.contract}", words.product(contract.name, contract.version),
            one.rule, one.severity, "yes" if one.blocking else "no", one.message, words.place(one),
            one.location, one.owner, words.since(one, report), words.response(one, report),
            one.remediation, one.fingerprint,
        )  # fmt: skip


def _waivers(report: Report) -> Iterator[Row]:
    for one in report.waivers:
        waiver = one.waiver
        yield (
            waiver.id, one.state, waiver.rule, waiver.product, waiver.approver,
            waiver.requested_by, waiver.effective_from, waiver.expires,
            ", ".join(f"X{number}" for number in one.covers) or "nothing here", waiver.reason,
            waiver.compensating_controls, waiver.risk, waiver.ticket, str(waiver.location),
        )  # fmt: skip


def _evidence(report: Report) -> Iterator[Row]:
    for number, one in enumerate(report.evidence, 1):
        yield f"E{number}", one.kind, one.name, one.digest
    for contract in report.contracts:
        yield f"C{contract.number}", "contract", contract.path, contract.digest
