"""What tests of the shipped policies share: the bench that makes inputs of examples."""

from pathlib import Path

import pytest

from meshgov.app.bench import Bench
from meshgov.policy import pack as packs

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench(packs.build(str(POLICIES)))
