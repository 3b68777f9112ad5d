"""What a diff depends on besides the two contracts."""

from __future__ import annotations

from dataclasses import dataclass

LABELS = ("public", "internal", "confidential", "restricted")
"""Classification labels in ascending order, unless an organisation sets its own."""


@dataclass(frozen=True, slots=True)
class DiffSettings:
    """The settings of one diff; with them it is a pure function.

    Attributes:
        now: evaluation time, ISO 8601; only the date in UTC counts.
        notice_days: days between an announcement and the end that it announces.
        labels: classification labels in ascending order.
        timestamp_zone: a bare ``timestamp`` means one with a time zone, as in Spark.
    """

    now: str
    notice_days: int = 30
    labels: tuple[str, ...] = LABELS
    timestamp_zone: bool = False
