"""The action and the workflows beside it, held to GitHub's schemas and to zizmor, offline."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov import __version__

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / "examples/workflows").glob("*.yml"))
OURS = f"meshgov/meshgov@v{__version__}"
PINNED = f"meshgov/meshgov@{'0' * 39}1 # v{__version__}"


def tool(name: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name(name), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def zizmor(*files: Path) -> None:
    tool("zizmor", "--offline", "--no-progress", "--no-config", "--persona=pedantic", *files)


def test_the_action_fits_its_schema() -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", ACTION)


def test_the_action_is_safe() -> None:
    zizmor(ACTION)


def test_workflows_fit_their_schema() -> None:
    assert len(WORKFLOWS) == 3
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)


def test_workflows_are_safe_once_meshgov_is_pinned(tmp_path: Path) -> None:
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert text.count(OURS) == 1
        (tmp_path / file.name).write_text(text.replace(OURS, PINNED), encoding="utf-8")
    zizmor(*sorted(tmp_path.iterdir()))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_workflows_ask_for_little(file: Path) -> None:
    workflow: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads `on` so
    for job in workflow["jobs"].values():
        rights = dict(job["permissions"])
        assert rights.pop("contents") == "read"
        steps = {one["uses"].partition("@")[0]: one for one in job["steps"] if "uses" in one}
        asked = steps["meshgov/meshgov"].get("with", {})
        assert set(asked) <= set(action["inputs"])
        expected = {}
        if asked.get("comment", "never") != "never":
            expected["pull-requests"] = "write"
        if "github/codeql-action/upload-sarif" in steps:
            expected["security-events"] = "write"
        assert rights == expected
        for output in re.findall(r"outputs\.([\w-]+)", str(job)):
            assert output in action["outputs"]


def test_scripts_are_bash_that_stops_at_errors() -> None:
    for script in sorted((ROOT / "action").glob("*.sh")):
        assert "\nset -euo pipefail\n" in script.read_text(encoding="utf-8")
        subprocess.run(["bash", "-n", script], check=True)
