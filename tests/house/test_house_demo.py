"""``make demo`` shows what it says: the script stops when a command ends otherwise."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_runs_to_its_end(opa: str) -> None:
    path = os.pathsep.join([str(Path(opa).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "scripts/demo.sh"],
        cwd=ROOT, env={**os.environ, "PATH": path, "PYTHON": sys.executable},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^\(exit code ([0-9])\)$", done.stdout, re.MULTILINE) == list("0010120")
    assert done.stdout.count("agree, byte for byte") == 3
