"""What SQLite says when something fails, as a person wants to hear it."""

from __future__ import annotations

import sqlite3
from typing import Final

from meshgov.errors import ConfigurationError, EvidenceError, MeshgovError
from meshgov.evidence.log import DamagedError

_BYTE: Final = 0xFF  # SQLite's extended codes carry the primary one in their last byte
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}
BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SHUT: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_BROKEN: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def code(error: sqlite3.Error) -> int:
    """SQLite's primary code; 0 where the failure is not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & _BYTE


def sentence(error: sqlite3.Error | UnicodeDecodeError, path: str, patience: float) -> MeshgovError:
    """The failure as an error of ours.

    Args:
        error: what was raised.
        path: file of the log.
        patience: how long another writer was waited for, in seconds.
    """
    if isinstance(error, UnicodeDecodeError):  # a name in the file is none, and so is its message
        return _damaged(path, "it holds names that are no text")
    number = code(error)
    if number in BUSY:
        return EvidenceError(
            f"{path} was locked by another program for {patience:g} seconds",
            hint="nothing was recorded; try again, or look who holds it",
        )
    if number in _FULL:
        return EvidenceError(
            f"{path} can't be written: {error}",
            hint="nothing was recorded; check that the disk has room",
        )
    if number in SHUT:
        return ConfigurationError(
            f"{path} may not be used: {error}",
            hint="check that the folder is there, and who may read and write in it",
        )
    if number in _BROKEN:
        return _damaged(path, str(error))
    return EvidenceError(f"{path} can't be used: {error}")


def _damaged(path: str, why: str) -> DamagedError:
    return DamagedError(
        f"{path} is no evidence log, or is damaged: {why}",
        hint="name another file, or restore it from a copy and compare that with a checkpoint",
    )
