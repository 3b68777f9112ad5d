"""What every log can do, wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Final, Protocol, Self

from meshgov.errors import InputError
from meshgov.model.evidence import Draft, Entry, Stored, Tampering

PATIENCE: Final = 10.0
"""Seconds to wait for another writer."""


class DamagedError(InputError):
    """What holds the log is damaged itself, so that rows can't be read."""


class Log(Protocol):
    """A log that only grows. Entries are the same bytes in every kind of log.

    Attributes:
        origin: which log it is; the first line of its checkpoints.
    """

    @property
    def origin(self) -> str:
        """Its name among all logs."""

    def append(self, drafts: Sequence[Draft], time: str) -> tuple[Entry | None, ...]:
        """Add all of the drafts or none; when it returns, they outlive a loss of power.

        Args:
            drafts: in order.
            time: now, RFC 3339 UTC in whole seconds.

        Returns:
            An entry for each draft; None for one that the log had already, by ``once``.

        Raises:
            MeshgovError: nothing was added.
        """

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """The rows from ``first`` to ``last``, both included, by number, as they lie there.

        Raises:
            DamagedError: some can't be read.
        """

    def size(self) -> int:
        """The number of the last entry; 0 for an empty log."""

    def head(self) -> Entry | None:
        """The last entry."""

    def find(self, once: str) -> Stored | None:
        """The entry with this mark."""

    def guards(self) -> Sequence[Tampering]:
        """What should keep rows as they are and doesn't: the place, not the rows themselves."""


class OpenLog(Log, Protocol):
    """A log that holds something until it is closed, and is used as a context manager."""

    def __enter__(self) -> Self:
        """The log."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
