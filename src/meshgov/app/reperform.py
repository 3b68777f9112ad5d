"""``meshgov audit reperform``: a pack is checked, and what it tells is judged once more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from meshgov import __version__
from meshgov.app import audit_pack as packs
from meshgov.app.audit import AuditSettings
from meshgov.app.pack_files import Source, opened
from meshgov.app.pack_reports import REPORTS, reports
from meshgov.app.replay import replayed
from meshgov.app.settings import EngineSettings
from meshgov.errors import ConfigurationError, EngineError, InputError, MeshgovError
from meshgov.evidence import canonical, entries, notes, record
from meshgov.evidence.envelope import unseal
from meshgov.evidence.handed import HandedLog
from meshgov.evidence.inputs import digests_in
from meshgov.evidence.statement import EXTENSION, statements
from meshgov.evidence.verify import verify
from meshgov.load import files
from meshgov.model.evidence import Checkpoint, Entry, RunFacts

_NAMED: Final = re.compile(r"/([0-9a-f]{64})\.")


@dataclass
class Reperformed:
    """What came of it.

    Attributes:
        runs, verdicts: how many were judged again.
        proved: what else holds.
        differences: what is not as it was recorded.
        incomplete: what could not be tested.
    """

    runs: int = 0
    verdicts: int = 0
    proved: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: all came out the same; 1: something differs; 2: something is missing."""
        return 1 if self.differences else 2 if self.incomplete else 0


def reperform(
    settings: AuditSettings, place: str, pins: Sequence[str], engine: EngineSettings
) -> Reperformed:
    """Check a pack, and judge its runs again.

    Raises:
        MeshgovError: it is no pack, or a checkpoint, a key or the engine can't be used.
    """
    with opened(place) as source:
        return _Reperformance(settings, source, engine).over(pins)


