"""Reading out of git: what refs and paths mean, and a sentence for all that they don't."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from repositories import git

from meshgov.errors import ConfigurationError, InputError
from meshgov.load.git import Entry, Repository, split


def commit(folder: Path, **files: str | None) -> str:
    """Commit files, ``__`` in their names for a slash; None removes one."""
    for name, text in files.items():
        file = folder / (name.replace("__", "/") + ".yaml")
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--message", "a step", folder=folder)
    return git("rev-parse", "HEAD", folder=folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "mesh"
    place.mkdir()
    git("init", "--quiet", "--initial-branch", "main", folder=place)
    monkeypatch.chdir(place)
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    return place


@pytest.fixture
def opened(folder: Path) -> Iterator[Repository]:
    commit(
        folder, contracts__orders="name: orders\n", contracts__eu__sales="name: sales\n", top="t"
    )
    repository = Repository()
    yield repository
    repository.close()


def found(repository: Repository, ref: str, path: str) -> Entry:
    return repository.find(repository.tree(ref), path, ref)


def refused(repository: Repository, ref: str, path: str = "top.yaml") -> tuple[str, str | None]:
    with pytest.raises(InputError) as raised:
        found(repository, ref, path)
    return raised.value.message, raised.value.hint


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("main:orders.yaml", ("main", "orders.yaml")),
        ("HEAD~1:a:b", ("HEAD~1", "a:b")),
        ("main@{2026-01-31 12:00}:a", ("main@{2026-01-31 12:00}", "a")),
        ("HEAD^{/fix: it}:a", ("HEAD^{/fix: it}", "a")),
        ("main:", ("main", "")),
        (":a", ("", "a")),
        ("orders.yaml", None),
        ("main@{1:2", None),
    ],
)
def test_split(given: str, parts: tuple[str, str] | None) -> None:
    assert split(given) == parts


def test_a_file_is_read_as_it_was_committed(folder: Path, opened: Repository) -> None:
    first = git("rev-parse", "HEAD", folder=folder)
    git("tag", "v1", folder=folder)
    commit(folder, top="other")
    for ref in (first, first[:8], "v1", "HEAD~1", "main~1", "HEAD^{/a step}~1"):
        assert opened.read(found(opened, ref, "top.yaml")) == b"t"
    assert opened.read(found(opened, "main", "top.yaml")) == b"other"


def test_paths_count_from_the_root_and_then_from_the_working_folder(
    folder: Path, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(folder, contracts__top="deep")
    monkeypatch.chdir(folder / "contracts")
    below = Repository()
    seen = {
        path: below.read(found(below, "HEAD", path)).decode()
        for path in ("top.yaml", "./top.yaml", "../top.yaml", "orders.yaml", "contracts/top.yaml")
    }
    below.close()
    assert below.prefix == "contracts/"
    assert seen == {
        "top.yaml": "t",
        "./top.yaml": "deep",
        "../top.yaml": "t",
        "orders.yaml": "name: orders\n",
        "contracts/top.yaml": "deep",
    }
    assert found(below, "HEAD", "").path == ""
    assert found(below, "HEAD", ".").path == "contracts"
    del opened


def test_files_of_a_folder(folder: Path, opened: Repository) -> None:
    commit(folder, contracts__node_modules__x="x", contracts___hidden="ok")
    (folder / "contracts" / ".secret.yaml").write_text("x")
    (folder / "contracts" / "readme.md").write_text("x")
    (folder / "contracts" / "link.yaml").symlink_to("eu/sales.yaml")
    commit(folder)
    tree = opened.tree("HEAD")
    files = {entry.path: opened.read(entry) for entry in opened.files(tree, "contracts")}
    assert files == {
        "contracts/_hidden.yaml": b"ok",
        "contracts/eu/sales.yaml": b"name: sales\n",
        "contracts/link.yaml": b"name: sales\n",
        "contracts/orders.yaml": b"name: orders\n",
    }
    assert [entry.path for entry in opened.files(tree)] == [*files, "top.yaml"]
    assert opened.read(found(opened, "HEAD", "contracts/link.yaml")) == b"name: sales\n"


def test_links_that_lead_nowhere(folder: Path, opened: Repository) -> None:
    for name, target in {"out": "../../etc/passwd", "loop": "loop.yaml", "root": "/etc/x"}.items():
        (folder / f"{name}.yaml").symlink_to(target)
    commit(folder)
    for name in ("out", "loop", "root"):
        assert refused(opened, "HEAD", f"{name}.yaml") == (
            f"{name}.yaml in HEAD is a link that leads to no file there",
            "name the file itself",
        )
    tree = opened.tree("HEAD")
    with pytest.raises(InputError, match="leads to no file"):
        list(opened.files(tree))
    passed_by = [entry.path for entry in opened.files(tree, strict=False)]
    assert passed_by == ["contracts/eu/sales.yaml", "contracts/orders.yaml", "top.yaml"]


def test_a_submodule_is_another_repository(folder: Path, opened: Repository) -> None:
    git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},part.yaml", folder=folder)
    git("commit", "--quiet", "--message", "submodule", folder=folder)
    assert refused(opened, "HEAD", "part.yaml")[0] == (
        "part.yaml in HEAD is a submodule, another repository"
    )
    assert "part.yaml" not in [entry.path for entry in opened.files(opened.tree("HEAD"))]


@pytest.mark.parametrize("ref", ["", "-h", "--help", "--output=x", "a\nb", "a\0b"])
def test_what_git_could_take_for_an_option_is_no_ref(opened: Repository, ref: str) -> None:
    message, hint = refused(opened, ref)
    assert message.endswith("is no git ref")
    assert hint == "name a branch, a tag or a commit, as in main"


@pytest.mark.parametrize("ref", ["^main", "main..main", "gone", "main:top.yaml", "HEAD~9"])
def test_unknown_refs(opened: Repository, ref: str) -> None:
    assert refused(opened, ref)[0] == f"there is no git ref {ref!r}"


def test_near_refs_and_paths_are_named(folder: Path, opened: Repository) -> None:
    git("update-ref", "refs/remotes/origin/feature", "HEAD", folder=folder)
    assert refused(opened, "feature")[1] == "refs like it: origin/feature"
    assert refused(opened, "xyzzy")[1] == (
        "see `git branch --all` and `git tag` for what there is; nothing is fetched"
    )
    assert refused(opened, "main", "contract/order.yaml") == (
        "there is no 'contract/order.yaml' in main",
        "paths like it there: contracts/orders.yaml, contracts/eu/sales.yaml",
    )
    assert refused(opened, "main", "sales.yaml")[1] == (
        "paths like it there: contracts/eu/sales.yaml"
    )
    for path in ("xyzzy", "../top.yaml", "/top.yaml", "a\0b"):
        assert refused(opened, "main", path)[0].startswith("there is no ")
    assert refused(opened, "main", "xyzzy")[1] == "paths count from the repository's root"


def test_a_shallow_clone_names_the_command_that_mends_it(folder: Path, opened: Repository) -> None:
    commit(folder, top="other")
    clone = folder.parent / "clone"
    git("clone", "--quiet", "--depth", "1", folder.as_uri(), str(clone), folder=folder)
    repository = Repository(str(clone))
    assert repository.shallow
    assert refused(repository, "HEAD~1")[1] == (
        "this clone is shallow: `git fetch --unshallow --tags` brings its history"
    )
    assert "; refs like it: main" in str(refused(repository, "mainn")[1])
    assert not opened.shallow


def test_a_partial_clone_fetches_nothing(folder: Path, opened: Repository) -> None:
    git("config", "uploadpack.allowFilter", "true", folder=folder)
    clone = folder.parent / "clone"
    git(
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        folder.as_uri(),
        str(clone),
        folder=folder,
    )
    repository = Repository(str(clone))
    message, hint = refused(repository, "HEAD")
    assert message.startswith("git ls-tree failed")
    assert "git fetch --refetch" in str(hint)
    entry = found(opened, "HEAD", "top.yaml")
    with pytest.raises(InputError, match=r"git has no content for top\.yaml"):
        repository.read(entry)
    repository.close()


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match="the working folder is in no git repository"):
        Repository(str(tmp_path))
    with pytest.raises(InputError, match="git rev-parse could not be run"):
        Repository(str(tmp_path / "gone"))


def test_a_broken_repository(tmp_path: Path) -> None:
    git("init", "--quiet", folder=tmp_path)
    (tmp_path / ".git" / "config").write_text("[broken")
    with pytest.raises(InputError, match="git can't open this repository: bad config"):
        Repository(str(tmp_path))


def test_without_git(opened: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = found(opened, "HEAD", "top.yaml")
    monkeypatch.setattr("meshgov.load.gitcall.which", lambda _: None)
    with pytest.raises(ConfigurationError, match="git is not installed"):
        Repository()
    with pytest.raises(ConfigurationError, match="git is not installed"):
        opened.read(entry)


def test_someone_elses_repository(
    folder: Path, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = folder / "git"
    fake.write_text("#!/bin/sh\necho 'fatal: detected dubious ownership in x' >&2\nexit 128\n")
    fake.chmod(0o755)
    monkeypatch.setattr("meshgov.load.gitcall.which", lambda _: str(fake))
    with pytest.raises(InputError, match="does not trust this repository"):
        Repository()
    del opened


def test_a_git_that_dies_is_no_content(opened: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = found(opened, "HEAD", "top.yaml")
    monkeypatch.setattr("meshgov.load.gitcall.which", lambda _: shutil.which("false"))
    with pytest.raises(InputError, match="git has no content"):
        opened.read(entry)


def test_large_files_are_not_read(opened: Repository) -> None:
    entry = found(opened, "HEAD", "contracts/orders.yaml")
    with pytest.raises(InputError, match="larger than 5 bytes in git"):
        opened.read(entry, size=5)


def test_the_environment_can_not_point_elsewhere(
    opened: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git("init", "--quiet", folder=other)
    commit(other, top="elsewhere")
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(other / ".git"))
    again = Repository()
    assert again.read(found(again, "HEAD", "top.yaml")) == b"t"
    again.close()
    del opened


def test_nothing_that_a_repository_configures_is_started(folder: Path, opened: Repository) -> None:
    trap = folder / "trap"
    trap.write_text("#!/bin/sh\ntouch sprung\ncat\n")
    trap.chmod(0o755)
    for name in (
        "core.fsmonitor", "core.pager", "diff.trap.textconv", "diff.external", "gpg.program",
        "filter.trap.smudge", "core.sshCommand", "core.alternateRefsCommand",
    ):  # fmt: skip
        git("config", name, str(trap), folder=folder)
    git("config", "log.showSignature", "true", folder=folder)
    (folder / ".git" / "info" / "attributes").write_text("*.yaml diff=trap filter=trap\n")
    assert opened.read(found(opened, "HEAD", "top.yaml")) == b"t"
    assert opened.history(opened.commit("HEAD"), "top.yaml")
    list(opened.files(opened.tree("HEAD")))
    assert opened.tags() == ()
    assert not (folder / "sprung").exists()


def test_history_and_parents(
    folder: Path, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened.commit("HEAD")
    second = commit(folder, contracts__orders="2")
    third = commit(folder, top="2")
    monkeypatch.chdir(folder / "contracts")
    below = Repository()
    assert below.history(third, "contracts/orders.yaml") == (second, first)
    assert below.history(third, "*") == ()
    assert (below.parents(third), below.parents(first)) == ((second,), ())


def test_tags(folder: Path, opened: Repository) -> None:
    git("tag", "v1", folder=folder)
    git("tag", "--annotate", "--message", "two", "v2", folder=folder)
    git("tag", "file", "HEAD:top.yaml", folder=folder)
    assert sorted(opened.tags()) == ["file", "v1", "v2"]
    tree = opened.tree("HEAD")
    assert [opened.tree_of_tag(tag) for tag in ("v1", "v2", "file")] == [tree, tree, None]
    with pytest.raises(InputError, match="there is no git ref"):
        opened.tree_of_tag("gone")
