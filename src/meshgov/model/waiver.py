"""An approved, expiring exception to one rule at one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from meshgov.errors import Location

STATES: Final = ("future", "active", "ending", "expired")
"""By the calendar: not in force yet, in force, in force and about to end, ended."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver, every date of it a real one.

    Attributes:
        id: unique among all waivers of a run.
        rule: the one rule that it speaks of.
        product: the one product; ``fields`` narrows it to these (dotted names), ``max_version`` to
            versions up to it, ``fingerprint`` to one finding.
        created, effective_from, expires: days (``2026-01-31``); the last one is included, to
            23:59:59 UTC.
        locations: key of the file -> where it stands; ``id`` is always there.
    """

    id: str
    rule: str
    product: str
    reason: str
    requested_by: str
    approver: str
    created: str
    effective_from: str
    expires: str
    fields: tuple[str, ...] = ()
    max_version: str | None = None
    fingerprint: str | None = None
    compensating_controls: str = ""
    risk: str = ""
    ticket: str = ""
    locations: Mapping[str, Location] = field(default_factory=dict, compare=False)

    @property
    def location(self) -> Location:
        """Where the waiver stands."""
        return self.locations["id"]

    @property
    def days(self) -> int:
        """Days from the first to the last."""
        return (date.fromisoformat(self.expires) - date.fromisoformat(self.effective_from)).days


@dataclass(frozen=True, slots=True)
class WaiverTerms:
    """What an organisation allows of waivers.

    Attributes:
        max_days: severity -> longest term in days.
        approvers: severity -> who may approve; a severity that isn't there: anybody but the
            requester.
        warn_days: days before the end from which on people are told.
    """

    max_days: Mapping[str, int]
    approvers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    warn_days: int = 14

    def refusals(self, waiver: Waiver, severity: str) -> Iterator[tuple[str, str, str]]:
        """Why ``waiver`` may not cover a finding of ``severity``; nothing when it may.

        Yields:
            The key of the file that is to blame, a sentence, and how to mend it.
        """
        longest = self.max_days.get(severity, 0)
        if waiver.days > longest:
            message = (
                f"waiver {waiver.id} runs {waiver.days} days, and {_article(severity)} finding of "
                f"{waiver.rule} may be waived for {longest} at most"
            )
            hint = "let it end earlier; a longer exception has to be approved again"
            yield "expires", message, hint
        allowed = self.approvers.get(severity)
        if allowed is not None and person(waiver.approver) not in {person(one) for one in allowed}:
            yield (
                "approver",
                f"{waiver.approver!r} may not approve waivers of {_article(severity)} finding",
                f"let one of these approve it: {', '.join(allowed)}"
                if allowed
                else "no one may, by the parameter waivers.approvers",
            )


def person(name: str) -> str:
    """A login as it is compared: without case, spaces around it and a leading ``@``."""
    return name.strip().removeprefix("@").casefold()


def state(waiver: Waiver, now: str, warn_days: int) -> str:
    """One of :data:`STATES` at ``now``, RFC 3339 UTC."""
    today = now[: len("2026-01-31")]
    if today < waiver.effective_from:
        return "future"
    if today > waiver.expires:
        return "expired"
    return "ending" if days_left(waiver, now) < warn_days else "active"


def days_left(waiver: Waiver, now: str) -> int:
    """Whole days from ``now`` to the last day; 0 on that day, negative after it."""
    today = date.fromisoformat(now[: len("2026-01-31")])
    return (date.fromisoformat(waiver.expires) - today).days


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