class _Reperformance:
    def __init__(self, settings: AuditSettings, source: Source, engine: EngineSettings) -> None:
        self._settings = settings
        self._source = source
        self._engine = engine
        self._keys = settings.keys()
        self._done = Reperformed()
        self._by_digest: dict[str, str] = {}
        self._manifest: Mapping[str, Any] = {}
        self._told: HandedLog | None = None
        self._whole = True

    def over(self, pins: Sequence[str]) -> Reperformed:
        names = self._source.names()
        if packs.MANIFEST not in names:
            raise InputError(
                f"it holds no {packs.MANIFEST}", hint="give what `meshgov audit pack` wrote"
            )
        self._manifest = _manifest(self._source.read(packs.MANIFEST))
        self._files(names)
        if not {packs.LOG, packs.CHECKPOINT} <= names:
            return self._done
        for run, told in self._runs(self._log(pins)).items():
            self._again(run, told)
        if self._told is not None:
            self._reports(self._told)
        return self._done

    def _reports(self, log: HandedLog) -> None:
        """Make the reports once more, from the log and the contents in the pack."""
        done, listed = self._done, self._manifest["files"]
        if not self._whole:
            done.incomplete.append("the reports can't be made again from what is left")
            return
        days = self._period()
        try:
            made = dict(reports(log, self._held, (days.first, days.last)))
        except MeshgovError as error:
            done.differences.append(f"the reports can't be made again: {error.message}")
            return
        packed = {one for one in listed if one.startswith(f"{REPORTS}/")}
        differing = {one for one in packed & made.keys() if self._held(listed[one]) != made[one]}
        differing |= packed ^ made.keys()
        if not differing:
            number = len(made)
            if number:
                done.proved.append(f"{number} files of reports come out byte for byte")
            return
        by = self._packed_by()
        if by != __version__:
            done.incomplete.append(
                f"the reports were made by meshgov {by}, and this is {__version__}: "
                f"{len(differing)} of {len(packed | made.keys())} files come out otherwise; "
                "compare with that version"
            )
            return
        done.differences += [
            f"{one} is not the report that log and contents give" for one in sorted(differing)
        ]

    def _packed_by(self) -> str:
        """The version that made the reports; ours where they don't say."""
        try:
            told: Any = canonical.decode(self._source.read(f"{REPORTS}/report.json"))
            return str(told["meshgov"])
        except (MeshgovError, KeyError, ValueError, TypeError, OSError):
            return __version__

    def _period(self) -> packs.Period:
        return packs.Period(self._manifest["period"]["from"], self._manifest["period"]["to"])

    def _files(self, names: frozenset[str]) -> None:
        """Each file against the manifest."""
        listed: dict[str, str] = self._manifest["files"]
        for name, digest in listed.items():
            if name not in names:
                self._done.incomplete.append(f"{name} is not there")
                self._whole = False
                continue
            found = canonical.digest(self._source.read(name))
            self._by_digest[found] = name
            if found != digest:
                self._whole = False
                self._done.differences.append(
                    f"{name} was altered: it is not what it was packed as"
                )
            elif (named := _NAMED.search(name)) and f"sha256:{named[1]}" != found:
                self._done.differences.append(
                    f"{name} was altered, and listed anew: its name is its SHA-256"
                )
        for name in sorted(names - listed.keys() - {packs.MANIFEST}):
            if not name.endswith("/"):
                self._done.differences.append(f"{name} was added: the manifest doesn't name it")
        for digest, role in self._manifest["missing"].items():
            self._done.incomplete.append(f"{role} {digest} was gone when this was packed")

    def _log(self, pins: Sequence[str]) -> Iterator[Entry]:
        """The entries, once the log was held against the checkpoints."""
        done = self._done
        note = notes.parse(self._text(packs.CHECKPOINT), packs.CHECKPOINT)
        log = HandedLog(self._source.read(packs.LOG).splitlines(), note.origin)
        held: list[Checkpoint] = [note]
        held += [notes.parse(files.read(one).decode("utf-8", "replace"), one) for one in pins]
        checked = verify(log, None, held, self._keys)
        for found in checked.tampering:
            where = "" if found.seq is None else f"entry {found.seq}: "
            done.differences.append(f"{packs.LOG}: {where}{found.message}")
        if note.size != log.size():
            message = f"the log has {log.size()} entries, and its checkpoint tells of {note.size}"
            done.differences.append(message)
        for one in checked.pins:
            by = f"signed by {', '.join(one.signed_by)}" if one.signed_by else "not authenticated"
            if one.holds:
                where = one.checkpoint.source
                done.proved.append(f"{one.checkpoint.size:,} entries are those of {where} ({by})")
        if checked.tampering:
            return
        self._told = log
        for row in log.entries():
            yield entries.whole(row)

    def _text(self, name: str) -> str:
        return self._source.read(name).decode("utf-8", "replace")

    def _runs(self, told: Iterator[Entry]) -> dict[str, list[bytes]]:
        """Run -> the statements of its records, as the log has them."""
        period = self._period()
        found: dict[str, list[bytes]] = defaultdict(list)
        for entry in told:
            if entry.kind != "verdict" or not period.has(entry):
                continue
            product = f"{entry.body.get('product')} (entry {entry.seq})"
            data = next(filter(None, (self._held(one.digest) for one in entry.contents)), None)
            if data is None:
                self._done.incomplete.append(f"the record of {product} is not there")
                continue
            try:
                read = record.read(data, product, self._keys, unsigned=not self._keys)
            except InputError as error:
                self._done.differences.append(error.message)
                continue
            if read.payload != entry.body.get("record"):
                message = f"the record of {product} is not the one that the log tells of"
                self._done.differences.append(message)
                continue
            found[str(read.run["id"])].append(unseal(data, product)[0])
        return found

    def _held(self, digest: str) -> bytes | None:
        name = self._by_digest.get(digest)
        return None if name is None else self._source.read(name)

    def _again(self, run: str, told: Sequence[bytes]) -> None:
        """Judge a run again, and compare."""
        done = self._done
        first: Any = canonical.decode(told[0])
        digest = first["predicate"][EXTENSION]["run"].get("inputs")
        if digest is None:
            done.incomplete.append(f"run {run} kept no inputs, so it can't be judged again")
            return
        data = self._held(digest)
        if data is None:
            done.incomplete.append(f"run {run}: the list of its inputs ({digest}) is not there")
            return
        inputs: Any = canonical.decode(data)
        try:
            wanted = dict.fromkeys(digests_in(inputs))
        except (KeyError, TypeError, AttributeError):
            done.differences.append(f"run {run}: the list of its inputs is none")
            return
        lost = [f"{role} {one}" for role, one in wanted if one not in self._by_digest]
        if lost:
            done.incomplete += [f"run {run}: {one} is not there" for one in lost]
            return
        self._compared(run, told, inputs, first)

    def _compared(self, run: str, told: Sequence[bytes], inputs: Any, first: Any) -> None:
        done = self._done
        try:
            with replayed(inputs, self._get, self._engine) as verdict:
                made = {_key(one): one for one in statements(verdict, _facts(first))}
        except EngineError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
            done.differences.append(f"run {run}: its inputs are malformed: {error!r}")
            return
        except MeshgovError as error:
            done.differences += [
                f"run {run} can't be judged again: {one.message}" for one in error.each()
            ]
            return
        by = str(first["predicate"]["verifier"]["version"]["meshgov"])
        release = "" if by == __version__ else f" (meshgov {by} recorded it, this is {__version__})"
        renamed = 0
        for one in told:
            name = _key(one)
            other = made.get(name)
            if other is None:
                done.differences.append(f"run {run}: {name[0]} has a record, and was not judged")
                continue
            differing = sorted(_differing(one, other))
            if by != __version__ and differing == ["pack"]:
                renamed += 1
            elif differing:
                said = ", ".join(differing)
                done.differences.append(
                    f"run {run}: {name[0]} comes out differently in {said}{release}"
                )
        if renamed:
            done.incomplete.append(
                f"run {run}: {renamed} verdicts come out the same, under policies of another "
                f"digest: meshgov {by} recorded them, and this is {__version__}, which makes "
                "digests otherwise; compare with that version"
            )
        for name in sorted(made.keys() - set(map(_key, told))):
            done.incomplete.append(f"run {run}: {name[0]} is judged, and has no record here")
        done.runs += 1
        done.verdicts += len(told)

    def _get(self, digest: str) -> bytes:
        data = self._held(digest)
        if data is None:
            raise InputError(f"{digest} is not in the pack")
        return data


