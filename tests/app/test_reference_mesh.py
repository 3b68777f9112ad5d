"""The mesh in ``examples/``: its healthy part passes, and every rule fires in its broken part."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.policy import pack as packs

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
OWN = EXAMPLES / "mesh/marketing/policies"
NOW = ("--evaluation-time", "2026-11-23T00:00:00Z")
RULES = [rule.id for rule in packs.build(str(ROOT / "policies"), [str(OWN)]).rules]

# The anti-patterns of docs/anti-patterns.md, and the products of the broken part that show them.
ANTI_PATTERNS = {
    "ownership/central_team": {"marketing_audiences", "product_prices", "sales_quotes"},
    "storage/monolithic_location": {"marketing_audiences", "product_prices", "sales_quotes"},
    "storage/location_missing": {"product_bundles"},
    "breaking_changes/version_not_bumped": {"marketing_audiences"},
    "breaking_changes/version_bump_insufficient": {"product_prices"},
    "breaking_changes/version_missing": {"product_bundles"},
    "breaking_changes/version_decreased": {"finance_payroll"},
    "breaking_changes/deprecation_notice_required": {"marketing_audiences", "product_prices"},
    "breaking_changes/migration_guide_required": {"marketing_audiences", "product_prices"},
    "access_control/manual_approval": {"product_prices"},
    "lifecycle/sunset_missing": {"product_prices"},
    "lifecycle/past_sunset": {"shipments"},
    "breaking_changes/removed_before_sunset": {"sales_vouchers"},
}


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code and streams of ``meshgov ARGUMENTS``, in the folder of the examples."""
    command = [sys.executable, "-m", "meshgov", *arguments]
    done = subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def verdict(*arguments: str) -> dict[str, Any]:
    code, printed, said = run(*arguments, *NOW, "--format", "json")
    found: dict[str, Any] = json.loads(printed or "{}")
    assert code == {"pass": 0, "fail": 1}[found.get("verdict", said)]
    return found


@pytest.fixture(scope="module")
def healthy() -> dict[str, Any]:
    return verdict("check", "--results", "results/mesh.yaml")


@pytest.fixture(scope="module")
def broken() -> list[dict[str, Any]]:
    """What is broken by itself, and what is broken compared with the past."""
    alone = verdict("check", "broken/now", "--results", "results/broken.yaml")
    return [alone, verdict("diff", "broken/past", "broken/now")]


