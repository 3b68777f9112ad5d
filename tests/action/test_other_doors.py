"""The template for GitLab, and the Dockerfile, as far as they can be held to anything here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from meshgov import __version__

ROOT = Path(__file__).resolve().parents[2]
GITLAB = ROOT / "examples/gitlab/.gitlab-ci.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
JOB: dict[str, Any] = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["data-contracts"]


def instructions() -> list[str]:
    """Each instruction of the Dockerfile on one line, without comments."""
    lines = [line for line in DOCKERFILE.splitlines() if line and not line.startswith("#")]
    return [" ".join(one.split()) for one in "\n".join(lines).replace("\\\n", " ").splitlines()]


def test_gitlab_takes_the_template() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"),
         "--builtin-schema", "vendor.gitlab-ci", GITLAB],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_template_judges_a_merge_request(repository: Any) -> None:
    repository.pull_request({"orders.yaml": {}}, {"orders.yaml": {"retention_days": None}})
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    around = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "PATH": path}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(JOB["script"])],
        cwd=repository.folder, env=around, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout[:16]) == (1, "FAIL  1 contract"), done.stderr
    artifacts = JOB["artifacts"]
    quality = json.loads((repository.folder / artifacts["reports"]["codequality"]).read_text())
    assert "critical" in {one["severity"] for one in quality}
    assert {one["location"]["path"] for one in quality} == {"orders.yaml"}
    assert "<failure" in (repository.folder / artifacts["reports"]["junit"]).read_text()
    assert all((repository.folder / one).is_file() for one in artifacts["paths"])
    assert JOB["variables"] == {"GIT_DEPTH": "0", "MESHGOV_VERSION": __version__}


def test_the_image_runs_as_nobody_special() -> None:
    found = instructions()
    users = [one.split(" ")[1] for one in found if one.startswith("USER ")]
    assert users == ["10001:10001"]
    assert found[-2:] == ['ENTRYPOINT ["meshgov"]', 'CMD ["--help"]']
    assert found.index("USER 10001:10001") > max(
        number for number, one in enumerate(found) if one.startswith(("RUN ", "COPY "))
    )


def test_the_image_is_built_as_one_should() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "--no-color", ROOT / "Dockerfile"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_image_is_made_of_what_is_locked() -> None:
    found = instructions()
    assert not [one for one in found if one.startswith("ADD ") or "curl" in one or "wget" in one]
    installs = [part for one in found for part in one.split(" && ") if " install --" in part]
    for one in installs:
        checked = "--require-hashes" in one or "--no-index" in one or "apt-get" in one
        assert checked, one
    assert [one for one in found if one.startswith("FROM ")] == [
        "FROM python:${PYTHON} AS build",
        "FROM python:${PYTHON}",
    ]
    version = re.search("ARG OPA_VERSION=(.*)", DOCKERFILE)
    assert version
    script = (ROOT / "scripts/install_opa.py").read_text(encoding="utf-8")
    assert f'WANTED = "{version[1]}"' in script
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["inputs"]["opa-version"]["default"] == version[1]


def test_the_image_gets_all_that_the_wheel_is_made_of() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {one[1:] for one in ignore if one.startswith("!")}
    for one in sent:
        assert (ROOT / one).exists(), one
    copied = [one.split(" ")[1:-1] for one in instructions() if re.match("COPY [^-]", one)]
    for names in copied:
        assert all(name == "." or name in sent for name in names), names
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    included = re.findall(r'^"(.+)" = "meshgov/_data/', project, re.MULTILINE)
    assert included
    assert set(included) <= sent


def test_what_is_told_names_this_version() -> None:
    for name in ("docs/ci.md", "docs/action.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        versions = re.findall(r"(?:rev: |meshgov@)v([\d.]+)", text)
        assert set(versions) == {__version__}
