"""A log in SQLite: what it takes, what it keeps, and what it says when it can't."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from meshgov.errors import ConfigurationError, EvidenceError, InputError, MeshgovError
from meshgov.evidence import entries, notes, shape, sqlite, tables, verify
from meshgov.evidence.contents import Store
from meshgov.evidence.log import Log
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import GENESIS, Content, Draft

NOW = "2026-11-23T10:00:00Z"
RUN = Draft("run", "jane", {"id": "1"})


def raised(path: Path, **given: Any) -> MeshgovError:
    with pytest.raises(MeshgovError) as caught:
        SqliteLog(str(path), **given)
    return caught.value


def test_entries_are_a_chain_of_canonical_texts(log: SqliteLog) -> None:
    kept: Log = log
    content = Content("contract", "sha256:" + "0" * 64, 3)
    drafts = [RUN, Draft("error", "ci[bot]", {"ü": 1.5}, (content,), once="e")]
    first, second = kept.append(drafts, NOW)
    assert first
    assert second
    assert (first.seq, first.prev, second.prev) == (1, GENESIS, first.hash)
    rows = list(kept.entries())
    assert rows[0].text.decode() == (
        '{"actor":"jane","body":{"id":"1"},"contents":[],"kind":"run","prev":"' + GENESIS + '",'
        '"schema":"meshgov/entry/v1","seq":1,"time":"2026-11-23T10:00:00Z"}'
    )
    assert [entries.read(row.text) for row in rows] == [first, second]
    assert (kept.size(), kept.head(), kept.origin) == (2, second, "example.com/mesh")
    assert [row.seq for row in kept.entries(2)] == [2]
    assert [row.seq for row in kept.entries(1, 1)] == [1]
    assert kept.guards() == []


def test_an_empty_log(log: SqliteLog) -> None:
    assert (log.size(), log.head(), list(log.entries()), log.find("x")) == (0, None, [], None)


def test_what_comes_once_is_taken_once(log: SqliteLog) -> None:
    draft = Draft("run", "jane", {}, once="run:1")
    assert [one is not None for one in log.append([draft, draft, RUN], NOW)] == [True, False, True]
    assert log.append([draft], NOW) == (None,)
    assert log.size() == 2


def test_all_or_nothing(log: SqliteLog) -> None:
    with pytest.raises(ConfigurationError, match="is no login"):
        log.append([RUN, Draft("run", "Jane Doe <jane@example.com>", {})], NOW)
    with pytest.raises(ConfigurationError, match="no kind of entry"):
        log.append([RUN, Draft("gossip", "jane", {})], NOW)
    with pytest.raises(ConfigurationError, match="is no time"):
        log.append([RUN], "yesterday")
    with pytest.raises(InputError, match="can't be hashed"):
        log.append([Draft("run", "jane", {"n": 2**60})], NOW)
    assert log.size() == 0


def test_clocks_may_differ_a_little_and_never_go_back(log: SqliteLog) -> None:
    log.append([RUN], "2026-11-23T10:05:00Z")
    (second,) = log.append([RUN], "2026-11-23T10:00:00Z")
    assert second
    assert second.time == "2026-11-23T10:05:00Z"
    with pytest.raises(EvidenceError, match="the clock says 2026-11-23T09:59:59Z"):
        log.append([RUN], "2026-11-23T09:59:59Z")
    assert log.size() == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET entry = '{}'",
        "DELETE FROM entries WHERE seq = 10",
        "INSERT OR REPLACE INTO entries VALUES (5, '{}', '', NULL)",
        "INSERT INTO entries VALUES (12, '{}', '', NULL)",
        "INSERT INTO entries VALUES (NULL, '{}', '', NULL)",
    ],
)
def test_triggers_stop_changes(ten: SqliteLog, sql: str) -> None:
    before = list(ten.entries())
    base = sqlite3.connect(ten.path)
    with pytest.raises(sqlite3.IntegrityError, match="entries"), base:
        base.execute(sql)
    base.close()
    assert list(ten.entries()) == before


def test_types_are_strict(log: SqliteLog) -> None:
    base = sqlite3.connect(log.path)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        base.execute("INSERT INTO entries VALUES (1, x'00', '', NULL)")
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert base.execute("PRAGMA user_version").fetchone() == (len(tables.MIGRATIONS),)
    base.close()


def test_nothing_follows_an_altered_entry(ten: SqliteLog) -> None:
    base = sqlite3.connect(ten.path)
    base.execute("DROP TRIGGER entries_are_never_changed")
    base.execute("UPDATE entries SET entry = replace(entry, 'jane', 'joan') WHERE seq IN (4, 10)")
    base.commit()
    base.close()
    assert [one.message for one in ten.guards()][:1] == [
        "the trigger entries_are_never_changed is gone"
    ]
    with pytest.raises(InputError, match="entry 10 was altered"):
        ten.append([RUN], NOW)
    with pytest.raises(InputError, match="entry 4 was altered"):
        ten.find("run:4")


def test_an_entry_that_is_read_is_whole(ten: SqliteLog) -> None:
    (row,) = ten.entries(4, 4)
    for other in (row._replace(text=b"{}"), row._replace(seq=5), row._replace(hash="0" * 64)):
        with pytest.raises(InputError, match=f"entry {other.seq} was altered"):
            entries.whole(other)


def test_a_mark_must_be_that_of_its_entry(ten: SqliteLog) -> None:
    base = sqlite3.connect(ten.path)
    base.execute("DROP TRIGGER entries_are_never_changed")
    base.execute("UPDATE entries SET once = 'record:kept-out' WHERE seq = 4")
    base.commit()
    base.close()
    with pytest.raises(InputError, match="entry 4 was altered"):
        ten.append([Draft("run", "jane", {}, once="record:kept-out")], "2026-11-23T11:00:00Z")


def test_tables_move_on_to_the_next_version(
    ten: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(ten.entries())
    ten.close()
    more = (*tables.MIGRATIONS, ("CREATE TABLE more (a TEXT) STRICT",))
    monkeypatch.setattr(sqlite, "MIGRATIONS", more)
    monkeypatch.setattr(shape, "MIGRATIONS", more)
    error = raised(Path(ten.path))
    assert (error.exit_code, "has version 1 of its tables" in error.message) == (2, True)
    with SqliteLog(ten.path, write=True) as log:
        assert (list(log.entries()), log.origin) == (before, "example.com/mesh")
        assert log._version() == 2  # noqa: SLF001  # nobody else needs it
    monkeypatch.undo()
    error = raised(Path(ten.path))
    assert "was written by a newer meshgov (version 2" in error.message


def test_a_log_names_itself_when_nobody_does(tmp_path: Path) -> None:
    with SqliteLog(str(tmp_path / "a.db"), write=True) as one:
        assert one.origin.startswith("meshgov-log/")
    with SqliteLog(str(tmp_path / "a.db"), write=True, origin="other") as again:
        assert again.origin == one.origin
    assert notes.origin_of("example.com/mesh") == "example.com/mesh"
    with pytest.raises(ConfigurationError, match="can't be the name of a log"):
        notes.origin_of("two words")


def test_what_is_no_log_says_so(tmp_path: Path) -> None:
    assert raised(tmp_path / "none.db").message.startswith("there is no evidence log")
    (tmp_path / "text").write_text("no database at all, but long enough to be looked at" * 99)
    for write in (False, True):
        error = raised(tmp_path / "text", write=write)
        assert (error.exit_code, "is no evidence log, or is damaged" in error.message) == (2, True)
    base = sqlite3.connect(tmp_path / "other.db")
    base.execute("CREATE TABLE other (a)")
    base.close()
    for write in (False, True):
        assert "is no evidence log" in raised(tmp_path / "other.db", write=write).message
    base = sqlite3.connect(tmp_path / "third.db")
    base.execute("PRAGMA application_id = 7")
    base.close()
    assert "is no evidence log" in raised(tmp_path / "third.db", write=True).message
    error = raised(tmp_path / "no" / "folder.db", write=True)
    assert (error.exit_code, "may not be used" in error.message) == (2, True)


def test_a_locked_log_says_so(log: SqliteLog) -> None:
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with SqliteLog(log.path, write=True, patience=0.05) as waiting:
        with pytest.raises(EvidenceError, match=r"locked by another program for 0\.05 s") as caught:
            waiting.append([RUN], NOW)
        assert caught.value.exit_code == 3
        other.execute("ROLLBACK")
        waiting.append([RUN], NOW)
    other.close()
    assert log.size() == 1


def test_a_new_log_waits_for_whoever_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    error = raised(path, write=True, patience=0.05)
    assert (error.exit_code, "was locked" in error.message) == (3, True)
    other.close()


AS_NOBODY = """
import os, sys
from meshgov.errors import MeshgovError
from meshgov.evidence import canonical, contents, entries, sqlite, keys, notes, verify
from meshgov.model.evidence import Draft
os.chdir(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
with sqlite.SqliteLog("evidence.db") as log:
    print(len(list(log.entries())))
try:
    with sqlite.SqliteLog("evidence.db", write=True) as log:
        log.append([Draft("run", "jane", {})], "2026-11-24T10:00:00Z")
except MeshgovError as error:
    print(error.exit_code, error.message)
"""


def test_a_read_only_log_can_be_read_and_says_why_not_written(ten: SqliteLog) -> None:
    ten.close()
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        shutil.copy(ten.path, folder)
        os.chmod(os.path.join(folder, "evidence.db"), 0o444)
        os.chmod(folder, 0o555)  # noqa: S103  # others must be able to read it
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, folder], capture_output=True, text=True, check=False
        )
        os.chmod(folder, 0o755)  # noqa: S103  # as above
    assert done.stdout.splitlines() == [
        "10",
        "2 evidence.db may not be used: attempt to write a readonly database",
    ], done.stderr


def test_what_cannot_be_opened_for_sharing_is_read_alone(
    ten: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten.close()
    connect, modes = SqliteLog._connect, []  # noqa: SLF001  # fails where nobody but root is

    def closed(self: SqliteLog, mode: str) -> sqlite3.Connection:
        modes.append(mode)
        if mode == "ro":
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY
            raise error
        return connect(self, mode)

    monkeypatch.setattr(SqliteLog, "_connect", closed)
    with SqliteLog(ten.path) as log:
        assert (log.size(), modes) == (10, ["ro", "ro&immutable=1"])
    Path(f"{ten.path}-wal").touch()
    assert "may not be used" in raised(Path(ten.path)).message


def test_the_write_ahead_log_waits_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite.clock, "sleep", lambda _: other.execute("ROLLBACK"))
    version = SqliteLog._version  # noqa: SLF001  # the first question that would wait itself
    monkeypatch.setattr(
        SqliteLog, "_version", lambda self: version(self) if not other.in_transaction else 0
    )
    monkeypatch.setattr(SqliteLog, "_connect", _unasked)
    with SqliteLog(str(tmp_path / "new.db"), write=True, patience=5) as log:
        assert log.size() == 0
    other.close()


def _unasked(self: SqliteLog, mode: str) -> sqlite3.Connection:
    del mode
    return sqlite3.connect(self.path, isolation_level=None, timeout=0.01)


def test_a_log_made_by_somebody_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "new.db")
    journal = SqliteLog._journal  # noqa: SLF001  # the moment between asking and making

    def slow(self: SqliteLog) -> None:
        journal(self)
        monkeypatch.undo()
        with SqliteLog(path, write=True, origin="faster"):
            pass

    monkeypatch.setattr(SqliteLog, "_journal", slow)
    with SqliteLog(path, write=True, origin="slower") as log:
        assert log.origin == "faster"


ODD = ["a?b.db", "a#b.db", "a%41b.db", "a b.db", "a&mode=ro.db", "q'q.db", ":memory:", "file:x.db",
       "n\nx.db", "\u00fc.db", os.fsdecode(b"n\xff.db")]  # fmt: skip


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_a_path_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """SQLite takes addresses; nothing in a name is an option, or another file."""
    monkeypatch.chdir(tmp_path)
    with SqliteLog(name, write=True, origin="a") as log:
        log.append([RUN], NOW)
    assert os.listdir(tmp_path) == [name]
    with SqliteLog(name) as log:
        assert log.size() == 1


def test_a_link_is_the_log_that_it_leads_to(tmp_path: Path) -> None:
    real, link = tmp_path / "real.db", tmp_path / "link.db"
    link.symlink_to("real.db")
    with SqliteLog(str(link), write=True) as log:
        held = Store.beside(str(link)).put(b"x", "contract")
        log.append([Draft("run", "jane", {}, (held,))], NOW)
    for one in (real, link):
        with SqliteLog(str(one)) as log:
            checked = verify.verify(log, Store.beside(str(one)))
        assert (checked.tampering, checked.contents.held) == ((), 1)


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_ordinary_file(tmp_path: Path, write: bool) -> None:  # noqa: FBT001  # both ways
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for place, kind in ((tmp_path, "a folder"), (tmp_path / "pipe", "no ordinary file")):
        error = raised(place, write=write)
        assert (error.exit_code, f"is {kind}, and no evidence log" in error.message) == (2, True)
    assert raised(Path(os.devnull), write=write).exit_code == 2
    assert raised(tmp_path / "loop", write=write).exit_code == 2


FULL = """
import resource, sys
from meshgov.errors import MeshgovError
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Draft
log = SqliteLog(sys.argv[1], write=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
added = 0
try:
    while added < 10_000:
        log.append([Draft("run", "jane", {"text": "x" * 1000})], "2026-11-23T10:00:00Z")
        added += 1
except MeshgovError as error:
    print(added, error.exit_code, error.message.removeprefix(sys.argv[1]))
try:
    Store.beside(sys.argv[1]).put(b"x" * 300_000, "contract")
except MeshgovError as error:
    print(error.exit_code, error.message.rpartition(": ")[2])
"""


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = str(tmp_path / "evidence.db")
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    added, said = first.split(" ", 1)
    assert said == "3  can't be written: disk I/O error"
    assert second == "3 File too large"
    assert [one.name for one in tmp_path.rglob("*.tmp")] == []
    with SqliteLog(path, write=True) as log:
        assert log.size() == int(added) > 10
        log.append([RUN], NOW)


def test_every_entry_is_synced_before_it_is_acknowledged(log: SqliteLog) -> None:
    base = log._base  # noqa: SLF001  # a pragma holds for its connection alone
    assert base.execute("PRAGMA synchronous").fetchone() == (2,)
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_database_that_may_not_grow(log: SqliteLog) -> None:
    """What a file system says that is full to the last byte."""
    base = log._base  # noqa: SLF001  # as above
    (pages,) = base.execute("PRAGMA page_count").fetchone()
    base.execute(f"PRAGMA max_page_count = {pages + 2}")
    big = Draft("run", "jane", {"text": "x" * 1000})
    with pytest.raises(EvidenceError, match="database or disk is full") as caught:
        log.append([big] * 100, NOW)
    assert (caught.value.exit_code, log.size()) == (3, 0)
    assert log.append([big], NOW)[0] is not None
    assert caught.value.hint == "nothing was recorded; check that the disk has room"
    assert verify.verify(log, None).tampering == ()


def test_other_failures_are_sentences_too(log: SqliteLog) -> None:
    base = sqlite3.connect(log.path)
    base.execute("DROP TABLE entries")
    base.close()
    with pytest.raises(EvidenceError, match="can't be used: no such table"):
        log.size()


def test_a_content_that_fails_half_way_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(EvidenceError, match="can't be written: No space left on device"):
        store.put(b"x", "contract")
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_contents(store: Store, tmp_path: Path) -> None:
    (tmp_path / "evidence.db").touch()
    one = store.put(b"name: a\n", "contract")
    assert (one.role, one.size, store.get(one.digest)) == ("contract", 8, b"name: a\n")
    assert store.put(b"name: a\n", "contract") == one
    path = Path(store.path(one.digest))
    path.write_bytes(b"name: b\n")
    assert store.state(one.digest) == "altered"
    store.put(b"name: a\n", "contract")
    assert store.state(one.digest) == "held"
    assert [store.erase(one.digest), store.erase(one.digest)] == [True, False]
    assert (store.state(one.digest), store.get(one.digest)) == ("missing", None)
    path.mkdir()
    for ask in (store.get, store.state, store.erase):
        with pytest.raises(EvidenceError, match="can't be re"):
            ask(one.digest)
    with pytest.raises(EvidenceError, match="can't be written"):
        Store(str(tmp_path / "evidence.db")).put(b"", "a")
    with pytest.raises(InputError, match="is no digest"):
        store.get("sha256:../../../etc/passwd")
    assert list(tmp_path.rglob("*.tmp")) == []
