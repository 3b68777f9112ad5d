"""Signatures that are right in the wrong place, and notes and envelopes that stretch the form."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from meshgov.errors import InputError
from meshgov.evidence import envelope, notes, record
from meshgov.evidence.keys import trusted
from meshgov.evidence.record import RefusedError
from meshgov.evidence.statement import statements
from meshgov.model.evidence import RunFacts
from meshgov.model.verdict import Verdict

ROOT = bytes(range(32))
TEXT = notes.checkpoint("a/m", 5, ROOT).text


def note(keys: Any, *numbers: int) -> str:
    return notes.signed(TEXT, [keys.signer(one, "a/m") for one in numbers])


def checked(text: str, keys: Any) -> tuple[int, list[str]]:
    """How many known keys signed, and what is wrong."""
    good, bad = notes.check(notes.parse(text, "cp"), [keys.signer(1, "a/m").public], None)
    return len(good), [one.kind for one in bad]


def test_a_key_counts_once_and_others_are_no_harm(keys: Any) -> None:
    assert checked(note(keys, 1, 1), keys) == (1, [])
    assert checked(note(keys, 2, 1, 3), keys) == (1, [])
    assert checked(note(keys, 2, 3), keys) == (0, ["unknown-key"])


def test_one_good_signature_does_not_excuse_a_bad_one_of_the_same_key(keys: Any) -> None:
    other = notes.signed(TEXT.replace("5", "6"), [keys.signer(1, "a/m")]).splitlines()[-1]
    assert checked(f"{note(keys, 1)}{other}\n", keys) == (1, ["signature"])


def stretched(keys: Any, edit: Callable[[bytes], bytes]) -> str:
    head, line = note(keys, 1).rstrip("\n").rsplit(" ", 1)
    return f"{head} {base64.b64encode(edit(base64.b64decode(line))).decode()}\n"


EDITS: dict[str, tuple[Callable[[bytes], bytes], tuple[int, list[str]]]] = {
    "a byte more": (lambda one: one + b"\0", (0, ["signature"])),
    "a byte less": (lambda one: one[:-1], (0, ["signature"])),
    "a bit": (lambda one: one[:-1] + bytes([one[-1] ^ 1]), (0, ["signature"])),
    "another id": (lambda one: b"\0\0\0\0" + one[4:], (0, ["unknown-key"])),
    # The same signature plus the order of the group: Ed25519 as RFC 8032 has it refuses that.
    "another S": (
        lambda one: one[:36] + (int.from_bytes(one[36:], "little") + ORDER).to_bytes(32, "little"),
        (0, ["signature"]),
    ),
}
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("edit", "expected"), EDITS.values(), ids=EDITS)
def test_signatures_of_notes(
    keys: Any, edit: Callable[[bytes], bytes], expected: tuple[int, list[str]]
) -> None:
    assert checked(stretched(keys, edit), keys) == expected


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: f"evil\n{text}",
        lambda text: text.replace("\n\n", "\n\n\n"),
        lambda text: text.replace("\n5\n", "\n+5\n"),
        lambda text: text.replace("\n5\n", "\n\u0665\n"),
        lambda text: text.replace("\n5\n", f"\n{2**64}\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\u2014 a/m", "\u2014 a/m\u00a0"),
        lambda text: text.replace("\u2014 ", "-- "),
    ],
    ids=range(8),
)
def test_texts_that_are_no_notes(keys: Any, edit: Callable[[str], str]) -> None:
    with pytest.raises(InputError, match="cp is no checkpoint"):
        notes.parse(edit(note(keys, 1)), "cp")


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("\n\n", "\nextra\n\n"),
        lambda text: text.replace("a/m\n5", "a/m\u2028\n5"),
        lambda text: text.replace("a/m\n5", "A/m\n5"),
        lambda text: text.replace("\n5\n", "\n4\n"),
    ],
    ids=range(4),
)
def test_notes_that_say_something_else(keys: Any, edit: Callable[[str], str]) -> None:
    assert checked(edit(note(keys, 1)), keys) == (0, ["signature"])


@pytest.fixture
def sealed(verdict: Verdict, keys: Any) -> dict[str, Any]:
    first = next(iter(statements(verdict, RunFacts("r-1", "jane", "1.0.0"))))
    found: dict[str, Any] = json.loads(envelope.seal(first, [keys.signer(1)]))
    return found


def read(value: dict[str, Any], keys: Any) -> tuple[str, ...]:
    known = trusted([(keys.public(1), "")])
    return record.read(json.dumps(value).encode(), "r", known).signed_by


def test_more_signatures_and_more_members_are_no_harm(sealed: dict[str, Any], keys: Any) -> None:
    [mine] = sealed["signatures"]
    others = [{"sig": ""}, {"sig": "AAAA", "keyid": mine["keyid"]}]
    for signatures in ([*others, mine], [mine, mine, *others]):
        assert len(read({**sealed, "signatures": signatures, "more": 1}, keys)) == 1
    with pytest.raises(RefusedError, match="no signature of a trusted key fits it"):
        read({**sealed, "signatures": others}, keys)


def test_what_was_signed_as_something_else_is_no_record(sealed: dict[str, Any], keys: Any) -> None:
    """A signature is over the type too, and a checkpoint's key may sign records for a reason."""
    payload = base64.b64decode(sealed["payload"])
    signer = keys.signer(1)
    for text in (
        payload,
        base64.b64encode(payload),
        envelope.encoded("application/json", payload),
        envelope.encoded(envelope.TYPE.upper(), payload),
        envelope.encoded(envelope.TYPE, payload + b" "),
        b"DSSEv1 28 "
        + envelope.TYPE.encode()
        + b" 0"
        + str(len(payload)).encode()
        + b" "
        + payload,
    ):
        sig = base64.b64encode(signer.sign(text)).decode()
        with pytest.raises(RefusedError, match="no signature of a trusted key fits it"):
            read({**sealed, "signatures": [{"sig": sig}]}, keys)


@pytest.mark.parametrize(
    "edit",
    [
        {"payloadType": "application/json"},
        {"payloadType": envelope.TYPE.upper()},
        {"payloadType": f"{envelope.TYPE} "},
        {"payload": ""},
        {"payload": "e30\n="},
        {"payload": None},
        {"signatures": None},
        {"signatures": [{}] },
        {"signatures": [{"sig": "AA==", "keyid": 1}]},
        {"signatures": [{"sig": "AA=="}] * 101},
    ],
    ids=range(10),
)  # fmt: skip
def test_envelopes_that_are_none(sealed: dict[str, Any], keys: Any, edit: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="r is no verdict record"):
        read({**sealed, **edit}, keys)


def test_a_checkpoint_and_a_record_are_never_one_another(sealed: dict[str, Any], keys: Any) -> None:
    payload = base64.b64decode(sealed["payload"])
    with pytest.raises(InputError, match="is no checkpoint"):
        notes.parse(envelope.encoded(envelope.TYPE, payload).decode(), "cp")
    signed = note(keys, 1).splitlines()[-1].rsplit(" ", 1)[1]
    sig = base64.b64encode(base64.b64decode(signed)[4:]).decode()
    with pytest.raises(RefusedError):
        read({**sealed, "signatures": [{"sig": sig}]}, keys)
