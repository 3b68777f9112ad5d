"""A diff of two files lets the engine begin with the new one, wherever that makes no difference."""

import json
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.diff import diff
from meshgov.app.governed import govern, with_results
from meshgov.app.settings import RunSettings
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import Request
from meshgov.errors import MeshgovError

NOW = "2026-11-23T00:00:00Z"
ROOT = Path(__file__).resolve().parents[2]
OLD = (ROOT / "policies" / "baseline.yaml").read_text()
NEW = OLD.replace("classification: internal", "classification: public")
POLICY = "package main\n\ndeny contains column.name if some column in input.columns\n"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What engines began with."""
    found: list[Request] = []
    begin = EmbeddedEngine.begin

    def spy(engine: EmbeddedEngine, request: Request) -> object:
        found.append(request)
        return begin(engine, request)

    monkeypatch.setattr(EmbeddedEngine, "begin", spy)
    return found


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.yaml").write_text(OLD)
    (tmp_path / "new.yaml").write_text(NEW)
    return str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")


def test_one_question_before_the_old_version_is_known(
    files: tuple[str, str], begun: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    governed = govern(RunSettings(now=NOW))
    early = diff(*files, governed)
    (request,) = begun
    told: Any = json.loads(request.text)
    assert told["evaluation"]["command"] == "diff"
    assert told["columns"]
    assert not told.keys() & {"base", "changes"}
    monkeypatch.setattr(EmbeddedEngine, "begins", False)
    late = diff(*files, governed)
    assert list(early.contracts) == list(late.contracts)
    assert len(begun) == 1


def test_own_policies_and_results_are_asked_about_once(
    files: tuple[str, str], begun: list[Request], tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.rego").write_text(POLICY)
    diff(*files, govern(RunSettings(now=NOW, policies=(str(folder),))))
    results = tmp_path / "results.yaml"
    results.write_text("results: []\n")
    diff(*files, with_results(govern(RunSettings(now=NOW)), str(results)))
    assert begun == []


def test_errors_are_told_in_the_order_of_the_files(files: tuple[str, str]) -> None:
    for file in files:
        Path(file).write_text("name: [\n")
    with pytest.raises(MeshgovError) as caught:
        diff(*files, govern(RunSettings(now=NOW)))
    assert [one.location.file for one in caught.value.each() if one.location] == list(files)
