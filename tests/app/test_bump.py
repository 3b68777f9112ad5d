"""What `meshgov bump` compares with, and what keeps it from writing."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from meshgov.app import bump as app
from meshgov.cli.main import run
from meshgov.load.document import digest

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas/bump.schema.json").read_text(encoding="utf-8")
)
Capture = pytest.CaptureFixture[str]

OLD = """\
name: orders
version: "1.4.0"
schema:
  fields:
    - {name: order_id, type: string}
    - {name: total, type: int}
"""
NEW = OLD.replace("    - {name: total, type: int}\n", "")
MORE = OLD + "    - {name: currency, type: string}\n"


def git(folder: Path, *arguments: str) -> None:
    known = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *known, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository where version 1.4.0 is tagged, and the work tree lacks a field."""
    git(tmp_path, "init", "-q")
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts/orders.yaml").write_text(OLD)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "tag", "orders/1.4.0")
    (tmp_path / "contracts/orders.yaml").write_text(NEW)
    (tmp_path / "old.yaml").write_text(OLD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bumped(capsys: Capture, *arguments: str) -> Any:
    assert run(["bump", *arguments, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(document)
    return document


@pytest.mark.parametrize("against", ["orders/1.4.0", "HEAD", "HEAD:contracts/orders.yaml"])
def test_against_git(folder: Path, against: str, capsys: Capture) -> None:
    assert folder.is_dir()
    assert bumped(capsys, "contracts/orders.yaml", "--against", against) == bumped(
        capsys, "contracts/orders.yaml", "--against", "old.yaml"
    )


def test_a_ref_alone_below_the_root(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(folder / "contracts")
    found = bumped(capsys, "orders.yaml", "--against", "HEAD", "--write")
    assert (found["suggested_version"], found["written"]) == ("2.0.0", True)
    assert 'version: "2.0.0"' in (folder / "contracts/orders.yaml").read_text()


def test_two_places_in_git(folder: Path, capsys: Capture) -> None:
    git(folder, "commit", "-qam", "second")
    found = bumped(capsys, "HEAD:contracts/orders.yaml", "--against", "HEAD~1")
    assert found["suggested_version"] == "2.0.0"


def test_what_stands_in_git_is_not_written(folder: Path, capsys: Capture) -> None:
    assert run(["bump", "HEAD:contracts/orders.yaml", "--against", "old.yaml", "--write"]) == 2
    assert "not a file of a native contract" in capsys.readouterr().err
    assert run(["bump", "HEAD:contracts/orders.yaml", "--against", "old.yaml"]) == 0
    assert "--write" not in capsys.readouterr().out
    assert (folder / "contracts/orders.yaml").read_text() == NEW


def test_a_ref_that_is_none(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    assert run(["bump", "contracts/orders.yaml", "--against", "nowhere"]) == 2
    assert "there is no git ref 'nowhere'" in capsys.readouterr().err


def test_a_release_candidate_owes_what_the_last_release_demands(
    folder: Path, capsys: Capture
) -> None:
    (folder / "rc.yaml").write_text(NEW.replace("1.4.0", "1.5.0-rc.1"))
    (folder / "new.yaml").write_text(NEW.replace("1.4.0", "1.5.0-rc.2"))
    alone = bumped(capsys, "new.yaml", "--against", "rc.yaml")
    assert alone["sufficient"]
    found = bumped(capsys, "new.yaml", "--against", "rc.yaml", "--since", "old.yaml", "--write")
    assert (found["sufficient"], found["suggested_version"]) == (False, "2.0.0")
    assert "migration_guide" in found["changelog_entry"]
    assert 'version: "2.0.0"' in (folder / "new.yaml").read_text()


@pytest.mark.parametrize("step", ["_edited", "_prove"])
def test_a_file_that_changes_meanwhile_is_left_alone(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    file = folder / "contracts/orders.yaml"

    def change_and_go_on(*given: Any) -> Any:
        file.write_text(MORE)
        return go_on(*given)

    go_on = getattr(app, step)
    monkeypatch.setattr(app, step, change_and_go_on)
    assert run(["bump", "contracts/orders.yaml", "--against", "old.yaml", "--write"]) == 2
    assert "changed by somebody else" in capsys.readouterr().err
    assert digest(file.read_bytes()) == digest(MORE.encode())
    assert [one.name for one in file.parent.iterdir()] == ["orders.yaml"]


def test_a_version_that_the_rules_refuse_again_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(app, "_found", lambda _: True)
    assert run(["bump", "contracts/orders.yaml", "--against", "old.yaml", "--write"]) == 2
    assert "refuse version 2.0.0 too" in capsys.readouterr().err
    assert (folder / "contracts/orders.yaml").read_text() == NEW


def test_results_go_to_files(folder: Path, capsys: Capture) -> None:
    arguments = ["bump", "contracts/orders.yaml", "--against", "HEAD", "--format"]
    assert run([*arguments, "json=bump.json", "--format", "text"]) == 0
    assert capsys.readouterr().out.startswith("2.0.0\n")
    assert json.loads((folder / "bump.json").read_text())["schema"] == "meshgov/bump/v1"


def test_formats_of_verdicts_are_refused(folder: Path, capsys: Capture) -> None:
    assert folder.is_dir()
    arguments = ["bump", "contracts/orders.yaml", "--against", "HEAD", "--format", "markdown"]
    assert run(arguments) == 2
    assert "its formats are text and json" in capsys.readouterr().err
