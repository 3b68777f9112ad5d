"""Times of whole processes, side by side, because absolute times drift on a shared machine."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

POLL_SECONDS = 0.02
COMPILED = Path(__file__).parent.parent / ".bench" / "compiled"


class Command(NamedTuple):
    """A command to measure: its name in the table, its words, exit codes that count as done."""

    name: str
    words: Sequence[str]
    codes: tuple[int, ...] = (0,)
    cwd: Path | None = None


class Cost(NamedTuple):
    """What one run took: wall-clock seconds, and processor seconds with all descendants."""

    wall: float
    cpu: float


class Result(NamedTuple):
    """Medians over the rounds; the ratios are theirs to ours, taken pair by pair."""

    name: str
    ours: Cost
    other: str
    theirs: Cost
    ratio: Cost


def run(command: Command) -> Cost:
    """One run. Raises RuntimeError when it ends with an unexpected code."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(command.words),
            cwd=command.cwd,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # reaped here, not by Popen
        if process.returncode not in command.codes:
            errors.seek(0)
            said = errors.read()[-800:].decode(errors="replace")
            raise RuntimeError(f"{command.name} ended with {process.returncode}: {said}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def _environment() -> dict[str, str]:
    """That of the caller, with Python's modules compiled once, as an installed package has them."""
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(COMPILED.resolve())}


def pair(ours: Command, other: Command, rounds: int) -> Result:
    """Run both by turns, after one run each that only warms the file cache."""
    run(ours)
    run(other)
    pairs = [(run(ours), run(other)) for _ in range(rounds)]
    return Result(
        name=ours.name,
        ours=Cost(*(median(mine[kind] for mine, _ in pairs) for kind in (0, 1))),
        other=other.name,
        theirs=Cost(*(median(them[kind] for _, them in pairs) for kind in (0, 1))),
        ratio=Cost(*(median(them[kind] / mine[kind] for mine, them in pairs) for kind in (0, 1))),
    )


def peak(command: Command) -> tuple[float, float]:
    """Largest resident memory in MiB: of the process itself, and of its largest descendant."""
    process = subprocess.Popen(
        list(command.words),
        cwd=command.cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    own = 0.0
    while True:
        pid, _, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = 0  # reaped here, so that Popen does not wait for it again
            return own, usage.ru_maxrss / 1024
        own = max(own, _high_water(process.pid))
        time.sleep(POLL_SECONDS)


def _high_water(pid: int) -> float:
    """Peak of a live process in MiB (Linux); 0 where that can't be read."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((line for line in text.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024
