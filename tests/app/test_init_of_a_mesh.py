"""``meshgov init``: what it writes passes at once, and nothing is ever overwritten."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from meshgov.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
Capture = pytest.CaptureFixture[str]
WRITTEN = ["governance.yaml", "organization.yaml", "contracts/orders.yaml"]
WORKFLOW = ".github/workflows/gate.yml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder called Sales Data, where git knows nobody."""
    folder = tmp_path / "Sales Data"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return folder


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def files(folder: Path) -> set[str]:
    found = (one.relative_to(folder) for one in folder.rglob("*") if one.is_file())
    return {one.as_posix() for one in found if one.parts[0] != ".git"}


def findings(capsys: Capture) -> list[str]:
    """What ``meshgov check`` finds."""
    capsys.readouterr()
    code = run(["check", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert code == 0, document
    return [one["rule"] for contract in document["contracts"] for one in contract["findings"]]


def test_what_it_writes_passes_at_once(here: Path, capsys: Capture) -> None:
    assert run(["init"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[:4] == [*WRITTEN, WORKFLOW]
    assert "The domain is sales-data; --domain NAME says otherwise." in said
    assert files(here) == {*WRITTEN, WORKFLOW}
    assert run(["config", "check"]) == 0
    assert findings(capsys) == []
    shipped = ROOT / "examples/workflows/gate.yml"
    assert (here / WORKFLOW).read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("name", ["on", "null", "data", "platform", "x", "a-b_c9", "y" * 63])
def test_any_name_passes(name: str, here: Path, capsys: Capture) -> None:
    assert run(["init", "--dir", "new/mesh", "--domain", name, "--product", name]) == 0
    os.chdir(here / "new" / "mesh")
    assert findings(capsys) == []
    contract = yaml.safe_load(Path("contracts", f"{name}.yaml").read_text())
    assert (contract["name"], contract["domain"]) == (name, name)
    assert "cd new/mesh" not in capsys.readouterr().out


def test_it_knows_who_one_is(here: Path, capsys: Capture) -> None:
    git("init", "--quiet")
    git("config", "user.name", "Ada \"the' Löve: {x}")
    git("config", "user.email", "ada@example.com")
    assert run(["init"]) == 0
    registry = yaml.safe_load((here / "organization.yaml").read_text())
    (domain,) = registry["organization"]["domains"]
    assert domain["team"]["product_owner"] == "Ada \"the' Löve: {x}"
    contract = yaml.safe_load((here / "contracts/orders.yaml").read_text())
    assert contract["owner"]["contact"] == "ada@example.com"
    assert findings(capsys) == []


def test_it_passes_the_gate_that_it_brings(here: Path, capsys: Capture) -> None:
    git("init", "--quiet", "--initial-branch", "main")
    assert run(["init"]) == 0
    git("add", "--all")
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--message", "x")
    assert run(["gate", "--all"]) == 0
    capsys.readouterr()
    assert (here / WORKFLOW).is_file()


@pytest.mark.parametrize(
    ("remote", "asked", "written"),
    [
        ("git@gitlab.example.com:a/b.git", "auto", ".gitlab-ci.yml"),
        ("https://github.com/a/b", "auto", WORKFLOW),
        ("https://github.com/a/b", "gitlab", ".gitlab-ci.yml"),
        ("https://gitlab.com/a/b", "none", None),
    ],
)
def test_the_service(here: Path, remote: str, asked: str, written: str | None) -> None:
    git("init", "--quiet")
    git("remote", "add", "origin", remote)
    assert run(["init", "--ci", asked]) == 0
    assert files(here) - set(WRITTEN) == ({written} if written else set())


def test_below_the_top_of_a_repository(here: Path, capsys: Capture) -> None:
    git("init", "--quiet")
    assert run(["init", "--dir", "mesh", "--ci", "github"]) == 2
    assert "reads its file at the top" in capsys.readouterr().err
    assert files(here) == set()
    assert run(["init", "--dir", "mesh"]) == 0
    assert "cd mesh\n" in capsys.readouterr().out
    assert files(here) == {f"mesh/{one}" for one in WRITTEN}


def test_contracts_that_are_there_are_named(here: Path, capsys: Capture) -> None:
    for name, domain in (("a", "sales"), ("b", "sales"), ("c", None)):
        file = here / ("top.yaml" if name == "c" else f"data/{name}.yaml")
        file.parent.mkdir(exist_ok=True)
        file.write_text(yaml.safe_dump({"name": name, "domain": domain, "owner": {"team": "x"}}))
    (here / "data" / "values.yaml").write_text("replicas: 3\n")
    (here / "data" / "chart.yaml").write_text("{{ broken\n")
    assert run(["init"]) == 0
    assert "Found 3 contracts already there." in capsys.readouterr().out
    assert not (here / "contracts").exists()
    governance = yaml.safe_load((here / "governance.yaml").read_text())
    assert governance["governance"]["contracts"] == ["data", "top.yaml"]
    registry = yaml.safe_load((here / "organization.yaml").read_text())["organization"]
    products = {one["name"]: one["data_products"] for one in registry["domains"]}
    assert products == {"sales": ["a", "b"], "sales-data": ["c"]}


def test_one_more_beside_those_that_are_there(here: Path) -> None:
    (here / "a.yaml").write_text("{name: a, domain: sales, owner: {team: x}}\n")
    assert run(["init", "--domain", "sales", "--product", "returns"]) == 0
    governance = yaml.safe_load((here / "governance.yaml").read_text())
    assert governance["governance"]["contracts"] == ["a.yaml", "contracts"]
    registry = yaml.safe_load((here / "organization.yaml").read_text())["organization"]
    assert registry["domains"][0]["data_products"] == ["a", "returns"]


@pytest.mark.parametrize("there", [*WRITTEN[:2], "contracts/returns.yaml", WORKFLOW])
def test_nothing_is_overwritten(here: Path, there: str, capsys: Capture) -> None:
    (here / there).parent.mkdir(parents=True, exist_ok=True)
    (here / there).write_text("mine\n")
    assert run(["init", "--product", "returns"]) == 2
    assert f"{there} is there already" in capsys.readouterr().err
    assert files(here) == {there}
    assert (here / there).read_text() == "mine\n"


def test_a_link_to_nowhere_is_there_too(here: Path, capsys: Capture) -> None:
    (here / "governance.yaml").symlink_to(here.parent / "nowhere")
    (here / "organization.yaml").write_text("mine\n")
    assert run(["init"]) == 2
    assert "governance.yaml, organization.yaml are there already" in capsys.readouterr().err
    assert not (here.parent / "nowhere").exists()


def test_all_or_nothing(here: Path, capsys: Capture) -> None:
    (here / "contracts").write_text("a file where a folder should be\n")
    assert run(["init"]) == 2
    assert "can't be made" in capsys.readouterr().err
    assert files(here) == {"contracts"}


@pytest.mark.parametrize(
    "arguments",
    [("--domain", "Sales"), ("--product", "../x"), ("--product", "a b"), ("--domain", "9")],
)
def test_what_is_no_name(here: Path, arguments: tuple[str, str], capsys: Capture) -> None:
    assert run(["init", *arguments]) == 2
    assert "is no name" in capsys.readouterr().err
    assert files(here) == set()


def test_a_folder_without_a_name(here: Path, capsys: Capture) -> None:
    (here / "数据").mkdir()
    assert run(["init", "--dir", "数据"]) == 2
    assert "--domain sales" in capsys.readouterr().err


def test_without_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(["init"]) == 0
    assert files(here) == {*WRITTEN, WORKFLOW}
