"""Proofs of single entries, and their check where there is no log."""

import json
from dataclasses import replace
from typing import Any

import pytest

from meshgov.errors import InputError
from meshgov.evidence import canonical, merkle, notes, prove
from meshgov.evidence.keys import trusted
from meshgov.evidence.sqlite import SqliteLog
from meshgov.model.evidence import Checkpoint, Draft, Proof


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


def test_a_checkpoint_that_nothing_connects_is_not_held_against_the_log(
    ten: SqliteLog, keys: Any
) -> None:
    """It may well have grown out of it; the proof doesn't say, so it is neither good nor bad."""
    old, known = held(ten, 4, "old"), trusted([(keys.public(1), "")])
    pin = notes.parse(notes.signed(held(ten, 5).text, [keys.signer(1)]), "kept")
    for data in (made(ten, 3), made(ten, 3, (), old), made(ten, 3, [keys.signer(1)])):
        for given in ((), known):
            with pytest.raises(InputError, match=r"^nothing connects the proof to kept$") as caught:
                check(data, pin, keys=given)
            assert caught.value.exit_code == 2
            assert "`meshgov audit prove 3 --since kept`" in str(caught.value.hint)
    with pytest.raises(InputError, match=r"^nothing connects the proof to kept$"):
        check(made(ten, 3, (), old), old, pin)
    early = made(ten, 3)
    ten.append([Draft("run", "jane", {})], "2026-11-24T10:00:00Z")
    with pytest.raises(InputError, match=r"^nothing connects the proof to late$"):
        check(early, held(ten, 11, "late"))


def test_what_is_wrong_outranks_a_checkpoint_that_nothing_connects(
    ten: SqliteLog, keys: Any
) -> None:
    known, pin = trusted([(keys.public(1), "")]), held(ten, 5, "kept")
    broken = spoilt(made(ten, 3), lambda value: value.update(path=[]))
    assert check(broken, pin) == (3, 10, [False], ["altered"])
    forged = spoilt(
        made(ten, 3, [keys.signer(1)]),
        lambda value: value.update(
            checkpoint=notes.signed(held(ten, 10).text, [])
            + notes.signed(held(ten, 9).text, [keys.signer(1)]).split("\n\n")[1]
        ),
    )
    good = notes.parse(notes.signed(pin.text, [keys.signer(1)]), "kept")
    assert check(forged, good, keys=known)[3] == ["signature"]
    assert check(made(ten, 3), pin, keys=known)[3][0] == "unknown-key"


def test_a_checkpoint_of_the_same_size_and_another_root_is_none_of_the_log(ten: SqliteLog) -> None:
    old = held(ten, 4, "old")
    for size, data in ((10, made(ten, 3)), (4, made(ten, 3, (), old))):
        other = notes.checkpoint(ten.origin, size, bytes(32))
        assert check(data, other) == (3, 10, [False], ["rewritten"])
    for edit in (
        lambda value: value["since"].update(path=[]),
        lambda value: value["since"]["path"].reverse(),
        lambda value: value["since"].update(root=value["since"]["path"][0]),
    ):
        data = spoilt(made(ten, 3, (), old), edit)
        assert check(data, old) == (3, 10, [False], ["rewritten"])


def test_a_checkpoint_of_another_log_is_none_of_the_proof(ten: SqliteLog) -> None:
    now = held(ten, 10)
    other = notes.checkpoint("example.com/other", 10, now.root)
    assert check(made(ten, 9), other) == (9, 10, [False], ["rewritten"])


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


def spoilt(data: bytes, edit: Any) -> bytes:
    value = json.loads(data)
    edit(value)
    return json.dumps(value).encode()


