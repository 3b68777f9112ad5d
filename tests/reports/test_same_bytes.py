"""The same report is the same bytes in every process, place, language and time zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from meshgov.render.reports import registry

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

PLACES: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1"},
)
"""Two machines that differ in what programs let into their output by mistake."""

DIGESTS = """
import hashlib, importlib.util, sys
spec = importlib.util.spec_from_file_location("made", sys.argv[1])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
from meshgov.render.reports import registry
for report in map(lambda make: make(), made.EVERY):
    for name in registry.names():
        for part, chunks in registry.find(name).parts(report):
            data = b"".join(one.encode() if isinstance(one, str) else one for one in chunks)
            print(name, part, hashlib.sha256(data).hexdigest())
"""


def there(place: Mapping[str, str], *command: str | Path, cwd: Path | None = None) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    done = subprocess.run(
        [sys.executable, *command],
        env=kept | dict(place), cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_every_format_of_every_report() -> None:
    first, second = (there(one, "-c", DIGESTS, HERE / "conftest.py") for one in PLACES)
    assert first == second
    assert {line.split()[0] for line in first.splitlines()} == set(registry.names())


def test_the_command_in_two_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [part for name in registry.names() for part in ("--format", name)]
    # No repository around either: the commit that is checked out is evidence.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    found = []
    for number, place in enumerate(PLACES):
        mesh = tmp_path / f"a place {number}" / ("deep" * number or "flat")
        shutil.copytree(EXAMPLES, mesh)
        call = ("-m", "meshgov", "report", "--out", "r", "--evaluation-time", "2026-11-23", *every)
        there(place, *call, cwd=mesh)
        files = sorted(one for one in (mesh / "r").rglob("*") if one.is_file())
        found.append({one.relative_to(mesh).as_posix(): one.read_bytes() for one in files})
    first, second = found
    assert len(first) == 19
    assert first == second
