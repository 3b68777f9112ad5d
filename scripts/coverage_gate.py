"""Holds branch coverage: the pure packages at 100 %, everything else at what it has reached.

Reads the ``.coverage`` file that pytest-cov left. The numbers below only ever go up: when the gate
says that a package is better than its number, raise the number.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "src/meshgov/"
FULL = ("model", "diff", "decide", "render")
WHOLE = 100.0
RATCHET = 97.0  # percent, for the rest together
SLACK = 2.0  # points that the rest may stand above its number before we ask to raise it


def measured() -> dict[str, dict[str, int]]:
    """File name -> coverage.py's summary counts, for our own code."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "coverage.json"
        command = (sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(target))
        subprocess.run(command, cwd=ROOT, check=True)
        report = json.loads(target.read_text())
    files = report["files"].items()  # tests may import modules that they wrote themselves
    return {name: one["summary"] for name, one in files if name.startswith(SOURCE)}


def percent(summaries: list[dict[str, int]]) -> float:
    """Share of lines and branches that ran."""
    total = sum(one["num_statements"] + one["num_branches"] for one in summaries)
    ran = sum(one["covered_lines"] + one["covered_branches"] for one in summaries)
    return WHOLE * ran / total if total else WHOLE


def main() -> int:
    """Print what falls short; 1 when something does."""
    packages: dict[str, list[dict[str, int]]] = defaultdict(list)
    short = []
    for name, summary in measured().items():
        package = name.removeprefix(SOURCE).partition("/")[0]
        pure = package in FULL
        packages[package if pure else "rest"].append(summary)
        if pure and percent([summary]) < WHOLE:
            short.append(f"{name}: {percent([summary]):.1f} %, must be 100 %")
    short += [f"{name}: not measured at all" for name in FULL if not packages[name]]
    rest = percent(packages["rest"])
    if rest < RATCHET:
        short.append(f"everything else: {rest:.1f} %, must be {RATCHET} %")
    if short:
        print("coverage gate:", *short, "(details: coverage report)", sep="\n  ", file=sys.stderr)
        return 1
    advice = "; raise RATCHET in scripts/coverage_gate.py" if rest > RATCHET + SLACK else ""
    print(f"Branch coverage: {', '.join(FULL)} 100 %, the rest {rest:.1f} %{advice}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
