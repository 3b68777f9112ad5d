"""Records come into a log once each, in any order, and what is missing is named."""

import itertools
import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from meshgov.errors import ConfigurationError
from meshgov.evidence import entries, envelope, ingest, record, verify
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import trusted
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import statements
from meshgov.model.evidence import Record, RunFacts
from meshgov.model.verdict import Verdict

NOW = "2026-11-23T12:00:00Z"
FACTS = RunFacts("run-7-1", "jane", "1.2.3", url="https://ci.example.com/7")


@pytest.fixture
def records(verdict: Verdict, keys: Any) -> list[Record]:
    sealed = [envelope.seal(one, [keys.signer(1)]) for one in statements(verdict, FACTS)]
    known = trusted([(keys.public(1), "")])
    return [record.read(one, f"r:{place}", known) for place, one in enumerate(sealed, 1)]


def told(log: SqliteLog) -> list[str]:
    read = [entries.read(row.text) for row in log.entries()]
    return [f"{one.kind} {one.body.get('product', '')}".strip() for one in read]


def test_entries_of_a_run(log: SqliteLog, store: Store, records: list[Record]) -> None:
    done = ingest.ingest(log, store, records, NOW)
    assert (done.recorded, done.duplicates, done.unsigned) == (2, (), 0)
    assert told(log) == [
        "policy-release", "run", "waiver-use orders", "verdict orders", "verdict customers",
    ]  # fmt: skip
    pack, run, waiver, verdict, _ = (entries.read(row.text) for row in log.entries())
    assert (pack.body, pack.once) == (
        {"pack": "sha256:" + "3" * 64, "rules": 6},
        "policy-release:sha256:" + "3" * 64,
    )
    assert run.body == {
        "id": "run-7-1", "command": "gate", "verdict": "fail", "exit_code": 1, "contracts": 2,
        "failed": 1, "evaluated_at": "2026-11-23T10:00:00Z", "commit": None, "repository": None,
        "url": "https://ci.example.com/7",
    }  # fmt: skip
    assert waiver.body == {
        "waiver": "WVR-0001", "rule": "b/waived", "product": "orders", "run": "run-7-1",
        "contract": "sha256:" + "1" * 64, "record": records[0].payload, "expires": "2026-12-01",
        "approver": "ann", "requested_by": None,
    }  # fmt: skip
    assert verdict.body["rules"] == {
        "fail": ["a/failed"], "not-applicable": 1, "not-tested": 1, "pass": 1,
        "waived": ["b/waived"], "warn": ["c/warned"],
    }  # fmt: skip
    assert (verdict.body["result"], verdict.body["signed_by"]) == (
        "fail",
        list(records[0].signed_by),
    )
    assert store.get(verdict.contents[0].digest) == records[0].envelope
    assert verify.verify(log, store).tampering == ()


def test_any_order_gives_the_same_entries_once(
    tmp_path: Any, store: Store, records: list[Record]
) -> None:
    for number, order in enumerate(itertools.permutations([*records, records[0]])):
        with SqliteLog(str(tmp_path / f"{number}.db"), write=True) as log:
            done = [ingest.ingest(log, store, [one], NOW) for one in order]
            assert sum(one.recorded for one in done) == 2
            assert [source for one in done for source in one.duplicates] == ["r:1"]
            assert sorted(told(log)) == [
                "policy-release", "run", "verdict customers", "verdict orders", "waiver-use orders",
            ]  # fmt: skip


def test_batches(log: SqliteLog, store: Store, records: list[Record], monkeypatch: Any) -> None:
    twice = ingest.ingest(log, store, [records[0], records[0]], NOW)
    assert (twice.recorded, twice.duplicates) == (1, ("r:1",))
    monkeypatch.setattr(ingest, "_BATCH", 1)
    done = ingest.ingest(log, store, [*records, *records], NOW)
    assert (done.recorded, done.duplicates) == (1, ("r:1", "r:1", "r:2"))


def test_nothing_personal_enters_the_log(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    ingest.ingest(log, store, records, NOW)
    base = sqlite3.connect(log.path)
    written = "\n".join(base.iterdump())
    base.close()
    for word in ("Doe", "@example.com", "away until spring", "user:"):
        assert word not in written
    assert any(b"RG9l" in one.envelope or b"payload" in one.envelope for one in records)


def test_an_actor_with_an_address_is_refused(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    run = {**records[0].run, "actor": "jane@example.com"}
    with pytest.raises(ConfigurationError, match="is no login"):
        ingest.ingest(log, store, [replace(records[0], run=run)], NOW)
    assert log.size() == 0


def test_paths_and_urls_give_nobody_away(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    places = ["sales/a.yaml", "/srv/jane/b.yaml", "~jane/c.yaml", "C:\\jane\\d.yaml", "../jane/e"]
    run = {**records[1].run, "url": "https://jane:secret@ci.example.com/7"}
    many = [replace(records[1], run=run, path=path, payload=f"sha256:{path}") for path in places]
    ingest.ingest(log, store, many, NOW)
    bodies = [entries.read(row.text).body for row in log.entries()]
    assert [one["path"] for one in bodies if "path" in one] == [
        "sales/a.yaml", "b.yaml", "c.yaml", "d.yaml", "e",
    ]  # fmt: skip
    assert bodies[1]["url"] == "https://ci.example.com/7"


def test_what_was_erased_does_not_come_back(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    ingest.ingest(log, store, records, NOW)
    digest = entries.read(list(log.entries())[3].text).contents[0].digest
    assert store.erase(digest)
    done = ingest.ingest(log, store, records, NOW)
    assert (done.duplicates, store.state(digest)) == (("r:1", "r:2"), "missing")


def test_a_run_told_in_two_ways_is_two_entries(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    other = replace(records[1], run={**records[1].run, "verdict": "pass"})
    ingest.ingest(log, store, [records[0], other], NOW)
    assert told(log).count("run") == 2


def test_unsigned_records_are_counted(log: SqliteLog, store: Store, records: list[Record]) -> None:
    done = ingest.ingest(log, store, [replace(records[0], signed_by=())], NOW)
    assert (done.recorded, done.unsigned) == (1, 1)


def test_policies_are_released_once_each(
    log: SqliteLog, store: Store, verdict: Verdict, keys: Any
) -> None:
    known = trusted([(keys.public(1), "")])
    for number, pack in enumerate("343"):
        facts = replace(FACTS, id=f"run-{number}")
        judged = replace(verdict, pack_digest="sha256:" + pack * 64)
        for one in statements(judged, facts):
            read = record.read(envelope.seal(one, [keys.signer(1)]), "r", known)
            ingest.ingest(log, store, [read], NOW)
    found = [entries.read(row.text) for row in log.entries()]
    released = [one.body["pack"] for one in found if one.kind == "policy-release"]
    assert released == ["sha256:" + "3" * 64, "sha256:" + "4" * 64]
    assert verify.verify(log, store).tampering == ()
