"""Kills writers of an evidence log at random moments, and demands a whole log each time.

    python bench/soak_evidence.py [--rounds 1000] [--seed 1]

Two writers append to one log; one of them is killed with kill -9 after a random time. Every entry
that either had acknowledged must be there with its hash, the chain must hold, a checkpoint taken
the round before must still hold, and the other writer must not have failed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from meshgov.evidence import prove, verify
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Checkpoint

WORK = Path(__file__).resolve().parent.parent / ".bench" / "soak-evidence"
LONGEST_SECONDS = 0.25
ANEW = 50  # rounds after which a new log is begun, so that its making is interrupted too

WRITER = """
import sys
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Draft
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
with SqliteLog(path, write=True, patience=60, origin="soak") as log:
    for number in range(count):
        drafts = [Draft("run", name, {"n": number, "text": "x" * (number % 7 * 500)})] * 2
        for entry in log.append(drafts, "2026-11-23T10:00:00Z"):
            print(entry.seq, entry.hash, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that prints each entry once it is acknowledged."""
    words = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def acknowledged(printed: str) -> Iterator[tuple[int, str]]:
    """Whole lines alone: the last one may be torn."""
    for line in printed.splitlines(keepends=True):
        if line.endswith("\n"):
            seq, hashed = line.split()
            yield int(seq), hashed


def wrong(path: Path, told: list[tuple[int, str]], before: list[Checkpoint]) -> Iterator[str]:
    """What is not as it should be after a round, in words."""
    with SqliteLog(str(path)) as log:
        yield from (one.message for one in verify.verify(log, None, before).tampering)
        kept = {row.seq: row.hash for row in log.entries()}
    yield from (f"entry {seq} is lost" for seq, hashed in told if kept.get(seq) != hashed)


def round_of(path: Path, seconds: float, before: list[Checkpoint]) -> list[str]:
    """One round; what went wrong."""
    killed, other = writer(path, "ann", 1_000_000), writer(path, "bob", 3)
    assert killed.stdout  # noqa: S101  # for the type checker
    killed.stdout.readline()
    time.sleep(seconds)
    killed.send_signal(signal.SIGKILL)
    told = list(acknowledged(killed.communicate()[0]))
    told += acknowledged(other.communicate()[0].removeprefix("ready\n"))
    found = [] if other.returncode == 0 else [f"the other writer ended with {other.returncode}"]
    return found + list(wrong(path, told, before))


def main() -> int:
    """All rounds; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    bad = entries = 0
    held: list[Checkpoint] = []
    for number in range(options.rounds):
        path = WORK / f"{number // ANEW}.db"
        if number % ANEW == 0:
            held = []
        for words in round_of(path, random.uniform(0, LONGEST_SECONDS), held):
            bad += 1
            print(f"  round {number}: {words}")
        with SqliteLog(str(path)) as log:
            held = [*held[-1:], prove.head(log)]
            entries += log.size() - (held[-2].size if len(held) > 1 else 0)
    print(
        f"{options.rounds:,} kills, {entries:,} entries: {f'{bad} wrong' if bad else 'all whole'}"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
