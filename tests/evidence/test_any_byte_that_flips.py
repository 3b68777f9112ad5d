"""Whatever byte flips, nothing is verified that isn't what it was: in files, notes and records."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshgov.errors import MeshgovError
from meshgov.evidence import canonical, envelope, merkle, notes, prove, record, verify
from meshgov.evidence.keys import trusted
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import statements
from meshgov.model.evidence import Checkpoint, Draft, RunFacts, Stored
from meshgov.model.verdict import Verdict

NOW = "2026-11-23T10:00:00Z"
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Held(NamedTuple):
    """A log, its rows, and a checkpoint that somebody else has."""

    data: bytes
    rows: list[Stored]
    pin: Checkpoint
    place: Path


@pytest.fixture
def held(tmp_path: Path) -> Held:
    path = tmp_path / "a.db"
    with SqliteLog(str(path), write=True, origin="a/m") as log:
        for number in range(20):
            log.append([Draft("run", "jane", {"n": number}, once=f"r:{number}")], NOW)
        rows = list(log.entries())
    made = notes.checkpoint("a/m", 20, merkle.root([merkle.leaf(one.text) for one in rows]))
    pin = notes.parse(notes.signed(made.text, []), "cp")
    return Held(path.read_bytes(), rows, pin, tmp_path / "b.db")


def flipped(data: bytes, places: list[tuple[float, int]]) -> bytes:
    """``data`` with some bits turned over; a place is a part of its length."""
    made = bytearray(data)
    for part, bit in places:
        made[int(part * len(made))] ^= 1 << bit
    return bytes(made)


PLACES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=4
)


@SHARED
@given(places=PLACES)
def test_of_a_log(held: Held, places: list[tuple[float, int]]) -> None:
    held.place.write_bytes(flipped(held.data, places))
    for end in ("-wal", "-shm"):
        Path(f"{held.place}{end}").unlink(missing_ok=True)
    with suppress(MeshgovError), SqliteLog(str(held.place)) as log:
        if not verify.verify(log, None, [held.pin]).tampering:
            assert list(log.entries()) == held.rows


@SHARED
@given(places=PLACES)
def test_of_a_checkpoint(held: Held, keys: Any, places: list[tuple[float, int]]) -> None:
    text = notes.signed(held.pin.text, [keys.signer(1, "a/m")])
    with suppress(MeshgovError, UnicodeDecodeError):
        found = notes.parse(flipped(text.encode(), places).decode(), "cp")
        good, _ = notes.check(found, [keys.signer(1, "a/m").public], None)
        assert not good or found.text == held.pin.text


@SHARED
@given(places=PLACES, seq=st.integers(1, 20))
def test_of_a_proof(held: Held, keys: Any, places: list[tuple[float, int]], seq: int) -> None:
    held.place.write_bytes(held.data)
    with SqliteLog(str(held.place)) as log:
        made = prove.as_object(prove.prove(log, seq, [keys.signer(1, "a/m")]))
    known = [keys.signer(1, "a/m").public]
    with suppress(MeshgovError):
        data = flipped(canonical.encode(made), places)
        number, now, pins, bad = prove.check(data, "p", [held.pin], known)
        if not bad:
            assert json.loads(data)["entry"] == held.rows[number - 1].text.decode()
            assert (now.size, bool(pins)) == (20, True)


@pytest.fixture
def sealed(verdict: Verdict, keys: Any) -> bytes:
    first = next(iter(statements(verdict, RunFacts("r-1", "jane", "1.0.0"))))
    return envelope.seal(first, [keys.signer(1)])


@SHARED
@given(places=PLACES)
def test_of_a_record(sealed: bytes, keys: Any, places: list[tuple[float, int]]) -> None:
    known = trusted([(keys.public(1), "")])
    payload = envelope.unseal(sealed, "")[0]
    with suppress(MeshgovError):
        found = record.read(flipped(sealed, places), "r", known)
        assert found.payload == canonical.digest(payload)
