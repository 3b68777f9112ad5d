"""The evidence log: entries, checkpoints, records, and what a check of them found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from meshgov.model.document import Json

KINDS: Final = (
    "run",
    "verdict",
    "waiver-use",
    "policy-release",
    "export",
    "error",
    "erasure",
)
"""What an entry may tell of."""

GENESIS: Final = "0" * 64
"""``prev`` of the first entry."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that an entry speaks of and the log doesn't hold.

    Attributes:
        role: what they are: ``contract``, ``record``, ``policy`` ...
        digest: ``sha256:`` and 64 hexadecimal digits.
        size: in bytes.
    """

    role: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What shall become an entry; the log adds number, time and chain.

    Attributes:
        kind: one of :data:`KINDS`.
        actor: login of who did it; never a name or an address.
        body: facts, without a value of anybody's data.
        once: a log takes an entry with this mark a single time; None for as often as it comes.
    """

    kind: str
    actor: str
    body: Mapping[str, Json]
    contents: tuple[Content, ...] = ()
    once: str | None = None


class Stored(NamedTuple):
    """One row of a log, as it lies there; nothing of it is believed yet.

    Attributes:
        seq: its number, from 1.
        text: the entry in RFC 8785 JSON.
        hash: SHA-256 over ``text``, hexadecimal.
    """

    seq: int
    text: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, read. ``hash`` is computed from its text."""

    seq: int
    time: str
    kind: str
    actor: str
    prev: str
    body: Mapping[str, Json]
    contents: tuple[Content, ...]
    once: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line under a note: who signed, and with which key (8 hexadecimal digits)."""

    name: str
    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment.

    Attributes:
        origin: which log.
        size: number of entries.
        root: RFC 6962 root over them, 32 bytes.
        text: the signed part of the note.
        source: file that it was read from, for people.
    """

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[Signature, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """What came of one checkpoint that was held elsewhere.

    Attributes:
        holds: the log's first ``size`` entries are those that it was made of.
        signed_by: the known keys whose signature holds; none: not authenticated.
        covers: of a proof: the entry was in the log when the checkpoint was made.
    """

    checkpoint: Checkpoint
    holds: bool
    signed_by: tuple[str, ...] = ()
    covers: bool = True


@dataclass(frozen=True, slots=True)
class Tampering:
    """One thing that is not as it was written.

    Attributes:
        kind: ``altered | missing | inserted | repeated | reordered | rewritten | truncated |
            clock | content-altered | content-missing | signature | unknown-key | origin |
            guards | unreadable``.
        message: one sentence without a final stop.
        seq: the entry, or the first of several; None when no entry is to blame.
        last: the last of several.
    """

    kind: str
    message: str
    seq: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """How many of the contents that entries name are held, erased as logged, or gone."""

    held: int = 0
    erased: int = 0
    unchecked: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a log proved, and what it found.

    Attributes:
        root: RFC 6962 root over all entries, hexadecimal.
        head: hash of the last entry.
        first, last: times of the first and last entry; None in an empty log.
        kinds: how many entries of each kind.
        kept: the first this many entries are proved by a checkpoint from elsewhere.
        authenticated: as ``kept``, for checkpoints with a signature of a known key.
    """

    origin: str
    size: int
    root: str
    head: str
    first: str | None
    last: str | None
    kinds: Mapping[str, int]
    contents: Contents
    pins: tuple[Pinned, ...]
    tampering: tuple[Tampering, ...]

    @property
    def kept(self) -> int:
        """Entries that are proved to be those of the day when a checkpoint was made."""
        return max((one.checkpoint.size for one in self.pins if one.holds), default=0)

    @property
    def authenticated(self) -> int:
        """Entries that are proved, by a checkpoint that a known key signed."""
        good = (one.checkpoint.size for one in self.pins if one.holds and one.signed_by)
        return max(good, default=0)


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry is in a log of a certain size.

    Attributes:
        text: the entry.
        path: sibling hashes from the leaf to the root, 32 bytes each.
        since: proof that the log only grew since a checkpoint held elsewhere; with its hashes.
    """

    seq: int
    text: bytes
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: str
    since: tuple[Checkpoint, tuple[bytes, ...]] | None = None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a verdict doesn't know of the run that it came from.

    Attributes:
        id: unique for the run: the CI's own, or made up.
        actor: login of who started it.
        meshgov: version of this program.
        commit, repository, url: where the contracts came from, and where the run can be seen.
        verifier: URI of who judges, for consumers that tell verifiers apart.
        inputs: digest of the list of everything that the run was judged on; None: not kept.
    """

    id: str
    actor: str
    meshgov: str
    commit: str | None = None
    repository: str | None = None
    url: str | None = None
    verifier: str = "urn:meshgov:verifier"
    inputs: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A verdict record that was read and verified.

    Attributes:
        payload: digest of the signed statement, ``sha256:...``: what makes it the same record.
        envelope: the envelope as it will be kept.
        result: ``pass`` or ``fail``.
        contract, base, pack: digests; base None without one.
        pack_rules: number of rules in the pack.
        run: facts of the run, as they stand in the record.
        rules: each rule's raw and effective result.
        signed_by: known keys whose signature holds; none: integrity only.
        source: file and line, for people.
    """

    payload: str
    envelope: bytes
    product: str
    version: str | None
    domain: str | None
    path: str
    result: str
    evaluated_at: str
    contract: str
    base: str | None
    pack: str
    run: Mapping[str, Json]
    rules: tuple[Mapping[str, Json], ...]
    findings: tuple[Mapping[str, Json], ...]
    waivers: tuple[Mapping[str, Json], ...]
    signed_by: tuple[str, ...] = ()
    source: str = ""
    pack_rules: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """A contract that should have been judged. ``digest`` None: whichever version."""

    name: str
    digest: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """Which verdicts count for a population; without anything, all that the log has.

    Attributes:
        first, last: days, both included; as ``2026-01-31``.
        commit: how the commit of their run begins.
    """

    first: str | None = None
    last: str | None = None
    commit: str | None = None

    def holds(self, evaluated_at: str, commit: str | None) -> bool:
        """Whether a verdict of this time and commit counts."""
        day = evaluated_at[: len("2026-01-31")]
        if not (self.first or "") <= day <= (self.last or "9999-12-31"):
            return False
        return self.commit is None or (commit or "").startswith(self.commit)

    def __str__(self) -> str:
        parts = [f"in {self.first}..{self.last}"] if self.first else []
        return " ".join([*parts, *([f"at commit {self.commit}"] if self.commit else [])])


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing in a population.

    Attributes:
        kind: ``never`` judged, judged at another ``version``, or a run that is not ``whole``.
    """

    kind: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of bringing records into a log.

    Attributes:
        recorded: number of records that are new in the log.
        duplicates: those that the log had, as the places they were read from.
        refused: records that don't verify, each with a sentence.
        expected: how many contracts should have been judged; None when nobody said.
        gaps: what is missing.
        unsigned: recorded ones that no known key signed.
        oldest: when the contract was judged whose verdict is the oldest that an expected one has.
    """

    recorded: int
    duplicates: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    expected: int | None = None
    gaps: tuple[Gap, ...] = field(default=())
    unsigned: int = 0
    oldest: str | None = None
