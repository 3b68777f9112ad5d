"""Verdicts of a run: the first ones in memory, the rest in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from meshgov.model.verdict import ContractVerdict

IN_MEMORY = 500
"""Verdicts kept in memory; a run of more spills the rest, so that memory stays flat."""


class Spool:
    """An append-only sequence of verdicts that can be iterated as often as needed.

    The file is private, without a name, and gone with the process, so what is read back is what
    this process wrote.
    """

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._limit = in_memory
        self._kept: list[ContractVerdict] = []
        self._file: IO[bytes] | None = None
        self._spilled = 0

    def append(self, verdict: ContractVerdict) -> None:
        """Add one verdict at the end."""
        if len(self._kept) < self._limit:
            self._kept.append(verdict)
            return
        import pickle  # noqa: PLC0415  # start-up budget: most runs are small

        if self._file is None:
            from tempfile import TemporaryFile  # noqa: PLC0415  # as above

            self._file = TemporaryFile()  # noqa: SIM115  # lives as long as the spool
        self._file.seek(0, 2)
        pickle.dump(verdict, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._spilled += 1

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._kept) + self._spilled

    def __iter__(self) -> Iterator[ContractVerdict]:
        yield from self._kept
        if self._file is not None:
            yield from self._read_back(self._file)

    def _read_back(self, file: IO[bytes]) -> Iterator[ContractVerdict]:
        import pickle  # noqa: PLC0415  # start-up budget

        position = 0
        for _ in range(self._spilled):
            file.seek(position)
            verdict: ContractVerdict = pickle.load(file)  # noqa: S301  # our own bytes
            position = file.tell()
            yield verdict
