"""Changes of one contract for people: the bump, then each change with both positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from meshgov.model.change import LEVELS, JudgedChange
from meshgov.model.verdict import ContractVerdict, DiffVerdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import listed
from meshgov.render.parts.lines import field, labelled
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, safe
from meshgov.render.parts.source import around

MODES = {
    "backward": "consumers of the old version must be able to read the new one",
    "forward": "consumers of the new version must be able to read data of the old one",
    "full": "consumers of each version must be able to read the data of the other",
}
"""What a compatibility mode demands; its name alone means the opposite elsewhere."""

ADVISED = ("breaking", "dangerous")
"""Levels of changes that hurt, or may."""

WHOLE = {"product-added": "a new product", "product-removed": "the product was removed"}
"""Changes that leave no step between two versions to talk about."""

MANY = 10
"""Consumers that are named; more of them become a number."""

ROOM = 10
"""Columns below which a source line beside its position says nothing."""


def bump(diff: DiffVerdict, harmless: Callable[[str], str] = safe) -> str:
    """``declared minor, required major -> 3.0.0``; ``harmless`` prepares the author's text."""
    whole = [WHOLE[change.id] for change in diff.changes if change.id in WHOLE]
    if whole:
        return f"{whole[0]}, required {diff.required_bump}"
    declared = diff.declared_bump or "unreadable"
    if not diff.changes and declared == diff.required_bump:
        return "no changes"
    target = f" -> {harmless(diff.suggested_version)}" if diff.suggested_version else ""
    return f"declared {declared}, required {diff.required_bump}{target}"


def is_whole(diff: DiffVerdict) -> bool:
    """Whether a whole product came or went, so that there is no step between two versions."""
    return any(change.id in WHOLE for change in diff.changes)


def mode(diff: DiffVerdict) -> str:
    """The compatibility mode as a sentence."""
    return f"{diff.mode}: {MODES[diff.mode]}"


def levels(diff: DiffVerdict) -> str:
    """``2 breaking, 1 docs``; empty without changes."""
    return listed(Counter(change.level for change in diff.changes), LEVELS)


def alone(contract: ContractVerdict) -> bool:
    """Whether a contract fails by its changes alone, which then stand on a short page too."""
    return contract.verdict == "fail" and not any(one.blocking for one in contract.findings)


def changes(diff: DiffVerdict, options: RenderOptions, paint: Paint, gutter: int) -> Iterator[str]:
    """The changes level by level, the worst first, an empty line before each."""
    hidden: Counter[str] = Counter()
    for level in LEVELS:
        members = [change for change in diff.changes if change.level == level]
        if options.only and level not in options.only:
            hidden[level] = len(members)
            continue
        for change in members:
            yield ""
            yield from _change(change, options, paint, " " * gutter)
    if hidden.total():
        yield ""
        yield f"  not shown: {listed(hidden, LEVELS)}"


def _change(
    change: JudgedChange, options: RenderOptions, paint: Paint, margin: str
) -> Iterator[str]:
    width = options.width
    yield from labelled(change.level, change.message, paint, width, len(margin))
    yield from (margin + side for side in _sides(change, width - len(margin), paint))
    yield from field("hint", change.hint, margin, width)
    yield from field("reaches", _reached(change, options), margin, width)
    if options.verbose or change.level in {"breaking", "dangerous"}:
        yield from field("fix", change.remediation, margin, width)
    yield margin + paint("quiet", f"id     {safe(change.id)} ({change.bump})")


def _reached(change: JudgedChange, options: RenderOptions) -> str:
    """Names of consumers, as many as a person reads unless all are asked for."""
    names = change.consumers if options.verbose else change.consumers[:MANY]
    left = len(change.consumers) - len(names)
    return ", ".join(names) + (f" and {left:,} more" if left else "")


def _sides(change: JudgedChange, width: int, paint: Paint) -> Iterator[str]:
    """Where it stands in the old and in the new file, with the source lines, like a diff."""
    sides = [
        (role, f"{sign} {safe(str(location))}", location.column, excerpt)
        for role, sign, location, excerpt in (
            ("old", "-", change.old_location, change.old_excerpt),
            ("new", "+", change.new_location, change.excerpt),
        )
        if location is not None
    ]
    widest = max((columns(place) for _, place, _, _ in sides), default=0)
    room = width - widest - 2
    for role, place, column, excerpt in sides:
        source = excerpt.lstrip()
        if not source or room < ROOM:
            yield place
            continue
        shown, _ = around(source.rstrip(), column - len(excerpt) + len(source), room)
        yield f"{place}{' ' * (widest - columns(place) + 2)}{paint(role, shown)}"
