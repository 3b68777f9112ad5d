"""The configuration that the documents show loads as it stands."""

import re
from pathlib import Path

import pytest

from meshgov.app.governed import Governed, govern
from meshgov.app.settings import RunSettings

DOCUMENT = Path(__file__).parents[2] / "docs" / "governance.md"
SHOWN = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def governed(tmp_path: Path) -> Governed:
    governance, _, organization = SHOWN
    (tmp_path / "governance.yaml").write_text(governance, encoding="utf-8")
    (tmp_path / "organization.yaml").write_text(organization, encoding="utf-8")
    own = tmp_path / "policies"
    own.mkdir()
    (own / "deny.rego").write_text('package main\n\ndeny contains "no" if input.name == "x"\n')
    return govern(RunSettings(now="2026-11-23", governance=str(tmp_path / "governance.yaml")))


def test_everything_in_it_holds(governed: Governed) -> None:
    governance = governed.governance
    assert governance.opa_url == "https://opa.example.com:8181"
    assert governance.parameters_for("sales")["data_quality"] == {
        "completeness": 990_000,
        "accuracy": None,
        "freshness": 86_400,
    }
    assert governance.rules["schema_validation/description_missing"].severity == "error"
    assert governed.registered("sales") is not None
    assert governed.registered("finance") is None
    assert [rule.id for rule in governed.pack.rules if rule.foreign] == ["main/deny"]


def test_the_overlay_of_a_domain_loads(tmp_path: Path) -> None:
    (tmp_path / "governance.yaml").write_text("governance: {domains: {sales: domain.yaml}}")
    (tmp_path / "domain.yaml").write_text(SHOWN[1], encoding="utf-8")
    own = tmp_path / "policies"
    own.mkdir()
    (own / "deny.rego").write_text('package main\n\ndeny contains "no" if input.name == "x"\n')
    governed = govern(RunSettings(now="2026-11-23", governance=str(tmp_path / "governance.yaml")))
    assert governed.governance.setting("quality_gates/checks_missing", "sales").mode == "audit"
    assert governed.governance.setting("quality_gates/checks_missing", "finance").mode is None
    assert governed.governance.owners == {"main/deny": "sales"}
