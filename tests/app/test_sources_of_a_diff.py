"""Odd ends of where contracts come from: standard input, and files outside of a repository."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.sources import Folder, One, Sources, path_in
from meshgov.errors import ConfigurationError, InputError
from meshgov.load.refusals import DEFAULT_LIMITS


def given(monkeypatch: pytest.MonkeyPatch, data: bytes | None) -> Any:
    place = None if data is None else io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", place)
    with Sources() as sources:
        return sources.resolve("-")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    one = given(monkeypatch, b"name: orders\n")
    assert isinstance(one, One)
    assert (one.shown, one.load().contract.name) == ("<stdin>", "orders")


def test_standard_input_that_can_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="standard input can't be read"):
        given(monkeypatch, None).read()
    with pytest.raises(InputError, match="standard input is larger than 20,971,520 bytes"):
        given(monkeypatch, b" " * (DEFAULT_LIMITS.size + 1)).read()


def test_standard_input_is_taken_once() -> None:
    with Sources() as sources:
        sources.resolve("-")
        with pytest.raises(ConfigurationError, match="named twice"):
            sources.resolve("-")


def test_what_exists_on_disk_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("main:a.yaml").write_text("name: a\n")
    Path("HEAD:b").mkdir()
    Path("HEAD:b", "b.yaml").write_text("name: b\n")
    with Sources() as sources:
        one, folder = sources.resolve("main:a.yaml"), sources.resolve("HEAD:b")
    assert isinstance(one, One)
    assert isinstance(folder, Folder)
    assert [one.ref, folder.ref] == [None, None]
    assert [file.shown for file in folder.files] == ["HEAD:b/b.yaml"]


def test_place_in_a_repository(tmp_path: Path) -> None:
    class Somewhere:
        root = str(tmp_path / "mesh")

    where: Any = Somewhere()
    inside = One("x", lambda: b"", path=str(tmp_path / "mesh" / "c" / "x"))
    outside = One("y", lambda: b"", path=str(tmp_path / "y"))
    nowhere = One("<stdin>", lambda: b"")
    in_git = One("main:z", lambda: b"", ref="main", path="z")
    assert [path_in(where, one) for one in (inside, outside, nowhere, in_git)] == [
        "c/x",
        None,
        None,
        "z",
    ]
