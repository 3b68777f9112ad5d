"""Services know a file by its path from the root of the repository, wherever meshgov ran."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meshgov.cli.main import run

Capture = pytest.CaptureFixture[str]
CONTRACT = "name: a\nversion: '1.0.0'\nowner: {team: x}\n"


@pytest.fixture(params=("folder", "file"))
def repository(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A repository, or a work tree of one, in whose folder ``data/mesh`` meshgov runs."""
    below = tmp_path / "data" / "mesh"
    (below / "contracts").mkdir(parents=True)
    if request.param == "folder":
        (tmp_path / ".git").mkdir()
    else:
        (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    monkeypatch.chdir(below)
    for file in (below / "contracts" / "a.yaml", tmp_path / "data" / "b.yaml"):
        file.write_text(CONTRACT)
    return tmp_path


def paths(name: str, out: str) -> set[str]:
    if name == "github":
        return {
            line.split("file=")[1].split(",")[0] for line in out.splitlines() if "file=" in line
        }
    told: Any = json.loads(out)
    if name == "gitlab":
        return {one["location"]["path"] for one in told}
    places = [place for one in told["runs"][0]["results"] for place in one["locations"]]
    return {one["physicalLocation"]["artifactLocation"]["uri"] for one in places}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ["github", "gitlab", "sarif-github"])
def test_of_findings(name: str, capsys: Capture) -> None:
    assert run(["check", "contracts", "../b.yaml", "--format", name]) == 1
    assert paths(name, capsys.readouterr().out) == {"data/mesh/contracts/a.yaml", "data/b.yaml"}


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif-github"])
def test_of_files_that_are_named_absolutely(repository: Path, name: str, capsys: Capture) -> None:
    file = repository / "data" / "b.yaml"
    assert run(["check", str(file), "--format", name]) == 1
    assert all(one.endswith(str(file)) for one in paths(name, capsys.readouterr().out))


def test_of_files_outside(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Capture
) -> None:
    file = tmp_path_factory.mktemp("other") / "c.yaml"
    file.write_text(CONTRACT)
    given = f"../../../{file.relative_to(repository.parent)}"
    assert run(["check", given, "--format", "gitlab"]) == 1
    assert paths("gitlab", capsys.readouterr().out) == {given}


def test_of_errors(repository: Path, capsys: Capture) -> None:
    (repository / "data" / "mesh" / "contracts" / "bad.yaml").write_text("name: x\n\ty: 1\n")
    assert run(["check", "contracts", "--format", "gitlab"]) == 2
    assert paths("gitlab", capsys.readouterr().out) == {"data/mesh/contracts/bad.yaml"}


@pytest.mark.usefixtures("repository")
def test_of_an_error_without_a_place(capsys: Capture) -> None:
    assert run(["check", "nowhere", "--format", "gitlab"]) == 2
    assert paths("gitlab", capsys.readouterr().out) == {"."}


@pytest.mark.usefixtures("repository")
def test_other_formats_keep_the_names_that_were_given(capsys: Capture) -> None:
    assert run(["check", "contracts", "--format", "json"]) == 1
    assert {one["path"] for one in json.loads(capsys.readouterr().out)["contracts"]} == {
        "contracts/a.yaml"
    }


def test_at_the_root(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(repository)
    assert run(["check", "data/b.yaml", "--format", "gitlab"]) == 1
    assert paths("gitlab", capsys.readouterr().out) == {"data/b.yaml"}


def test_without_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(CONTRACT)
    assert run(["check", "a.yaml", "--format", "gitlab"]) == 1
    assert paths("gitlab", capsys.readouterr().out) == {"a.yaml"}
