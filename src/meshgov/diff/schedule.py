"""When data lands: cron expressions compared by their times and by runs per week."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Final

from meshgov.diff.equality import prose
from meshgov.diff.scope import Scope

_NICKNAMES: Final = {
    "hourly": "0 * * * *",
    "daily": "0 0 * * *",
    "midnight": "0 0 * * *",
    "weekly": "0 0 * * 0",
    "monthly": "0 0 1 * *",
    "yearly": "0 0 1 1 *",
    "annually": "0 0 1 1 *",
}
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_RANGES: Final = ((0, 59, ()), (0, 23, ()), (1, 31, ()), (1, 12, _MONTHS), (0, 7, _DAYS))
"""Lowest and highest number of each cron part, and names from the lowest up."""

_CYCLE: Final = range(date(2001, 1, 1).toordinal(), date(2029, 1, 1).toordinal())
"""Days after which dates and weekdays repeat: 28 years."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The times of a cron expression, each as the numbers that it allows."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    @property
    def runs(self) -> int:
        """Runs in 28 years, after which the calendar repeats."""
        days = sum(self._on(date.fromordinal(day)) for day in _CYCLE)
        return len(self.minutes) * len(self.hours) * days

    def _on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        # As cron has it: with both parts restricted, either is enough.
        if len(self.days) < 31 and len(self.weekdays) < 7:  # noqa: PLR2004  # all days
            return in_month or in_week
        return in_month and in_week


def parse(text: str) -> Schedule | None:
    """Read five cron parts or a name such as ``@daily``; None when it is neither."""
    folded = " ".join(text.lower().split())
    parts = _NICKNAMES.get(folded.removeprefix("@"), folded).split(" ")
    if len(parts) != len(_RANGES):
        return None
    try:
        read = [_numbers(part, *bounds) for part, bounds in zip(parts, _RANGES, strict=True)]
    except ValueError:
        return None
    minutes, hours, days, months, weekdays = read
    return Schedule(minutes, hours, days, months, frozenset(day % 7 for day in weekdays))


def fold(text: str | None) -> Hashable:
    """A schedule by its times; text that can't be read without its layout."""
    return (text and (parse(text) or prose(text))) or None


def frequency(before: object, after: object, scope: Scope) -> str:  # noqa: ARG001  # an Order
    """Whether data lands more or less often; ``changed`` for other times or unreadable text."""
    if not isinstance(before, Schedule) or not isinstance(after, Schedule):
        return "changed"
    runs, now = before.runs, after.runs
    if runs == now:
        return "changed"
    return "raised" if now > runs else "lowered"


def _numbers(part: str, lowest: int, highest: int, names: tuple[str, ...]) -> frozenset[int]:
    found: set[int] = set()
    for item in part.split(","):
        stretch, _, every = item.partition("/")
        first, dash, last = stretch.partition("-")
        if stretch in ("*", "?"):
            start, end = lowest, highest
        else:
            start = _number(first, lowest, names)
            end = _number(last, lowest, names) if dash else (highest if every else start)
        step = int(every) if every else 1
        if not lowest <= start <= end <= highest or step < 1:
            raise ValueError(part)
        found.update(range(start, end + 1, step))
    return frozenset(found)


def _number(text: str, lowest: int, names: tuple[str, ...]) -> int:
    return names.index(text) + lowest if text in names else int(text)
