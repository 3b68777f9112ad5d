"""Results of quality checks find their contract, or are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import meshgov
from meshgov.cli.main import run
from meshgov.errors import MeshgovError

BASELINE = Path(__file__).resolve().parents[2] / "policies" / "baseline.yaml"
NOW = "2026-11-23"
GATES = [
    "quality_gates/check_failed",
    "quality_gates/critical_check_failed",
    "quality_gates/warning_ratio_exceeded",
]
PASSED = [
    {"name": name, "status": "pass"}
    for name in ("completeness", "freshness", "order_ids_are_unique")
]
Capture = pytest.CaptureFixture[str]


def gates(verdict: meshgov.Verdict) -> list[str]:
    (contract,) = verdict.contracts
    return [rule.result for rule in contract.rules if rule.id in GATES]


def test_without_results_nothing_is_tested() -> None:
    assert gates(meshgov.check(BASELINE, now=NOW)) == ["not-tested"] * 3


@pytest.mark.parametrize("results", [PASSED, {"results": PASSED}])
def test_results_of_the_one_contract(results: Any) -> None:
    assert gates(meshgov.check(BASELINE, results=results, now=NOW)) == ["pass"] * 3
    compared = meshgov.check(BASELINE, base=BASELINE, results=results, now=NOW)
    assert gates(compared) == ["pass"] * 3


def test_checks_that_never_ran_fail() -> None:
    verdict = meshgov.check(BASELINE, results=[], now=NOW)
    assert gates(verdict) == ["fail", "fail", "pass"]


def test_an_engine_takes_new_results_each_time(tmp_path: Path) -> None:
    file = tmp_path / "results.yaml"
    file.write_text(yaml.safe_dump(PASSED))
    with meshgov.Engine() as engine:
        assert gates(engine.check(BASELINE, results=file, now=NOW)) == ["pass"] * 3
        assert gates(engine.check(BASELINE, now=NOW)) == ["not-tested"] * 3


@pytest.mark.parametrize(
    ("version", "covered"),
    [(None, True), (1, True), ("1.4", True), ("v1.4.0", True), ("1.4.1", False), (2, False)],
)
def test_results_of_a_version(version: Any, *, covered: bool) -> None:
    named = [one | {"product": "sales_orders"} for one in PASSED]
    results = [one if version is None else one | {"version": version} for one in named]
    if covered:
        assert gates(meshgov.check(BASELINE, results=results, now=NOW)) == ["pass"] * 3
        return
    with pytest.raises(MeshgovError, match="no contract of this run is called 'sales_orders' in"):
        meshgov.check(BASELINE, results=results, now=NOW)


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ([{"name": "rows", "status": "pass"}], "sales_orders has no quality check 'rows'"),
        ([*PASSED, PASSED[0]], "two results, the first at <results>.json:1:2"),
        ([{"name": "completeness", "status": "ok"}], "status must be one of pass, warn, fail"),
        ([{"name": object()}], "results can't be given so"),
        ("nowhere.yaml", "there is no file nowhere.yaml"),
    ],
)
def test_refused(results: Any, message: str) -> None:
    with pytest.raises(MeshgovError) as refused:
        meshgov.check(BASELINE, results=results, now=NOW)
    assert message in refused.value.message


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two contracts of one shape, and no results yet."""
    monkeypatch.chdir(tmp_path)
    text = BASELINE.read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "b.yaml").write_text(text.replace("name: sales_orders", "name: refunds", 1))
    return tmp_path


def called(two: Path, results: Any, capsys: Capture) -> tuple[int, str]:
    (two / "results.json").write_text(yaml.safe_dump(results, default_flow_style=True))
    (two / "results.json").rename(two / "results.yaml")
    code = run(["check", "a.yaml", "b.yaml", "--results", "results.yaml"])
    return code, capsys.readouterr().err


def test_results_of_one_product_among_two(two: Path, capsys: Capture) -> None:
    code, err = called(two, [one | {"product": "refunds"} for one in PASSED], capsys)
    assert code == 0
    assert "results.yaml has no results for a.yaml: what they measure is not tested" in err


def test_results_that_could_be_anybodys(two: Path, capsys: Capture) -> None:
    code, err = called(two, PASSED, capsys)
    assert code == 2
    assert "results without a product could be those of a.yaml and of b.yaml" in err
    code, err = called(two, [], capsys)
    assert code == 2


def test_two_versions_of_one_product_need_the_version(two: Path, capsys: Capture) -> None:
    text = (two / "a.yaml").read_text()
    (two / "b.yaml").write_text(text.replace("version: 1.4.0", "version: 2.0.0", 1))
    named = [one | {"product": "sales_orders"} for one in PASSED]
    code, err = called(two, named, capsys)
    assert code == 2
    assert "results without a version could be those of a.yaml and of b.yaml" in err
    code, err = called(two, [one | {"version": major} for one in named for major in (1, 2)], capsys)
    assert code == 0


def test_a_product_that_was_not_judged(two: Path, capsys: Capture) -> None:
    code, err = called(two, [one | {"product": "refund"} for one in PASSED], capsys)
    assert code == 2
    assert "results.yaml:1:2: no contract of this run is called 'refund'" in err
    assert err.count("no contract") == 1
