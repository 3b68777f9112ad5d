"""``meshgov audit pack``: everything about a period, for somebody who trusts nobody."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from tempfile import mkdtemp
from typing import Final

from meshgov.app.audit import AuditSettings
from meshgov.app.pack_files import zipped
from meshgov.app.pack_reports import reports
from meshgov.errors import ConfigurationError, EvidenceError, InputError
from meshgov.evidence import canonical, entries, merkle, notes
from meshgov.evidence.contents import Store
from meshgov.evidence.handed import HandedLog
from meshgov.evidence.log import Log
from meshgov.evidence.verify import verify
from meshgov.load import files
from meshgov.model.document import Json
from meshgov.model.evidence import Checkpoint, Draft, Entry
from meshgov.render.pages import audit_pack as words
from meshgov.render.parts.json_text import document

SCHEMA: Final = "meshgov/audit-pack/v1"
MANIFEST: Final = "manifest.json"
LOG: Final = "log.jsonl"
CHECKPOINT: Final = "checkpoint.txt"
KEYS: Final = "keys.txt"

_FOLDERS: Final = {
    "record": ("records", "json"),
    "contract": ("contracts", "yaml"),
    "base": ("contracts", "yaml"),
    "policy": ("policies", "tar"),
    "inputs": ("inputs", "json"),
    "results": ("results", "txt"),
    "message": ("messages", "txt"),
}
_OTHER: Final = ("configuration", "yaml")
_PERIOD: Final = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", re.ASCII)
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, UTC; as ``2026-01-31``."""

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``FROM..TO``.

        Raises:
            ConfigurationError: it is none.
        """
        found = _PERIOD.fullmatch(text)
        try:
            days = [date.fromisoformat(one).isoformat() for one in found.groups()] if found else []
        except ValueError:
            days = []
        if not days or days[0] > days[1]:
            raise ConfigurationError(
                f"{text!r} is no period", hint="write it as 2026-01-01..2026-03-31"
            )
        return cls(*days)

    def holds(self, time: str) -> bool:
        """Whether an RFC 3339 time lies in it."""
        return self.first <= time[:10] <= self.last

    def has(self, entry: Entry) -> bool:
        """Whether an entry belongs to it: by its own time, or by that of the evaluation."""
        told = entry.body.get("evaluated_at") if entry.kind in {"run", "verdict"} else None
        return self.holds(entry.time) or (isinstance(told, str) and self.holds(told))


@dataclass
class Packed:
    """What was packed.

    Attributes:
        files: path -> digest.
        missing: digests that entries of the period name, and that are gone; role by digest.
        counts: of the entries in the period, by kind.
        manifest: digest of the manifest.
    """

    period: Period
    origin: str = ""
    size: int = 0
    files: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    manifest: str = ""


def pack(settings: AuditSettings, period: Period, out: str, actor: str) -> Packed:
    """Write the pack of a period, and say in the log that it was handed out.

    The same log gives the same bytes, as long as no entry of the period is added.

    Args:
        settings: the log, the keys that auditors need, and the key that signs the checkpoint.
        period: which entries.
        out: a folder that isn't there yet, or a file ending in ``.zip``.
        actor: login of who asks for it.

    Raises:
        MeshgovError: the log was altered, holds nothing of the period, or can't be read; or the
            pack can't be written. Then none is left.
    """
    entries.must_be_login(actor)
    if os.path.lexists(out) and not (out.endswith(".zip") and os.path.isfile(out)):
        raise ConfigurationError(f"{out} is there already", hint="name a folder that isn't there")
    above = os.path.dirname(os.path.abspath(out))
    if not os.path.isdir(above):
        raise ConfigurationError(f"there is no folder {above}", hint="make it first")
    try:
        folder = mkdtemp(prefix=".audit-pack-", dir=above)
        try:
            packed = _Pack(settings, period, folder).write()
            if out.endswith(".zip"):
                files.write_atomically(out, [zipped(folder, sorted(packed.files), above)])
            else:
                os.chmod(folder, 0o755)  # noqa: S103  # a folder as any other; mkdtemp's is private
                os.rename(folder, out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise EvidenceError(
            f"{out} can't be written: {error.strerror or error}",
            hint="check who may write there, and that the disk has room",
        ) from None
    body: dict[str, Json] = {
        "what": "audit-pack",
        "from": period.first,
        "to": period.last,
        "size": packed.size,
        "manifest": packed.manifest,
    }
    with settings.open(write=True) as log:
        once = f"export:{packed.manifest}"
        log.append([Draft("export", actor, body, once=once)], settings.now)
    return packed


class _Pack:
    def __init__(self, settings: AuditSettings, period: Period, folder: str) -> None:
        self._settings = settings
        self._folder = folder
        self._store = Store.beside(settings.log)
        self._done = Packed(period)
        self._names: dict[str, str] = {}

    def write(self) -> Packed:
        with self._settings.open() as log:
            if verify(log, None).tampering:
                raise InputError(
                    "nothing is packed of a log that was altered", hint="see `meshgov audit verify`"
                )
            done = self._done
            done.origin = log.origin
            lines = self._lines(log)
            signers = self._settings.signers(log.origin)
        if not done.counts:
            raise InputError(
                f"the log has no entry from {done.period.first} to {done.period.last}",
                hint="`meshgov audit log` lists what it has",
            )
        done.size = len(lines)
        tree = merkle.Frontier()
        for one in lines:
            tree.add(merkle.leaf(one))
        now = notes.checkpoint(done.origin, tree.size, tree.root())
        known = {one.line for one in (*self._settings.keys(), *(one.public for one in signers))}
        self._write(LOG, b"".join(one + b"\n" for one in lines))
        self._write(CHECKPOINT, notes.signed(now.text, signers).encode())
        self._write(KEYS, "".join(f"{one}\n" for one in sorted(known)).encode())
        for name, data in reports(
            HandedLog(lines, done.origin), self._held, (done.period.first, done.period.last)
        ):
            self._write(name, data)
        self._write("README.md", "".join(words.readme(self._manifest(now))).encode())
        text = f"{document(self._manifest(now))}\n".encode()
        done.manifest = canonical.digest(text)
        self._write(MANIFEST, text)
        return done

    def _lines(self, log: Log) -> list[bytes]:
        """The entries up to the last one that belongs to the period, whose contents are taken."""
        done = self._done
        lines: list[bytes] = []
        later: list[bytes] = []
        for row in log.entries():
            entry = entries.whole(row)
            later.append(row.text)
            inside = done.period.has(entry)
            if inside:
                self._take(entry)
            if inside or entry.time[:10] <= done.period.last:
                lines += later
                later.clear()
        return lines

    def _held(self, digest: str) -> bytes | None:
        """A content that was taken."""
        name = self._names.get(digest)
        if name is None:
            return None
        with open(os.path.join(self._folder, *name.split("/")), "rb") as file:
            return file.read()

    def _manifest(self, now: Checkpoint) -> dict[str, Json]:
        done = self._done
        listed = (one for one in sorted(done.files) if one != MANIFEST)
        return {
            "schema": SCHEMA,
            "origin": done.origin,
            "period": {"from": done.period.first, "to": done.period.last},
            "size": done.size,
            "root": f"sha256:{now.root.hex()}",
            "entries": dict(sorted(done.counts.items())),
            "files": {one: done.files[one] for one in listed},
            "missing": dict(sorted(done.missing.items())),
        }

    def _take(self, entry: Entry) -> None:
        done = self._done
        done.counts[entry.kind] = done.counts.get(entry.kind, 0) + 1
        for one in entry.contents:
            data = self._store.get(one.digest)
            if data is None:
                done.missing[one.digest] = one.role
            elif canonical.digest(data) != one.digest:
                raise InputError(
                    f"the content {one.digest} of entry {entry.seq} was altered",
                    hint="see `meshgov audit verify`",
                )
            else:
                name = path_of(one.role, one.digest, data)
                self._names[one.digest] = name
                self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        digest = canonical.digest(data)
        if self._done.files.get(name) == digest:
            return
        path = os.path.join(self._folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        self._done.files[name] = digest


def path_of(role: str, digest: str, data: bytes) -> str:
    """Where a content lies in a pack."""
    folder, suffix = _FOLDERS.get(role, _OTHER)
    if role == "policy" and data.startswith(_GZIP):
        suffix = "tar.gz"
    return f"{folder}/{digest.removeprefix('sha256:')}.{suffix}"
