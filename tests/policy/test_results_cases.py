"""Every file in cases/results is a results file; beside it stands what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.formats import units
from meshgov.load.document import parse
from meshgov.policy import results

CASES = sorted((Path(__file__).parent / "cases" / "results").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(
    case: Path,
    outcome: Callable[[Callable[[], Any]], Any],
    schema: Callable[[str], dict[str, Any]],
) -> None:
    document = parse(case.read_bytes(), "results.yaml")

    def read() -> Any:
        found = results.resolve(document, units.threshold)
        return {"results": [asdict(one) | {"location": str(one.location)} for one in found]}

    found = json.loads(json.dumps(outcome(read)))
    assert found == json.loads(case.with_suffix(".json").read_text("utf-8"))
    # The published schema refuses what is refused here, and nothing else.
    validator = jsonschema.Draft202012Validator(schema("quality-results.schema.json"))
    assert validator.is_valid(document.value) == ("errors" not in found)
