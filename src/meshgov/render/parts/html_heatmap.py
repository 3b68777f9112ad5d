"""Contracts by family of rules as one picture, and the trend as another: inline SVG, no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from meshgov.model.report import RESULTS, Point, Report, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link
from meshgov.render.parts.html_anchors import Anchors

WIDE, HIGH, NAMES, HEAD = 34, 16, 250, 130
"""Pixels of a cell, of the names of contracts, and of those of families."""

KINDS = {
    "fail": ("hf", "blocking exception"),
    "warn": ("hw", "finding that does not block"),
    "waived": ("ha", "waived"),
    "pass": ("hp", "pass"),
    "not-tested": ("hu", "not tested"),
    "not-applicable": ("hn", "not applicable"),
}
_LETTERS = {"fail": "F", "warn": "w", "waived": "A"}
_INKS = {"l": {"fail": "F", "waived": "A"}, "k": {"warn": "w"}}
DRAWN = 200
"""Contracts without a finding up to which they are drawn; of more there is nothing to see."""

_LONG = 30


def heatmap(report: Report, anchors: Anchors) -> Iterator[str]:
    """A picture of the contracts with a finding; those without are folded below it."""
    families = _families(report)
    adverse = [one for one in report.contracts if one.verdict != "pass"]
    clean = [one for one in report.contracts if one.verdict == "pass"]
    if len(adverse) > DRAWN:
        noted = [one for one in adverse if one.verdict == "warn"]
        adverse = [one for one in adverse if one.verdict != "warn"]
        yield (
            f"<p>{words.many(len(noted), 'contract')} with nothing but findings that do not block "
            "are not drawn.\n"
        )
    yield '<ul class="key">'
    for kind, (name, said) in KINDS.items():
        letter = f" ({_LETTERS[kind]})" if kind in _LETTERS else ""
        yield (
            f"<li><svg width=14 height=14 aria-hidden=true><rect width=14 height=14 class={name} />"
            f"</svg>{said}{letter}"
        )
    yield "</ul>\n"
    if adverse:
        yield from _picture(adverse, families, anchors, "Contracts with a finding, by rule family")
    if len(clean) > DRAWN:
        yield (
            f"<p>{words.many(len(clean), 'contract')} without a finding are not drawn: they are "
            f"listed under {link('contracts', 'Contracts')}.\n"
        )
    elif clean:
        said = words.many(len(clean), "contract")
        yield f"<details{'' if adverse else ' open'}><summary>{said} without a finding</summary>\n"
        yield from _picture(clean, families, anchors, "Contracts without a finding, by rule family")
        yield "</details>\n"


def _families(report: Report) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for test in report.tests:
        found.setdefault(test.family, []).append(test.number - 1)
    return found


def _picture(
    contracts: Sequence[Tested], families: dict[str, list[int]], anchors: Anchors, label: str
) -> Iterator[str]:
    width = NAMES + WIDE * len(families) + 60
    height = HEAD + HIGH * len(contracts) + 4
    yield (
        f'<div class=scroll role=region tabindex=0 aria-label="{label}">'
        f'<svg role=group aria-label="{label}" width={width} height={height} '
        f'viewBox="0 0 {width} {height}">\n'
    )
    for place, family in enumerate(families):
        x = NAMES + WIDE * place + WIDE // 2
        yield f'<text transform="translate({x} {HEAD - 8}) rotate(-50)">{escape(family)}</text>\n'
    for row, one in enumerate(contracts):
        y = HEAD + HIGH * row + 12
        name = _cut(words.product(one.name, one.version))
        yield f"<a href=#{anchors.contract(one)}><text y={y}>{escape(name)}</text></a>\n"
    rows = [[_worst(one, places) for places in families.values()] for one in contracts]
    yield f'<g transform="translate({NAMES} {HEAD})" aria-hidden=true>\n'
    yield from _cells(rows)
    yield from _letters(rows)
    yield "</g></svg></div>\n"


def _cut(name: str) -> str:
    return name if len(name) <= _LONG else f"{name[: _LONG - 3]}..."


def _worst(one: Tested, places: Sequence[int]) -> str:
    found = min((one.results[place] for place in places), key=_ORDER.index)
    return "fail" if found == "error" else found


_ORDER = RESULTS


def _cells(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """One path per kind: neighbours of one kind are one rectangle."""
    paths: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        place = 0
        for kind, run in groupby(row):
            long = len(list(run))
            wide = long * WIDE - 1
            paths.setdefault(kind, []).append(
                f"M{place * WIDE} {number * HIGH}h{wide}v{HIGH - 1}h-{wide}z"
            )
            place += long
    for kind, drawn in paths.items():
        yield f'<path class={KINDS[kind][0]} d="{"".join(drawn)}"/>\n'


def _letters(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """What is not to be missed is more than a colour. One text for each row and ink."""
    for number, row in enumerate(rows):
        for name, letters in _INKS.items():
            places = [place for place, kind in enumerate(row) if kind in letters]
            if places:
                x = " ".join(str(place * WIDE + WIDE // 2 - 4) for place in places)
                said = "".join(letters[row[place]] for place in places)
                yield f'<text class={name} x="{x}" y={number * HIGH + 12}>{said}</text>\n'


def trend(points: Sequence[Point]) -> Iterator[str]:
    """Share of contracts without a blocking exception, run by run."""
    width, height, edge = 640, 160, 20
    step = (width - 2 * edge) / max(len(points) - 1, 1)
    marks = []
    for place, one in enumerate(points):
        share = 1 - one.failed / one.contracts if one.contracts else 0.0
        marks.append(f"{edge + place * step:.1f},{edge + (1 - share) * (height - 2 * edge):.1f}")
    label = "Share of contracts without a blocking exception; the table below has the numbers"
    yield (
        f'<svg role=img aria-label="{label}" width={width} height={height} '
        f'viewBox="0 0 {width} {height}"><polyline class=tl points="{" ".join(marks)}"/>'
        f"<text x=0 y=12>100 %</text><text x=0 y={height - 4}>0 %</text></svg>\n"
    )
