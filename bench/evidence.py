"""Times the evidence log: single and batched entries, a check of 100,000, a proof.

python bench/evidence.py [--entries 100000]
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from meshgov.evidence import merkle, notes, prove, verify
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.document import Json
from meshgov.model.evidence import Draft

WORK = Path(__file__).resolve().parent.parent / ".bench" / "evidence"
NOW = "2026-11-23T10:00:00Z"
SINGLE = 500
BATCH = 1000


def draft(number: int) -> Draft:
    """A verdict of the usual size, with two findings."""
    finding: dict[str, Json] = {
        "rule": "pii_handling/encryption_required", "severity": "critical", "mode": "enforce",
        "blocking": True, "fingerprint": f"{number:032x}", "waiver": None,
    }  # fmt: skip
    body: dict[str, Json] = {
        "product": f"product_{number}", "version": "1.4.0", "domain": "sales", "result": "fail",
        "path": f"contracts/sales/product_{number}.yaml", "evaluated_at": NOW, "base": None,
        "contract": f"sha256:{number:064x}", "pack": "sha256:" + "3" * 64, "run": "7",
        "record": f"sha256:{number:064x}", "signed_by": ["078a6310cf4b96de"],
        "rules": {"fail": ["pii_handling/encryption_required"], "pass": 58},
        "findings": [finding, finding],
    }  # fmt: skip
    return Draft("verdict", "jane", body, once=f"record:{number}")


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    number = parser.parse_args().entries
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    with SqliteLog(str(WORK / "evidence.db"), write=True, origin="bench") as log:
        seconds = timed(lambda: [log.append([draft(one)], NOW) for one in range(SINGLE)])
        print(f"{SINGLE / seconds:>9,.0f} entries a second, each acknowledged by itself")
        starts = range(SINGLE, number, BATCH)
        seconds = timed(
            lambda: [
                log.append([draft(one) for one in range(at, min(at + BATCH, number))], NOW)
                for at in starts
            ]
        )
        print(f"{(number - SINGLE) / seconds:>9,.0f} entries a second, {BATCH:,} at a time")
        size = sum(len(row.text) for row in log.entries()) / number
        pin = notes.checkpoint("bench", number, merkle.root([merkle.leaf(b"")]))
        for words, pins in (("", ()), (" with a checkpoint", (pin,))):
            seconds = min(timed(lambda: verify.verify(log, None, pins)) for _ in range(3))  # noqa: B023  # runs at once
            print(f"{seconds:>9.2f} s to check {number:,} entries of {size:,.0f} bytes{words}")
        print(f"{timed(lambda: prove.prove(log, number // 2)):>9.2f} s for a proof of one of them")


if __name__ == "__main__":
    main()
