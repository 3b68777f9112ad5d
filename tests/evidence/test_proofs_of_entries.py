"""Proofs of single entries, and their check where there is no log."""

import json
from typing import Any

import pytest

from meshgov.errors import InputError
from meshgov.evidence import canonical, merkle, notes, prove
from meshgov.evidence.keys import trusted
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Checkpoint, Draft


def held(log: SqliteLog, size: int, source: str = "cp.txt") -> Checkpoint:
    leaves = [merkle.leaf(row.text) for row in log.entries()][:size]
    made = notes.checkpoint(log.origin, size, merkle.root(leaves))
    return notes.parse(notes.signed(made.text, []), source)


def made(log: SqliteLog, seq: int, *given: Any) -> bytes:
    return canonical.encode(prove.as_object(prove.prove(log, seq, *given)))


def check(data: bytes, *pins: Checkpoint, keys: Any = ()) -> tuple[Any, ...]:
    seq, now, pinned, found = prove.check(data, "p", pins, keys)
    return seq, now.size, [one.holds for one in pinned], [one.kind for one in found]


@pytest.mark.parametrize("seq", range(1, 11))
def test_every_entry_is_proved(ten: SqliteLog, seq: int) -> None:
    assert check(made(ten, seq)) == (seq, 10, [], [])
    assert prove.head(ten).size == 10


def test_a_proof_leads_to_checkpoints(ten: SqliteLog) -> None:
    old = held(ten, 4, "old")
    data = made(ten, 9, (), old)
    assert check(data, old, held(ten, 10)) == (9, 10, [True, True], [])
    assert check(data, held(ten, 5)) == (9, 10, [False], ["rewritten"])
    assert check(made(ten, 9), old) == (9, 10, [False], ["rewritten"])


def test_a_signed_proof(ten: SqliteLog, keys: Any) -> None:
    data = made(ten, 3, [keys.signer(1)])
    seq, _, pinned, found = prove.check(data, "p", (), trusted([(keys.public(1), "")]))
    assert (seq, [one.signed_by for one in pinned], found) == (
        3,
        [(str(keys.signer(1).public),)],
        (),
    )
    assert check(data, keys=trusted([(keys.public(2), "")]))[3] == ["unknown-key"]


def test_a_changed_proof_fails(ten: SqliteLog) -> None:
    whole = json.loads(made(ten, 3))
    for edit in ({"seq": 4}, {"entry": whole["entry"].replace("jane", "joan")}, {"path": []}):
        assert check(json.dumps({**whole, **edit}).encode())[3] == ["altered"]


def test_what_is_not_in_the_log_is_not_proved(ten: SqliteLog) -> None:
    for seq in (0, 11):
        with pytest.raises(InputError, match=f"there is no entry {seq}"):
            prove.prove(ten, seq)
    foreign = notes.checkpoint("example.com/mesh", 4, bytes(32))
    late = held(ten, 10)
    for since in (foreign, notes.checkpoint("example.com/mesh", 11, late.root)):
        with pytest.raises(InputError, match="the log did not grow out of"):
            prove.prove(ten, 1, (), since)
    ten.append([Draft("run", "jane", {})], "2026-11-24T10:00:00Z")
    assert check(made(ten, 11, (), late), late) == (11, 11, [True], [])


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"seq":1,"entry":"","path":["!"]}', '{"seq":1,"entry":1}']
)
def test_what_is_no_proof(text: str) -> None:
    with pytest.raises(InputError, match="p is no proof"):
        check(text.encode())


def test_a_proof_of_another_version_is_no_proof(ten: SqliteLog) -> None:
    whole = json.loads(made(ten, 3))
    for edit in ({"schema": "other"}, {"seq": True}, {"since": {}}):
        with pytest.raises(InputError, match="p is no proof"):
            check(json.dumps({**whole, **edit}).encode())
