"""Everything that somebody with the file could do to it, and the words that name it."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from meshgov.evidence import canonical, merkle, notes, verify
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.tables import GUARDS, MIGRATIONS
from meshgov.model.evidence import Checkpoint, Draft, Tampering, Verification

Attack = Callable[[sqlite3.Connection], object]


def attack(log: SqliteLog, *steps: str | Attack, guards: bool = True) -> None:
    """Do something to the rows as the owner of the file, and cover the tracks."""
    base = sqlite3.connect(log.path)
    for name in GUARDS:
        base.execute(f"DROP TRIGGER {name}")
    for step in steps:
        if callable(step):
            step(base)
        else:
            base.execute(step)
    if guards:
        for sql in MIGRATIONS[0][2:]:
            base.execute(sql)
    base.commit()
    base.close()


def checked(log: SqliteLog, store: Store | None, *pins: Checkpoint, **given: Any) -> Verification:
    return verify.verify(log, store, pins, **given)


def found(log: SqliteLog, store: Store | None, *pins: Checkpoint) -> list[tuple[Any, ...]]:
    return [(one.kind, one.seq, one.last) for one in checked(log, store, *pins).tampering]


def pin(log: SqliteLog, size: int | None = None, source: str = "cp.txt") -> Checkpoint:
    """A checkpoint as somebody else keeps it."""
    leaves = [merkle.leaf(row.text) for row in log.entries(1, size)]
    made = notes.checkpoint(log.origin, len(leaves), merkle.root(leaves))
    return notes.parse(notes.signed(made.text, []), source)


def rewrite(first: int, change: Callable[[dict[str, Any]], object]) -> Attack:
    """Change entry ``first`` and compute the chain anew from there."""

    def done(base: sqlite3.Connection) -> None:
        rows = base.execute("SELECT seq, entry FROM entries ORDER BY seq").fetchall()
        prev = ""
        for seq, text in rows:
            value = json.loads(text)
            if seq == first:
                change(value)
            if seq > first:
                value["prev"] = prev
            data = canonical.encode(value)
            prev = hashlib.sha256(data).hexdigest()
            base.execute(
                "UPDATE entries SET entry = ?, hash = ? WHERE seq = ?", (data.decode(), prev, seq)
            )

    return done


def shift(first: int, by: int) -> str:
    """Renumber the rows from ``first`` on; negative numbers first, for they must stay unique."""
    return f"UPDATE entries SET seq = -(seq + {by}) WHERE seq >= {first}"  # noqa: S608  # numbers


UP = "UPDATE entries SET seq = -seq WHERE seq < 0"
COPY = "INSERT INTO entries SELECT {}, entry, hash, NULL FROM entries WHERE seq = {}"
FLIP = (
    'UPDATE entries SET entry = replace(entry, \'"actor":"jane\', \'"actor":"joan\') WHERE seq = '
)


def rehash(seq: int) -> Attack:
    """Make a changed entry agree with its own hash, and forget the next one."""

    def done(base: sqlite3.Connection) -> None:
        (text,) = base.execute("SELECT entry FROM entries WHERE seq = ?", (seq,)).fetchone()
        hashed = hashlib.sha256(text.encode()).hexdigest()
        base.execute("UPDATE entries SET hash = ? WHERE seq = ?", (hashed, seq))

    return done


def forged(base: sqlite3.Connection) -> None:
    """An entry of somebody else's hand, at 5."""
    (text,) = base.execute("SELECT entry FROM entries WHERE seq = 6").fetchone()
    value = json.loads(text)
    data = canonical.encode({**value, "seq": 5, "prev": value["prev"], "once": "forged"})
    hashed = hashlib.sha256(data).hexdigest()
    base.execute("INSERT INTO entries VALUES (5, ?, ?, NULL)", (data.decode(), hashed))


