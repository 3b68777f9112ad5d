"""Several writers at once, and writers that are killed: no torn log, no acknowledged entry lost.

A handful of rounds; ``make soak`` runs a thousand.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from meshgov.evidence import entries, verify
from meshgov.evidence.sqlite import SqliteLog

WRITER = """
import sys
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Draft
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with SqliteLog(path, write=True, patience=60) as log:
    for number in range(count):
        (entry,) = log.append([Draft("run", name, {"n": number})], "2026-11-23T10:00:00Z")
        print(entry.seq, entry.hash, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged(printed: str) -> dict[int, str]:
    """Whole lines alone: a killed writer may have written half of one."""
    lines = [line.split() for line in printed.splitlines(keepends=True) if line.endswith("\n")]
    return {int(seq): hashed for seq, hashed in lines}


def whole(path: Path) -> dict[int, str]:
    """The entries of a log that is as it should be."""
    with SqliteLog(str(path)) as log:
        assert verify.verify(log, None).tampering == ()
        return {row.seq: row.hash for row in log.entries()}


def test_writers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "evidence.db"
    writers = [writer(path, name, 40) for name in ("ann", "bob", "cas")]
    told = [acknowledged(one.communicate()[0]) for one in writers]
    assert [one.returncode for one in writers] == [0, 0, 0]
    together = {seq: hashed for one in told for seq, hashed in one.items()}
    assert (len(together), whole(path)) == (120, together)
    with SqliteLog(str(path)) as log:
        actors = [entries.read(row.text).actor for row in log.entries()]
    assert sorted(set(actors)) == ["ann", "bob", "cas"]


@pytest.mark.parametrize("after", [0, 1, 7, 23])
def test_a_killed_writer(tmp_path: Path, after: int) -> None:
    path = tmp_path / "evidence.db"
    killed, other = writer(path, "ann", 10_000), writer(path, "bob", 30)
    assert killed.stdout
    printed = "".join(killed.stdout.readline() for _ in range(after))
    killed.kill()
    printed += killed.communicate()[0]
    rest = acknowledged(other.communicate()[0])
    assert other.returncode == 0
    kept = whole(path)
    for seq, hashed in {**acknowledged(printed), **rest}.items():
        assert kept[seq] == hashed
    assert list(acknowledged(writer(path, "cas", 1).communicate()[0])) == [len(kept) + 1]
