"""Whether a SQLite file has the tables and guards that we make, and nothing else that could act.

Rows are checked one by one elsewhere. Here is what could make the file answer something else than
its rows say: a view in the place of a table, a trigger that drops what is added, an index that
leads astray.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final, NamedTuple

from meshgov.evidence.tables import GUARDS, MIGRATIONS
from meshgov.model.evidence import Tampering

_MOST: Final = 100
"""Findings of one kind that are listed."""


class Thing(NamedTuple):
    """What a database has: a table, an index, a trigger, a view."""

    type: str
    name: str
    table: str
    sql: str


def wrong_table(base: sqlite3.Connection, version: int) -> str | None:
    """The name of a table that isn't the one of this version; None if all are."""
    there = _things(base)
    tables = [one for one in _made(version) if one.type == "table"]
    return next((one.name for one in tables if one not in there), None)


def oddities(base: sqlite3.Connection, version: int) -> Iterator[Tampering]:
    """Guards that are gone, and things that we didn't make."""
    there, made = _things(base), _made(version)
    for name in GUARDS:
        if all(one.name != name for one in there & made):
            yield Tampering("guards", f"the trigger {name} is gone")
    for one in sorted(there - made):
        a = "an" if one.type == "index" else "a"
        message = f"the file holds {a} {one.type} {one.name!r}, which meshgov didn't make"
        yield Tampering("guards", message)


def damage(base: sqlite3.Connection) -> Iterator[Tampering]:
    """Where an index says something else than its table, and marks than their entries."""
    for (said,) in base.execute(f"PRAGMA integrity_check({_MOST})"):
        if said != "ok":
            yield Tampering("guards", f"SQLite finds the file damaged: {said}")
    asked = (
        "SELECT seq, CAST(once AS BLOB) FROM entries WHERE json_valid(entry) "
        "AND once IS NOT json_extract(entry, '$.once') ORDER BY seq LIMIT ?"
    )
    for seq, mark in base.execute(asked, (_MOST,)):
        lost = "has lost its mark" if mark is None else f"is marked as {readable(mark)!r}"
        yield Tampering("altered", f"entry {seq} was altered: its row {lost}", seq)


def readable(text: bytes | None) -> str:
    """What stands in a column, whatever its bytes."""
    return (text or b"").decode("utf-8", "backslashreplace")


def _things(base: sqlite3.Connection) -> set[Thing]:
    """Everything but what SQLite makes by itself: indexes of constraints, and its statistics."""
    asked = ", ".join(f"CAST({one} AS BLOB)" for one in ("type", "name", "tbl_name", "sql"))
    rows = base.execute(f"SELECT {asked} FROM sqlite_schema")  # noqa: S608  # ours
    found = [Thing(*map(readable, row)) for row in rows]
    return {
        one
        for one in found
        if not (one.type == "index" and not one.sql)
        and not (one.type == "table" and one.name.startswith("sqlite_stat"))
    }


def _made(version: int) -> set[Thing]:
    """What a file of this version has: it is made anew in memory, and asked."""
    base = sqlite3.connect(":memory:")
    try:
        for step in MIGRATIONS[:version]:
            for sql in step:
                base.execute(sql)
        return _things(base)
    finally:
        base.close()