def linked(base: sqlite3.Connection) -> None:
    """The same, following entry 4 as it should."""
    (hashed,) = base.execute("SELECT hash FROM entries WHERE seq = 4").fetchone()
    (text,) = base.execute("SELECT entry FROM entries WHERE seq = 6").fetchone()
    value = {**json.loads(text), "seq": 5, "prev": hashed, "once": "forged", "contents": []}
    data = canonical.encode(value)
    mine = hashlib.sha256(data).hexdigest()
    base.execute("INSERT INTO entries VALUES (5, ?, ?, NULL)", (data.decode(), mine))


CASES: dict[str, tuple[list[str | Attack], list[tuple[Any, ...]]]] = {
    "a flipped byte": ([f"{FLIP} 4"], [("altered", 4, None)]),
    "a flipped byte in the first entry": ([f"{FLIP} 1"], [("altered", 1, None)]),
    "a flipped byte in the last entry": ([f"{FLIP} 10"], [("altered", 10, None)]),
    "a flipped byte with its hash": ([f"{FLIP} 4", rehash(4)], [("altered", 4, None)]),
    "a flipped byte in a hash": (
        ["UPDATE entries SET hash = replace(hash, 'a', 'b') WHERE seq = 4"],
        [("altered", 4, None)],
    ),
    "no entry any more": (
        ["UPDATE entries SET entry = '{}' WHERE seq = 4"],
        [("altered", 4, None)],
    ),
    "no entry, with its hash": (
        ["UPDATE entries SET entry = '[]' WHERE seq = 4", rehash(4)],
        [("altered", 4, None)],
    ),
    "no JSON, with its hash": (
        ["UPDATE entries SET entry = '{' WHERE seq = 4", rehash(4)],
        [("altered", 4, None)],
    ),
    "a removed entry": (["DELETE FROM entries WHERE seq = 4"], [("missing", 4, 4)]),
    "removed entries": (["DELETE FROM entries WHERE seq IN (7, 8)"], [("missing", 7, 8)]),
    "a removed first entry": (["DELETE FROM entries WHERE seq = 1"], [("missing", 1, 1)]),
    "a removed entry, renumbered": (
        ["DELETE FROM entries WHERE seq = 4", shift(5, -1), UP],
        [("missing", 4, 4)],
    ),
    "two removed entries, renumbered": (
        ["DELETE FROM entries WHERE seq IN (4, 5)", shift(6, -2), UP],
        [("missing", 4, 5)],
    ),
    "reordered entries": (
        [
            "UPDATE entries SET seq = -5 WHERE seq = 4",
            "UPDATE entries SET seq = -4 WHERE seq = 5",
            UP,
        ],
        [("reordered", 4, 5)],
    ),
    "entries far apart reordered": (
        [
            "UPDATE entries SET seq = -8 WHERE seq = 4",
            "UPDATE entries SET seq = -4 WHERE seq = 8",
            UP,
        ],
        [("reordered", 4, 8)],
    ),
    "a duplicated entry at the end": ([COPY.format(11, 4)], [("repeated", 11, None)]),
    "a duplicated entry, renumbered": (
        [shift(5, 1), UP, COPY.format(5, 4)],
        [("repeated", 5, None)],
    ),
    "an inserted entry": ([shift(5, 1), UP, forged], [("inserted", 5, None)]),
    "an inserted entry that follows": ([shift(5, 1), UP, linked], [("inserted", 5, None)]),
    "a predecessor of the first": (
        [rewrite(1, lambda entry: entry.update(prev="f" * 64))],
        [("altered", 1, None)],
    ),
    "a clock that went back": (
        [rewrite(6, lambda entry: entry.update(time="2026-11-23T09:00:00Z"))],
        [("clock", 6, None)],
    ),
    "the same recorded twice": (
        [rewrite(6, lambda entry: entry.update(once="run:2"))],
        [("repeated", 6, None)],
    ),
}


@pytest.mark.parametrize(("steps", "expected"), CASES.values(), ids=CASES)
def test_what_needs_no_checkpoint(
    ten: SqliteLog, store: Store, steps: list[str | Attack], expected: list[tuple[Any, ...]]
) -> None:
    before = pin(ten)
    assert found(ten, store, before) == []
    attack(ten, *steps)
    named = [one for one in found(ten, store) if one[0] != "content-missing"]
    assert named == expected
    with_pin = [one[0] for one in found(ten, store, before)]
    assert expected[0][0] in with_pin
    alone = expected in ([("repeated", 11, None)], [("altered", 4, None)])  # beyond it, or a hash
    assert alone or {"rewritten", "truncated"} & set(with_pin)


