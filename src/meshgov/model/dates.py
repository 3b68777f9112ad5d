"""Dates as contracts write them: ISO 8601, with or without a time."""

from __future__ import annotations

from datetime import UTC, date, datetime


def moment(text: str | None) -> datetime | None:
    """The instant that ``text`` names, midnight UTC for a bare date; None when it names none."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(text: str | None) -> date | None:
    """The day in UTC that ``text`` names, or None."""
    read = moment(text)
    return read.date() if read else None
