"""``import meshgov``: the same verdicts as the command line, without it."""

import json
import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import meshgov

EXAMPLES = Path(__file__).parents[2] / "examples"
PUBLISHED = EXAMPLES / "mesh/sales/orders-v2.yaml"
ORDERS = EXAMPLES / "proposed/orders-v2.yaml"
NOW = "2026-11-23"


def rules(verdict: meshgov.Verdict) -> list[str]:
    """The rules that block, in the order of their findings."""
    found = (finding for contract in verdict.contracts for finding in contract.findings)
    return [finding.rule for finding in found if finding.blocking]


def test_a_path_a_text_and_a_mapping_are_judged_alike() -> None:
    bare = {"name": "bare", "version": "1.0.0", "owner": {"team": "x"}}
    wanted = [
        "data_classification/classification_missing",
        "data_retention/retention_missing",
        "schema_validation/schema_missing",
    ]
    text = json.dumps(bare)
    with meshgov.Engine() as engine:
        assert rules(engine.check(bare, now=NOW)) == wanted
        assert rules(engine.check(text, now=NOW)) == wanted
        assert rules(engine.check(ORDERS, now=NOW)) == []


def test_check_with_a_base_reports_the_diff_too() -> None:
    verdict = meshgov.check(ORDERS, base=PUBLISHED, now=datetime(2026, 11, 23, tzinfo=UTC))
    (contract,) = verdict.contracts
    assert verdict.exit_code == 1
    assert rules(verdict) == [
        "breaking_changes/version_bump_insufficient",
        "breaking_changes/deprecation_notice_required",
        "breaking_changes/migration_guide_required",
    ]
    assert contract.diff == meshgov.diff(PUBLISHED, ORDERS, now=NOW)


def test_diff_says_the_version() -> None:
    found = meshgov.diff(PUBLISHED, ORDERS, now=NOW)
    assert isinstance(found, meshgov.Diff)
    assert (found.declared_bump, found.required_bump, found.suggested_version, found.breaking) == (
        "minor",
        "major",
        "3.0.0",
        True,
    )


def test_diff_takes_git_refs_and_obeys_transitive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    bare = {"name": "o", "owner": {"team": "a"}}
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for version in ("1.0.0", "1.1.0"):
        Path("o.yaml").write_text(
            json.dumps({**bare, "version": version, "retention_days": int(version[2]) + 1})
        )
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", version]):
            subprocess.run(["git", *who, *arguments], check=True)
    new = {**bare, "version": "1.2.0", "retention_days": 1}
    found = meshgov.diff("HEAD:o.yaml", new, now=NOW)
    assert (found.base.ref, found.base.version, found.suggested_version) == (
        "HEAD",
        "1.1.0",
        "2.0.0",
    )

    Path("g.yaml").write_text("governance: {parameters: {breaking_changes: {transitive: true}}}\n")
    step = {**new, "version": "1.1.1"}
    found = meshgov.diff(step, new, governance="g.yaml", now=NOW)
    assert (found.base.ref, found.base.version) == ("1.1.0", "1.1.0")
    with pytest.raises(meshgov.MeshgovError, match="is a folder"):
        meshgov.diff(tmp_path, new)
    with pytest.raises(meshgov.MeshgovError, match=r"there is no file \./-"):
        meshgov.diff("-", new)


def test_errors_are_ours() -> None:
    with pytest.raises(meshgov.MeshgovError, match="there is no file"):
        meshgov.check("gone.yaml")
    with pytest.raises(meshgov.MeshgovError, match="not a data contract"):
        meshgov.check({"title": "x"})
    with pytest.raises(meshgov.MeshgovError, match="holds set, which JSON doesn't know"):
        meshgov.check({"name": {1, 2}})
    with meshgov.Engine() as engine, pytest.raises(meshgov.MeshgovError, match="brings its own"):
        meshgov.check(ORDERS, engine=engine, governance="governance.yaml")


@pytest.mark.parametrize("name", ["OPA", "embeded", ""])
def test_an_engine_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(meshgov.MeshgovError, match="there is no engine called"):
        meshgov.Engine(engine=name)


