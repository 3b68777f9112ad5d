"""Tables for spreadsheets and scripts: a folder with one file each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.model.report import Report
from meshgov.render.parts.report_rows import Cell, Row
from meshgov.render.parts.report_tables import Table, tables
from meshgov.render.reports.base import Part

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are formulas to a spreadsheet; an apostrophe before them makes them text."""


class CsvFormat:
    """RFC 4180, UTF-8, one header line; every text that a spreadsheet would obey is disarmed."""

    name = "csv"
    suffix = ""
    binary = False

    def parts(self, report: Report) -> Iterator[Part]:
        """One file per table."""
        for table in tables(report):
            yield f"{table.name}.csv", _lines(table)


FORMAT: Final = CsvFormat()


def _lines(table: Table) -> Iterator[str]:
    yield _line(table.head)
    yield from map(_line, table.rows())


def _line(row: Row) -> str:
    return ",".join(map(cell, row)) + "\r\n"


def cell(value: Cell) -> str:
    """One cell, disarmed and quoted where it must be."""
    if isinstance(value, int):
        return str(value)
    # White space and full-width signs in front don't stop every spreadsheet.
    disarmed = (
        f"'{value}"
        if value.lstrip(" \uff1d").startswith(_FORMULA)
        or (value.startswith(("\uff1d", "\uff0b", "\uff0d", "\uff20")))
        else value
    )
    if any(one in disarmed for one in ',"\r\n'):
        doubled = disarmed.replace('"', '""')
        return f'"{doubled}"'
    return disarmed
