"""Times of whole processes, side by side, because absolute times drift on a shared machine."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

POLL_SECONDS = 0.02


class Command(NamedTuple):
    """A command to measure: its name in the table, its words, exit codes that count as done."""

    name: str
    words: Sequence[str]
    codes: tuple[int, ...] = (0,)
    cwd: Path | None = None


class Result(NamedTuple):
    """Medians over the rounds, and the median of the ratios taken pair by pair."""

    name: str
    seconds: float
    other: str
    other_seconds: float
    ratio: float


def run(command: Command, environment: Mapping[str, str] | None = None) -> float:
    """Wall-clock seconds of one run. Raises RuntimeError when it ends with an unexpected code."""
    start = time.perf_counter()
    done = subprocess.run(
        list(command.words),
        cwd=command.cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode not in command.codes:
        raise RuntimeError(f"{command.name} ended with {done.returncode}: {done.stderr[-800:]}")
    return seconds


def pair(ours: Command, other: Command, rounds: int) -> Result:
    """Run both by turns, after one run each that only warms the file cache."""
    run(ours)
    run(other)
    times = [(run(ours), run(other)) for _ in range(rounds)]
    return Result(
        name=ours.name,
        seconds=median(mine for mine, _ in times),
        other=other.name,
        other_seconds=median(theirs for _, theirs in times),
        ratio=median(theirs / mine for mine, theirs in times),
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
