"""Waivers for people: until when, who approved it, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meshgov.model.waiver import Waiver
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe, wrap


def terms(waiver: Waiver, words: Callable[[str], str] = prose) -> str:
    """``until 2026-11-30, approved by max (GOV-17)``."""
    ticket = f" ({words(waiver.ticket)})" if waiver.ticket else ""
    return f"until {waiver.expires}, approved by {words(waiver.approver)}{ticket}"


def lines(waivers: Iterable[Waiver], width: int, paint: Paint) -> Iterator[str]:
    """What held findings back in this run: a heading, and for each waiver its terms and reason."""
    shown = tuple(waivers)
    if not shown:
        return
    yield ""
    yield paint("name", "Waivers in use")
    gutter = max(columns(safe(one.id)) for one in shown) + 4
    for one in shown:
        lead = f"  {safe(one.id)}" + " " * (gutter - 2 - columns(safe(one.id)))
        for text in (terms(one), one.reason):
            for line in wrap(prose(text), max(width - gutter, 20)):
                yield lead + line
                lead = " " * gutter
