"""The report for reading in a forge or a wiki: verdict first, then the tables that people read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.model.report import LIMIT, Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.report_tables import Cell, Table, tables
from meshgov.render.reports.base import Part

_WHOLE: Final = 100
"""Contracts up to which the result of every rule on every contract is written."""

_CODE: Final = frozenset({"Digest", "Fingerprint", "Location", "Path", "Rule", "Where"})
"""Columns of names, which stay whole."""

_LONG: Final = 200
"""Columns that the longest digest and path take."""


class MarkdownFormat:
    """Nothing that a contract holds can format, link or mention in it."""

    name = "markdown"
    suffix = ".md"
    binary = False

    def parts(self, report: Report) -> Iterator[Part]:
        """The one file."""
        yield "", _page(report)


FORMAT: Final = MarkdownFormat()


def _page(report: Report) -> Iterator[str]:
    yield f"# Compliance report: {text(words.about(report))}\n\n"
    yield f"**{text(words.headline(report))}**\n\n"
    yield f"{text(words.period(report))}. Population: {text(words.completeness(report))}.\n\n"
    yield f"> {text(LIMIT)}\n"
    for table in tables(report):
        yield f"\n## {table.title}\n\n"
        if table.name == "tests-and-results" and len(report.contracts) > _WHOLE:
            yield (
                f"{words.many(len(report.contracts), 'contract')} by "
                f"{words.many(len(report.tests), 'rule')} "
                "are too many for this format: they are in `json`, `csv` and `xlsx`.\n"
            )
        else:
            yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    rows = table.rows()
    first = next(rows, None)
    if first is None:
        yield f"{table.empty}\n"
        return
    yield f"| {' | '.join(table.head)} |\n|{'---|' * len(table.head)}\n"
    yield _row(table, first)
    for row in rows:
        yield _row(table, row)


def _row(table: Table, row: tuple[Cell, ...]) -> str:
    pairs = zip(table.head, row, strict=True)
    return f"| {' | '.join(_cell(name, value) for name, value in pairs)} |\n"


def _cell(column: str, value: Cell) -> str:
    if isinstance(value, int):
        return str(value)
    return code(value, _LONG) if column in _CODE else text(value)
