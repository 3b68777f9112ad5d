"""The report for reading in a forge or a wiki: verdict first, then the tables that people read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from meshgov.model.report import LIMIT, Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.report_rows import Cell
from meshgov.render.parts.report_tables import LOGGED, Table, tables
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
            yield from _table(table, LOGGED if report.scope.source == "run" else frozenset())


def _table(table: Table, unknown: frozenset[str]) -> Iterator[str]:
    """A table without the columns that are ``unknown``."""
    rows = table.rows()
    first = next(rows, None)
    if first is None:
        yield f"{table.empty}\n"
        return
    head = [name for name in table.head if name not in unknown]
    yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n"
    for row in chain([first], rows):
        pairs = zip(table.head, row, strict=True)
        cells = (_cell(name, value) for name, value in pairs if name not in unknown)
        yield f"| {' | '.join(cells)} |\n"


def _cell(column: str, value: Cell) -> str:
    if isinstance(value, int):
        return str(value)
    return code(value, _LONG) if column in _CODE else text(value)
