"""Tricks of SQLite: whoever owns the file makes it answer what its rows don't say."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from meshgov.errors import InputError
from meshgov.evidence import canonical, merkle, notes, shape, sqlite, verify
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.tables import APPLICATION, GUARDS, MIGRATIONS
from meshgov.model.evidence import Draft

Attack = Callable[[sqlite3.Connection], object]
LATER = "2026-11-24T10:00:00Z"


def opened(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def unguarded(path: str, *steps: str | Attack) -> None:
    """Do something behind the back of the triggers, which are there again afterwards."""
    base = opened(path)
    kept = base.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name in GUARDS:
        base.execute(f"DROP TRIGGER {name}")
    for step in steps:
        if callable(step):
            step(base)
        else:
            base.execute(step)
    for (sql,) in kept:
        base.execute(sql)
    base.close()


def text(change: Callable[[dict[str, Any]], bytes], seq: int = 10) -> Attack:
    """Give entry ``seq`` another text, with the hash that fits."""

    def done(base: sqlite3.Connection) -> None:
        asked = "SELECT CAST(entry AS BLOB) FROM entries WHERE seq = ?"
        data = change(json.loads(base.execute(asked, (seq,)).fetchone()[0]))
        hashed = hashlib.sha256(data).hexdigest()
        sql = "UPDATE entries SET entry = CAST(? AS TEXT), hash = ? WHERE seq = ?"
        base.execute(sql, (data, hashed, seq))

    return done


def compact(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, separators=(",", ":")).encode()


def with_body(entry: dict[str, Any], body: bytes) -> bytes:
    return canonical.encode({**entry, "body": {}}).replace(b"{}", body)


def encoded(**edit: Any) -> Attack:
    return text(lambda entry: canonical.encode({**entry, **edit}))


def said(path: str, store: Store | None = None) -> list[str]:
    with SqliteLog(path) as log:
        return [f"{one.kind}: {one.message}" for one in verify.verify(log, store).tampering]


COPY = "INSERT INTO entries SELECT ?, entry, hash, NULL FROM entries WHERE seq = 1"
NO_ENTRY = "altered: entry 10 was altered: its text is no entry"

ROWS: dict[str, tuple[str | Attack, list[str]]] = {
    "white space in the text": (
        text(lambda entry: json.dumps(entry, sort_keys=True).encode()),
        [NO_ENTRY],
    ),
    "a key that stands twice": (
        text(lambda entry: canonical.encode(entry).replace(b'"kind"', b'"actor":"x","kind"')),
        [NO_ENTRY],
    ),
    "another order of keys": (
        text(lambda entry: compact(dict(reversed(entry.items())))),
        [NO_ENTRY],
    ),
    "a number with a point": (
        text(lambda entry: canonical.encode(entry).replace(b'"seq":10', b'"seq":10.0')),
        [NO_ENTRY],
    ),
    "a number beyond what readers keep": (
        text(lambda entry: with_body(entry, b'{"n":9007199254740993}')),
        [NO_ENTRY],
    ),
    "a number that no reader takes": (
        text(lambda entry: with_body(entry, b'{"n":%b}' % (b"9" * 5000))),
        [NO_ENTRY],
    ),
    "a text that ends in a NUL": (
        text(lambda entry: canonical.encode(entry) + b"\0"),
        [NO_ENTRY],
    ),
    "a text with a second one behind a NUL": (
        text(lambda entry: canonical.encode(entry) + b"\0" + canonical.encode(entry)),
        [NO_ENTRY],
    ),
    "a text that is no UTF-8": (
        text(lambda entry: canonical.encode(entry).replace(b"jane", b"jan\xff")),
        [NO_ENTRY],
    ),
    "half a surrogate pair": (
        text(lambda entry: canonical.encode(entry).replace(b"jane", b"\\ud800")),
        [NO_ENTRY],
    ),
    "a hash that is no UTF-8": (
        "UPDATE entries SET hash = CAST(x'ff00ff' AS TEXT) WHERE seq = 10",
        ["altered: entry 10 was altered: its text doesn't have the hash beside it"],
    ),
    "a hash in capitals": (
        "UPDATE entries SET hash = upper(hash) WHERE seq = 10",
        ["altered: entry 10 was altered: its text doesn't have the hash beside it"],
    ),
    "a day that never was": (encoded(time="2026-19-39T10:10:00Z"), [NO_ENTRY]),
    "a fact beyond those of an entry": (encoded(more="x"), [NO_ENTRY]),
    "an entry before the first": (
        COPY.replace("?", "0"),
        ["inserted: a row stands at 0, where no entry can be"],
    ),
    "an entry with a negative number": (
        COPY.replace("?", "-7"),
        ["inserted: a row stands at -7, where no entry can be"],
    ),
    "an entry far behind the last": (
        COPY.replace("?", "9223372036854775807"),
        [
            "missing: entries 11 to 9223372036854775806 are missing",
            "repeated: entry 1 stands a second time, as entry 9223372036854775807",
        ],
    ),
    "a mark that another entry was given": (
        "UPDATE entries SET once = 'record:kept-out' WHERE seq = 4",
        ["altered: entry 4 was altered: its row is marked as 'record:kept-out'"],
    ),
    "a mark that is gone": (
        "UPDATE entries SET once = NULL WHERE seq = 4",
        ["altered: entry 4 was altered: its row has lost its mark"],
    ),
    "a mark that is no UTF-8": (
        "UPDATE entries SET once = CAST(x'ff' AS TEXT) WHERE seq = 4",
        ["altered: entry 4 was altered: its row is marked as '\\\\xff'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("step", "expected"), ROWS.values(), ids=ROWS)
def test_rows(ten: SqliteLog, step: str | Attack, expected: list[str]) -> None:
    unguarded(ten.path, step)
    assert said(ten.path) == expected


TABLE = "CREATE TABLE entries (\n  seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL"


def replaced(*statements: str) -> Attack:
    """Move the rows elsewhere and put something else in their place."""

    def done(base: sqlite3.Connection) -> None:
        base.execute("PRAGMA legacy_alter_table = ON")
        base.execute("ALTER TABLE entries RENAME TO real")
        for one in statements:
            base.execute(one)

    return done


STAND_INS: dict[str, str | Attack] = {
    "a view": replaced("CREATE VIEW entries AS SELECT * FROM real WHERE abs(random()) % 2"),
    "a table without types": replaced(
        f"{TABLE}, once TEXT UNIQUE)", "INSERT INTO entries SELECT * FROM real"
    ),
    "a table without numbers of rows": replaced(
        f"{TABLE}, once TEXT UNIQUE) STRICT, WITHOUT ROWID",
        "INSERT INTO entries SELECT * FROM real",
    ),
    "a table with a computed hash": replaced(
        f"{TABLE}, once TEXT UNIQUE, other ANY AS (hash)) STRICT",
        "INSERT INTO entries SELECT * FROM real",
    ),
    "a table that forgets marks": replaced(
        f"{TABLE}, once TEXT) STRICT", "INSERT INTO entries SELECT * FROM real"
    ),
    "a name that is a view": "ALTER TABLE about RENAME TO other",
}


@pytest.mark.parametrize("step", STAND_INS.values(), ids=STAND_INS)
def test_what_stands_in_for_the_tables_is_never_read(ten: SqliteLog, step: str | Attack) -> None:
    ten.close()
    base = opened(ten.path)
    for name in GUARDS:
        base.execute(f"DROP TRIGGER {name}")
    if callable(step):
        step(base)
    else:
        base.execute(step)
        base.execute("CREATE VIEW about AS SELECT * FROM other")
    base.close()
    for write in (False, True):
        with pytest.raises(InputError, match="is not the one that meshgov makes") as caught:
            SqliteLog(ten.path, write=write)
        assert caught.value.exit_code == 2


def test_an_older_file_that_was_altered_is_not_brought_up_to_date(
    ten: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (*MIGRATIONS, ("CREATE TABLE more (a TEXT) STRICT",))
    monkeypatch.setattr(sqlite, "MIGRATIONS", more)
    monkeypatch.setattr(shape, "MIGRATIONS", more)
    ten.close()
    base = opened(ten.path)
    base.execute("ALTER TABLE about ADD COLUMN other TEXT")
    base.close()
    with pytest.raises(InputError, match=r"the table about of .* is not the one"):
        SqliteLog(ten.path, write=True)
    base = opened(ten.path)
    assert base.execute("PRAGMA user_version").fetchone() == (1,)
    base.close()


ADDED = {
    "a trigger that drops what is added": "CREATE TRIGGER more BEFORE INSERT ON entries "
    "BEGIN SELECT RAISE(IGNORE); END",
    "a trigger that changes what is added": "CREATE TRIGGER more AFTER INSERT ON entries "
    "BEGIN INSERT INTO about VALUES (NEW.seq, 'x'); END",
    "an index": "CREATE INDEX more ON entries (hash)",
    "a table": "CREATE TABLE more (a)",
    "a view": "CREATE VIEW more AS SELECT 1",
}


@pytest.mark.parametrize("sql", ADDED.values(), ids=ADDED)
def test_what_was_added_to_the_file_is_named_and_nothing_is_written(
    ten: SqliteLog, sql: str
) -> None:
    ten.close()
    base = opened(ten.path)
    base.execute(sql)
    base.close()
    [one] = said(ten.path)
    assert one.startswith("guards: the file holds ")
    assert one.endswith(" 'more', which meshgov didn't make")
    with pytest.raises(InputError, match="nothing is added to it"):
        SqliteLog(ten.path, write=True)


def test_nothing_is_added_where_a_guard_is_gone(ten: SqliteLog) -> None:
    ten.close()
    base = opened(ten.path)
    base.execute(f"DROP TRIGGER {GUARDS[1]}")
    base.close()
    assert said(ten.path) == [f"guards: the trigger {GUARDS[1]} is gone"]
    with pytest.raises(InputError, match=f"the trigger {GUARDS[1]} is gone"):
        SqliteLog(ten.path, write=True)


def test_a_trigger_of_the_same_name_that_does_nothing(ten: SqliteLog) -> None:
    ten.close()
    base = opened(ten.path)
    base.execute(f"DROP TRIGGER {GUARDS[0]}")
    base.execute(f"CREATE TRIGGER {GUARDS[0]} BEFORE UPDATE ON entries BEGIN SELECT 1; END")
    base.close()
    assert said(ten.path) == [
        f"guards: the trigger {GUARDS[0]} is gone",
        f"guards: the file holds a trigger {GUARDS[0]!r}, which meshgov didn't make",
    ]


def test_an_index_that_leads_astray_is_named(ten: SqliteLog) -> None:
    """Without it a record could come in twice, or be kept out."""
    ten.close()
    base = opened(ten.path)
    base.execute("PRAGMA journal_mode = DELETE")
    (page,) = base.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_entries_1'"
    ).fetchone()
    size = base.execute("PRAGMA page_size").fetchone()[0]
    base.close()
    data = bytearray(Path(ten.path).read_bytes())
    start = (page - 1) * size
    place = data.index(b"run:4", start, start + size)
    data[place : place + 5] = b"run:z"
    Path(ten.path).write_bytes(data)
    assert any("guards: " in one and "index" in one for one in said(ten.path)), said(ten.path)


def flipped(path: str, place: bytes, to: bytes) -> None:
    base = opened(path)
    base.execute("PRAGMA journal_mode = DELETE")
    base.close()
    data = Path(path).read_bytes()
    assert data.count(place) == 1
    Path(path).write_bytes(data.replace(place, to))


def test_a_guard_with_a_byte_that_is_no_text(ten: SqliteLog) -> None:
    ten.close()
    flipped(ten.path, b"'entries are never removed'", b"'entries are never remove\xff'")
    assert said(ten.path)[0] == f"guards: the trigger {GUARDS[1]} is gone"


@pytest.mark.parametrize("name", [b"on\xffe TEXT UNIQUE", b"o\x00ce TEXT UNIQUE"])
def test_a_table_with_a_byte_that_is_no_text(ten: SqliteLog, name: bytes) -> None:
    ten.close()
    flipped(ten.path, b"once TEXT UNIQUE", name)
    for write in (False, True):
        with pytest.raises(InputError) as caught:
            SqliteLog(ten.path, write=write)
        assert caught.value.exit_code == 2


def test_names_that_make_an_error_unreadable(ten: SqliteLog) -> None:
    """SQLite quotes a name in its message, and Python can't read that."""
    ten.close()
    flipped(ten.path, b"BEFORE UPDATE ON entries", b"BEFORE \xe4PDATE ON entries")
    with pytest.raises(InputError, match="it holds names that are no text"):
        SqliteLog(ten.path)