def test_words_name_the_entry(ten: SqliteLog, store: Store) -> None:
    attack(ten, f"{FLIP} 4", "DELETE FROM entries WHERE seq = 7")
    assert [one.message for one in checked(ten, store).tampering] == [
        "entry 4 was altered: its text doesn't have the hash beside it",
        "entry 7 is missing",
    ]


def test_a_truncated_tail_shows_with_a_checkpoint_only(ten: SqliteLog, store: Store) -> None:
    held = pin(ten)
    attack(ten, "DELETE FROM entries WHERE seq > 7")
    assert found(ten, store) == []
    (one,) = checked(ten, store, held).tampering
    assert one == Tampering(
        "truncated", "entries 8 to 10 are gone: cp.txt was made when the log had 10", 8, 10
    )


def test_a_rewritten_chain_shows_with_a_checkpoint_only(ten: SqliteLog, store: Store) -> None:
    early, middle, late = pin(ten, 3, "a"), pin(ten, 7, "b"), pin(ten, 10, "c")
    attack(ten, rewrite(6, lambda entry: entry["body"].update(id="other")))
    assert found(ten, store) == []
    assert [one.message for one in checked(ten, store, late, early, middle).tampering] == [
        "entries 4 to 7 differ from those that b was made of",
        "entries 4 to 10 differ from those that c was made of",
    ]
    assert found(ten, store, pin(ten, 5, "a"), middle) == [("rewritten", 6, 7)]
    result = checked(ten, store, early)
    assert (result.tampering, result.kept, result.authenticated) == ((), 3, 0)
    only = pin(ten, 1)
    attack(ten, rewrite(1, lambda entry: entry["body"].update(id="other")))
    assert [one.message for one in checked(ten, None, only).tampering] == [
        "entry 1 differs from the one that cp.txt was made of"
    ]


def test_a_log_that_grew_keeps_its_checkpoints(ten: SqliteLog, store: Store) -> None:
    held = [pin(ten, 4, "a"), pin(ten, 10, "b"), pin(ten, 0, "none")]
    ten.append([Draft("run", "jane", {"id": "11"})], "2026-11-24T00:00:00Z")
    result = checked(ten, store, *held)
    assert (result.tampering, result.kept, result.size) == ((), 10, 11)
    assert (result.first, result.last) == ("2026-11-23T10:01:00Z", "2026-11-24T00:00:00Z")
    assert result.kinds == {"run": 11}
    assert [one.holds for one in result.pins] == [True, True, True]


def test_a_wrong_key_is_named(ten: SqliteLog, store: Store, keys: Any) -> None:
    text = pin(ten).text
    held = notes.parse(notes.signed(text, [keys.signer(1)]), "cp")
    good = checked(ten, store, held, keys=[keys.signer(1).public])
    assert (good.tampering, good.kept, good.authenticated) == ((), 10, 10)
    bad = checked(ten, store, held, keys=[keys.signer(2).public])
    assert (bad.kept, bad.authenticated) == (10, 0)
    short = keys.signer(1).public.short("example.com/mesh")
    assert [one.message for one in bad.tampering] == [
        f"cp: signed with example.com/mesh+{short}, which is no trusted key"
    ]


def test_a_checkpoint_of_another_log_is_named(ten: SqliteLog, store: Store) -> None:
    made = notes.checkpoint("other", 10, pin(ten).root)
    (one,) = checked(ten, store, notes.parse(notes.signed(made.text, []), "cp")).tampering
    assert one.message == "cp: a checkpoint of other, and this log is example.com/mesh"


