"""The registry from a run's configuration to the rules that ask for it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import meshgov

BASELINE = Path(__file__).resolve().parents[2] / "policies" / "baseline.yaml"
SALES = {"name": "sales", "data_products": ["sales_orders"]}
FINANCE = {"name": "finance", "data_products": []}


def found(folder: Path, patch: dict[str, Any], domains: list[dict[str, Any]] | None) -> set[str]:
    """Rules that find something in the baseline contract with ``patch`` on its top level."""
    registry = None
    if domains is not None:
        registry = folder / "organization.yaml"
        registry.write_text(yaml.safe_dump({"organization": {"domains": domains}}))
    contract = yaml.safe_load(BASELINE.read_text(encoding="utf-8")) | patch
    verdict = meshgov.check(
        {key: value for key, value in contract.items() if value is not None},
        organization=str(registry) if registry else None,
        now="2026-11-23T00:00:00Z",
    )
    return {finding.rule for one in verdict.contracts for finding in one.findings}


@pytest.mark.parametrize(
    ("patch", "domains", "rules"),
    [
        ({}, [SALES], set()),
        ({"domain": "atlantis"}, None, set()),
        ({"domain": "atlantis"}, [SALES], {
            "ownership/domain_unregistered", "access_control/write_outside_domain",
        }),
        ({"domain": "Sales"}, [SALES], {"ownership/domain_unregistered"}),
        ({"domain": None}, [SALES], {"ownership/domain_unregistered"}),
        ({}, [FINANCE], {"ownership/domain_unregistered"}),
        ({"domain": "finance"}, [SALES, FINANCE], {
            "ownership/product_unregistered", "access_control/write_outside_domain",
        }),
    ],
)  # fmt: skip
def test_a_registry_is_asked_where_there_is_one(
    tmp_path: Path, patch: dict[str, Any], domains: list[dict[str, Any]] | None, rules: set[str]
) -> None:
    assert found(tmp_path, patch, domains) == rules