@pytest.mark.parametrize("deadline", [0.0, -1.0, float("inf"), float("nan")])
def test_a_deadline_that_is_none_is_refused(deadline: float) -> None:
    with pytest.raises(meshgov.MeshgovError, match="a deadline of"):
        meshgov.Engine(deadline=deadline)


def test_a_severity_that_there_is_not_is_refused() -> None:
    with pytest.raises(meshgov.MeshgovError, match="fail_on can't be 'Error'"):
        meshgov.Engine(fail_on="Error")


def test_what_is_no_contract_is_refused_in_a_sentence() -> None:
    circle: dict[str, Any] = {"name": "x"}
    circle["self"] = circle
    sources: list[Any] = [None, [], 5, circle, {"name": 10**5000}, {("a",): 1}]
    with meshgov.Engine() as engine:
        for source in sources:
            with pytest.raises(meshgov.MeshgovError, match="a contract"):
                engine.check(source)


def test_a_date_is_its_midnight() -> None:
    verdict = meshgov.check(ORDERS, now=date(2026, 11, 23))
    assert verdict.evaluated_at == "2026-11-23T00:00:00Z"


def test_the_governance_of_an_engine_holds() -> None:
    with meshgov.Engine(governance=EXAMPLES / "governance.yaml", fail_on="warning") as engine:
        verdict = meshgov.check(ORDERS, engine=engine, now=NOW)
        assert verdict.verdict == "pass"
        assert [Path(one).name for one in verdict.pack_sources] == ["builtin", "policies"]


OLD = {
    "name": "orders",
    "version": "1.0.0",
    "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "int32"}]},
}
NEW = {
    **OLD,
    "version": "1.1.0",
    "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "int64"}]},
}


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    file = tmp_path / "consumers.yaml"
    file.write_text("consumers: [{consumer: report, product: orders, fields: [id, nn]}]\n")
    return file


def test_consumers_are_named_and_known_ones_lower(readers: Path) -> None:
    (anybody,) = meshgov.diff(OLD, NEW, consumers_files=[readers], now=NOW).changes
    (known,) = meshgov.diff(OLD, NEW, consumers="known", consumers_files=[readers], now=NOW).changes
    assert (anybody.id, anybody.level, known.level) == (
        "field-type-widened",
        "dangerous",
        "compatible",
    )
    removed = {**NEW, "version": "2.0.0", "schema": {"fields": NEW["schema"]["fields"][1:]}}  # type: ignore[index]
    found = meshgov.diff(OLD, removed, consumers_files=[readers], now=NOW).changes
    assert {change.id: change.consumers for change in found} == {
        "field-removed": ("report",),
        "field-type-widened": (),
    }


def test_consumers_of_an_engine_count_where_there_is_a_base(readers: Path) -> None:
    with meshgov.Engine(consumers="known", consumers_files=[readers]) as engine:
        (alone,) = engine.check(NEW, now=NOW).contracts
        (compared,) = engine.check(NEW, base=OLD, now=NOW).contracts
        assert alone.notes == ()
        assert [note.message for note in compared.notes] == [
            "report reads `nn`, and orders has no such field"
        ]
        with pytest.raises(meshgov.MeshgovError, match="brings its own"):
            meshgov.diff(OLD, NEW, engine=engine, consumers="known")


def test_consumers_that_cannot_be_known_are_refused(tmp_path: Path) -> None:
    with pytest.raises(meshgov.MeshgovError, match="consumers can't be 'all'"):
        meshgov.diff(OLD, NEW, consumers="all")
    with pytest.raises(meshgov.MeshgovError, match="nothing says who the consumers are"):
        meshgov.Engine(consumers="known")
    with pytest.raises(meshgov.MeshgovError, match="no-such-file"):
        meshgov.Engine(consumers_files=[tmp_path / "no-such-file.yaml"])


def test_only_the_interface_is_offered() -> None:
    assert sorted(meshgov.__all__) == [
        "Diff", "Engine", "MeshgovError", "Verdict", "__version__", "check", "diff",
    ]  # fmt: skip
    with pytest.raises(AttributeError):
        meshgov.nothing  # noqa: B018  # the access is the test
