"""The page of the report on paper, with page numbers and bookmarks. Extra ``report``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from meshgov.model.report import Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import page
from meshgov.render.parts.html_style import INK, STYLE
from meshgov.render.reports.base import MissingPartError, Part
from meshgov.render.reports.html import body

PAPER: Final = """
@page{size:A4 landscape;margin:14mm 12mm;@bottom-right{content:counter(page) " / " counter(pages);
font:8pt sans-serif}@bottom-left{content:string(title);font:8pt sans-serif}}
h1{string-set:title content();bookmark-level:1}h2{bookmark-level:2}h3{bookmark-level:none}
nav,.f,.f+label{display:none}body{font-size:9pt;padding:0;max-width:none}table{font-size:7pt}
summary{list-style:none}thead{display:table-header-group}tr,dd{break-inside:avoid}
caption,dt,summary,summary+p,tr.g{break-after:avoid}
svg{break-inside:avoid}
svg{max-width:100%;height:auto}.scroll{overflow:visible}
"""

_PICTURE: Final = re.compile(r"<svg [^>]*>")

TALL: Final = 30
"""Contracts in one picture: what is taller than a page is cut off."""

EPOCH: Final = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for the time of making."""


class PdfFormat:
    """Nothing is fetched; the identifier follows from the report."""

    name = "pdf"
    suffix = ".pdf"
    binary = True

    def parts(self, report: Report) -> Iterator[Part]:
        """The one file."""
        try:
            from weasyprint import HTML  # noqa: PLC0415  # an extra
        except (ImportError, OSError):  # OSError: without the library that sets text
            raise MissingPartError("WeasyPrint (and Pango, a library of the system)") from None
        title = f"Compliance report: {words.about(report)}"
        source = "".join(page(title, body(report, TALL), STYLE + PAPER))
        # Colours by name of a variable are looked up, folded parts are shown.
        opened = source.replace("<details", "<details open").replace("open open", "open")
        opened = _PICTURE.sub(rf"\g<0><style>{INK}</style>", opened)
        identifier = report.population.digest[-32:].encode()
        with dated():
            made = HTML(string=opened, url_fetcher=refuse).write_pdf(pdf_identifier=identifier)
        yield "", [made]


FORMAT: Final = PdfFormat()


@contextmanager
def dated() -> Iterator[None]:
    """Fonts carry the time of their making: the present one, unless the environment names one."""
    if EPOCH in os.environ:
        yield
        return
    os.environ[EPOCH] = "0"
    try:
        yield
    finally:
        del os.environ[EPOCH]


def refuse(url: str, *_: Any, **__: Any) -> Any:
    """What is asked for every address; there is none to ask for."""
    raise ValueError(f"a report fetches nothing: {url}")
