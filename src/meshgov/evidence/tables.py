"""The tables of a log in SQLite, by version; each step leads from one version to the next."""

from __future__ import annotations

from typing import Final

APPLICATION: Final = 0x6D67_6C67
"""``mglg``: what tells our files from other SQLite databases."""

_REFUSE: Final = "CREATE TRIGGER {} BEFORE {} ON entries{} BEGIN SELECT RAISE(ABORT, '{}'); END"

_NO_GAP: Final = " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)"
"""Stops REPLACE too, which removes a row without asking the trigger against that."""

# The text of an entry is the only truth; `once` repeats a part of it, to be found by.
_ENTRIES: Final = """CREATE TABLE entries (
  seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL, once TEXT UNIQUE
) STRICT"""

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        _ENTRIES,
        _REFUSE.format("entries_are_never_changed", "UPDATE", "", "entries are never changed"),
        _REFUSE.format("entries_are_never_removed", "DELETE", "", "entries are never removed"),
        _REFUSE.format("entries_leave_no_gap", "INSERT", _NO_GAP, "entries leave no gap"),
    ),
)

GUARDS: Final = (
    "entries_are_never_changed",
    "entries_are_never_removed",
    "entries_leave_no_gap",
)
"""Triggers that a log must have."""
