"""schemas/policy-input.schema.json serves two readers: validators, and `opa check --schema`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "policy-input.schema.json"
UNKNOWN_TO_OPA = {
    "patternProperties", "if", "then", "else", "not", "contains", "const", "dependentSchemas",
    "$dynamicRef", "unevaluatedProperties", "prefixItems", "propertyNames", "oneOf",
}  # fmt: skip

RIGHT = [
    'input.contract.classification == "internal"',
    'input.contract.extensions.anything.deeper == "x"',
    'input.contract.schema.fields[_].fields[_].fields[_].type.name == "int64"',
    'input.contract.schema.tables.orders.location == "x"',
    "input.contract.sla.freshness.seconds > 3600",
    "input.contract.version > 1",
    'input.contract.version == "1.0.0"',
    'some column in input.columns; column.tokens[_] == "email"; not column.encryption',
    "input.columns[_].constraints.unique == true",
    "input.tables[_].columns == 0",
    'input.base.access.read[_].kind == "role"',
    'input.changes[_].old.anything == "x"',
    "input.version.precedence == -1; input.version.parsed.new.major > 1",
    'input.parameters.data_classification.labels[_] == "public"',
    'input.organization.team.product_owner == "x"',
    'input.registry.domains[_] == "sales"',
    "input.deprecations[_].path == []; input.base_deprecations[_].announced_days > 30",
    'input.evaluation.command == "diff"',
]
WRONG = [
    'input.contract.clasification == "internal"',
    'input.contract.schema.fields[_].fields[_].fields[_].typ == "int64"',
    'input.contract.sla.freshness.hours == "x"',
    "input.contract.retention_days == true",
    "input.columns[_].constraint.unique == true",
    "input.tables[_].rows == 0",
    "input.evaluation.command == 1",
    "input.registry.products",
    "input.deprecations[_].sunset",
    "input.outcomes",
]


@pytest.fixture(scope="module")
def opa() -> str:
    found = os.environ.get("MESHGOV_OPA") or shutil.which("opa")
    assert found, "no opa found: put it on PATH, or name it in MESHGOV_OPA"
    return found


def checked(opa: str, rule: str, folder: Path) -> subprocess.CompletedProcess[str]:
    policy = folder / "rule.rego"
    policy.write_text(f"package rule\n\nimport rego.v1\n\nfound if {{ {rule} }}\n")
    return subprocess.run(
        [opa, "check", "--strict", "--schema", str(SCHEMA), str(policy)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.opa
def test_opa_takes_what_an_input_has(opa: str, tmp_path: Path) -> None:
    done = checked(opa, "\n".join(RIGHT), tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.opa
@pytest.mark.parametrize("rule", WRONG)
def test_opa_refuses_a_mistyped_name(opa: str, rule: str, tmp_path: Path) -> None:
    done = checked(opa, rule, tmp_path)
    assert done.returncode == 1
    assert "rego_type_error" in done.stderr


def subschemas(node: Any) -> list[dict[str, Any]]:
    """Every schema inside a schema."""
    inside: list[Any] = list(node.get("properties", {}).values())
    inside += list(node.get("$defs", {}).values())
    inside += [node["items"]] if "items" in node else []
    inside += node.get("anyOf", [])
    more = node.get("additionalProperties")
    inside += [more] if isinstance(more, dict) else []
    return [node, *(found for one in inside for found in subschemas(one))]


def test_the_schema_keeps_to_what_opa_understands() -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema_rs.meta.validate(schema)
    for node in subschemas(schema):
        assert not UNKNOWN_TO_OPA & node.keys()
        assert not isinstance(node.get("type"), list)
        if "properties" in node:
            assert node["additionalProperties"] is False
            assert set(node.get("required", [])) <= node["properties"].keys()
