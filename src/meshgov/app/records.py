"""Verdict records: written by a run, verified, and brought into the log with what is missing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from meshgov.app import contracts
from meshgov.app.audit import AuditSettings
from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence import canonical, record
from meshgov.evidence import ingest as intake
from meshgov.evidence.contents import Store
from meshgov.evidence.inputs import named
from meshgov.evidence.keys import PublicKey
from meshgov.evidence.notes import origin_of
from meshgov.evidence.population import reconcile
from meshgov.evidence.statement import run_of
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.evidence import Expected, Ingested, Record, RunFacts, Within
from meshgov.model.verdict import Verdict

RECORDS: Final = 512 * 1024 * 1024
"""Bytes that a file of records may have."""

_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")
_COMMIT: Final = re.compile("[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What should have been judged.

    Attributes:
        place: a folder with contracts, or a list.
        within: which verdicts count.
    """

    place: str
    within: Within


def asked(place: str | None, period: str | None, commit: str | None) -> Asked | None:
    """What should have been judged, and when; None where nobody said.

    Raises:
        ConfigurationError: the period or the commit is none, or says nothing without a place.
    """
    if place is None:
        if period is None and commit is None:
            return None
        raise ConfigurationError(
            "a period or a commit says which verdicts count for a population, and none is expected",
            hint="add --expected TREE|LIST",
        )
    if commit is not None and not _COMMIT.fullmatch(commit):
        raise ConfigurationError(
            f"{commit!r} is no commit", hint="write 7 to 64 hexadecimal digits, in small letters"
        )
    if period is None:
        return Asked(place, Within(commit=commit))
    from meshgov.app.audit_pack import Period  # noqa: PLC0415  # few ask for a period

    days = Period.parse(period)
    return Asked(place, Within(days.first, days.last, commit))


def ingest(
    settings: AuditSettings,
    paths: Sequence[str],
    wanted: Asked | None,
    *,
    unsigned: bool,
    origin: str | None,
) -> Ingested:
    """Bring verdict records into the log, and name what is missing.

    Args:
        settings: where the log is.
        paths: files of records.
        wanted: what should have been judged.
        unsigned: take records that no trusted key signed.
        origin: name of a log that is made now.

    Raises:
        MeshgovError: a file holds no records, or the log can't be written; nothing, or whole
            batches of records, were added.
    """
    known = settings.keys()
    if not (known or unsigned):
        raise ConfigurationError(
            "records can't be verified without a public key",
            hint="name the keys of your gates with --key FILE, or take integrity alone with "
            "--allow-unsigned",
        )
    expected = None if wanted is None else tuple(population(wanted.place))
    records, refused = _records(paths, known, unsigned=unsigned)
    name = origin_of(origin) if origin else ""
    with settings.open(write=True, origin=name) as log:
        new = [one for one in records if not intake.is_known(log, one)]
        _take_inputs(new, paths, settings.store())
        done = intake.ingest(log, settings.store(), records, settings.now)
        compared = (
            reconcile(log, expected or (), None, wanted.within)
            if wanted
            else reconcile(log, (), records)
        )
    return replace(
        done,
        refused=tuple(refused),
        expected=None if expected is None else len(expected),
        gaps=compared.gaps,
        oldest=compared.oldest,
    )


def _take_inputs(records: Sequence[Record], paths: Sequence[str], store: Store) -> None:
    """Bring what runs were judged on, where it was uploaded beside their records."""
    beside = [Store.beside(path) for path in paths if os.path.isdir(Store.beside(path).folder)]
    for digest in dict.fromkeys(str(one.run.get("inputs")) for one in records):
        for place in beside if _DIGEST.fullmatch(digest) else ():
            for one in named(place, digest).values():
                data = place.get(one.digest)
                if data is not None and canonical.digest(data) == one.digest:
                    store.put(data, one.role)


def write_records(settings: AuditSettings, verdict: Verdict, facts: RunFacts, path: str) -> None:
    """Write the verdict records of a run to a file, signed where there is a key.

    Raises:
        MeshgovError: the key or the actor is none, or the file can't be written; nothing is left.
    """
    files.write_atomically(path, record.write(verdict, facts, settings.signers(_GATE)))


def record_run(settings: AuditSettings, verdict: Verdict, facts: RunFacts) -> Ingested:
    """Add a run to the log, as if its records had been ingested; signed where there is a key.

    Raises:
        MeshgovError: the key or the actor is none, or the log can't be written.
    """
    signers = settings.signers(_GATE)
    own = [PublicKey("", one.public.value) for one in signers]
    lines = record.write(verdict, facts, signers)
    records = [record.read(one.rstrip(), facts.id, own, unsigned=True) for one in lines]
    with settings.open(write=True) as log:
        if not records:  # nothing was to be judged, and that is a result too
            run = run_of(verdict, facts)
            log.append([intake.run_draft(run, named(settings.store(), facts.inputs))], settings.now)
        return intake.ingest(log, settings.store(), records, settings.now)


_GATE: Final = "gate"
"""Records name keys by their fingerprint, never by a name."""


def verify_records(
    settings: AuditSettings, path: str
) -> tuple[list[Record], list[tuple[str, str]]]:
    """The records in a file that are what they claim to be, and the others with a sentence each.

    Without a trusted key only their integrity is looked at.

    Raises:
        MeshgovError: it holds no records.
    """
    known = settings.keys()
    return _records([path], known, unsigned=not known)


def population(place: str) -> Iterator[Expected]:
    """The contracts that should have been judged: those in a folder, or in a list.

    A list has a line for each contract: its name, and perhaps the digest of its file
    (``sha256:...``) behind it.

    Raises:
        InputError: a file in the folder can't be read, or there is no contract at all.
    """
    found = list(_tree(place) if os.path.isdir(place) else _list(place))
    if not found:
        raise InputError(f"{place} holds no contract that could be expected")
    yield from found


def _tree(folder: str) -> Iterator[Expected]:
    for one in files.find((folder,), os.curdir):
        document = documents.parse(files.read(one.path), one.path)
        if contracts.is_contract(document):
            contract = contracts.of_document(document).contract
            yield Expected(contract.name, document.digest, one.path)


def _list(path: str) -> Iterator[Expected]:
    try:
        text = files.read(path).decode()
    except UnicodeDecodeError:
        raise InputError(f"{path} is no list of contracts: it is not UTF-8") from None
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].strip()
        name, _, last = words.rpartition(" ")
        if _DIGEST.fullmatch(last) and name:
            yield Expected(name.strip(), last, f"{path}:{number}")
        elif words:
            yield Expected(words, None, f"{path}:{number}")


def _records(
    paths: Sequence[str], known: Sequence[PublicKey], *, unsigned: bool
) -> tuple[list[Record], list[tuple[str, str]]]:
    good: list[Record] = []
    refused: list[tuple[str, str]] = []
    for path in paths:
        for data, source in record.envelopes(files.read(path, RECORDS), path):
            try:
                good.append(record.read(data, source, known, unsigned=unsigned))
            except record.RefusedError as error:
                refused.append((source, error.message))
    return good, refused