def test_a_row_that_was_turned_over_in_its_page(ten: SqliteLog, store: Store) -> None:
    leaves = [merkle.leaf(row.text) for row in ten.entries()]
    made = notes.checkpoint(ten.origin, 10, merkle.root(leaves))
    held = notes.parse(notes.signed(made.text, []), "cp")
    ten.close()
    base = opened(ten.path)
    base.execute("PRAGMA journal_mode = DELETE")
    base.close()
    data = Path(ten.path).read_bytes()
    assert data.count(b'"actor":"jane","body":{"id":"7"}') == 1
    Path(ten.path).write_bytes(
        data.replace(b'"actor":"jane","body":{"id":"7"}', b'"actor":"joan","body":{"id":"7"}')
    )
    with SqliteLog(ten.path) as log:
        found = verify.verify(log, store, [held]).tampering
    assert [(one.kind, one.seq) for one in found] == [("rewritten", 1), ("altered", 7)]


def test_a_write_ahead_log_of_somebody_else(ten: SqliteLog, tmp_path: Path) -> None:
    """One that was left behind counts, so what it holds is checked like the rest."""
    other = str(tmp_path / "copy.db")
    ten.close()
    base = opened(ten.path)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    shutil.copy(ten.path, other)
    base = opened(other)
    base.execute(f"DROP TRIGGER {GUARDS[0]}")
    base.execute("UPDATE entries SET entry = replace(entry, 'jane', 'joan') WHERE seq = 3")
    assert Path(f"{other}-wal").stat().st_size
    shutil.copy(f"{other}-wal", f"{ten.path}-wal")
    base.close()
    assert said(ten.path) == [
        f"guards: the trigger {GUARDS[0]} is gone",
        "altered: entry 3 was altered: its text doesn't have the hash beside it",
    ]


