"""Results of every contract and rule as HTML: contracts with the same results share a pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import RESULTS, Report
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import link, table
from meshgov.render.parts.html_anchors import WHOLE

_CLASSES: Final = {
    "fail": " class=F",
    "error": " class=F",
    "warn": " class=W",
    "waived": " class=A",
    "pass": " class=P",
}

FAR: Final = 12
"""Rules by which a pattern may differ from another and still be told by the difference."""

BASES: Final = 8
"""Patterns in full with which another is compared, so that time stays linear."""

Results = tuple[str, ...]


class Patterns:
    """The different results that the contracts of a report have, the most common first."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._counts = Counter(one.results for one in report.contracts)
        self._numbers = {
            results: number for number, (results, _) in enumerate(self._counts.most_common(), 1)
        }

    def link(self, results: Results) -> str:
        """``P3``, which leads to its row."""
        number = self._numbers[results]
        return f"<a href=#p{number}>P{number}</a>"

    def number(self, results: Results) -> int:
        """From 1; the most common has the lowest."""
        return self._numbers[results]

    def section(self) -> Iterator[str]:
        """All of them, below a heading."""
        report = self._report
        pairs = len(report.contracts) * len(report.tests)
        yield (
            "<h3 id=results>Results of every contract and rule</h3>\n<p>"
            f"{words.many(len(report.contracts), 'contract')} by "
            f"{words.many(len(report.tests), 'rule')} are {words.many(pairs, 'result')}. Contracts "
            f"with the same results share a pattern; {link('tests', 'R1, R2 and so on')} are the "
            "rules.\n"
        )
        head = ("Pattern", "Contracts", "Results, by the numbers of the rules")
        yield from table("Result patterns", head, self._rows())

    def _rows(self) -> Iterator[str]:
        short = len(self._report.contracts) > WHOLE
        bases: list[Results] = []
        for results, number in self._numbers.items():
            near = _nearest(results, bases) if short else None
            if near is None:
                bases.append(results)
                said = _told(results, range(len(results)))
            else:
                said = f"as {self.link(near)}, but {_told(results, _apart(results, near))}"
            yield (
                f"<tr id=p{number}><th scope=row>P{number}<td class=n>{self._counts[results]}"
                f"<td>{said}\n"
            )


def _nearest(results: Results, bases: Sequence[Results]) -> Results | None:
    """The pattern in full from which this one differs in few rules, and in the fewest."""
    ranked = [(len(_apart(results, one)), one) for one in bases[:BASES]]
    distance, found = min(ranked, key=lambda pair: pair[0], default=(FAR + 1, None))
    return found if distance <= FAR else None


def _apart(results: Results, other: Results) -> list[int]:
    pairs = zip(results, other, strict=True)
    return [place for place, (one, two) in enumerate(pairs) if one != two]


def _told(results: Results, places: Iterable[int]) -> str:
    """``fail R1-4 R7; pass R5``, of the rules at these places."""
    by_result: dict[str, list[int]] = {}
    for place in places:
        by_result.setdefault(results[place], []).append(place + 1)
    return "; ".join(
        f"<b{_CLASSES.get(name, '')}>{name}</b> {_ranges(by_result[name])}"
        for name in RESULTS
        if name in by_result
    )


def _ranges(numbers: Sequence[int]) -> str:
    """``R1-4 R7``."""
    parts = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        ones = [number for _, number in run]
        parts.append(f"R{ones[0]}" if len(ones) == 1 else f"R{ones[0]}-{ones[-1]}")
    return " ".join(parts)
