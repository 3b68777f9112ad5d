"""The waivers of an organisation as a list: for people a line each, for machines JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.model.document import Json
from meshgov.model.waiver import STATES, Waiver, days_left, state
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import count
from meshgov.render.parts.json_text import document, located
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe

SCHEMA: Final = "meshgov/waivers/v1"
_ROLES: Final = {"future": "note", "active": "pass", "ending": "warning", "expired": "fail"}


def text(
    waivers: Sequence[Waiver], now: str, warn_days: int, options: RenderOptions
) -> Iterator[str]:
    """State, id, what is waived, until when, and by whose leave; then how many of each."""
    paint = Paint(colour=options.colour)
    widest = max((columns(safe(one.id)) for one in waivers), default=0)
    states = [state(one, now, warn_days) for one in waivers]
    for one, its in zip(waivers, states, strict=True):
        identity = safe(one.id) + " " * (widest - columns(safe(one.id)))
        yield f"{paint(_ROLES[its], its)}{' ' * (9 - len(its))}{identity}  {_covers(one)}\n"
        yield f"{' ' * (widest + 11)}{paint('quiet', _terms(one, now))}\n"
        yield f"{' ' * (widest + 11)}{prose(one.reason)}\n"
    yield summary(states) + "\n"


def summary(states: Sequence[str]) -> str:
    """``3 waivers: 1 active, 2 expired``."""
    found = Counter(states)
    parts = ", ".join(f"{found[one]:,} {one}" for one in STATES if found[one])
    return f"{count(len(states), 'waiver')}{f': {parts}' if parts else ''}"


def as_json(waivers: Sequence[Waiver], now: str, warn_days: int) -> Iterator[str]:
    """All of them, one document."""
    listed: Json = {
        "schema": SCHEMA,
        "evaluated_at": now,
        "waivers": [_waiver(one, state(one, now, warn_days)) for one in waivers],
    }
    yield document(listed) + "\n"


def _covers(one: Waiver) -> str:
    fields = f" fields {', '.join(map(safe, one.fields))}" if one.fields else ""
    version = f" up to {safe(one.max_version)}" if one.max_version else ""
    finding = f" finding {one.fingerprint[:8]}" if one.fingerprint else ""
    return f"{safe(one.rule)} of {safe(one.product)}{version}{fields}{finding}"


def _terms(one: Waiver, now: str) -> str:
    left = days_left(one, now)
    ends = (
        f"ended {one.expires}" if left < 0 else f"until {one.expires} ({count(left, 'day')} left)"
    )
    ticket = f", {safe(one.ticket)}" if one.ticket else ""
    return (
        f"{ends}, approved by {safe(one.approver)} for {safe(one.requested_by)}{ticket} - "
        f"{safe(str(one.location))}"
    )


def _waiver(one: Waiver, its: str) -> Json:
    return {
        "id": one.id,
        "state": its,
        "rule": one.rule,
        "product": one.product,
        "fields": list(one.fields),
        "max_version": one.max_version,
        "finding_fingerprint": one.fingerprint,
        "reason": one.reason,
        "compensating_controls": one.compensating_controls or None,
        "risk": one.risk or None,
        "ticket": one.ticket or None,
        "requested_by": one.requested_by,
        "approver": one.approver,
        "created": one.created,
        "effective_from": one.effective_from,
        "expires": one.expires,
        "location": located(one.location),
    }
