"""Checks a whole log, once through: every link, the tree, the pinned checkpoints, the contents.

What is found is named by its entry. What can't be found is a log that its owner wrote anew from
some entry on: only a checkpoint that was kept elsewhere tells.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meshgov.errors import InputError
from meshgov.evidence import entries, merkle, notes, order
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import PublicKey
from meshgov.evidence.log import DamagedError, Log
from meshgov.model.evidence import (
    GENESIS,
    Checkpoint,
    Contents,
    Pinned,
    Stored,
    Tampering,
    Verification,
)

_MOST: Final = 1000
"""Findings that are listed; a wholly different file would give one for every entry."""


def verify(
    log: Log,
    store: Store | None,
    pins: Sequence[Checkpoint] = (),
    keys: Sequence[PublicKey] = (),
) -> Verification:
    """What holds of a log and what doesn't.

    Args:
        log: the log; read once.
        store: its contents; None: they are not looked at.
        pins: checkpoints that were kept elsewhere.
        keys: those that may have signed them.

    Raises:
        MeshgovError: the log or a content can't be read.
    """
    walk = _Walk(pins)
    found = list(walk.through(log))
    named = {one.seq for one in found if one.seq is not None}
    found += (one for one in log.guards() if one.seq not in named)
    pinned, of_pins = _pins(walk, log.origin, pins, keys)
    held, of_contents = _contents(walk, store)
    found += [*of_pins, *of_contents]
    return Verification(
        origin=log.origin,
        size=walk.tree.size,
        root=walk.tree.root().hex(),
        head=walk.head,
        first=walk.first,
        last=walk.last,
        kinds=dict(sorted(walk.kinds.items())),
        contents=held,
        pins=pinned,
        tampering=tuple(sorted(found, key=lambda one: one.seq or 0)[:_MOST]),
    )


@dataclass(slots=True)
class _Row:
    """What the next row is compared with."""

    seq: int = 0
    hash: str = GENESIS
    stored: str = GENESIS
    time: str = ""
    sound: bool = True


class _Walk:
    """One pass over the entries.

    Attributes:
        tree: grows with every row.
        roots, times: at the sizes that somebody pinned.
        contents: digest -> the first and the last entry that name it, and its role.
        erased: digest -> the last entry that tells of its erasure.
    """

    def __init__(self, pins: Iterable[Checkpoint]) -> None:
        self.tree = merkle.Frontier()
        self.head = GENESIS
        self.first: str | None = None
        self.last: str | None = None
        self.kinds: Counter[str] = Counter()
        self.contents: dict[str, tuple[int, int, str]] = {}
        self.erased: dict[str, int] = {}
        self._wanted = {one.size for one in pins}
        self.roots: dict[int, bytes] = {0: merkle.EMPTY}
        self.times: dict[int, str | None] = {0: None}
        self._once: dict[str, int] = {}
        self._claims: list[order.Claim] = []
        self._seen: dict[str, int] = {}

    def through(self, log: Log) -> Iterator[Tampering]:
        """What is wrong with the rows."""
        before = _Row()
        try:
            for row in log.entries():
                found, before = self._row(row, before)
                yield from found
        except DamagedError as error:
            yield Tampering("unreadable", error.message, before.seq + 1)
        yield from order.explain(self._claims)

    def _row(self, row: Stored, before: _Row) -> tuple[list[Tampering], _Row]:
        found: list[Tampering] = []
        hashed = hashlib.sha256(row.text).hexdigest()
        self.tree.add(merkle.leaf(row.text))
        self.head = hashed
        if row.seq <= before.seq:
            message = f"a row stands at {row.seq}, where no entry can be"
            self._keep(None)
            return [Tampering("inserted", message, row.seq)], before
        if row.seq != before.seq + 1:
            found.append(_missing(before.seq + 1, row.seq - 1))
        if hashed != row.hash:
            found.append(_altered(row.seq, "its text doesn't have the hash beside it"))
        value = _parsed(row)
        if value is None:
            if hashed == row.hash:
                found.append(_altered(row.seq, "its text is no entry"))
            self._keep(None)
            return found, _Row(row.seq, hashed, row.hash, before.time, sound=False)
        place = value["seq"] == row.seq
        if not place:
            self._claims.append(order.Claim(row.seq, value["seq"], self._seen.get(hashed)))
        self._seen[hashed] = row.seq
        if place and row.seq == before.seq + 1 and before.sound:
            found += _link(value["prev"], before)
        if place:
            found += self._claims_of(row.seq, value, before)
        self._gather(row.seq, value)
        self._keep(value["time"])
        time = max(before.time, value["time"]) if place else before.time
        return found, _Row(row.seq, hashed, row.hash, time, sound=place)

    def _claims_of(self, seq: int, value: dict[str, Any], before: _Row) -> Iterator[Tampering]:
        """Whether an entry at its place comes after its predecessor, and only once."""
        if value["time"] < before.time:
            message = f"entry {seq} is of {value['time']}, before its predecessor's {before.time}"
            yield Tampering("clock", message, seq)
        mark = value.get("once")
        if mark is not None and self._once.setdefault(mark, seq) != seq:
            message = f"entry {seq} records again what entry {self._once[mark]} recorded"
            yield Tampering("repeated", message, seq)

    def _gather(self, seq: int, value: dict[str, Any]) -> None:
        self.kinds[value["kind"]] += 1
        self.first = self.first or value["time"]
        self.last = value["time"]
        for one in value["contents"]:
            first = self.contents.get(one["digest"], (seq,))[0]
            self.contents[one["digest"]] = (first, seq, one["role"])
        if value["kind"] == "erasure":
            self.erased[str(value["body"].get("digest"))] = seq

    def _keep(self, time: str | None) -> None:
        if self.tree.size in self._wanted:
            self.roots[self.tree.size] = self.tree.root()
            self.times[self.tree.size] = time


def _parsed(row: Stored) -> dict[str, Any] | None:
    try:
        return entries.parse(row.text)
    except ValueError:
        return None


def _missing(first: int, last: int) -> Tampering:
    names = f"entry {first} is" if first == last else f"entries {first} to {last} are"
    return Tampering("missing", f"{names} missing", first, last)


def _altered(seq: int, why: str) -> Tampering:
    return Tampering("altered", f"entry {seq} was altered: {why}", seq)


def _link(prev: str, before: _Row) -> Iterator[Tampering]:
    """Whether an entry follows the one before it; one with a wrong hash was named already."""
    if prev not in {before.hash, before.stored}:
        if before.seq == 0:
            yield _altered(1, "it names a predecessor, and is the first")
        else:
            why = f"entry {before.seq + 1} follows one with another hash"
            yield _altered(before.seq, why)


def _pins(
    walk: _Walk, origin: str, pins: Sequence[Checkpoint], keys: Sequence[PublicKey]
) -> tuple[tuple[Pinned, ...], list[Tampering]]:
    """Each checkpoint against the log, by size, so that a change is narrowed down."""
    pinned: list[Pinned] = []
    found: list[Tampering] = []
    proved = 0
    for pin in sorted(pins, key=lambda one: one.size):
        size = walk.tree.size
        good, bad = notes.check(pin, keys, walk.times.get(pin.size))
        found += bad
        holds = walk.roots.get(pin.size) == pin.root and pin.origin == origin
        pinned.append(Pinned(pin, holds, good))
        if holds:
            proved = pin.size
        elif pin.origin != origin:
            message = f"{pin.source}: a checkpoint of {pin.origin}, and this log is {origin}"
            found.append(Tampering("origin", message))
        elif pin.size > size:
            which = (
                f"entry {pin.size} is"
                if pin.size == size + 1
                else f"entries {size + 1} to {pin.size} are"
            )
            message = f"{which} gone: {pin.source} was made when the log had {pin.size}"
            found.append(Tampering("truncated", message, size + 1, pin.size))
        else:
            first = min(proved + 1, pin.size)
            which = (
                f"entry {first} differs from the one"
                if first == pin.size
                else f"entries {first} to {pin.size} differ from those"
            )
            message = f"{which} that {pin.source} was made of"
            found.append(Tampering("rewritten", message, first, pin.size))
    return tuple(pinned), found


def _contents(walk: _Walk, store: Store | None) -> tuple[Contents, list[Tampering]]:
    """Whether what the entries speak of is still what it was, or was erased as it should be."""
    if store is None:
        return Contents(unchecked=len(walk.contents)), []
    held = erased = 0
    found: list[Tampering] = []
    for digest, (first, last, role) in walk.contents.items():
        state = _state(store, digest)
        gone = walk.erased.get(digest, 0)
        if state == "held":
            held += 1
        elif state == "missing" and gone > last:
            erased += 1
        else:
            said = (
                "is gone, and no entry tells of its erasure"
                if state == "missing"
                else ("is no longer what it was")
            )
            seq = last if gone else first  # an erasure tells of what was there before it
            message = f"the {role} of entry {seq} ({digest[:19]}) {said}"
            found.append(Tampering(f"content-{state}", message, seq))
    return Contents(held, erased), found


def _state(store: Store, digest: str) -> str:
    try:
        return store.state(digest)
    except InputError:  # it is no digest
        return "altered"
