"""``meshgov config show`` as a document, and the domains that a shell offers."""

import json
from pathlib import Path

import jsonschema
import pytest

from meshgov.cli.main import run

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas/config.schema.json").read_text(encoding="utf-8")
)
GOVERNANCE = """
governance:
  organization: organization.yaml
  opa: {url: "https://opa.example.com"}
  waivers: waivers
  evidence: {log: kept/log.db, key: "env:MESH_KEY"}
  domains: {sales: sales.yaml}
  rules: {ownership: {mode: warn, effective_on: "2027-01-01"}}
"""


@pytest.fixture(autouse=True)
def _mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("governance.yaml").write_text(GOVERNANCE)
    Path("organization.yaml").write_text("organization: {domains: [{name: sales}, {name: hr}]}")
    Path("sales.yaml").write_text("{domain: sales, data_retention: {limits: {logs: 7}}}")


@pytest.mark.parametrize("domain", [[], ["--domain", "sales"], ["--domain", "hr"]])
def test_the_document_is_as_its_schema_says(
    domain: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["config", "show", "--format", "json", *domain]) == 0
    shown = json.loads(capsys.readouterr().out)
    jsonschema.validate(shown, SCHEMA)
    limits = {tuple(one["path"]): one for one in shown["parameters"]}
    logs = limits["data_retention", "limits", "logs"]
    assert (logs["value"], logs["source"]) == (
        (7, "overlay") if domain[1:] == ["sales"] else (366, "default")
    )
    assert shown["places"] == {"waivers": ["waivers"], "opa": ["https://opa.example.com"]}
    assert shown["evidence"] == {"log": "kept/log.db", "records": None, "key": "env:MESH_KEY"}
    assert list(shown["organization"]) == (domain[1:] or ["sales", "hr"])


@pytest.mark.parametrize(
    ("typed", "offered"), [("s", "plain,sales\n"), ("", "plain,hr\nplain,sales\n")]
)
def test_domains_are_offered(
    typed: str,
    offered: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert complete(typed, monkeypatch, capsys) == offered


def test_nothing_is_offered_where_the_configuration_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("sales.yaml").write_text("domain: finance")
    assert complete("", monkeypatch, capsys).strip() == ""


def complete(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """What bash would offer behind ``--domain``."""
    from meshgov.cli.main import group  # noqa: PLC0415  # only here

    monkeypatch.setenv("_MESHGOV_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"meshgov config show --domain {typed}")
    monkeypatch.setenv("COMP_CWORD", "4")
    with pytest.raises(SystemExit):
        group.main(args=[], prog_name="meshgov", complete_var="_MESHGOV_COMPLETE")
    return capsys.readouterr().out
