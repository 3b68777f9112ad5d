"""The hook, installed and run by pre-commit itself, from a repository as users name it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: meshgov-check
"""


def ours(kit: Any, git: Any) -> str:
    """The shipped files as a repository of git; returns its commit."""
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "-m", "x")):
        git("-C", str(kit.action), *arguments)
    return str(git("-C", str(kit.action), "rev-parse", "HEAD"))


def hook(folder: Path, kit: Any, home: Path) -> subprocess.CompletedProcess[str]:
    # pip builds with what the tests have, asks no index, and installs meshgov alone.
    around = {
        **kit.environment,
        "PRE_COMMIT_HOME": str(home),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never"],
        cwd=folder, env=around, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_judges_what_a_commit_changes(kit: Any, repository: Any, tmp_path: Path) -> None:
    revision = ours(kit, repository.git)
    config = CONFIG.format(repository=kit.action.as_uri().replace("%20", " "), revision=revision)
    repository.commit({".pre-commit-config.yaml": config, "contracts/left.yaml": "not: [read\n"})

    repository.write({"contracts/orders.yaml": {}, "values.yaml": "replicas: 3\n"})
    repository.git("add", "--all")
    done = hook(repository.folder, kit, tmp_path / "home")
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout + done.stderr

    repository.write({"contracts/orders.yaml": {"retention_days": None}})
    repository.git("add", "--all")
    done = hook(repository.folder, kit, tmp_path / "home")
    assert done.returncode == 1
    assert "contracts/orders.yaml:" in done.stdout
    assert "exit code: 1" in done.stdout

    repository.write({"contracts/orders.yaml": "name: [\n"})
    repository.git("add", "--all")
    done = hook(repository.folder, kit, tmp_path / "home")
    assert (done.returncode, "exit code: 2" in done.stdout) == (1, True)

    repository.git("reset", "--quiet", "--hard")
    repository.write({"README": "x\n"})
    repository.git("add", "--all")
    done = hook(repository.folder, kit, tmp_path / "home")
    assert (done.returncode, "no files to check" in done.stdout) == (0, True)


@pytest.mark.parametrize("kind", ["manifest", "config"])
def test_files_are_what_pre_commit_takes(kind: str, kit: Any, tmp_path: Path) -> None:
    file = kit.action / ".pre-commit-hooks.yaml"
    if kind == "config":
        file = tmp_path / "config.yaml"
        file.write_text(CONFIG.format(repository="https://example.com/meshgov", revision="v0.1.0"))
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", f"validate-{kind}", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert yaml.safe_load(file.read_text())
