"""Kills runs half-way, again and again, and looks for what they leave behind (Linux).

    python bench/soak.py [--rounds 20]

Each round starts ``meshgov check`` on a folder of contracts, ends it at another moment with Ctrl-C
or kill -9, and then demands: no worker and no ``opa`` lives on, the result file is whole or absent,
Ctrl-C gives exit code 130 and leaves no temporary file. Runs that are left alone must give the same
bytes every time.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import generate

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".bench"
PR_SET_CHILD_SUBREAPER = 36
GRACE_SECONDS = 10.0
INTERRUPTED = 130


class Run:
    """One run of meshgov; whatever it starts ends up below this process when it is orphaned."""

    def __init__(self, mesh: Path, engine: str, folder: Path) -> None:
        self.output = folder / "verdict.json"
        words = [sys.executable, "-m", "meshgov", "check", str(mesh), "--jobs", "2"]
        words += ["--engine", engine, "--format", f"json={self.output}"]
        words += ["--evaluation-time", "2026-11-23T00:00:00Z", "--quiet"]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def orphans(self) -> list[str]:
        """Command lines of what lives on after a moment of grace; for an ended run."""
        until = time.monotonic() + GRACE_SECONDS
        while (left := descendants()) and time.monotonic() < until:
            time.sleep(0.05)
        return [_words(pid) for pid in left]


def adopt_orphans() -> None:
    """Have the kernel give us the orphans of our descendants, whatever they did to hide."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this needs Linux")


def descendants() -> list[int]:
    """Every live process below this one."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:  # bury the adopted dead
            pass
    except ChildProcessError:
        return []
    parents = dict(_parents())
    mine, found = os.getpid(), []
    for pid in parents:
        above = pid
        while above in parents and above != mine:
            above = parents[above]
        if above == mine and pid != mine:
            found.append(pid)
    return found


def _parents() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # ended meanwhile
                continue
            yield int(entry.name), int(fields[1])


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return str(pid)


def left_behind(run: Run, folder: Path, sent: signal.Signals) -> Iterator[str]:
    """What is wrong after the run was ended by ``sent``, in words."""
    yield from (f"still running: {words}" for words in run.orphans())
    if sent == signal.SIGINT and run.process.returncode not in {0, 1, INTERRUPTED}:
        yield f"Ctrl-C ended with {run.process.returncode}"
    if run.output.exists():
        try:
            json.loads(run.output.read_text())
        except ValueError:
            yield "the result file is half-written"
    strays = [file.name for file in folder.iterdir() if file != run.output]
    if strays and sent == signal.SIGINT:
        yield f"temporary files: {', '.join(strays)}"


def killed(run: Run, folder: Path, seconds: float, sent: signal.Signals) -> list[str]:
    """End ``run`` after ``seconds``, and say what it left behind."""
    time.sleep(seconds)
    if sent == signal.SIGINT:
        os.killpg(run.process.pid, sent)  # a terminal sends Ctrl-C to the whole group
    else:
        run.process.send_signal(sent)
    run.process.wait(timeout=GRACE_SECONDS * 6)
    return list(left_behind(run, folder, sent))


def whole(mesh: Path, engine: str, folder: Path) -> tuple[float, bytes]:
    """Seconds and result of a run that is left alone."""
    run, start = Run(mesh, engine, folder), time.monotonic()
    run.process.wait()
    seconds = time.monotonic() - start
    if run.process.returncode not in {0, 1} or run.orphans():
        raise SystemExit(f"{engine}: a run that was left alone ended with {run.process.returncode}")
    return seconds, run.output.read_bytes()


def soak(engine: str, rounds: int, mesh: Path, folder: Path) -> int:
    """Number of rounds after which something was left behind."""
    seconds, expected = whole(mesh, engine, folder)
    print(f"{engine}: a whole run takes {seconds:.1f} s; {rounds} runs ended half-way")
    bad = 0
    for number in range(rounds):
        moment = seconds * (number + 1) / (rounds + 1)
        sent = (signal.SIGKILL, signal.SIGINT)[number % 2]
        for file in folder.iterdir():
            file.unlink()
        for words in killed(Run(mesh, engine, folder), folder, moment, sent):
            bad += 1
            print(f"  {sent.name} after {moment:.2f} s: {words}")
    if whole(mesh, engine, folder)[1] != expected:
        bad += 1
        print("  the result of a whole run is no longer the same")
    return bad


def main() -> int:
    """Both engines; 1 when anything was left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--contracts", type=int, default=1000)
    options = parser.parse_args()
    mesh = generate.write(WORK / f"mesh-{options.contracts}x30", options.contracts, 30)
    folder = WORK / "soak"
    folder.mkdir(exist_ok=True)
    adopt_orphans()
    bad = sum(soak(engine, options.rounds, mesh, folder) for engine in ("embedded", "opa"))
    print("Nothing was left behind." if not bad else f"{bad} left-overs")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
