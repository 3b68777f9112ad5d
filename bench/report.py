"""Times reports from a log: 1,000 contracts by all rules over 50 runs, each format by itself.

python bench/report.py [--contracts 1000] [--runs 50]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from meshgov.app import resources
from meshgov.errors import Location
from meshgov.evidence import canonical, ingest, inputs, record
from meshgov.evidence.contents import Store
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.document import Json
from meshgov.model.evidence import Draft, RunFacts
from meshgov.model.verdict import ContractVerdict, Finding, RuleResult, Summary, Verdict
from meshgov.policy import pack
from meshgov.render.reports import registry

WORK = Path(__file__).resolve().parent.parent / ".bench" / "report"
LOG = WORK / "evidence.db"
PACK = pack.build(resources.folder("policies"))
BAD, BLOCKS = 40, True
MIB = 1024
"""Kibibytes."""


class Mesh:
    """A log with many runs, written as runs write one, but for the evaluation itself."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._rules = [one.id for one in PACK.rules]
        self._store = Store.beside(str(LOG))
        self._cases: list[Json] = []
        self._digests: list[str] = []

    def write(self, runs: int) -> None:
        """Write all of it."""
        for one in range(self._number):
            data = (
                f"name: product_{one:04}\nversion: '1.0.0'\nowner: {{team: team-{one % 30}}}\n"
                "schema: {fields: [{name: id, type: string}]}\n"
            ).encode()
            self._digests.append(self._store.put(data, "contract").digest)
            place: Json = {"file": self._path(one), "digest": self._digests[-1]}
            self._cases.append({"new": place, "old": None, "earlier": []})
        with SqliteLog(str(LOG), write=True, origin="bench") as log:
            for run in range(runs):
                self._run(log, run)

    def _run(self, log: SqliteLog, run: int) -> None:
        now = f"2026-{run // 28 + 1:02}-{run % 28 + 1:02}T03:00:00Z"
        told: dict[str, Json] = {
            "schema": inputs.SCHEMA,
            "command": "check",
            "searched": ["contracts"],
            "configuration": {
                "governance": None, "organization": None, "domains": {}, "waivers": [],
            },
            "policies": [],
            "results": None,
            "fleet": None,
            "cases": self._cases,
        }  # fmt: skip
        kept = self._store.put(canonical.encode({**told, "evaluated_at": now}), "inputs")
        verdict = self._verdict(run, now)
        facts = RunFacts(f"run-{run}", "jane", "0.1.0", inputs=kept.digest)
        lines = record.write(verdict, facts, ())
        records = [record.read(one.rstrip(), "bench", (), unsigned=True) for one in lines]
        if not run:
            body: dict[str, Json] = {"pack": PACK.digest, "rules": len(self._rules)}
            log.append([Draft("policy-release", "jane", body)], now)
        ingest.ingest(log, self._store, records, now)

    def _path(self, one: int) -> str:
        return f"contracts/domain{one % 9}/product_{one:04}.yaml"

    def _verdict(self, run: int, now: str) -> Verdict:
        found = [self._judged(one, run) for one in range(self._number)]
        failed = sum(one.verdict == "fail" for one in found)
        return Verdict(
            "check", "fail" if failed else "pass", 1 if failed else 0, now, "regorus", "1",
            PACK.digest, len(self._rules), ("builtin",),
            Summary(len(found), len(found) - failed, failed, {"error": failed}), found,
        )  # fmt: skip

    def _judged(self, one: int, run: int) -> ContractVerdict:
        """Some contracts fail for a while, and some for good."""
        path, name = self._path(one), f"product_{one:04}"
        is_bad = one < BAD and (one % 2 == 0 or run % 7 > one % 5)
        hit = self._rules[one % len(self._rules) :: 13][:4] if is_bad else []
        where = Location(path, 12, 7)
        findings = tuple(
            Finding(
                each, "error", "enforce", BLOCKS, f"Field `customer` of `{name}` is not right", "",
                ("schema", "fields", each), where, canonical.digest(f"{each}{one}".encode())[7:39],
            )
            for each in hit
        )  # fmt: skip
        results = tuple(
            RuleResult(
                each,
                "fail" if each in hit else "not-applicable" if place % 4 == one % 4 else "pass",
            )
            for place, each in enumerate(self._rules)
        )
        return ContractVerdict(
            path, name, "1.0.0", f"domain{one % 9}", self._digests[one],
            "fail" if hit else "pass", results, findings,
        )  # fmt: skip


def measured(*words: str) -> tuple[float, float]:
    """Seconds and peak mebibytes of one call in a process of its own."""
    command = [sys.executable, "-m", "meshgov", "report", "--log", str(LOG), *words]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1, 2}:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, used.ru_maxrss / MIB


def formats() -> Iterator[str]:
    """Every format that is installed here."""
    yield from registry.names()


def main() -> None:
    """Print what each format costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--write", action="store_true", help="write the log only")
    given = parser.parse_args()
    if given.write:
        with mock.patch("os.fsync"):  # nobody needs this log after a crash
            Mesh(given.contracts).write(given.runs)
        return
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    start = time.perf_counter()
    # By another process: what this one has used counts for every one that it starts.
    subprocess.run([sys.executable, __file__, "--write", *sys.argv[1:]], check=True)
    with SqliteLog(str(LOG)) as log:
        print(f"{log.size():,} entries in {time.perf_counter() - start:.0f} s")
    for name in formats():
        place = WORK / f"report-{name}"
        seconds, peak = measured("--format", f"{name}={place}")
        size = sum(one.stat().st_size for one in [place, *place.rglob("*")] if one.is_file())
        print(f"{name:>9} {seconds:>6.1f} s {peak:>6.0f} MiB {size / 1000:>8,.0f} kB")


if __name__ == "__main__":
    main()
