"""Every file in cases/consumers is a consumers file; beside it stands what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.load.document import parse
from meshgov.policy import consumers

CASES = sorted((Path(__file__).parent / "cases" / "consumers").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(
    case: Path,
    outcome: Callable[[Callable[[], Any]], Any],
    schema: Callable[[str], dict[str, Any]],
) -> None:
    document = parse(case.read_bytes(), "consumers.yaml")

    def read() -> Any:
        return {"readings": [asdict(one) for one in consumers.resolve(document)]}

    found = json.loads(json.dumps(outcome(read)))
    assert found == json.loads(case.with_suffix(".json").read_text("utf-8"))
    # The published schema refuses what is refused here, and nothing else.
    validator = jsonschema.Draft202012Validator(schema("consumers.schema.json"))
    assert validator.is_valid(document.value) == ("errors" not in found)
