"""``meshgov policy new``: what it writes passes everything at once, and it overwrites nothing."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.app import policy_new
from meshgov.app.settings import RunSettings
from meshgov.cli.main import run
from meshgov.errors import ConfigurationError
from meshgov.load import files as loading

ROOT = Path(__file__).resolve().parents[2]
Capture = pytest.CaptureFixture[str]

WAYS = [
    ("acme/one", []),
    ("acme/rule", ["--scope", "contract", "--tier", "platform", "--severity", "critical"]),
    ("pii_handling/count", ["--scope", "change"]),
    ("input/data", ["--scope", "change", "--tier", "global", "--title", 'It\'s "so": # {x} \\n é']),
    ("acme/a___", ["--scope", "fleet", "--tier", "domain"]),
    ("acme/fleet", ["--scope", "fleet", "--title", "  "]),
]


def opa(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(["opa", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.opa
def test_what_is_written_passes_at_once(here: Path, capsys: Capture) -> None:
    for wanted, options in WAYS:
        assert run(["policy", "new", wanted, *options]) == 0
        written = capsys.readouterr().out.split("\n\n")[0].splitlines()
        assert written == [f"policies/{wanted}.rego", f"policies/{wanted}_test.rego"]
        assert all((here / one).is_file() for one in written)
    shutil.copy(ROOT / "policies/baseline.yaml", here / "contract.yaml")

    assert opa("fmt", "--diff", "--fail", "policies") == (0, "")
    assert opa("check", "--strict", "policies") == (0, "")
    assert opa("test", "--coverage", "--threshold", "100", "policies")[0] == 0
    assert run(["policy", "test", "policies"]) == 0
    assert run(["check", "--policies", "policies", "contract.yaml"]) == 0


def test_metadata_says_what_was_asked_for(here: Path) -> None:
    for wanted, options in WAYS:
        run(["policy", "new", wanted, *options])

    def told(wanted: str) -> Any:
        text = (here / f"policies/{wanted}.rego").read_text(encoding="utf-8")
        comment = text.partition("\npackage ")[0].splitlines()[1:]
        found = yaml.safe_load("\n".join(line[2:] for line in comment))
        package = text.partition("\npackage ")[2].splitlines()[0]
        custom = {key: found["custom"].get(key) for key in ("severity", "scope", "mandatory")}
        return found["title"], package, *custom.values()

    assert [told(wanted) for wanted, _ in WAYS] == [
        ("One", "meshgov.automated.acme.one", "warning", "contract", None),
        ("Rule", "meshgov.platform.acme.rule", "critical", "contract", None),
        ("Count", "meshgov.global.pii_handling.count", "warning", "change", True),
        ('It\'s "so": # {x} \\n é', "meshgov.global.input.data", "warning", "change", True),
        ("A", "meshgov.domain.acme.a___", "warning", "fleet", None),
        ("Fleet", "meshgov.automated.acme.fleet", "warning", "fleet", None),
    ]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["acme"], "error: 'acme' is no id of a rule"),
        (["acme/one/two"], "error: 'acme/one/two' is no id of a rule"),
        (["Acme/One"], "error: 'Acme/One' is no id of a rule"),
        (["../one"], "error: '../one' is no id of a rule"),
        (["acme/one\n"], "error: 'acme/one\\n' is no id of a rule"),
        (["acme/every"], "error: 'acme/every' can't be an id: 'every' is a word of Rego"),
        (["acme/a_test"], "error: 'acme/a_test' can't be an id: its file a_test.rego would be"),
        (["a/" + "b" * 101], "error: an id with a part of 101 characters is too long"),
        (["acme/one", "--title", "a\nb"], "error: a title is one line of printable text"),
        (["sla/unparseable"], "error: the id sla/unparseable is taken: it is a shipped rule"),
        (["acme/there"], "error: the id acme/there is taken: it stands at own/acme/there.rego:1:1"),
        (["acme/tested"], "error: own/acme/tested_test.rego is there already"),
        (["acme/one", "--dir", "governance.yaml"], "error: the policies at governance.yaml are"),
        (["acme/one", "--dir", "file/x"], "error: the folder file/x/acme can't be made:"),
        (["acme/one", "--dir", "old"], "error: the rules in old are Rego v0, and new ones are v1"),
    ],
)
def test_what_is_refused_leaves_nothing(here: Path, capsys: Capture, argv: Any, said: str) -> None:
    (here / "governance.yaml").write_text("policies: [own, {path: old, rego: v0}]\n")
    (here / "file").write_text("")
    (here / "old").mkdir()
    (here / "old/p.rego").write_text('package p\n\ndeny[msg] { input.a; msg := "x" }\n')
    run(["policy", "new", "acme/there", "--dir", "own"])
    (here / "own/acme/tested_test.rego").write_text("package x\n")
    before = sorted(here.rglob("*"))
    capsys.readouterr()

    assert run(["policy", "new", *argv]) == 2

    assert capsys.readouterr().err.startswith(said)
    assert sorted(here.rglob("*")) == before


def test_the_folder_that_governance_names(here: Path, capsys: Capture) -> None:
    (here / "governance.yaml").write_text(
        "governance: {domain_policies: {sales: {policies: [sales]}}}\npolicies: [our rules]\n"
    )
    (here / "below").mkdir()
    os.chdir(here / "below")

    assert run(["policy", "new", "acme/one"]) == 0
    told = capsys.readouterr().out

    assert told.splitlines()[0] == "../our rules/acme/one.rego"
    assert told.endswith("  meshgov policy test '../our rules'\n  meshgov check CONTRACT...\n")


def test_half_a_rule_is_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = loading.write_atomically

    def full(path: str, chunks: Any) -> None:
        if path.endswith("_test.rego"):
            raise ConfigurationError("no room is left")
        write(path, chunks)

    monkeypatch.setattr(loading, "write_atomically", full)
    with pytest.raises(ConfigurationError, match="no room is left"):
        list(policy_new.new(RunSettings("2026-11-23T00:00:00Z"), policy_new.Wanted("acme/one")))

    assert [path for path in here.rglob("*") if path.is_file()] == []
