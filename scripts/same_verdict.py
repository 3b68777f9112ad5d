"""Runs one meshgov command on both engines; the JSON may differ in ``engine`` only."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def verdict(engine: str, arguments: list[str]) -> dict[str, Any]:
    """The JSON that ``meshgov ARGUMENTS`` prints. Raises SystemExit when it gives no verdict."""
    command = [sys.executable, "-m", "meshgov", *arguments]
    command += ["--engine", engine, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{engine}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> int:
    """Say whether the engines agree; 1 when they don't."""
    arguments = sys.argv[1:]
    answers = [verdict(engine, arguments) for engine in ("embedded", "opa")]
    engines = [answer.pop("engine") for answer in answers]
    names = [f"{engine['name']} {engine['version']}" for engine in engines]
    if json.dumps(answers[0]) != json.dumps(answers[1]):
        print(f"{' and '.join(names)} DIFFER on: {' '.join(arguments)}", file=sys.stderr)
        return 1
    found = answers[0]["summary"]["findings"]
    counts = ", ".join(f"{count} {severity}" for severity, count in found.items())
    print(f"{' and '.join(names)} agree, byte for byte: {answers[0]['verdict']} ({counts})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
