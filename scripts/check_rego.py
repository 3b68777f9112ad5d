"""Holds the policies to OPA's own tools: format, strict check, tests, full line coverage.

Needs ``opa`` on PATH (``make test-rego`` puts it there). Prints what is wrong and stops at the
first step that fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Parameters, change table and baseline are read by Python; OPA would load them under wrong names.
IGNORE = ("--ignore", "*.json", "--ignore", "*.yaml")
STEPS = (
    (
        "format (mend with: opa fmt --write policies)",
        ("fmt", "--diff", "--fail", "policies"),
    ),
    (
        "strict check with the input schema, and no built-in outside the allow-list",
        (
            *("check", "--strict", "--schema", "schemas/policy-input.schema.json"),
            *("--capabilities", "policies/capabilities.json", *IGNORE, "policies"),
        ),
    ),
    ("tests", ("test", "--fail-on-empty", *IGNORE, "policies")),
)
COVERAGE = ("test", "--coverage", "--format", "json", *IGNORE, "policies")


def opa(arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run ``opa`` from the top of the repository; the caller looks at the outcome."""
    return subprocess.run(
        ("opa", *arguments), cwd=ROOT, capture_output=True, text=True, check=False
    )


def uncovered(report: dict[str, Any]) -> list[str]:
    """``file:line:column`` of everything in OPA's coverage report that no test reaches."""
    return [
        f"{file}:{span['start']['row']}:{span['start']['col']}"
        for file, details in sorted(report["files"].items())
        for span in details.get("not_covered", [])
    ]


def main() -> int:
    """Run the steps; 1 at the first that fails."""
    for title, arguments in STEPS:
        done = opa(arguments)
        if done.returncode:
            print(f"opa: {title}\n{done.stdout}{done.stderr}", file=sys.stderr)
            return 1
    report = json.loads(opa(COVERAGE).stdout)
    gaps = uncovered(report)
    if gaps:
        print("opa: lines that no test reaches", *gaps, sep="\n  ", file=sys.stderr)
        return 1
    print(f"{len(report['files'])} Rego files, {report['covered_lines']} lines, all covered")
    return 0


if __name__ == "__main__":
    sys.exit(main())
