"""Proofs that one entry is in a log, and that a log only grew; and their check without a log."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Final

from meshgov.errors import InputError, joined
from meshgov.evidence import canonical, entries, merkle, notes
from meshgov.evidence.keys import PublicKey, Signer
from meshgov.evidence.log import Log
from meshgov.model.document import Json
from meshgov.model.evidence import Checkpoint, Pinned, Proof, Tampering

SCHEMA: Final = "meshgov/audit-proof/v1"


def head(log: Log) -> Checkpoint:
    """What the log is now; nobody has signed it yet."""
    leaves = [merkle.leaf(row.text) for row in log.entries()]
    return notes.checkpoint(log.origin, len(leaves), merkle.root(leaves))


def prove(
    log: Log, seq: int, signers: Sequence[Signer] = (), since: Checkpoint | None = None
) -> Proof:
    """That entry ``seq`` is in the log as it is now, and that the log grew out of ``since``.

    Raises:
        InputError: the log has no such entry, or never was what ``since`` says.
    """
    rows = list(log.entries())
    leaves = [merkle.leaf(row.text) for row in rows]
    if not 1 <= seq <= len(rows):
        raise InputError(f"there is no entry {seq}", hint=f"the log has {len(rows)} entries")
    now = notes.checkpoint(log.origin, len(leaves), merkle.root(leaves))
    grown = None
    if since is not None:
        if since.size > len(leaves) or merkle.root(leaves[: since.size]) != since.root:
            raise InputError(
                f"the log did not grow out of {since.source}",
                hint="see `meshgov audit verify --pin`",
            )
        grown = since, merkle.consistency(leaves, since.size)
    return Proof(
        seq=seq,
        text=rows[seq - 1].text,
        path=merkle.inclusion(leaves, seq - 1),
        checkpoint=now,
        note=notes.signed(now.text, signers),
        since=grown,
    )


def as_object(proof: Proof) -> dict[str, Json]:
    """The proof as JSON: hashes in base64, the entry as its text, the checkpoint as a note."""
    value: dict[str, Json] = {
        "schema": SCHEMA,
        "seq": proof.seq,
        "entry": proof.text.decode(),
        "path": [_written(one) for one in proof.path],
        "checkpoint": proof.note,
    }
    if proof.since is not None:
        old, path = proof.since
        value["since"] = {"size": old.size, "root": _written(old.root), "path": _all(path)}
    return value


def check(
    data: bytes, source: str, pins: Sequence[Checkpoint], keys: Sequence[PublicKey]
) -> tuple[int, Checkpoint, tuple[Pinned, ...], tuple[Tampering, ...]]:
    """Whether a proof holds, on a machine that has no log.

    Args:
        data: the proof.
        source: where it was read.
        pins: checkpoints that were kept elsewhere; one of them is the proof's own or ``since``.
        keys: those that may have signed the proof's checkpoint.

    Returns:
        The entry's number, the proof's checkpoint, what came of the pins, what doesn't hold.

    Raises:
        InputError: it is no proof, or holds but says nothing about a pin: it has no hashes from
            that size to its own, so the log may have grown out of it or not.
    """
    try:
        value: Any = canonical.decode(data)
        seq, text = value["seq"], value["entry"].encode()
        path = [_hash(one) for one in value["path"]]
        now = notes.parse(value["checkpoint"], f"{source}: checkpoint")
        old = _since(value.get("since"))
        _must_be(value["schema"] == SCHEMA and type(seq) is int)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(
            f"{source} is no proof", hint="give what `meshgov audit prove` printed"
        ) from None
    found: list[Tampering] = []
    time = _time(text, seq)
    if time is None:
        found.append(Tampering("altered", f"what is proved is not entry {seq}", seq))
    elif not merkle.includes(merkle.leaf(text), seq - 1, now.size, path, now.root):
        found.append(Tampering("altered", f"the proof that entry {seq} is in the log fails", seq))
    pinned: list[Pinned] = []
    apart: list[Checkpoint] = []
    for pin in pins:
        one, wrong = _pinned(pin, seq, keys, time, holds=_reaches(pin, now, old))
        found += wrong
        pinned.append(one)
        if _is_apart(pin, now, old):
            apart.append(pin)
        elif not one.holds:
            message = f"the proof doesn't lead to {pin.source}"
            found.append(Tampering("rewritten", message, seq))
    good, bad = notes.check(now, keys, time)
    # A pin that the proof leads to could make up for a signature that it lacks, so that comes last.
    if apart and not found and all(one.kind == "unknown-key" for one in bad):
        raise joined([_unconnected(pin, seq) for pin in apart])
    if good:
        pinned.insert(0, Pinned(now, holds=False, signed_by=good))
    elif not any(one.holds and one.covers and one.signed_by for one in pinned):
        found += bad  # else a signed checkpoint from elsewhere says all that its own could say
    return seq, now, tuple(pinned), tuple(found)


def _pinned(
    pin: Checkpoint, seq: int, keys: Sequence[PublicKey], time: str | None, *, holds: bool
) -> tuple[Pinned, list[Tampering]]:
    """What one checkpoint from elsewhere says about entry ``seq``, and what is wrong with it."""
    covers = pin.size >= seq
    good, bad = notes.check(pin, keys, time if covers else None)
    return Pinned(pin, holds, good, covers), list(bad)


def _unconnected(pin: Checkpoint, seq: int) -> InputError:
    return InputError(
        f"nothing connects the proof to {pin.source}",
        hint=f"make the proof anew: `meshgov audit prove {seq} --since {pin.source}`",
    )


def _time(text: bytes, seq: int) -> str | None:
    """When entry ``seq`` was written, if that is what the text holds."""
    try:
        entry = entries.read(text)
    except ValueError:
        return None
    return entry.time if entry.seq == seq else None


def _reaches(pin: Checkpoint, now: Checkpoint, old: tuple[int, bytes, list[bytes]] | None) -> bool:
    if pin.origin != now.origin:
        return False
    if (pin.size, pin.root) == (now.size, now.root):
        return True
    return (
        old is not None
        and (pin.size, pin.root) == old[:2]
        and merkle.continues(old[0], old[1], now.size, now.root, old[2])
    )


def _is_apart(pin: Checkpoint, now: Checkpoint, old: tuple[int, bytes, list[bytes]] | None) -> bool:
    """Whether the proof has nothing to say about the log at the size of ``pin``."""
    return pin.origin == now.origin and pin.size not in {now.size, old[0] if old else now.size}


def _must_be(fine: bool) -> None:  # noqa: FBT001  # an assertion that -O leaves in
    if not fine:
        raise ValueError


def _since(value: Any) -> tuple[int, bytes, list[bytes]] | None:
    if value is None:
        return None
    _must_be(type(value["size"]) is int)
    return value["size"], _hash(value["root"]), [_hash(one) for one in value["path"]]


def _hash(text: str) -> bytes:
    found = base64.b64decode(text, validate=True)
    _must_be(len(found) == len(merkle.EMPTY))
    return found


def _written(hashed: bytes) -> str:
    return base64.b64encode(hashed).decode()


def _all(path: Sequence[bytes]) -> list[Json]:
    return [_written(one) for one in path]
