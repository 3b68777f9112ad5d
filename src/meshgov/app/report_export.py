"""Opens a log for a report, and says in it what was handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meshgov.app.audit import AuditSettings, checkpoint_in
from meshgov.app.log_evidence import Log
from meshgov.app.log_records import Kept
from meshgov.app.logged import AlteredError, Checked, index
from meshgov.app.records import population
from meshgov.app.report import Wanted
from meshgov.app.report_log import of_log
from meshgov.errors import ConfigurationError, MeshgovError, joined
from meshgov.evidence import canonical
from meshgov.evidence.verify import verify
from meshgov.model.document import Json
from meshgov.model.evidence import Draft, Verification
from meshgov.model.report import Report

_MOST: Final = 20
"""Of what was altered, this much is named; `audit verify` tells it all."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report from a log.

    Attributes:
        end: number of the last entry that it rests on.
    """

    report: Report
    end: int


def report(
    settings: AuditSettings, wanted: Wanted, pins: Sequence[str] = (), expected: str | None = None
) -> Reported:
    """The report on a log, which is checked first.

    Args:
        settings: where the log is, and the keys that are trusted.
        wanted: what the report shall be about.
        pins: files with checkpoints that were kept elsewhere.
        expected: folder or list with the contracts that must have been judged.

    Raises:
        MeshgovError: the log was altered, can't be read, or holds nothing of that.
    """
    keys, held = settings.keys(), [checkpoint_in(path) for path in pins]
    people = None if expected is None else tuple(population(expected))
    with settings.open() as log:
        checked = verify(log, None, held, keys)
        _must_hold(checked)
        rows = Checked(log, checked.size)
        found = index(rows, wanted.period)
        kept = Kept(settings.store().get, found.erased)
        made = of_log(Log(rows, kept, checked.pins, keys), found, wanted, people)
    return Reported(made, found.end)


def note(
    settings: AuditSettings, made: Reported, wanted: Wanted, files: Mapping[str, bytes], actor: str
) -> str | None:
    """Add to the log that a report was handed out; why not, where the log may not be written.

    The same report is noted once, however often it is handed out.

    Args:
        settings: where the log is.
        made: the report.
        wanted: what it was to be about.
        files: its files, by what they are; where they were written is nobody's business.
        actor: login of who asked for it.

    Raises:
        MeshgovError: the log can't be written now.
    """
    since, until = wanted.period or (None, None)
    listed: dict[str, Json] = {one: canonical.digest(files[one]) for one in sorted(files)}
    body: dict[str, Json] = {
        "what": "report",
        "from": since,
        "to": until,
        "product": wanted.product,
        "domain": wanted.domain,
        "framework": wanted.framework,
        "size": made.end,
        "status": made.report.status,
        "files": listed,
    }
    once = f"export:{canonical.digest(canonical.encode(body))}"
    try:
        with settings.open(write=True) as log:
            log.append([Draft("export", actor, body, once=once)], settings.now)
    except ConfigurationError as error:
        return error.message
    return None


def _must_hold(checked: Verification) -> None:
    """Refuse a log that was altered.

    Raises:
        MeshgovError: it was; each thing that was done is named.
    """
    found = [_altered(one.seq, one.message) for one in checked.tampering[:_MOST]]
    if found:
        raise joined(found)


def _altered(entry: int | None, message: str) -> MeshgovError:
    return AlteredError(
        f"the log was altered, so there is no report: {message}",
        hint="`meshgov audit verify` says what holds and what doesn't"
        + (f"; look at entry {entry}" if entry else ""),
    )
