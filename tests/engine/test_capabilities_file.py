"""``policies/capabilities.json`` says what the list in the code says, in OPA's own declarations."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from meshgov.engine.builtins import ALLOWED, OPERATORS

ROOT = Path(__file__).parents[2]
FILE = ROOT / "policies" / "capabilities.json"


def test_it_names_what_rules_may_call_and_nothing_else() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    assert {one["name"] for one in found["builtins"]} == ALLOWED | OPERATORS
    assert (found["allow_net"], found["features"]) == ([], ["rego_v1"])


@pytest.mark.opa
def test_opa_holds_a_rule_to_it(opa: str, tmp_path: Path) -> None:
    (tmp_path / "good.rego").write_text("package a\n\nx := count([1 in [1]])\n")
    check = [opa, "check", "--strict", "--capabilities", str(FILE)]
    assert subprocess.run([*check, tmp_path], check=False).returncode == 0
    (tmp_path / "bad.rego").write_text('package b\n\nx := units.parse("1")\n')
    refused = subprocess.run([*check, tmp_path], capture_output=True, text=True, check=False)
    assert "undefined function units.parse" in refused.stderr


@pytest.mark.opa
def test_the_script_writes_the_same_file_again(opa: str, tmp_path: Path) -> None:
    (tmp_path / "opa").symlink_to(opa)
    code = (
        "import sys; sys.path.insert(0, 'scripts'); import opa_capabilities as script; "
        f"script.TARGET = script.Path({str(tmp_path / 'made.json')!r}); script.main()"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=True,
        env={"PATH": str(tmp_path)},
        capture_output=True,
    )
    made = json.loads((tmp_path / "made.json").read_text())
    assert [one["name"] for one in made["builtins"]] == [
        one["name"] for one in json.loads(FILE.read_text(encoding="utf-8"))["builtins"]
    ]
