"""A workbook with a sheet per table, for people who test in spreadsheets. Extra ``report``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from meshgov.model.report import Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.report_rows import Cell, Row
from meshgov.render.parts.report_tables import Table, tables
from meshgov.render.reports.base import MissingPartError, Part

CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Written into every workbook, so that the same report is the same bytes."""

_LONGEST: Final = 32_767
"""Characters that a cell holds."""

_COLUMN: Final = 70
"""Characters of the widest column."""

_LINE: Final = 15
_TALLEST: Final = 405
"""Points of a line, and of the tallest row that spreadsheets show."""

_WIDE: Final = 260
"""Characters that still can be read on one page; wider tables go over several."""

_OPTIONS: Final = {
    "constant_memory": True,  # rows go to disk one by one
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class XlsxFormat:
    """Frozen headers, filters, widths; no formula and no link, whatever a contract holds."""

    name = "xlsx"
    suffix = ".xlsx"
    binary = True

    def parts(self, report: Report) -> Iterator[Part]:
        """The one file."""
        try:
            from xlsxwriter import Workbook  # noqa: PLC0415  # an extra
        except ImportError:
            raise MissingPartError("XlsxWriter") from None
        file = BytesIO()
        book = Workbook(file, _OPTIONS)
        book.set_properties(
            {
                "title": f"Compliance report: {words.about(report)}",
                "created": CREATED,
                "author": f"meshgov {report.version}",
            }
        )
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#DDE3EA", "text_wrap": True}),
            "cell": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for table in tables(report):
            _sheet(book.add_worksheet(table.title), table, styles)
        book.close()
        yield "", [file.getvalue()]


FORMAT: Final = XlsxFormat()


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    for column, (title, width) in enumerate(zip(table.head, table.widths, strict=True)):
        sheet.set_column(column, column, min(width, _COLUMN))
        sheet.write_string(0, column, title, styles["head"])
    row = 0
    for row, values in enumerate(table.rows(), 1):
        if (lines := _lines(table, values)) > 1:
            sheet.set_row(row, min(lines * _LINE, _TALLEST))
        for column, value in enumerate(values):
            _write(sheet, row, column, value, styles["cell"])
    if not row:
        sheet.write_string(1, 0, table.empty, styles["cell"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(table.head) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    if sum(table.widths) <= _WIDE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(50)
        sheet.repeat_columns(0)
    sheet.repeat_rows(0)


def _lines(table: Table, values: Row) -> int:
    """Lines that a row takes; not every spreadsheet finds that out by itself."""
    if table.name == "sign-off":
        return 3
    return max(
        -(-len(value) // min(width, _COLUMN))
        for value, width in zip(map(str, values), table.widths, strict=True)
    )


def _write(sheet: Any, row: int, column: int, value: Cell, style: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, value[:_LONGEST], style)