def test_a_checkpoint_from_before_an_entry_proves_nothing_about_it(
    ten: SqliteLog, keys: Any
) -> None:
    """Whoever has the log could have added what comes after; the words must not say otherwise."""
    old = notes.parse(notes.signed(held(ten, 4).text, [keys.signer(1)]), "old")
    known = trusted([(keys.public(1), "")])
    for seq, covered in ((3, True), (4, True), (5, False), (9, False)):
        data = made(ten, seq, [keys.signer(1)], old)
        pins = prove.check(data, "p", [old], known)[2]
        assert [(one.covers, bool(one.signed_by)) for one in pins] == [
            (True, True),
            (covered, True),
        ]


def test_a_signature_on_a_pin_that_does_not_hold_is_named(ten: SqliteLog, keys: Any) -> None:
    now = held(ten, 10)
    text = notes.signed(now.text, [keys.signer(1)])
    data = made(ten, 3, [keys.signer(1)])
    known = trusted([(keys.public(1), "")])
    good = notes.parse(text, "cp")
    assert check(data, good, keys=known)[3] == []
    lied = notes.parse(notes.signed(held(ten, 9).text, [keys.signer(1)]), "cp").signatures
    assert check(data, replace(good, signatures=lied), keys=known)[3] == ["signature"]
    assert check(data, now, keys=known)[3] == ["unknown-key"]


def test_a_signed_checkpoint_from_elsewhere_makes_up_for_an_unsigned_proof(
    ten: SqliteLog, keys: Any
) -> None:
    known = trusted([(keys.public(1), "")])
    late, early = (
        notes.parse(notes.signed(held(ten, size).text, [keys.signer(1)]), "cp") for size in (10, 4)
    )
    assert check(made(ten, 9), late, keys=known)[3] == []
    assert check(made(ten, 3, (), early), early, keys=known)[3] == []
    assert check(made(ten, 9, (), early), early, keys=known)[3] == ["unknown-key"]
    spoilt_note = spoilt(
        made(ten, 9, [keys.signer(1)]),
        lambda value: value.update(checkpoint=value["checkpoint"].replace("\n10\n", "\n11\n")),
    )
    assert "signature" in check(spoilt_note, keys=known)[3]


def test_a_key_that_had_ended_before_the_entry(ten: SqliteLog, keys: Any) -> None:
    known = trusted([(f"{keys.signer(1).public.line} - 2026-11-22", "keys")])
    data = made(ten, 3, [keys.signer(1)])
    assert check(data, keys=known)[3] == ["signature"]
    until = trusted([(f"{keys.signer(1).public.line} - 2026-11-23", "keys")])
    assert check(data, keys=until)[3] == []


@pytest.mark.parametrize("edit", [
    lambda entry: {**entry, "seq": 9},
    lambda entry: {"seq": entry["seq"]},
    lambda entry: {**entry, "more": 1},
])  # fmt: skip
def test_a_leaf_that_is_no_such_entry(ten: SqliteLog, edit: Any) -> None:
    """A tree may hold any bytes; what is proved has to be an entry, and that one."""
    rows = [row.text for row in ten.entries()]
    rows[2] = canonical.encode(edit(json.loads(rows[2])))
    leaves = [merkle.leaf(one) for one in rows]
    now = notes.checkpoint(ten.origin, 10, merkle.root(leaves))
    proof = Proof(3, rows[2], merkle.inclusion(leaves, 2), now, notes.signed(now.text, []))
    data = canonical.encode(prove.as_object(proof))
    assert check(data)[3] == ["altered"]


def test_hashes_have_their_length(ten: SqliteLog) -> None:
    old = held(ten, 4)
    data = made(ten, 3, (), old)
    for edit in (
        lambda value: value["path"].append(""),
        lambda value: value["path"].append("AAAA"),
        lambda value: value["since"].update(root="AAAA"),
        lambda value: value["since"]["path"].append("AAAA"),
        lambda value: value["since"].update(size=4.0),
        lambda value: value["since"].update(size="4"),
        lambda value: value.update(entry="\ud800"),
    ):
        with pytest.raises(InputError, match="p is no proof"):
            check(spoilt(data, edit), old)
