"""What a report from a log rests on, and how far somebody else can rely on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meshgov import __version__
from meshgov.app import log_course
from meshgov.app.log_records import Kept
from meshgov.app.logged import Index, LoggedRun, Rows
from meshgov.evidence import canonical, merkle, notes
from meshgov.evidence.keys import PublicKey
from meshgov.model.evidence import Pinned
from meshgov.model.report import Evidence


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is reported on.

    Attributes:
        rows: its entries.
        kept: its contents.
        pins: what came of checkpoints that were kept elsewhere.
        keys: those that are trusted.
    """

    rows: Rows
    kept: Kept
    pins: Sequence[Pinned] = ()
    keys: Sequence[PublicKey] = ()


def evidence(
    log: Log, found: Index, runs: Sequence[LoggedRun], files: Sequence[Evidence]
) -> Iterator[Evidence]:
    """The log up to its last entry of the period, checkpoints, policies, configuration and runs.

    Args:
        log: the log.
        found: what a first reading of it found.
        runs: those of the period that judged contracts as they are.
        files: what configured the last of them.
    """
    tree = merkle.Frontier()
    for row in log.rows.entries(1, found.end):
        tree.add(merkle.leaf(row.text))
    note = notes.checkpoint(log.rows.origin, tree.size, tree.root())
    yield Evidence("meshgov", __version__)
    yield Evidence("evidence log", log.rows.origin)
    yield Evidence("entries", f"1 to {found.end}", f"sha256:{tree.root().hex()}")
    digest = canonical.digest(note.text.encode())
    yield Evidence("checkpoint of these entries", f"size {tree.size}", digest)
    for one in log.pins:
        by = f"signed by {', '.join(one.signed_by)}" if one.signed_by else "not authenticated"
        said = f"{one.checkpoint.source}: the first {one.checkpoint.size} entries, {by}"
        digest = canonical.digest(one.checkpoint.text.encode())
        yield Evidence("checkpoint kept elsewhere", said, digest)
    judged = Counter(found.packs[one.id] for one in runs if one.id in found.packs)
    for pack, number in judged.items():
        yield Evidence("policy pack", f"judged {number} of {len(runs)} runs", pack)
    yield from files
    yield from log_course.evidence_of_runs(found)


def authenticity(log: Log, end: int) -> Iterator[str]:
    """What nobody but the owner of the log vouches for, in the entries up to ``end``."""
    good = [one.checkpoint.size for one in log.pins if one.signed_by]
    held = [one.checkpoint.size for one in log.pins]
    if not good:
        yield (
            "Integrity only, not authenticated: no checkpoint that a trusted key signed and "
            "somebody kept elsewhere was given, so whoever owns the log could have written it anew"
        )
    covered = max(good or held, default=end)
    if covered < end:
        yield f"Entries {covered + 1} to {end} are covered by no checkpoint kept elsewhere"
