"""``gate_parts.py FOLDER CHANGED...``: what a gate can't do without, and nothing else.

It loads every contract of a mesh as fleet rules see it, and judges the changed ones.
"""

from __future__ import annotations

import sys
from pathlib import Path

from meshgov.app import contracts
from meshgov.cli.main import run
from meshgov.engine import fleet

NOW = "2026-11-23T00:00:00Z"


def main() -> int:
    """Exit code of judging the changed ones."""
    folder, *changed = sys.argv[1:]
    records = [
        fleet.record(contracts.read(str(path)).contract, str(path))
        for path in sorted(Path(folder).rglob("*.yaml"))
    ]
    print(len(records), file=sys.stderr)
    return run(["check", *changed, "--evaluation-time", NOW, "--format", "json"])


if __name__ == "__main__":
    sys.exit(main())
