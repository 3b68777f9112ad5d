"""Writes ``policies/capabilities.json``: what OPA declares of the built-ins that rules may call.

Needs ``opa`` on PATH. The list itself stands in ``src/meshgov/engine/builtins.py``; run this after
changing it. ``opa check --capabilities policies/capabilities.json`` then holds every rule to it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from meshgov.engine.builtins import ALLOWED, OPERATORS

TARGET = Path(__file__).resolve().parent.parent / "policies" / "capabilities.json"
FEATURES = ["rego_v1"]  # what regorus reads too: no templates in texts, no keywords of a later Rego


def reduced(capabilities: dict[str, Any]) -> dict[str, Any]:
    """OPA's capabilities without all that rules may not use; no rule may reach a network host."""
    names = ALLOWED | OPERATORS
    builtins = [one for one in capabilities["builtins"] if one["name"] in names]
    missing = names - {one["name"] for one in builtins}
    if missing:
        raise SystemExit(f"this opa doesn't have {', '.join(sorted(missing))}")
    return {
        "allow_net": [],
        "builtins": sorted(map(without_words, builtins), key=lambda one: str(one["name"])),
        "features": FEATURES,
        "future_keywords": [],
    }


def without_words(node: Any) -> Any:
    """``node`` without descriptions, which change from one OPA to the next."""
    if isinstance(node, dict):
        return {name: without_words(value) for name, value in node.items() if name != "description"}
    return [without_words(one) for one in node] if isinstance(node, list) else node


def main() -> None:
    """Write the file."""
    said = subprocess.run(
        ("opa", "capabilities", "--current"), capture_output=True, text=True, check=True
    )
    text = json.dumps(reduced(json.loads(said.stdout)), indent=2, sort_keys=True)
    TARGET.write_text(f"{text}\n", encoding="utf-8")
    print(f"{TARGET}: {len(ALLOWED)} built-ins")


if __name__ == "__main__":
    main()
