"""A line on standard error while a run takes long; on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import Self

_PATIENCE = 2.0
"""Seconds before the first line, so that short runs stay silent."""

_PAUSE = 0.2
"""Seconds between two lines."""


class Progress:
    """Call it with the number of contracts judged so far."""

    def __init__(self, *, quiet: bool) -> None:
        self._on = sys.stderr.isatty() and not quiet
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, judged: int) -> None:
        """Show the number, if the last one is old enough."""
        if not self._on or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        self._shown = True
        sys.stderr.write(f"\rjudged {judged} contracts ... ")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
