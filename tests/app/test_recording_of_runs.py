"""A run goes into a log, or into a file of records; both ways lead to the same entries."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.app import audit, evidence_of_runs, records
from meshgov.app.audit import AuditSettings
from meshgov.app.check import check
from meshgov.app.governed import govern
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.errors import ConfigurationError, EngineError
from meshgov.evidence import entries
from meshgov.model.evidence import RunFacts
from meshgov.model.verdict import Verdict

NOW = "2026-11-23T10:00:00Z"
FACTS = RunFacts("run-1", "jane", "1.0.0")
PRIVATE = (
    Ed25519PrivateKey.from_private_bytes(bytes(32))
    .private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    .decode()
)


@pytest.fixture
def verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    monkeypatch.chdir(tmp_path)
    for name in ("orders", "customers"):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\nversion: '1.0.0'\n")
    settings = RunSettings(now=NOW, engine=EngineSettings(name="embedded"))
    return check(["orders.yaml", "customers.yaml"], govern(settings)).verdict


def kept(settings: AuditSettings) -> list[bytes]:
    with settings.open() as log:
        assert audit.verify(settings, (), contents=True).tampering == ()
        return [row.text for row in log.entries()]


def test_both_ways_are_one(verdict: Verdict) -> None:
    straight = AuditSettings("a.db", NOW, signing=PRIVATE)
    assert records.record_run(straight, verdict, FACTS).recorded == 2
    records.write_records(straight, verdict, FACTS, "records.jsonl")
    ingested = AuditSettings("b.db", NOW)
    done = records.ingest(ingested, ["records.jsonl"], None, unsigned=True, origin=None)
    assert (done.recorded, done.unsigned) == (2, 2)
    first, second = (
        [{**entries.read(text).body, "signed_by": 0} for text in kept(one)]
        for one in (straight, ingested)
    )
    assert first == second
    again = records.ingest(straight, ["records.jsonl"], None, unsigned=True, origin=None)
    assert (again.recorded, len(again.duplicates)) == (0, 2)
    assert records.record_run(straight, verdict, FACTS).recorded == 0


def test_without_a_key_nothing_is_signed(verdict: Verdict) -> None:
    settings = AuditSettings("a.db", NOW)
    assert records.record_run(settings, verdict, FACTS).unsigned == 2
    assert entries.read(kept(settings)[-1]).body["signed_by"] == []


def test_an_actor_with_a_name_leaves_no_file(verdict: Verdict, tmp_path: Path) -> None:
    facts = RunFacts("run-1", "Jane Doe", "1.0.0")
    before = sorted(tmp_path.iterdir())
    for attempt in (
        lambda: records.write_records(AuditSettings("a.db", NOW), verdict, facts, "r.jsonl"),
        lambda: records.record_run(AuditSettings("a.db", NOW), verdict, facts),
    ):
        with pytest.raises(ConfigurationError, match="is no login"):
            attempt()
    assert sorted(tmp_path.iterdir()) == before


def test_who_is_nobody_where_nothing_says_who(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise KeyError("uid")

    def lacks(*_: object) -> None:
        raise EngineError("there is no git")

    monkeypatch.setattr(evidence_of_runs, "getuser", fails)
    monkeypatch.setattr(evidence_of_runs.gitcall, "call", lacks)
    facts = evidence_of_runs.facts("check", {})
    assert (facts.actor, facts.commit, facts.url) == ("unknown", None, None)