def test_swapped_missing_and_erased_contents(ten: SqliteLog, store: Store) -> None:
    held = pin(ten)
    (digest,) = [one.digest for row in ten.entries(5, 5) for one in _contents(row.text)]
    path = Path(store.path(digest))
    path.write_bytes(b"name: other\n")
    assert found(ten, store, held) == [("content-altered", 5, None)]
    assert found(ten, None, held) == []
    path.unlink()
    (one,) = checked(ten, store, held).tampering
    assert one.message == (
        f"the contract of entry 5 ({digest[:19]}) is gone, and no entry tells of its erasure"
    )
    ten.append([Draft("erasure", "jane", {"digest": digest})], "2026-11-24T00:00:00Z")
    result = checked(ten, store, held)
    assert (result.tampering, result.contents.erased, result.kept) == ((), 1, 10)


def test_what_came_again_after_it_was_erased_is_not_excused_by_that(
    ten: SqliteLog, store: Store
) -> None:
    """An erasure tells of what was there before it, not of what comes later."""
    data = b"name: orders\n"
    (content,) = [one for row in ten.entries(5, 5) for one in _contents(row.text)]
    ten.append([Draft("erasure", "jane", {"digest": content.digest})], "2026-11-24T00:00:00Z")
    store.erase(content.digest)
    store.put(data, "contract")
    ten.append([Draft("run", "jane", {}, (content,))], "2026-11-24T00:00:00Z")
    assert checked(ten, store).contents.held == 1
    store.erase(content.digest)
    assert found(ten, store) == [("content-missing", 12, None)]
    ten.append([Draft("erasure", "jane", {"digest": content.digest})], "2026-11-24T00:00:00Z")
    assert (found(ten, store), checked(ten, store).contents.erased) == ([], 1)


def _contents(text: bytes) -> Any:
    from meshgov.evidence import entries  # noqa: PLC0415  # only here

    return entries.read(text).contents


def test_a_content_without_a_digest(ten: SqliteLog, store: Store) -> None:
    bad = {"role": "contract", "digest": "../../secret", "size": 1}
    attack(ten, rewrite(10, lambda entry: entry["contents"].append(bad)))
    assert found(ten, store) == [("content-altered", 10, None)]


def test_missing_guards_are_named(ten: SqliteLog, store: Store) -> None:
    attack(ten, guards=False)
    assert [one.message for one in checked(ten, store).tampering] == [
        f"the trigger {name} is gone" for name in GUARDS
    ]


def test_a_damaged_file_is_named(ten: SqliteLog, store: Store) -> None:
    for number in range(11, 400):
        ten.append([Draft("run", "jane", {"n": number})], "2026-11-24T00:00:00Z")
    base = sqlite3.connect(ten.path)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    ten.close()
    size = os.path.getsize(ten.path)
    with open(ten.path, "r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)
    with SqliteLog(ten.path) as log:
        kinds = {one.kind for one in checked(log, store).tampering}
    assert kinds & {"unreadable", "altered", "missing"}


def test_every_byte_of_an_entry_counts(ten: SqliteLog, store: Store) -> None:
    (row,) = ten.entries(4, 4)
    held = pin(ten)
    for place in range(0, len(row.text), 7):
        spoilt = row.text[:place] + bytes([row.text[place] ^ 1]) + row.text[place + 1 :]
        base = sqlite3.connect(ten.path)
        base.execute("DROP TRIGGER IF EXISTS entries_are_never_changed")
        base.execute("UPDATE entries SET entry = CAST(? AS TEXT) WHERE seq = 4", (spoilt,))
        base.commit()
        base.close()
        kinds = {one[:2] for one in found(ten, store, held)}
        assert ("altered", 4) in kinds, spoilt
        assert ("rewritten", 1) in kinds, spoilt


def test_more_than_a_thousand_findings_are_cut(log: SqliteLog) -> None:
    log.append([Draft("run", "jane", {}) for _ in range(1100)], "2026-11-24T00:00:00Z")
    attack(log, "UPDATE entries SET hash = ''")
    assert len(checked(log, None).tampering) == 1000


def test_an_empty_log_is_fine(log: SqliteLog) -> None:
    result = checked(log, None, pin(log))
    assert (result.size, result.first, result.tampering, result.kept) == (0, None, (), 0)
