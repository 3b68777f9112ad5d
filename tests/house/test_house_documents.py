"""The YAML that the documents show is YAML that meshgov takes."""

import json
import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"

OWN_RULE = """package acme.naming

deny contains "a name starts with e" if not startswith(input.name, "e")
"""


def blocks(document: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (DOCS / document).read_text(), re.DOTALL)


def test_configuration_and_contract_of_the_documents_are_judged(tmp_path: Path) -> None:
    governance, _, organization = blocks("governance.md")
    (tmp_path / "governance.yaml").write_text(governance)
    (tmp_path / "organization.yaml").write_text(organization)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "naming.rego").write_text(OWN_RULE)
    (tmp_path / "contracts").mkdir()
    contract = "name: everything\n" + "".join(blocks("contract.md"))
    (tmp_path / "contracts" / "contract.yaml").write_text(contract)
    command = [sys.executable, "-m", "meshgov", "check", "--engine", "embedded", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    verdict = json.loads(done.stdout)
    assert verdict["schema"] == "meshgov/verdict/v1", done.stdout
    assert [one["name"] for one in verdict["contracts"]] == ["everything"]
