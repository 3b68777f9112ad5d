"""Findings of one contract for people: severity, words, position, source, remedy, rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from meshgov.model.verdict import Finding
from meshgov.render.base import RenderOptions
from meshgov.render.parts.lines import field, labelled
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe, wrap
from meshgov.render.parts.source import caret_lines

AUDIT = "audit"
"""The mode of rules that only record."""

ROOM = 40
"""Columns that words need beside a position; with fewer they stand below it."""


def findings(
    found: Iterable[Finding], options: RenderOptions, paint: Paint, gutter: int
) -> Iterator[str]:
    """Findings rule by rule, an empty line before each rule; remedy and rule are said once.

    What is only recorded comes after the rest, and what is waived last: nobody has to act on it
    today.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in sorted(found, key=_distance):
        groups.setdefault((one.rule, one.severity, one.mode, one.waiver), []).append(one)
    for group in groups.values():
        yield ""
        yield from _group(group, options, paint, gutter)


def _distance(one: Finding) -> int:
    """How far a finding is from somebody's desk."""
    if one.waiver is not None:
        return 2
    return 1 if one.mode == AUDIT else 0


def _label(one: Finding) -> str:
    if one.waiver is not None:
        return "waived"
    return AUDIT if one.mode == AUDIT else one.severity


def _group(
    group: Sequence[Finding], options: RenderOptions, paint: Paint, gutter: int
) -> Iterator[str]:
    first, *others = group
    margin = " " * gutter
    yield from labelled(_label(first), first.message, paint, options.width, gutter)
    yield margin + safe(str(first.location))
    yield from _source(first, options, paint, margin)
    if options.verbose:
        yield from _in_full(others, options, paint, margin)
    else:
        yield from _in_short(others, options.width, margin, said=_shared(group))
    yield from field("fix", first.remediation, margin, options.width)
    yield margin + paint("quiet", f"rule   {safe(first.rule)}{_standing(first)}")


def _source(one: Finding, options: RenderOptions, paint: Paint, margin: str) -> Iterator[str]:
    if one.excerpt.strip():
        room = options.width - len(margin) - 2
        source, caret = caret_lines(one.location, one.excerpt, room)
        yield f"{margin}  {paint('quiet', source)}"
        yield f"{margin}  {paint(one.severity, caret)}"


def _in_full(
    others: Sequence[Finding], options: RenderOptions, paint: Paint, margin: str
) -> Iterator[str]:
    """More places where the same rule fires, each with its words and its line."""
    for one in others:
        yield from labelled("", one.message, paint, options.width, len(margin))
        yield margin + safe(str(one.location))
        yield from _source(one, options, paint, margin)


def _shared(group: Sequence[Finding]) -> bool:
    """Whether one message says it for all of them."""
    return all(one.message == group[0].message for one in group)


def _in_short(others: Sequence[Finding], width: int, margin: str, *, said: bool) -> Iterator[str]:
    """More places where the same rule fires, each with all its words unless they are ``said``."""
    places = [safe(str(one.location)) for one in others]
    widest = max(map(columns, places), default=0) + 2
    beside = width - len(margin) - widest >= ROOM
    indent = " " * (widest if beside else 2)
    for one, place in zip(others, places, strict=True):
        words = [] if said else list(wrap(prose(one.message), width - len(margin + indent)))
        if beside and words:
            gap = " " * (widest - columns(place))
            yield f"{margin}{place}{gap}{words.pop(0)}"
        else:
            yield margin + place
        for line in words:
            yield f"{margin}{indent}{line}"


def _standing(one: Finding) -> str:
    """Why a finding does not block, where its severity doesn't tell."""
    if one.waiver is not None:
        return f" ({one.severity}, waived by {safe(one.waiver)})"
    if one.mode == AUDIT:
        return f" ({one.severity}, mode audit: recorded, does not block)"
    return "" if one.mode == "enforce" else f" (mode {one.mode}: reported, does not block)"
