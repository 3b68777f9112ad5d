"""The README's first five minutes are run as they stand, and print what it says they print."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("cat >", "grep ", "meshgov ")


def blocks() -> list[str]:
    text = (ROOT / "README.md").read_text()
    section = text.partition("on your own contract")[2].partition("OLD and NEW may also be")[0]
    found = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    return [block for block in found if "pipx" not in block]


def run(commands: str, folder: Path) -> tuple[int, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", commands],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_first_five_minutes(tmp_path: Path) -> None:
    codes, printed, promised = [], "", []
    for block in blocks():
        if block.startswith(COMMANDS):
            code, output = run(block, tmp_path)
            codes.append(code)
            printed += output
        else:
            promised += [line for line in block.splitlines() if line.strip(". ")]
    assert codes == [1, 0, 1, 0]
    assert [line for line in promised if line not in printed.splitlines()] == []
