"""`meshgov policy impact`: on both engines, against git, and silent where nothing differs."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from meshgov.app import impact
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.cli.main import run
from meshgov.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas/impact.schema.json").read_text(encoding="utf-8"))
NOW = "2026-11-23T00:00:00Z"
Capture = pytest.CaptureFixture[str]

RULE = """\
# METADATA
# title: Descriptions say more than the name
# description: A short description helps nobody.
# scope: package
# custom:
#   id: house/description_short
#   severity: error
#   scope: contract
#   message: "{name} is described in a few words only."
#   remediation: Describe what one row is.
package acme.house.description_short

default applicable := true

findings contains {"path": ["description"], "args": {"name": input.contract.name}} if {
	count(object.get(input.contract, "description", "")) < 60
}
"""
CONTRACT = """\
name: {name}
version: 1.0.0
domain: {domain}
description: Short.
owner: {{team: growth}}
trash_days: 20
"""
GOVERNANCE = """\
governance:
  policies: [policies]
  contracts: [contracts/*.yaml]
"""


def git(folder: Path, *arguments: str) -> None:
    known = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *known, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two contracts, a rule that is changed on disk, and a new governance."""
    files = {
        "governance.yaml": GOVERNANCE,
        "policies/short.rego": RULE,
        "contracts/leads.yaml": CONTRACT.format(name="leads", domain="sales"),
        "contracts/clicks.yaml": CONTRACT.format(name="clicks", domain="web"),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Capture, *arguments: str, code: int = 0) -> Any:
    assert run(["policy", "impact", *arguments, "--format", "json"]) == code
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(document)
    return document


def seen(document: Any) -> dict[str, list[str]]:
    return {
        contract["path"]: [
            f"{one['change']} {(one['after'] or one['before'])['rule']}"
            for one in contract["findings"]
        ]
        for contract in document["contracts"]
    }


def test_both_engines_say_the_same(mesh: Path, capsys: Capture) -> None:
    (mesh / "next.yaml").write_text(
        "governance:\n"
        "  contracts: [contracts/*.yaml]\n"
        "  rules:\n"
        "    data_classification/classification_missing: {mode: warn}\n"
        "    ownership/central_team: {severity: critical}\n"
        "  parameters: {data_retention: {trash_days: 10}}\n"
        "  domain_policies: {web: {data_retention: {trash_days: 5}}}\n",
        encoding="utf-8",
    )
    argv = ["--new-governance", "next.yaml", "--evaluation-time", NOW]
    embedded = told(capsys, *argv)
    opa = told(capsys, *argv, "--engine", "opa")
    assert opa["engine"].pop("name") == "opa"
    assert embedded["engine"].pop("name") == "regorus"
    assert {**opa, "engine": None} == {**embedded, "engine": None}
    assert seen(embedded) == {
        path: [
            "newly-failing data_retention/trash_exceeds_limit",
            "newly-passing data_classification/classification_missing",
            "newly-passing house/description_short",
        ]
        for path in ("contracts/clicks.yaml", "contracts/leads.yaml")
    }
    differences = {
        one["id"]: (one["change"], [each["what"] for each in one["differences"]])
        for one in embedded["settings"]["rules"]
    }
    trash = "parameters.data_retention.trash_days"
    assert differences == {
        "data_classification/classification_missing": ("changed", ["mode"]),
        "data_retention/trash_exceeds_limit": ("changed", [trash, trash]),
        "house/description_short": ("removed", []),
        "ownership/central_team": ("changed", ["severity"]),
    }


def test_the_working_tree_against_a_ref(mesh: Path, capsys: Capture) -> None:
    (mesh / "policies/short.rego").write_text(RULE.replace("< 60", "< 3"), encoding="utf-8")
    document = told(capsys, "--base-ref", "HEAD", "--evaluation-time", NOW)
    assert document["before"]["governance"] == "HEAD:governance.yaml"
    assert document["before"]["pack"]["sources"] == ["builtin", "HEAD:policies"]
    assert document["after"]["pack"]["sources"] == ["builtin", "policies"]
    assert seen(document) == {
        f"contracts/{name}.yaml": ["newly-passing house/description_short"]
        for name in ("clicks", "leads")
    }


def test_a_ref_without_governance(
    mesh: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(mesh, "rm", "-q", "--cached", "governance.yaml")
    git(mesh, "commit", "-qm", "none")
    (mesh / "organization.yaml").write_text("domains: {}\n", encoding="utf-8")
    monkeypatch.chdir(mesh / "contracts")
    document = told(capsys, "--base-ref", "HEAD")
    assert document["before"]["governance"] is None
    assert [one["id"] for one in document["settings"]["rules"]] == ["house/description_short"]


def test_a_ref_of_settings_that_were_always_the_default(mesh: Path, capsys: Capture) -> None:
    (mesh / "governance.yaml").unlink()
    document = told(capsys, "--base-ref", "HEAD", "contracts")
    assert document["before"]["governance"] == "HEAD:governance.yaml"
    assert document["after"]["governance"] is None


def test_settings_that_a_ref_does_not_have(mesh: Path, capsys: Capture) -> None:
    (mesh / "next.yaml").write_text(GOVERNANCE, encoding="utf-8")
    assert run(["policy", "impact", "--base-ref", "HEAD", "--governance", "next.yaml"]) == 2
    assert "there is no next.yaml in HEAD" in capsys.readouterr().err


def test_errors_in_a_ref_name_the_ref(mesh: Path, capsys: Capture) -> None:
    (mesh / "governance.yaml").write_text("governance: {rules: []}\n", encoding="utf-8")
    git(mesh, "commit", "-qam", "wrong")
    (mesh / "governance.yaml").write_text(GOVERNANCE, encoding="utf-8")
    assert run(["policy", "impact", "--base-ref", "HEAD"]) == 2
    assert "error: HEAD:governance.yaml:1:14: " in capsys.readouterr().err


def test_nothing_differs_between_settings_and_themselves(mesh: Path) -> None:
    governed = govern(RunSettings(now=NOW, governance=str(mesh / "governance.yaml")))
    found = impact.compare(governed, governed)
    assert not found.newly_fails
    assert list(found.contracts) == []
    assert found.by_rule == found.by_domain == found.by_owner == ()
    assert found.changes == type(found.changes)()
    assert sum(found.total.findings.values()) == 0
    assert found.before == found.after
    assert found.notices == ()


@pytest.mark.usefixtures("mesh")
def test_files_by_name_are_no_fleet(capsys: Capture) -> None:
    document = told(capsys, "--new-evaluation-time", "2027-01-01", "contracts/leads.yaml")
    assert "ownership/central_team" in document["untested"]["fleet"]


@pytest.mark.parametrize("text", ["a: 1\n", CONTRACT.format(name="new", domain="x")])
def test_files_that_change_meanwhile(mesh: Path, text: str) -> None:
    governed = govern(RunSettings(now=NOW))

    def progress(judged: int) -> None:
        if judged == 2:
            (mesh / "contracts/leads.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="changed while"):
        impact.compare(governed, governed, ["contracts"], progress)


def test_pages_in_files_and_the_notices_of_new_settings(mesh: Path, capsys: Capture) -> None:
    (mesh / "registry.yaml").write_text("organization: {domains: {}}\n", encoding="utf-8")
    (mesh / "next.yaml").write_text(
        "governance: {rules: {pii_handling/category_missing: {mode: warn}}}\n", encoding="utf-8"
    )
    argv = ["policy", "impact", "--new-governance", "next.yaml", "--format", "markdown=impact.md"]
    assert run([*argv, "--format", "json=impact.json", "--new-organization", "registry.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "note: pii_handling/category_missing is mandatory" in err
    Draft202012Validator(SCHEMA).validate(json.loads((mesh / "impact.json").read_text()))
    assert (mesh / "impact.md").read_text().startswith("### IMPACT: ")
