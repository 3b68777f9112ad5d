"""A log as it was handed on: its entries as lines of text, to be checked like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from meshgov.errors import EvidenceError
from meshgov.evidence import entries
from meshgov.model.evidence import Draft, Entry, Stored, Tampering


class HandedLog:
    """A log that can only be read; see :class:`meshgov.evidence.log.Log`.

    Args:
        lines: the entries.
        origin: its name.
    """

    def __init__(self, lines: Sequence[bytes], origin: str) -> None:
        self._lines = lines
        self._origin = origin

    @property
    def origin(self) -> str:
        """Its name among all logs."""
        return self._origin

    def append(self, drafts: Sequence[Draft], time: str) -> tuple[Entry | None, ...]:
        """Nothing is added to it."""
        del drafts, time
        raise EvidenceError("a log that was handed on takes no entries")

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """The lines as rows; each hash is that of its line."""
        for number, line in enumerate(self._lines[first - 1 : last], first):
            yield Stored(number, line, hashlib.sha256(line).hexdigest())

    def size(self) -> int:
        """The number of lines."""
        return len(self._lines)

    def head(self) -> Entry | None:
        """The last entry."""
        rows = list(self.entries(max(1, len(self._lines))))
        return entries.whole(rows[-1]) if rows else None

    def find(self, once: str) -> Stored | None:
        """The entry with this mark."""
        return next((row for row in self.entries() if entries.whole(row).once == once), None)

    def guards(self) -> Sequence[Tampering]:
        """A text has none."""
        return ()
