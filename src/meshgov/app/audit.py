"""``meshgov audit``: the evidence log and its proofs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence import entries, notes, prove
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import PublicKey, Signer, signer, trusted
from meshgov.evidence.log import PATIENCE, Log, OpenLog
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.verify import verify as verify_log
from meshgov.load import files
from meshgov.model.document import Json
from meshgov.model.evidence import (
    Checkpoint,
    Draft,
    Verification,
)
from meshgov.render.base import RenderOptions
from meshgov.render.pages import evidence as words

DEFAULT_LOG: Final = "evidence.db"
_LONGEST_PATH: Final = 1024
_CONTRACTS: Final = (".yaml", ".yml", ".json")
"""Names that a search for contracts would find."""

_KEY: Final = re.compile(r"\S+\+[0-9a-f]{8}\+\S+")


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """What all of the commands need.

    Attributes:
        log: file of the log.
        now: RFC 3339 UTC.
        trusted: public keys, as files or as text.
        signing: a private key, as a file or as text; None: nothing is signed.
        patience: seconds to wait for another writer.
    """

    log: str
    now: str
    trusted: tuple[str, ...] = ()
    signing: str | None = None
    patience: float = PATIENCE

    def keys(self) -> tuple[PublicKey, ...]:
        """The keys that are trusted."""
        return trusted(_text(one, "the trusted keys") for one in self.trusted)

    def signers(self, name: str) -> tuple[Signer, ...]:
        """The key that signs as ``name``; none if there is none."""
        if self.signing is None:
            return ()
        text, source = _text(self.signing, "the signing key")
        return (signer(text, name, source),)

    def open(self, *, write: bool = False, origin: str = "") -> OpenLog:
        """The log; the one place that knows which kind it is.

        Raises:
            MeshgovError: it can't be opened, or can't be made by that name.
        """
        if write and self.log.endswith(_CONTRACTS) and not os.path.exists(self.log):
            raise ConfigurationError(
                f"{self.log} would be taken for a contract, and is to be an evidence log",
                hint="name a file such as evidence.db",
            )
        return SqliteLog(self.log, write=write, origin=origin, patience=self.patience)

    def store(self) -> Store:
        """The contents of the log."""
        return Store.beside(self.log)


def listing(
    settings: AuditSettings,
    span: tuple[int, int | None],
    kinds: Sequence[str],
    options: RenderOptions,
    *,
    as_json: bool,
) -> Iterator[str]:
    """The entries of a span; of some kinds, or all.

    Args:
        settings: where the log is.
        span: the first and the last entry. A negative first one counts from the end; the last is
            None for all that follow.
        kinds: which ones; none for all.
        options: how to write for people.
        as_json: write JSON.

    Raises:
        MeshgovError: the log can't be read, or an entry was altered.
    """
    with settings.open() as log:
        first, last = span
        start = first if first > 0 else max(1, log.size() + 1 + first)
        rows = (entries.whole(row) for row in log.entries(start, last))
        chosen = (one for one in rows if not kinds or one.kind in kinds)
        yield from (
            words.entries_json(log.origin, chosen)
            if as_json
            else words.entries_text(log.origin, chosen, options)
        )


def verify(settings: AuditSettings, pins: Sequence[str], *, contents: bool) -> Verification:
    """Check the whole log, against checkpoints where there are any.

    Raises:
        MeshgovError: the log, a checkpoint or a key can't be read.
    """
    known, held = settings.keys(), [checkpoint_in(path) for path in pins]
    with settings.open() as log:
        return verify_log(log, settings.store() if contents else None, held, known)


def verify_proof(
    settings: AuditSettings, path: str, pins: Sequence[str], options: RenderOptions
) -> tuple[Iterator[str], bool]:
    """Check a proof that ``prove`` printed, without the log; the page, and whether it holds.

    Raises:
        MeshgovError: it is no proof, or a checkpoint or key can't be read.
    """
    held = [checkpoint_in(one) for one in pins]
    seq, now, pinned, found = prove.check(files.read(path), path, held, settings.keys())
    return words.proof(seq, now, pinned, found, options), not found


def proof(settings: AuditSettings, seq: int, since: str | None) -> str:
    """That an entry is in the log, as JSON.

    Raises:
        MeshgovError: there is no such entry, or the log never was what ``since`` says.
    """
    old = None if since is None else checkpoint_in(since)
    with settings.open() as log:
        signers = settings.signers(log.origin)
        if signers and verify_log(log, None).tampering:
            raise InputError(
                "nothing is signed about a log that was altered", hint="see `meshgov audit verify`"
            )
        made = prove.prove(log, seq, signers, old)
    return words.document(prove.as_object(made)) + "\n"


def checkpoint(settings: AuditSettings) -> tuple[str, Verification]:
    """A note about the log as it is, which was checked first.

    Raises:
        MeshgovError: the log or the key can't be read.
    """
    with settings.open() as log:
        return note(settings, log)


def note(settings: AuditSettings, log: Log) -> tuple[str, Verification]:
    """The same of a log that is open.

    Raises:
        MeshgovError: the key can't be read.
    """
    checked = verify_log(log, None)
    now = notes.checkpoint(log.origin, checked.size, bytes.fromhex(checked.root))
    return notes.signed(now.text, settings.signers(log.origin)), checked


def public_key(settings: AuditSettings) -> str:
    """The line that others need to trust what is signed here.

    Raises:
        MeshgovError: there is no key, or no log to name it.
    """
    with settings.open() as log:
        signers = settings.signers(log.origin)
    if not signers:
        raise ConfigurationError("there is no signing key", hint=_SIGNING)
    return signers[0].public.line + "\n"


_SIGNING: Final = "name it with --signing-key FILE, or give it in MESHGOV_AUDIT_SIGNING_KEY"


def erase(settings: AuditSettings, digest: str, reason: str, actor: str) -> bool:
    """Remove a content for good and say so in the log; whether it was there.

    Raises:
        MeshgovError: the log can't be written, or names no such content.
    """
    if "@" in reason:
        raise ConfigurationError(
            "the reason names an address, and stays in the log for good",
            hint="write the number of the request, such as DSR-7",
        )
    with settings.open() as log:
        naming = [
            row.seq
            for row in log.entries()
            if any(one.digest == digest for one in entries.whole(row).contents)
        ]
        if not naming:
            raise InputError(
                f"no entry names the content {digest}", hint="see `contents` in `audit log`"
            )
    body: dict[str, Json] = {"digest": digest, "reason": reason}
    with settings.open(write=True) as log:
        # First said, then done: what is gone without a word would count as tampering.
        # What a later entry names again may be erased again.
        mark = f"erasure:{digest}:{naming[-1]}"
        log.append([Draft("erasure", actor, body, once=mark)], settings.now)
    return settings.store().erase(digest)


def checkpoint_in(path: str) -> Checkpoint:
    """The checkpoint in a file.

    Raises:
        InputError: it can't be read, or is none.
    """
    try:
        return notes.parse(files.read(path).decode(), path)
    except UnicodeDecodeError:
        raise InputError(f"{path} is no checkpoint: it is not UTF-8") from None


def _text(given: str, name: str) -> tuple[str, str]:
    """The text of a key, and where it came from: a key is given itself, or in a file."""
    if "-----BEGIN " in given or _KEY.search(given):
        return given, name
    if "\n" in given or len(given) > _LONGEST_PATH:  # a secret that went wrong is not to be shown
        raise ConfigurationError(
            f"{name}: the text is no key in PEM and no line of keys", hint="see docs/evidence.md"
        )
    try:
        return files.read(given).decode(), given
    except UnicodeDecodeError:
        raise ConfigurationError(f"{given} holds no key: it is not text") from None
