"""A compliance report as tables of plain text and numbers, for formats that are tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from meshgov.model.report import Report
from meshgov.render.parts import report_rows as rows
from meshgov.render.parts import report_words as words
from meshgov.render.parts.plain import prose
from meshgov.render.parts.report_rows import Row

LOGGED: Final = frozenset(
    {
        "Days",
        "Entry",
        "Exceptions since",
        "First entry",
        "Judged at",
        "Run",
        "Used in entries",
        "Uses",
    }
)
"""Columns that one run fills with nothing, or with the same everywhere."""


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
        _table("Scope", {"Item": 26, "Value": 90}, lambda: rows.scope(report)),
        _table(
            "Population",
            {
                "Ref": 7, "Contract": 30, "Version": 10, "Domain": 16, "Owner": 24, "Verdict": 14,
                "Path": 44, "Digest": 72, "Judged at": 22, "Entry": 8,
            },
            lambda: rows.population(report),
        ),
        _table(
            "Control matrix",
            {
                "Framework": 16, "Control": 14, "Title": 40, "Result": 20, "Exceptions since": 14,
                "Passed (n)": 10, "Tested (N)": 10, "Fail": 8, "Warn": 8, "Waived": 8,
                "Not tested": 10, "Not applicable": 14, "Rules and relation": 80,
            },
            lambda: rows.controls(report),
        ),
        _table(
            "Tests by rule",
            {
                "Ref": 7, "Rule": 46, "Title": 50, "Severity": 10, "Scope": 10, "Passed (n)": 10,
                "Tested (N)": 10, "Fail": 8, "Warn": 8, "Waived": 8, "Not tested": 10,
                "Not applicable": 14,
            },
            lambda: rows.tests(report),
        ),
        _table(
            "Tests and results",
            {
                "Contract ref": 12, "Contract": 30, "Version": 10, "Path": 44, "Rule ref": 10,
                "Rule": 46, "Result": 16, "Entry": 8,
            },
            lambda: rows.results(report),
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
                "Since": 24, "Days": 7, "First entry": 8, "Entry": 8, "Response": 44, "Remedy": 60,
                "Fingerprint": 34,
            },
            lambda: rows.deviations(report),
        ),
        _table(
            "Waivers",
            {
                "Waiver": 14, "State": 10, "Rule": 46, "Product": 30, "Approved by": 20,
                "Requested by": 20, "Effective from": 14, "Expires": 12, "Covers": 30,
                "Uses": 7, "Used in entries": 20, "Reason": 70, "Compensating controls": 60,
                "Risk": 50, "Ticket": 14, "Location": 40,
            },
            lambda: rows.waivers(report),
        ),
    )  # fmt: skip


def _known(report: Report) -> tuple[Table, ...]:
    """What a log knows, what all rests on, and who signs."""
    log = f"not known: {words.UNKNOWN}"
    return (
        _table(
            "Policy changes",
            {"At": 22, "What": 70, "Digest": 72, "Entry": 8},
            lambda: rows.changes(report),
            log if report.changes is None else "none",
        ),
        _table(
            "Trend",
            {
                "At": 22, "Run": 30, "Contracts": 10, "With blocking exceptions": 22,
                "With waivers": 14, "Entry": 8,
            },
            lambda: rows.trend(report),
            log if report.trend is None else "none",
        ),
        _table(
            "Runs without a verdict",
            {"At": 22, "Command": 14, "Errors": 40, "Entry": 8},
            lambda: rows.failures(report),
            log if report.failures is None else "none",
        ),
        _table(
            "Evidence index",
            {"Ref": 7, "Kind": 24, "Name": 60, "Digest": 72, "Entry": 8},
            lambda: rows.evidence(report),
        ),
        _table(
            "Sign-off",
            {"Role": 16, "Name": 30, "Function": 30, "Date": 14, "Signature": 40, "Remarks": 50},
            lambda: ((who, "", "", "", "", "") for who in words.SIGNERS),
        ),
    )  # fmt: skip


def _table(
    title: str, columns: dict[str, int], made: Callable[[], Iterator[Row]], empty: str = "none"
) -> Table:
    name = title.lower().replace(" ", "-")

    def harmless() -> Iterator[Row]:
        for row in made():
            yield tuple(prose(cell) if isinstance(cell, str) else cell for cell in row)

    return Table(name, title, tuple(columns), tuple(columns.values()), harmless, empty)
