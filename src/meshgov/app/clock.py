"""The evaluation time: read once, at the border, and handed on as text."""

from __future__ import annotations

from datetime import UTC, datetime

from meshgov.errors import ConfigurationError


def current() -> str:
    """Now, as RFC 3339 UTC with whole seconds."""
    return _text(datetime.now(UTC))


def parse(text: str) -> str:
    """An evaluation time that somebody gave, as RFC 3339 UTC with whole seconds.

    Accepts a date (midnight UTC) and any RFC 3339 time with a zone.

    Raises:
        ConfigurationError: the text is neither.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            if len(text) > len("2026-01-31"):
                raise _refusal(text)
            moment = moment.replace(tzinfo=UTC)
        return _text(moment.astimezone(UTC))
    except (ValueError, OverflowError):
        raise _refusal(text) from None


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal(text: str) -> ConfigurationError:
    return ConfigurationError(
        f"{text!r} is not a point in time",
        hint="write it as 2026-01-31T12:00:00Z, or as 2026-01-31",
    )
