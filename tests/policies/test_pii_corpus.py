"""The written corpus of columns: what pii_unmarked must reach on both of its halves."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench/pii.py"
LEAST = 0.97


@pytest.fixture(scope="module")
def pii() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_pii", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["development", "held_out"])
def test_precision_and_recall(pii: ModuleType, half: str) -> None:
    result = pii.score(pii.read(half))
    assert result.precision >= LEAST, [entry.text for entry in result.false]
    assert result.recall >= LEAST, [entry.text for entry in result.missed]


def test_the_halves_share_nothing(pii: ModuleType) -> None:
    halves = [{entry.text for entry in pii.read(half)} for half in ("development", "held_out")]
    assert halves[0] & halves[1] == set()
    assert sum(map(len, halves)) > 3000
