"""A log in one SQLite file, for any number of writers on one machine.

An entry is acknowledged once it is in the write-ahead log and that is synced, so that it outlives a
crash. Triggers refuse changes; whoever owns the file can drop them, which is why checkpoints are
kept elsewhere.
"""

from __future__ import annotations

import os
import sqlite3
import time as clock
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self
from urllib.parse import quote

from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence import entries, failures, notes, shape
from meshgov.evidence.log import PATIENCE, DamagedError
from meshgov.evidence.tables import APPLICATION, MIGRATIONS
from meshgov.model.evidence import Draft, Entry, Stored, Tampering

_ENDLESS: Final = 2**63 - 1


class SqliteLog:
    """A log in the file ``path``; use it as a context manager.

    Args:
        path: the file.
        write: it may be appended to, and is made or migrated where needed.
        origin: name of a log that is made now.
        patience: seconds to wait for another writer.

    Raises:
        ConfigurationError: it is missing, may not be used, or was made by a newer meshgov.
        InputError: it is something else than a log.
        EvidenceError: it is locked, or the disk is full.
    """

    def __init__(
        self, path: str, *, write: bool = False, origin: str = "", patience: float = PATIENCE
    ) -> None:
        self.path = path
        self._patience = patience
        with self._said():
            self._open(write=write)
            try:
                if write:
                    self._prepare(origin)
                self._recognise()
                if write:
                    self._must_be_guarded()
                self.origin = self._name()
            except BaseException:
                self._base.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def append(self, drafts: Sequence[Draft], time: str) -> tuple[Entry | None, ...]:
        """See :class:`meshgov.evidence.log.Log`."""
        with self._said(), self._transaction():
            last = self.head()
            added: list[Entry | None] = []
            for draft in drafts:
                if draft.once is not None and self.find(draft.once):
                    added.append(None)
                    continue
                last, text = entries.build(draft, last, time)
                self._base.execute(
                    "INSERT INTO entries (seq, entry, hash, once) VALUES (?, ?, ?, ?)",
                    (last.seq, text.decode(), last.hash, draft.once),
                )
                added.append(last)
        return tuple(added)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        """See :class:`meshgov.evidence.log.Log`."""
        with self._said():
            # All of them means all: numbers that no entry can have are for the check to find.
            start = min(first, _ENDLESS) if first > 1 else -_ENDLESS - 1
            end = _ENDLESS if last is None else min(last, _ENDLESS)
            yield from self._rows("WHERE seq >= ? AND seq <= ? ORDER BY seq", start, end)

    def size(self) -> int:
        """See :class:`meshgov.evidence.log.Log`."""
        with self._said():
            found: int = self._one("SELECT coalesce(max(seq), 0) FROM entries")
        return found

    def head(self) -> Entry | None:
        """See :class:`meshgov.evidence.log.Log`.

        Raises:
            InputError: the last entry was altered; nothing is added after it.
        """
        with self._said():
            for row in self._rows("ORDER BY seq DESC LIMIT 1"):
                return entries.whole(row)
        return None

    def find(self, once: str) -> Stored | None:
        """See :class:`meshgov.evidence.log.Log`."""
        with self._said():
            row = next(self._rows("WHERE once = ?", once), None)
        if row and entries.whole(row).once != once:
            # Else a record could be kept out by a mark that another entry was given.
            raise InputError(
                f"entry {row.seq} was altered: it is marked as {once}",
                hint="`meshgov audit verify` says more",
            )
        return row

    def guards(self) -> Sequence[Tampering]:
        """See :class:`meshgov.evidence.log.Log`."""
        try:
            with self._said():
                odd = shape.oddities(self._base, len(MIGRATIONS))
                return [*odd, *shape.damage(self._base)]
        except DamagedError as error:
            return [Tampering("unreadable", error.message)]

    def _rows(self, where: str, *values: str | int) -> Iterator[Stored]:
        # As bytes, because a text may be any bytes.
        asked = f"SELECT seq, CAST(entry AS BLOB), CAST(hash AS BLOB) FROM entries {where}"  # noqa: S608  # ours
        for seq, text, hashed in self._base.execute(asked, values):
            yield Stored(seq, text or b"", shape.readable(hashed))

    def _one(self, asked: str, *values: str) -> Any:
        row = self._base.execute(asked, values).fetchone()
        return row[0] if row else None

    def _name(self) -> str:
        """The log's name, which a checkpoint has to carry: a line break would forge the next."""
        asked = "SELECT CAST(value AS BLOB) FROM about WHERE name = 'origin'"
        name = shape.readable(self._one(asked))
        if not notes.is_name(name):
            raise InputError(f"{self.path} names itself {name!r}, which no log can be called")
        return name

    def _open(self, *, write: bool) -> None:
        if not write and not os.path.exists(self.path):
            raise ConfigurationError(
                f"there is no evidence log {self.path}", hint="name it with --log FILE"
            )
        if os.path.exists(self.path) and not os.path.isfile(self.path):
            kind = "a folder" if os.path.isdir(self.path) else "no ordinary file"
            raise ConfigurationError(
                f"{self.path} is {kind}, and no evidence log",
                hint="name a file such as evidence.db",
            )
        if write:
            self._base = self._connect("rwc")
            return
        try:
            self._base = self._connect("ro")
        except sqlite3.OperationalError as error:
            if failures.code(error) not in failures.SHUT or os.path.exists(f"{self.path}-wal"):
                raise
            # A copy in a folder where nothing can be written; nobody else can write it either.
            self._base = self._connect("ro&immutable=1")

    def _connect(self, mode: str) -> sqlite3.Connection:
        address = f"file:{quote(os.fsencode(os.path.abspath(self.path)))}?mode={mode}"
        base = sqlite3.connect(address, uri=True, isolation_level=None, timeout=self._patience)
        try:
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA synchronous = FULL")
            base.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            base.close()
            raise
        return base

    def _prepare(self, origin: str) -> None:
        """Make the tables, or bring them to today's version."""
        version = self._version()
        if version == len(MIGRATIONS):
            return
        if version:
            self._must_have_tables(version)
        if version == 0:
            self._journal()
        with self._transaction():
            version = self._version()  # somebody may have been faster
            if version == 0 and self._one("SELECT count(*) FROM sqlite_schema"):
                raise self._foreign()
            for step in MIGRATIONS[version:]:
                for sql in step:
                    self._base.execute(sql)
            if version == 0:
                self._base.execute(f"PRAGMA application_id = {APPLICATION}")
                name = origin or f"meshgov-log/{os.urandom(8).hex()}"
                self._base.execute("INSERT INTO about VALUES ('origin', ?)", (name,))
            if version < len(MIGRATIONS):
                self._base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _journal(self) -> None:
        """Turn on the write-ahead log; SQLite doesn't wait for others here, so we do."""
        until = clock.monotonic() + self._patience
        while True:
            try:
                self._base.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if failures.code(error) not in failures.BUSY or clock.monotonic() > until:
                    raise
                clock.sleep(0.01)
            else:
                return

    def _version(self) -> int:
        if self._one("PRAGMA application_id") not in {0, APPLICATION}:
            raise self._foreign()
        version: int = self._one("PRAGMA user_version")
        if version > len(MIGRATIONS):
            raise ConfigurationError(
                f"{self.path} was written by a newer meshgov (version {version} of its tables)",
                hint="use that meshgov here too",
            )
        return version

    def _recognise(self) -> None:
        version = self._version()
        ours = self._one("PRAGMA application_id") == APPLICATION
        if not ours or self._one("PRAGMA encoding") != "UTF-8":
            raise self._foreign()
        self._must_have_tables(version)
        if version < len(MIGRATIONS):
            raise ConfigurationError(
                f"{self.path} has version {version} of its tables",
                hint="open it for writing once: `meshgov audit ingest`",
            )

    def _must_have_tables(self, version: int) -> None:
        wrong = shape.wrong_table(self._base, version)
        if wrong is not None:
            raise InputError(
                f"the table {wrong} of {self.path} is not the one that meshgov makes: the file was "
                "altered",
                hint="restore it from a copy, and compare that with a checkpoint",
            )

    def _must_be_guarded(self) -> None:
        """Refuse to add to a file that may drop or change what is added."""
        for one in shape.oddities(self._base, len(MIGRATIONS)):
            raise InputError(
                f"{self.path} was altered: {one.message}; nothing is added to it",
                hint="`meshgov audit verify` says more; restore it from a copy",
            )

    def _foreign(self) -> InputError:
        return InputError(f"{self.path} is no evidence log", hint="name another file with --log")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise failures.sentence(error, self.path, self._patience) from None
