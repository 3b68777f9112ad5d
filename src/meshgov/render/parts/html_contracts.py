"""Every contract of a report as HTML: a row for each with a finding, and lists of the others."""

from __future__ import annotations

import posixpath
from collections import Counter
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
    "Each file stands with {digits} digits of its SHA-256{entry}. Where only a folder is named, "
    "the file is called like the product and ends in .yaml. Judged on {day}, where no other day "
    "is named."
)

DIGITS: Final = 8
"""Of a digest, where there are many; the whole stands in the JSON, CSV and XLSX."""


def contracts(report: Report, anchors: Anchors) -> Iterator[str]:
    """Every contract with its results; those without a finding are folded."""
    yield from _Contracts(report, anchors).section()


class _Contracts:
    def __init__(self, report: Report, anchors: Anchors) -> None:
        self._report = report
        self._anchors = anchors
        self._patterns = Patterns(report)
        self._short = len(report.contracts) > WHOLE
        days = Counter(_day(words.judged_at(one, report)) for one in report.contracts)
        self._day = days.most_common(1)[0][0] if days else ""
        self._found: dict[int, list[Deviation]] = {}
        for one in report.deviations:
            self._found.setdefault(one.contract, []).append(one)

    def section(self) -> Iterator[str]:
        ones = self._report.contracts
        noted = [one for one in ones if self._short and one.verdict == "warn"]
        clean = [one for one in ones if one.verdict == "pass"]
        if self._short:
            logged = any(one.entry is not None for one in ones)
            entry = ", and after # with the entry of its verdict in the log" if logged else ""
            yield f"<p>{_KEY.format(digits=DIGITS, entry=entry, day=escape(self._day))}\n"
        apart = {one.number for one in (*noted, *clean)}
        if adverse := [one for one in ones if one.number not in apart]:
            yield from self._table(adverse, "Contracts with a finding")
        yield from self._folded(noted, "with nothing but findings that do not block", told=False)
        yield from self._folded(clean, "without a finding", told=True)
        yield from self._patterns.section()

    def _folded(self, ones: Sequence[Tested], what: str, *, told: bool) -> Iterator[str]:
        """``told``: the results stand in the headings of lists, because many share them."""
        if ones:
            yield f"<details><summary>{words.many(len(ones), 'contract')} {what}</summary>\n"
            if self._short:
                yield from self._lists(ones, told=told)
            else:
                yield from self._table(ones, f"Contracts {what}")
            yield "</details>\n"

    def _table(self, ones: Sequence[Tested], caption: str) -> Iterator[str]:
        head = ("Contract", "Domain", "Owner", "Verdict and exceptions", "Results", "Evidence")
        yield from table(caption, head, map(self._row, ones), "c")

    def _row(self, one: Tested) -> str:
        found = self._found.get(one.number, [])
        shown = 1 if self._short else LISTED
        refs = " ".join(
            link(self._anchors.deviation(each), f"X{each.number}") for each in found[:shown]
        )
        more = f" and {len(found) - shown} more" if len(found) > shown else ""
        return (
            f"<tr id={self._anchors.contract(one)}><th scope=row>C{one.number} "
            f"{escape(words.product(one.name, one.version))}<td>{escape(one.domain or 'none')}"
            f"<td>{escape(one.owner) or 'unknown'}<td>{said(one.verdict, one.verdict)} {refs}{more}"
            f"<td>{self._patterns.link(one.results)}<td>{escape(self._evidence(one))}\n"
        )

    def _evidence(self, one: Tested) -> str:
        """File, digest, the entry of the verdict, and its time where that is not the report's."""
        if self._short:
            folder = posixpath.join(posixpath.dirname(one.path), "")
            return f"{folder}{'' if _other_file(one) else ' '}{self._briefly(one)}"
        when = one.judged_at if one.judged_at != self._report.scope.evaluated_at else None
        facts = (
            one.path,
            one.digest.removeprefix("sha256:"),
            words.entry(one.entry),
            when and f"judged at {when}",
        )
        return " ".join(filter(None, facts))

    def _briefly(self, one: Tested) -> str:
        """The same below the name of the folder."""
        facts = (
            _other_file(one),
            one.digest.removeprefix("sha256:")[:DIGITS],
            "" if one.entry is None else f"#{one.entry}",
            self._other_day(one),
        )
        return " ".join(filter(None, facts))

    def _other_day(self, one: Tested) -> str:
        """The day of the verdict, where it is not the usual one."""
        day = _day(words.judged_at(one, self._report))
        return "" if day == self._day else day

    def _lists(self, ones: Sequence[Tested], *, told: bool) -> Iterator[str]:
        """Lists below what their contracts have in common."""

        def common(one: Tested) -> tuple[str, str, str, int]:
            folder = posixpath.dirname(one.path) or "."
            pattern = self._patterns.number(one.results) if told else 0
            return one.domain or "none", one.owner or "unknown", folder, pattern

        for (domain, owner, folder, pattern), run in groupby(sorted(ones, key=common), key=common):
            results = f", results <a href=#p{pattern}>P{pattern}</a>" if pattern else ""
            yield (
                f"<h3>Domain {escape(domain)}, owner {escape(owner)}, folder {escape(folder)}"
                f"{results}</h3>\n<ul class=b>"
            )
            for one in run:
                own = "" if told else f" {self._patterns.link(one.results)}"
                yield (
                    f"<li id={self._anchors.contract(one)}>C{one.number} "
                    f"{escape(words.product(one.name, one.version))} "
                    f"{escape(self._briefly(one))}{own}\n"
                )
            yield "</ul>\n"


def _other_file(one: Tested) -> str:
    """The name of the file, where it is not that of the product."""
    file = posixpath.basename(one.path)
    return "" if file == f"{one.name}.yaml" else file


def _day(instant: str) -> str:
    return instant[: len("2026-01-31")]
