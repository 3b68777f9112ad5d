"""Files, folders and globs to the files that they mean: each tree with its whole result."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from meshgov.errors import InputError, MeshgovError
from meshgov.load.find import Found, find

TREE = [
    "orders.yaml",
    "README.md",
    "contracts/a.yaml",
    "contracts/b.yml",
    "contracts/c.JSON",
    "contracts/notes.txt",
    "contracts/deep/er/d.yaml",
    "contracts/.hidden.yaml",
    "contracts/.git/e.yaml",
    "contracts/.venv/f.yaml",
    "contracts/node_modules/g.yaml",
    "contracts/odd[1].yaml",
    "domains/sales/contracts/h.yaml",
    "domains/hr/contracts/i.yaml",
    "empty/notes.txt",
    ".config/j.yaml",
]
IN_CONTRACTS = [
    "contracts/a.yaml",
    "contracts/b.yml",
    "contracts/c.JSON",
    "contracts/deep/er/d.yaml",
    "contracts/odd[1].yaml",
]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TREE:
        file = tmp_path / "tree" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path / "tree"


def named(*paths: str) -> list[Found]:
    return [Found(path, named=True) for path in paths]


def met(*paths: str) -> list[Found]:
    return [Found(path, named=False) for path in paths]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("patterns", "base", "expected"),
    [
        (["orders.yaml"], "", named("orders.yaml")),
        (["./orders.yaml"], ".", named("./orders.yaml")),
        (["README.md"], "", named("README.md")),
        (["contracts/.hidden.yaml"], "", named("contracts/.hidden.yaml")),
        (["contracts"], "", met(*IN_CONTRACTS)),
        (["contracts/"], "", met(*IN_CONTRACTS)),
        (["./contracts"], "", met(*(f"./{path}" for path in IN_CONTRACTS))),
        ([".config"], "", met(".config/j.yaml")),
        (["contracts/node_modules"], "", met("contracts/node_modules/g.yaml")),
        (
            ["."],
            "",
            met(
                *IN_CONTRACTS,
                "domains/hr/contracts/i.yaml",
                "domains/sales/contracts/h.yaml",
                "orders.yaml",
            ),
        ),
        (["contracts/*.yaml"], "", named("contracts/a.yaml", "contracts/odd[1].yaml")),
        (["contracts/odd[1].yaml"], "", named("contracts/odd[1].yaml")),
        (["contracts/[ab].y*ml"], "", named("contracts/a.yaml", "contracts/b.yml")),
        (["contracts/?.yml"], "", named("contracts/b.yml")),
        (["contracts/.*.yaml"], "", named("contracts/.hidden.yaml")),
        (["contracts/**"], "", named(*IN_CONTRACTS)),
        (["contracts/**/*"], "", named(*IN_CONTRACTS)),
        (["contracts/**/**/d.yaml"], "", named("contracts/deep/er/d.yaml")),
        (["**/er/*.yaml"], "", named("contracts/deep/er/d.yaml")),
        (["*.yaml"], "", named("orders.yaml")),
        (
            ["domains/*/contracts"],
            "",
            met("domains/hr/contracts/i.yaml", "domains/sales/contracts/h.yaml"),
        ),
        (
            ["contracts/*"],
            "",
            [
                *named("contracts/a.yaml", "contracts/b.yml", "contracts/c.JSON"),
                *met("contracts/deep/er/d.yaml"),
                *named("contracts/odd[1].yaml"),
            ],
        ),
        (["contracts"], "domains/hr", met("domains/hr/contracts/i.yaml")),
        (["."], "domains/hr", met("domains/hr/contracts/i.yaml")),
        (["./contracts/*.yaml"], "domains/hr", named("domains/hr/contracts/i.yaml")),
        (["../sales/**/*.yaml"], "domains/hr", named("domains/hr/../sales/contracts/h.yaml")),
        (["contracts/a.yaml", "./contracts/a.yaml"], "", named("contracts/a.yaml")),
        (
            ["contracts/deep", "contracts/deep/../deep/er/d.yaml"],
            "",
            named("contracts/deep/../deep/er/d.yaml"),
        ),
        (["contracts/deep/er/d.yaml", "contracts/deep"], "", named("contracts/deep/er/d.yaml")),
        ([], "", []),
    ],
)
def test_patterns(patterns: Sequence[str], base: str, expected: list[Found]) -> None:
    assert list(find(patterns, base)) == expected


def test_absolute_patterns_stay_absolute(tree: Path) -> None:
    assert list(find([f"{tree}/contracts/deep"], "domains")) == met(
        f"{tree}/contracts/deep/er/d.yaml"
    )
    assert list(find([f"{tree}/contracts/*.yml"], "domains")) == named(f"{tree}/contracts/b.yml")


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("patterns", "base", "messages"),
    [
        (["nothing.yaml"], "", ["there is no file or folder 'nothing.yaml'"]),
        (["nothing"], "domains", ["there is no file or folder 'domains/nothing'"]),
        ([""], "", ["there is no file or folder ''"]),
        (["empty"], "", ["the folder empty holds no .yaml, .yml or .json file"]),
        (["*.json"], "", ["no .yaml, .yml or .json file matches *.json"]),
        (
            ["*.txt", "contracts", "contracts/*.txt"],
            "",
            [
                "no .yaml, .yml or .json file matches *.txt",
                "no .yaml, .yml or .json file matches contracts/*.txt",
            ],
        ),
        (["orders.yaml/*"], "", ["no .yaml, .yml or .json file matches orders.yaml/*"]),
        (["missing/**"], "", ["no .yaml, .yml or .json file matches missing/**"]),
    ],
)
def test_a_pattern_without_a_match_is_an_error(
    patterns: Sequence[str], base: str, messages: list[str]
) -> None:
    assert refused(patterns, base) == messages


def refused(patterns: Sequence[str], base: str = "") -> list[str]:
    with pytest.raises(MeshgovError) as caught:
        find(patterns, base)
    assert all(isinstance(error, InputError) for error in caught.value.each())
    return [error.message for error in caught.value.each()]


def test_the_hint_says_where_paths_start(tree: Path) -> None:
    with pytest.raises(InputError) as caught:
        find(["nothing"])
    assert caught.value.hint == "check the spelling; paths start from the working folder"
    with pytest.raises(InputError) as caught:
        find(["nothing"], str(tree))
    assert caught.value.hint == f"check the spelling; paths start from the folder {tree}"


def test_links_count_once_and_never_lead_in_circles(tree: Path) -> None:
    (tree / "contracts/deep/up").symlink_to("..")
    (tree / "contracts/deep/er/self").symlink_to("self")
    (tree / "contracts/alias").symlink_to("deep")
    (tree / "contracts/deep/er/same.yaml").symlink_to("d.yaml")
    (tree / "contracts/outside").symlink_to("../domains/hr")
    expected = met(*IN_CONTRACTS[:4], "contracts/outside/contracts/i.yaml", IN_CONTRACTS[4])
    assert list(find(["contracts"])) == sorted(expected)
    assert list(find(["contracts/**/*.yaml"])) == named(
        "contracts/a.yaml",
        "contracts/deep/er/d.yaml",
        "contracts/odd[1].yaml",
        "contracts/outside/contracts/i.yaml",
    )


def test_a_broken_link_is_said_not_skipped(tree: Path) -> None:
    (tree / "contracts/gone.yaml").symlink_to("nowhere.yaml")
    message = "contracts/gone.yaml is a link to a file that does not exist"
    assert refused(["contracts"]) == [message]
    assert refused(["contracts/*.yaml"]) == [message]
    assert refused(["contracts/gone.yaml"]) == [message]


def test_a_pipe_in_a_folder_is_said_and_may_be_named(tree: Path) -> None:
    os.mkfifo(tree / "contracts/pipe.yaml")
    assert refused(["contracts"]) == ["contracts/pipe.yaml is no regular file"]
    assert list(find(["contracts/pipe.yaml"])) == named("contracts/pipe.yaml")


@pytest.mark.usefixtures("tree")
def test_an_unreadable_folder_is_said_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    # By hand, because the tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "scandir", refuse)
    message = "the folder contracts/deep can't be read: Permission denied"
    assert refused(["contracts"]) == [message]
    assert refused(["contracts/**/*.yaml"]) == [message]


def test_many_files_are_found_once_each(tree: Path) -> None:
    for number in range(300):
        folder = tree / "many" / str(number % 7) / str(number % 3)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.yaml").write_text("")
    assert len(find(["many"])) == 300
    assert len(find(["many/**", "many/**/**/*.yaml", "many"])) == 300
