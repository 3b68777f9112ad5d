"""All contracts of a folder together: which runs judge them, and whose verdict a finding is in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.check import check
from meshgov.app.diff import diff
from meshgov.app.governed import govern
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.engine import fleet as records
from meshgov.errors import InputError, ManyErrors, PolicyError
from meshgov.load.files import read
from meshgov.model.verdict import ContractVerdict, Verdict

FLEET = {
    "lifecycle/duplicate_product",
    "lifecycle/unknown_upstream",
    "ownership/central_team",
    "storage/monolithic_location",
}
MESH = {
    "finance/ledger": ("finance", "s3://lake/ledger", ["orders", "customers"]),
    "sales/again": ("sales", "s3://sales/orders", []),
    "sales/orders": ("sales", "s3://lake/orders", []),
    "web/clicks": ("web", "s3://lake/web/clicks", []),
}
STRAY = """# METADATA
# title: A rule that speaks of nobody
# description: For a test.
# custom:
#   id: own/stray
#   severity: error
#   scope: fleet
#   message: "It is {what}"
#   remediation: None.
package own.stray

applicable := true

findings := {{"contract": "nobody.yaml", "path": ["name"], "args": {"what": "so"}}}
"""


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for place, (domain, location, upstreams) in MESH.items():
        path = tmp_path / f"contracts/{place}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        name = "orders" if domain == "sales" else path.stem
        told = {
            "name": name,
            "version": "1.4.0" if path.stem == "again" else "1.5.0",
            "domain": domain,
            "owner": {"team": "data platform"},
            "schema": {"location": location},
            "consumes": [{"product": one} for one in upstreams],
        }
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in told.items()]
        path.write_text("".join(lines))
    return tmp_path


def settings(**more: Any) -> RunSettings:
    return RunSettings(**({"now": "2026-11-23T00:00:00Z"} | more))


def judged(*patterns: str, **more: Any) -> Verdict:
    return check(patterns, govern(settings(**more))).verdict


def results(contract: ContractVerdict) -> dict[str, str]:
    return {one.id.split("/")[1]: one.result for one in contract.rules if one.id in FLEET}


def found(contract: ContractVerdict) -> list[tuple[str, str, int]]:
    return sorted(
        (one.rule.split("/")[1], ".".join(one.path), one.location.line)
        for one in contract.findings
        if one.rule in FLEET
    )


@pytest.mark.parametrize(
    "engine",
    [EngineSettings(), EngineSettings(jobs=2), pytest.param("opa", marks=pytest.mark.opa)],
)
@pytest.mark.usefixtures("mesh")
def test_each_finding_is_in_the_verdict_on_its_contract(
    request: pytest.FixtureRequest, engine: Any
) -> None:
    if engine == "opa":
        engine = EngineSettings(name="opa", opa_binary=request.getfixturevalue("opa"))
    verdict = judged("contracts", engine=engine)
    contracts = {one.path.removeprefix("contracts/"): one for one in verdict.contracts}
    assert {path: found(one) for path, one in contracts.items()} == {
        "finance/ledger.yaml": [
            ("central_team", "owner.team", 4),
            ("monolithic_location", "schema.location", 5),
            ("unknown_upstream", "consumes.customers", 6),
        ],
        "sales/again.yaml": [("central_team", "owner.team", 4), ("duplicate_product", "name", 1)],
        "sales/orders.yaml": [
            ("central_team", "owner.team", 4),
            ("duplicate_product", "name", 1),
            ("monolithic_location", "schema.location", 5),
        ],
        "web/clicks.yaml": [("central_team", "owner.team", 4)],
    }
    assert results(contracts["web/clicks.yaml"]) == {
        "duplicate_product": "pass",
        "unknown_upstream": "not-applicable",
        "central_team": "warn",
        "monolithic_location": "pass",
    }
    assert results(contracts["sales/again.yaml"])["duplicate_product"] == "fail"
    counted = sum(len(one.findings) for one in contracts.values())
    assert sum(verdict.summary.findings.values()) == counted


@pytest.mark.parametrize(
    ("patterns", "tested"),
    [
        (["contracts"], True),
        (["contracts/**/*.yaml"], True),
        ([], True),
        (["contracts/sales/orders.yaml", "contracts/web"], True),
        (["contracts/sales/orders.yaml"], False),
        (["contracts/sales/orders.yaml", "contracts/sales/again.yaml"], False),
    ],
)
@pytest.mark.usefixtures("mesh")
def test_files_by_name_are_no_fleet(patterns: list[str], *, tested: bool) -> None:
    for contract in judged(*patterns).contracts:
        assert ("not-tested" not in results(contract).values()) is tested


@pytest.mark.usefixtures("mesh")
def test_a_diff_judges_what_changed_and_no_fleet() -> None:
    for contract in diff("contracts", "contracts", govern(settings())).contracts:
        assert set(results(contract).values()) == {"not-tested"}


def test_switched_off_for_everybody(mesh: Path) -> None:
    off = "".join(f"    {rule}: {{mode: 'off'}}\n" for rule in sorted(FLEET))
    (mesh / "governance.yaml").write_text(f"governance:\n  rules:\n{off}")
    for contract in judged("contracts", governance="governance.yaml").contracts:
        assert set(results(contract).values()) == {"not-tested"}


def test_bad_input_comes_before_any_finding(mesh: Path) -> None:
    (mesh / "contracts/bad.yaml").write_text("name: [\n")
    with pytest.raises((InputError, ManyErrors)):
        judged("contracts")


def test_a_finding_about_nobody_is_an_error(mesh: Path) -> None:
    (mesh / "own").mkdir()
    (mesh / "own/stray.rego").write_text(STRAY)
    with pytest.raises(PolicyError, match=r"own/stray found something in 'nobody.yaml'"):
        judged("contracts", policies=("own",))


def test_a_file_that_changes_while_it_is_judged(
    mesh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = records.build

    def late(*records: Any, **more: Any) -> Any:
        path = mesh / "contracts/web/clicks.yaml"
        path.write_bytes(read(str(path)) + b"kind: logs\n")
        return build(*records, **more)

    monkeypatch.setattr(records, "build", late)
    with pytest.raises(InputError, match=r"clicks.yaml changed while it was judged"):
        judged("contracts")
