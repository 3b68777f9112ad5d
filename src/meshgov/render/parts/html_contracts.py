"""Every contract of a report as HTML: a row for each with a finding, and lists of the others."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import Deviation, Report, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link, table
from meshgov.render.parts.html_anchors import WHOLE, Anchors
from meshgov.render.parts.html_lists import said
from meshgov.render.parts.html_patterns import Patterns

LISTED: Final = 20
"""Exceptions named in the row of a contract."""

_KEY: Final = (
    "Each with its number, product and version, file, the first digits of its SHA-256{entry}. "
    "Where a file is called like its product, only the file is named."
)


def contracts(report: Report, anchors: Anchors) -> Iterator[str]:
    """Every contract with its results; those without a finding are folded."""
    yield from _Contracts(report, anchors).section()


class _Contracts:
    def __init__(self, report: Report, anchors: Anchors) -> None:
        self._report = report
        self._anchors = anchors
        self._patterns = Patterns(report)
        self._short = len(report.contracts) > WHOLE
        self._found: dict[int, list[Deviation]] = {}
        for one in report.deviations:
            self._found.setdefault(one.contract, []).append(one)

    def section(self) -> Iterator[str]:
        adverse = [one for one in self._report.contracts if one.verdict != "pass"]
        clean = [one for one in self._report.contracts if one.verdict == "pass"]
        if adverse:
            yield from self._table(adverse, "Contracts with a finding")
        if clean:
            many = words.many(len(clean), "contract")
            yield f"<details><summary>{many} without a finding</summary>\n"
            if len(clean) > WHOLE:
                yield from self._lists(clean)
            else:
                yield from self._table(clean, "Contracts without a finding")
            yield "</details>\n"
        yield from self._patterns.section()

    def _table(self, ones: Sequence[Tested], caption: str) -> Iterator[str]:
        head = ("Contract", "Domain", "Owner", "Verdict and exceptions", "Results", "Evidence")
        yield from table(caption, head, map(self._row, ones), "c")

    def _row(self, one: Tested) -> str:
        found = self._found.get(one.number, [])
        if self._short and one.verdict == "warn":
            found = []  # they share a row per rule
        shown = 1 if self._short else LISTED
        refs = " ".join(
            link(self._anchors.deviation(each), f"X{each.number}") for each in found[:shown]
        )
        more = f" and {len(found) - shown} more" if len(found) > shown else ""
        digest = one.digest.removeprefix("sha256:")[: 12 if self._short else None]
        return (
            f"<tr id={self._anchors.contract(one)}><th scope=row>C{one.number} "
            f"{escape(words.product(one.name, one.version))}<td>{escape(one.domain or 'none')}"
            f"<td>{escape(one.owner) or 'unknown'}<td>{said(one.verdict, one.verdict)} {refs}{more}"
            f"<td>{self._patterns.link(one.results)}<td>{escape(one.path)} {digest}"
            f"{self._logged(one)}\n"
        )

    def _logged(self, one: Tested) -> str:
        """The entry of the verdict, and its time where that is not the report's."""
        when = one.judged_at if one.judged_at != self._report.scope.evaluated_at else None
        parts = (words.entry(one.entry), when and f"judged at {escape(when)}")
        return "".join(f" {part}" for part in parts if part)

    def _lists(self, ones: Sequence[Tested]) -> Iterator[str]:
        """Lists below what their contracts have in common."""
        logged = any(one.entry is not None for one in ones)
        yield f"<p>{_KEY.format(entry=', and its entry in the log after #' if logged else '')}\n"
        for (domain, owner, folder, pattern), run in groupby(
            sorted(ones, key=self._common), key=self._common
        ):
            members = list(run)
            yield (
                f"<h4>Domain {escape(domain)}, owner {escape(owner)}, folder {escape(folder)}, "
                f"results <a href=#p{pattern}>P{pattern}</a></h4>\n<ul class=b>"
            )
            yield from map(self._item, members)
            yield "</ul>\n"

    def _common(self, one: Tested) -> tuple[str, str, str, int]:
        folder = posixpath.dirname(one.path) or "."
        pattern = self._patterns.number(one.results)
        return one.domain or "none", one.owner or "unknown", folder, pattern

    def _item(self, one: Tested) -> str:
        file = posixpath.basename(one.path)
        product = file if posixpath.splitext(file)[0] == one.name else one.name
        named = " ".join(filter(None, (product, one.version, "" if product == file else file)))
        digest = one.digest.removeprefix("sha256:")[:12]
        entry = "" if one.entry is None else f" #{one.entry}"
        day = _day(one.judged_at)
        when = f" {escape(day)}" if day and day != words.day(self._report) else ""
        return (
            f"<li id={self._anchors.contract(one)}>C{one.number} {escape(named)} {digest}"
            f"{entry}{when}\n"
        )


def _day(instant: str | None) -> str:
    return (instant or "")[: len("2026-01-31")]
