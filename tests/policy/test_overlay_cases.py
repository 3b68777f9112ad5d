"""Each overlay in overlays.yaml against the shipped pack: it loads, or errors say both places."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.load.document import parse
from meshgov.policy import governance, pack, parameters
from meshgov.policy.quantities import Units

Outcome = Callable[[Callable[[], Any]], Any]

CASES = yaml.safe_load((Path(__file__).parent / "overlays.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_case(case: dict[str, Any], shipped: str, real_units: Units, outcome: Outcome) -> None:
    said = case.get("global", "parameters: {}")
    above = parse(f"governance:\n  {said}\n".encode(), "governance.yaml")
    lines = case["sales"]
    if lines.startswith("{"):
        lines = "\n".join(f"{key}: {_flow(one)}" for key, one in yaml.safe_load(lines).items())
    below = parse(f"domain: sales\n{lines}\n".encode(), "sales.yaml")
    found = outcome(
        lambda: (
            governance.read(
                above,
                pack.build(shipped),
                parameters.definitions(shipped),
                real_units,
                files={"sales": below},
            ).governance.notices
        )
    )
    errors = found["errors"] if isinstance(found, dict) else []
    assert [f"{one['at']} {one['message']}" for one in errors] == case.get("errors", [])


def _flow(value: Any) -> str:
    """A value on one line."""
    return yaml.safe_dump(value, default_flow_style=True, width=1000).removesuffix("...\n").strip()
