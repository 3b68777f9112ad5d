"""The working tree beside git: what is listed, what is the same, what two branches share."""

import os
from pathlib import Path

import pytest
from repositories import git

from meshgov.errors import InputError
from meshgov.load import worktree
from meshgov.load.git import Repository


@pytest.fixture(params=("sha1", "sha256"))
def repository(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Repository:
    monkeypatch.chdir(tmp_path)
    for name in [*os.environ]:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    git("init", "--quiet", "--initial-branch", "main", "--object-format", request.param)
    Path("a b.yaml").write_text("one\ntwo\n", newline="\n")
    Path(".gitignore").write_text("*.log\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "x")
    return Repository()


def test_content_is_known_by_the_name_that_git_gives_it(repository: Repository) -> None:
    name = git("rev-parse", "HEAD:a b.yaml")
    assert worktree.is_same(b"one\ntwo\n", name)
    assert worktree.is_same(b"one\r\ntwo\r\n", name)
    assert not worktree.is_same(b"one\ntwo", name)
    assert not worktree.is_same(b"one\r\nthree\r\n", name)
    repository.close()


def test_tracked_and_new_files_are_listed_and_ignored_ones_are_not(repository: Repository) -> None:
    Path("new\n.yaml").touch()
    Path("x.log").touch()
    Path("a b.yaml").unlink()
    assert [one.path for one in worktree.listed(repository)] == [
        ".gitignore",
        "a b.yaml",
        "new\n.yaml",
    ]


def test_no_program_that_a_repository_configures_is_started(repository: Repository) -> None:
    Path("spy").write_text("#!/bin/sh\ntouch started\n")
    Path("spy").chmod(0o755)
    git("config", "core.fsmonitor", "./spy")
    git("config", "filter.spy.clean", "./spy")
    Path(".gitattributes").write_text("*.yaml filter=spy\n")
    worktree.listed(repository)
    assert not Path("started").exists()


def test_a_folder_that_poses_as_a_repository_is_none(repository: Repository) -> None:
    git("clone", "--quiet", "--bare", ".", "bare.git")
    with pytest.raises(InputError, match="looks like a bare repository"):
        Repository("bare.git")
    assert repository.prefix == ""


def test_the_last_common_commit(repository: Repository) -> None:
    first = git("rev-parse", "HEAD")
    git("checkout", "--quiet", "--orphan", "other")
    git("commit", "--quiet", "--message", "y")
    assert worktree.merge_bases(repository, first, first) == (first,)
    assert worktree.merge_bases(repository, first, git("rev-parse", "HEAD")) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2),
        ("<<<<<<<\n=======\n>>>>>>>\n", 1),
        ("a: |\n  <<<<<<< HEAD\n  >>>>>>> x\n", None),
        ("<<<<<<< HEAD\n", None),
        ("<<<<<<<< HEAD\n>>>>>>> x\n", None),
    ],
)
def test_a_conflict_is_found_at_its_line(text: str, line: int | None) -> None:
    if line is None:
        worktree.check_merged(text.encode(), "a.yaml")
        return
    with pytest.raises(InputError, match="merge conflict") as caught:
        worktree.check_merged(text.encode(), "a.yaml")
    assert str(caught.value.location) == f"a.yaml:{line}:1"