def _manifest(data: bytes) -> Mapping[str, Any]:
    try:
        value: Any = canonical.decode(data)
        fine = value["schema"] == packs.SCHEMA
        fine = fine and isinstance(value["files"], dict) and isinstance(value["missing"], dict)
        fine = fine and bool(
            packs.Period.parse(f"{value['period']['from']}..{value['period']['to']}")
        )
    except (ConfigurationError, KeyError, TypeError, AttributeError, ValueError, RecursionError):
        fine = False
    if not fine:
        raise InputError(
            f"{packs.MANIFEST} is none of {packs.SCHEMA}",
            hint="give what `meshgov audit pack` wrote",
        )
    found: Mapping[str, Any] = value
    return found


def _facts(statement: Any) -> RunFacts:
    predicate = statement["predicate"]
    run = predicate[EXTENSION]["run"]
    facts = RunFacts(
        run["id"],
        run["actor"],
        predicate["verifier"]["version"]["meshgov"],
        run["commit"],
        run["repository"],
        run["url"],
        predicate["verifier"]["id"],
    )
    return replace(facts, inputs=run["inputs"])


def _key(statement: bytes) -> tuple[str, str, str]:
    """What tells one verdict of a run from the others."""
    value: Any = canonical.decode(statement)
    own = value["predicate"][EXTENSION]
    return own["product"], own["path"], own["contract"]


def _differing(recorded: bytes, made: bytes) -> Iterator[str]:
    """Names of the parts that differ; the engine is nobody's business."""
    mine: Any = canonical.decode(recorded)
    other: Any = canonical.decode(made)
    for one in (mine, other):
        del one["predicate"][EXTENSION]["engine"]
    if canonical.encode(mine) == canonical.encode(other):
        return
    names = mine["predicate"][EXTENSION].keys() | other["predicate"][EXTENSION].keys()
    inner = {
        one
        for one in names
        if mine["predicate"][EXTENSION].get(one) != other["predicate"][EXTENSION].get(one)
    }
    yield from inner or {"its statement"}
