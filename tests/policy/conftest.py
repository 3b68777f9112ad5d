"""What the tests of this stage share: a small pack, real units, and whole results as data."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from meshgov.errors import MeshgovError
from meshgov.formats import units
from meshgov.policy.quantities import Units

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def small() -> str:
    """A pack with four rules, parameters of seven families and two changes."""
    return str(HERE / "small")


@pytest.fixture(scope="session")
def shipped() -> str:
    return str(HERE.parents[1] / "policies")


@pytest.fixture(scope="session")
def schema() -> Callable[[str], dict[str, Any]]:
    def load(name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((HERE.parents[1] / "schemas" / name).read_text())
        return loaded

    return load


@pytest.fixture(scope="session")
def real_units() -> Units:
    return Units(ratio=units.ratio, duration=units.duration)


@pytest.fixture(scope="session")
def outcome() -> Callable[[Callable[[], Any]], Any]:
    """What a call gives, in the shape of the expected files: a result, or all errors."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            found = call()
        except MeshgovError as error:
            return {
                "errors": [
                    {
                        "kind": one.kind,
                        "at": str(one.location) if one.location else None,
                        "message": one.message,
                        "hint": one.hint,
                    }
                    for one in error.each()
                ]
            }
        shown = dataclasses.asdict(found) if dataclasses.is_dataclass(found) else found
        return json.loads(json.dumps(shown))

    return run