def test_a_log_swapped_for_another_of_the_same_name(ten: SqliteLog, tmp_path: Path) -> None:
    leaves = [merkle.leaf(row.text) for row in ten.entries()]
    made = notes.checkpoint(ten.origin, 10, merkle.root(leaves))
    pins = [notes.parse(notes.signed(made.text, []), "cp")]
    with SqliteLog(str(tmp_path / "b.db"), write=True, origin=ten.origin) as other:
        other.append([Draft("run", "jane", {"id": str(one)}) for one in range(12)], LATER)
        assert verify.verify(other, None).tampering == ()
        result = verify.verify(other, None, pins)
    assert ([one.kind for one in result.tampering], result.kept) == (["rewritten"], 0)


@pytest.mark.parametrize("name", ["a\n9\nAAAA", "a b", "", "a+b", "a\x1b"])
def test_a_name_that_no_checkpoint_could_carry(ten: SqliteLog, name: str) -> None:
    """One with line breaks would let the key sign another number and root."""
    ten.close()
    base = opened(ten.path)
    base.execute("UPDATE about SET value = ?", (name,))
    base.close()
    with pytest.raises(InputError, match="names itself"):
        SqliteLog(ten.path)


def test_a_file_in_another_encoding_is_no_log(tmp_path: Path) -> None:
    path = str(tmp_path / "b.db")
    base = opened(path)
    base.execute("PRAGMA encoding = 'UTF-16le'")
    for sql in MIGRATIONS[0]:
        base.execute(sql)
    base.execute(f"PRAGMA application_id = {APPLICATION}")
    base.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    base.close()
    with pytest.raises(InputError, match="is no evidence log"):
        SqliteLog(path)
