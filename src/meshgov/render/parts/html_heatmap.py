"""Contracts by family of rules as one picture, and the trend as another: inline SVG, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.report import RESULTS, Point, Report, Tested
from meshgov.render.parts import report_words as words
from meshgov.render.parts.html import escape, link
from meshgov.render.parts.html_anchors import Anchors

WIDE, HIGH, NAMES = 34, 16, 250
"""Pixels of a cell, and of the names of contracts."""

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


def heatmap(report: Report, anchors: Anchors, tall: int | None = None) -> Iterator[str]:
    """A picture of the contracts with a finding; those without are folded below it.

    Args:
        report: what is drawn.
        anchors: where its contracts stand.
        tall: contracts in one picture; what is taller than its page is cut off on paper.
    """
    families = _families(report)
    if not families:
        yield "<p>There is nothing to draw: no rule is in the scope of this report.\n"
        return
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
        label = "Contracts with a finding, by rule family"
        yield from _pictures(adverse, families, anchors, label, tall)
    if len(clean) > DRAWN:
        yield (
            f"<p>{words.many(len(clean), 'contract')} without a finding are not drawn: they are "
            f"listed under {link('contracts', 'Contracts')}.\n"
        )
    elif clean:
        said = words.many(len(clean), "contract")
        yield f"<details{'' if adverse else ' open'}><summary>{said} without a finding</summary>\n"
        label = "Contracts without a finding, by rule family"
        yield from _pictures(clean, families, anchors, label, tall)
        yield "</details>\n"


def _families(report: Report) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for test in report.tests:
        found.setdefault(test.family, []).append(test.number - 1)
    return found


def _pictures(
    contracts: Sequence[Tested],
    families: dict[str, list[int]],
    anchors: Anchors,
    label: str,
    tall: int | None,
) -> Iterator[str]:
    step = tall or len(contracts)
    for start in range(0, len(contracts), step):
        yield from _picture(contracts[start : start + step], families, anchors, label)


def _picture(
    contracts: Sequence[Tested], families: dict[str, list[int]], anchors: Anchors, label: str
) -> Iterator[str]:
    head = 24 + 6 * max(map(len, families))  # of the names of families, which lean
    width = NAMES + WIDE * len(families) + 60
    height = head + HIGH * len(contracts) + 4
    yield (
        f'<div class=scroll role=region tabindex=0 aria-label="{label}">'
        f'<svg role=group aria-label="{label}" width={width} height={height} '
        f'viewBox="0 0 {width} {height}">\n'
    )
    for place, family in enumerate(families):
        x = NAMES + WIDE * place + WIDE // 2
        yield f'<text transform="translate({x} {head - 8}) rotate(-50)">{escape(family)}</text>\n'
    for row, one in enumerate(contracts):
        y = head + HIGH * row + 12
        name = _cut(words.product(one.name, one.version))
        yield f"<a href=#{anchors.contract(one)}><text y={y}>{escape(name)}</text></a>\n"
    rows = [[_worst(one, places) for places in families.values()] for one in contracts]
    yield f'<g transform="translate({NAMES} {head})" aria-hidden=true>\n'
    yield from _cells(rows)
    yield from _letters(rows)
    yield "</g></svg></div>\n"


def _cut(name: str) -> str:
    """The ends stay: products of one team begin alike."""
    half = _LONG // 2
    return name if len(name) <= _LONG else f"{name[: half - 3]}...{name[-half:]}"


def _worst(one: Tested, places: Sequence[int]) -> str:
    found = min((one.results[place] for place in places), key=_ORDER.index)
    return "fail" if found == "error" else found


_ORDER = RESULTS


def _cells(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The most common kind is the ground; the others are fat lines on it, and gaps go over all.

    So a cell takes few bytes, and neighbours of one kind are one line.
    """
    width, height = WIDE * len(rows[0]), HIGH * len(rows)
    ground = Counter(kind for row in rows for kind in row).most_common(1)[0][0]
    yield f"<rect class={KINDS[ground][0]} width={width} height={height} />\n"
    lines: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        place = 0
        for kind, run in groupby(row):
            long = len(list(run))
            if kind != ground:
                start = f"M{place * WIDE} {number * HIGH + HIGH // 2}"
                lines.setdefault(kind, []).append(f"{start}h{long * WIDE}")
            place += long
    for kind, drawn in lines.items():
        yield f'<path class={KINDS[kind][0]} stroke-width={HIGH} d="{"".join(drawn)}"/>\n'
    between = "".join(f"M{WIDE * place - 0.5} 0v{height}" for place in range(1, len(rows[0]) + 1))
    yield f'<path class=hg stroke-width=1 d="{between}"/>\n'
    yield (
        f'<path class=hg stroke-width={width} stroke-dasharray="1 {HIGH - 1}" '
        f'd="M{width // 2} {HIGH - 1}v{height - HIGH + 1}"/>\n'
    )


def _letters(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """What is not to be missed is more than a colour. One text for each ink."""
    for name, letters in _INKS.items():
        met = [
            (letters[kind], place * WIDE + WIDE // 2 - 4, number * HIGH + 12)
            for number, row in enumerate(rows)
            for place, kind in enumerate(row)
            if kind in letters
        ]
        if met:
            xs, ys = (" ".join(str(one[axis]) for one in met) for axis in (1, 2))
            yield f'<text class={name} x="{xs}" y="{ys}">{"".join(one[0] for one in met)}</text>\n'


def trend(points: Sequence[Point]) -> Iterator[str]:
    """Share of contracts without a blocking exception, run by run."""
    width, height, left, edge = 700, 190, 60, 20
    step = (width - left - edge) / max(len(points) - 1, 1)
    high = height - 2 * edge - 10
    marks = [
        (f"{left + place * step:.1f}", f"{edge + (1 - _share(one)) * high:.1f}")
        for place, one in enumerate(points)
    ]
    label = "Share of contracts without a blocking exception; the table below has the numbers"
    yield (
        f'<svg class=w role=img aria-label="{label}" width={width} height={height} '
        f'viewBox="0 0 {width} {height}">'
        f'<path class=ta d="M{left} {edge}h{width - left - edge}M{left} {edge + high}'
        f'h{width - left - edge}"/>'
        f"<text y={edge + 4}>100 %</text><text y={edge + high + 4}>0 %</text>"
        f'<polyline class=tl points="{" ".join(",".join(one) for one in marks)}"/>'
    )
    if len(points) <= MARKED:
        yield "".join(f"<circle class=tc cx={x} cy={y} r=3 />" for x, y in marks)
    ends = dict.fromkeys((points[0].at, points[-1].at))
    for place, at in enumerate(ends):
        anchor = "end" if place else "start"
        x = width - edge if place else left
        day = escape(at[: len("2026-01-31")])
        yield f"<text x={x} y={height - 6} text-anchor={anchor}>{day}</text>"
    yield "</svg>\n"


MARKED: Final = 60
"""Runs up to which each gets a mark of its own on the line."""


def _share(one: Point) -> float:
    return 1 - one.failed / one.contracts if one.contracts else 0.0