@pytest.fixture(scope="module")
def where(broken: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Rule -> the products of the broken part in which it fires."""
    fired: dict[str, set[str]] = {}
    for contract in (one for found in broken for one in found["contracts"]):
        for finding in contract["findings"]:
            fired.setdefault(finding["rule"], set()).add(contract["name"])
    return fired


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_fires_somewhere(rule: str, where: dict[str, set[str]]) -> None:
    assert rule in where, f"let {rule} fire in examples/broken, so that people can see it"


@pytest.mark.parametrize("rule", ANTI_PATTERNS)
def test_every_anti_pattern_is_caught(
    rule: str, where: dict[str, set[str]], healthy: dict[str, Any]
) -> None:
    assert ANTI_PATTERNS[rule] <= where[rule]
    found = [one["rule"] for contract in healthy["contracts"] for one in contract["findings"]]
    assert rule not in found


def test_the_page_on_anti_patterns_names_the_same_rules() -> None:
    table = (ROOT / "docs/anti-patterns.md").read_text().partition("## ")[0]
    short = {rule.partition("/")[2]: rule for rule in RULES}
    named = {name.rpartition("/")[2] for name in re.findall(r"`([a-z_/]+)`", table)}
    assert {short[name] for name in named & short.keys()} == set(ANTI_PATTERNS)


def test_everything_broken_fails(broken: list[dict[str, Any]]) -> None:
    alone, compared = broken
    passed = [one["name"] for one in alone["contracts"] if one["verdict"] == "pass"]
    assert (alone["verdict"], compared["verdict"], passed) == ("fail", "fail", [])
    waivers = {one["id"] for one in alone["waivers"]}
    assert waivers == {"WVR-0103"}


def test_the_healthy_mesh_passes(healthy: dict[str, Any]) -> None:
    versions: dict[str, list[str]] = {}
    for contract in healthy["contracts"]:
        versions.setdefault(contract["name"], []).append(contract["version"])
    assert healthy["verdict"] == "pass"
    assert {one["domain"] for one in healthy["contracts"]} == {
        "sales", "marketing", "product", "finance",
    }  # fmt: skip
    assert len(versions) == 12
    assert sorted(versions["sales_orders"]) == ["1.5.0", "2.4.0", "3.0.0-beta.2"]
    findings = [one for contract in healthy["contracts"] for one in contract["findings"]]
    assert [(one["rule"], one["waiver"]) for one in findings] == [
        ("schema_validation/primary_key_missing", "WVR-0101"),
        ("sla/availability_missing", "WVR-0102"),
    ]


def test_the_lineage_in_the_readme_is_that_of_the_contracts() -> None:
    readers: dict[str, set[str]] = {}
    for file in EXAMPLES.glob("mesh/*/*-v*.yaml"):
        contract = yaml.safe_load(file.read_text())
        for one in contract.get("consumes", []):
            readers.setdefault(one["product"], set()).add(contract["name"])
    table = (EXAMPLES / "README.md").read_text().partition("is read by |")[2].partition("## ")[0]
    rows = re.findall(r"^\| ([a-z_]+) \| (.+) \|$", table, re.MULTILINE)
    assert {name: set(names.split(", ")) for name, names in rows} == readers


def test_waivers_in_every_state() -> None:
    _, printed, said = run("waiver", "list", *NOW, "--format", "json")
    states = {one["id"]: one["state"] for one in json.loads(printed)["waivers"]}
    assert states == {
        "WVR-0095": "expired",
        "WVR-0097": "expired",
        "WVR-0099": "active",
        "WVR-0101": "active",
        "WVR-0102": "ending",
        "WVR-0103": "active",
    }, said
    _, _, notes = run("check", *NOW)
    assert "WVR-0099 covers no finding" in notes
    assert "WVR-0102 ends in 11 days" in notes
    _, printed, _ = run("check", "broken/now/leads-v1.yaml", *NOW)
    assert "(waiver WVR-0095 ended on" in printed


def test_the_past_leads_to_the_present() -> None:
    found = verdict("diff", "past/sales", "mesh/sales")
    steps = {
        (one["name"], one["diff"]["base"]["version"], one["version"]) for one in found["contracts"]
    }
    assert found["verdict"] == "pass"
    assert ("sales_orders", "1.4.0", "1.5.0") in steps
    assert ("sales_orders", "2.3.0", "2.4.0") in steps
    assert ("sales_orders", "3.0.0-beta.1", "3.0.0-beta.2") in steps


def test_the_proposal_passes_alone_and_breaks_its_consumers() -> None:
    assert verdict("check", "proposed/orders-v2.yaml")["verdict"] == "pass"
    found = verdict("diff", "mesh/sales/orders-v2.yaml", "proposed/orders-v2.yaml")
    (contract,) = found["contracts"]
    diff = contract["diff"]
    assert (diff["declared_bump"], diff["required_bump"], diff["suggested_version"]) == (
        "minor",
        "major",
        "3.0.0",
    )
    reached = {
        one["id"]: set(one["consumers"]) for one in diff["changes"] if one["level"] == "breaking"
    }
    assert reached == {
        "field-removed": {"marketing_campaigns", "promotion_report"},
        "not-null-removed": {"churn_model"},
    }
    assert [one["rule"] for one in contract["findings"] if one["severity"] == "error"] == [
        "breaking_changes/version_bump_insufficient",
        "breaking_changes/deprecation_notice_required",
        "breaking_changes/migration_guide_required",
    ]


def test_what_cannot_be_read_is_not_judged() -> None:
    code, printed, said = run("check", "unreadable/duplicate-key.yaml.txt")
    assert (code, printed) == (2, "")
    assert "written twice" in said


def test_the_rules_of_the_mesh_have_tests_that_pass(opa: str) -> None:
    assert opa
    code, printed, said = run("policy", "test", "mesh/marketing/policies", "proposed/policies")
    assert (code, said) == (0, ""), printed
    assert "none failing\ncoverage 100 %" in printed


def test_the_impact_of_the_proposed_rule_is_known_beforehand() -> None:
    code, printed, _ = run("policy", "impact", "--policies", "proposed/policies", *NOW)
    assert (code, printed.splitlines()[0]) == (
        0,
        "IMPACT  1 of 15 contracts would newly fail, 0 newly pass",
    )


def test_thresholds_are_those_of_the_organisation() -> None:
    written = yaml.safe_load((EXAMPLES / "governance.yaml").read_text())["governance"]
    domains = written["domain_policies"]
    assert domains["sales"] == {
        "data_quality": [
            {"completeness": ">= 99%"}, {"accuracy": ">= 99.5%"}, {"freshness": "<= 24 hours"},
        ],
        "access_control": [
            {"default_access": "internal"},
            {"pii_fields": ["customer_email", "customer_phone"]},
            {"approval_required": ["customer_ssn"]},
        ],
    }  # fmt: skip
    assert domains["finance"]["data_quality"] == [
        {"completeness": ">= 99.9%"}, {"accuracy": ">= 99.99%"}, {"freshness": "<= 1 hour"},
    ]  # fmt: skip
    assert domains["finance"]["access_control"] == [
        {"default_access": "confidential"}, {"sox_compliance": True}, {"audit_all_access": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("check", "broken/now"), ("diff", "broken/past", "broken/now")],
    ids=" ".join,
)
def test_engines_agree_on_the_mesh(arguments: tuple[str, ...], opa: str) -> None:
    assert opa
    embedded, asked = (verdict(*arguments, "--engine", name) for name in ("embedded", "opa"))
    assert embedded.pop("engine") != asked.pop("engine")
    assert embedded == asked
