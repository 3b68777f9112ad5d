"""What a run of the command line may import: the start-up budget of docs/performance.md."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"

LAZY = {
    "aiohttp", "concurrent.futures", "deepdiff", "difflib", "importlib.metadata", "jsonschema",
    "logging", "numpy", "opa_client", "pandas", "pydantic", "requests", "rich", "urllib3",
}  # fmt: skip

REPORT = """
import json, sys
sys.argv = ["meshgov", *{arguments!r}]
from meshgov.__main__ import main
try:
    main()
    code = 0
except SystemExit as stop:
    code = stop.code or 0
print()
print(json.dumps([code, sorted(sys.modules)]))
"""


def imported(*arguments: str) -> tuple[int, set[str]]:
    """Exit code and modules of ``meshgov ARGUMENTS`` in an interpreter of its own."""
    program = REPORT.format(arguments=list(arguments))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=EXAMPLES, capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


def test_version_needs_neither_click_nor_yaml() -> None:
    code, modules = imported("--version")
    assert (code, modules & {*LAZY, "click", "yaml", "regorus", "jsonschema_rs"}) == (0, set())


def test_help_loads_no_engine() -> None:
    code, modules = imported("--help")
    assert (code, modules & {*LAZY, "regorus"}) == (0, set())


def test_check_of_one_contract_stays_in_budget() -> None:
    code, modules = imported("check", "mesh/sales/orders-v2.yaml")
    assert (code, modules & LAZY) == (0, set())


def test_diff_of_two_contracts_stays_in_budget() -> None:
    code, modules = imported("diff", "mesh/sales/orders-v2.yaml", "proposed/orders-v2.yaml")
    assert (code, modules & LAZY) == (1, set())
