"""The written corpus of columns: what pii_unmarked must reach on each of its parts."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench/pii.py"
LEAST = 0.97
PARTS = (
    "development",
    "held_out",
    "blind_1",
    "blind_2",
    "blind_3",
    "blind_4",
    "blind_5",
    "blind_6",
)


@pytest.fixture(scope="module")
def pii() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_pii", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("part", PARTS)
def test_precision_and_recall(pii: ModuleType, part: str) -> None:
    result = pii.score(pii.read(part))
    assert result.precision >= LEAST, [entry.text for entry in result.false]
    assert result.recall >= LEAST, [entry.text for entry in result.missed]


def test_the_parts_share_nothing(pii: ModuleType) -> None:
    entries = [entry.text for part in PARTS for entry in pii.read(part)]
    assert len(entries) == len(set(entries)) > 5000


def test_every_part_is_judged(pii: ModuleType) -> None:
    written = {path.stem for path in pii.CORPUS.glob("*.yaml")}
    assert written == set(PARTS) == set(pii.PARTS)
