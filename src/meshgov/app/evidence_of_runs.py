"""What a run writes as evidence: who ran it and where, the records, and the entries of a log."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from getpass import getuser
from typing import Final

from meshgov import __version__
from meshgov.app import audit, clock, records
from meshgov.app.audit import AuditSettings
from meshgov.app.witness import Keeper
from meshgov.errors import (
    ConfigurationError,
    EngineError,
    EvidenceError,
    InputError,
    MeshgovError,
    exit_code_of,
)
from meshgov.evidence import entries, envelope, ingest, record
from meshgov.evidence.contents import Store
from meshgov.load import files, gitcall
from meshgov.model.document import Json
from meshgov.model.evidence import Draft, RunFacts
from meshgov.model.settings import Evidence
from meshgov.model.verdict import Kept, Verdict

_ODD: Final = re.compile(r"[^A-Za-z0-9_.\[\]-]+")
_LONGEST: Final = 64


def settings(evidence: Evidence, environment: Mapping[str, str]) -> AuditSettings:
    """What the commands of the log need."""
    del environment
    return AuditSettings(evidence.log or "", clock.current(), signing=evidence.key)


def facts(command: str, environment: Mapping[str, str]) -> RunFacts:
    """Who runs this, and where: as GitHub or GitLab say, else as git does."""
    unique = os.urandom(4).hex()
    get = environment.get
    if get("GITHUB_ACTIONS") == "true" or get("GITHUB_RUN_ID"):
        server, name = get("GITHUB_SERVER_URL", "https://github.com"), get("GITHUB_REPOSITORY", "")
        run, attempt = get("GITHUB_RUN_ID", "0"), get("GITHUB_RUN_ATTEMPT", "1")
        return RunFacts(
            f"github-{run}-{attempt}-{get('GITHUB_JOB', 'job')}-{command}-{unique}",
            login(get("GITHUB_TRIGGERING_ACTOR") or get("GITHUB_ACTOR") or "github"),
            __version__,
            commit=get("GITHUB_SHA") or None,
            repository=f"{server}/{name}",
            url=f"{server}/{name}/actions/runs/{run}/attempts/{attempt}",
        )
    if get("GITLAB_CI"):
        return RunFacts(
            f"gitlab-{get('CI_PIPELINE_ID', '0')}-{get('CI_JOB_ID', '0')}-{command}-{unique}",
            login(get("GITLAB_USER_LOGIN") or "gitlab"),
            __version__,
            commit=get("CI_COMMIT_SHA") or None,
            repository=get("CI_PROJECT_URL") or None,
            url=get("CI_JOB_URL") or None,
        )
    who = get("MESHGOV_ACTOR") or _git("config", "github.user") or _git("config", "user.email")
    return RunFacts(
        f"local-{command}-{unique}{os.urandom(4).hex()}",
        login(who or _user()),
        __version__,
        commit=_git("rev-parse", "HEAD") or None,
    )


def login(who: str) -> str:
    """A login made of what names somebody: of an address only what stands before the ``@``."""
    made = _ODD.sub("-", who.strip().partition("@")[0]).strip("-.")[:_LONGEST]
    return made if entries.is_login(made) else "unknown"


def check(settings: AuditSettings, evidence: Evidence, facts: RunFacts) -> None:
    """Find out what stands in the way before anything is judged.

    Raises:
        MeshgovError: the log can't be opened, or the key is none.
    """
    settings.signers("gate")
    entries.must_be_login(facts.actor)
    if evidence.log is not None:
        with settings.open(write=True):
            pass
    if evidence.records is not None:
        _must_be_ours(records_file(evidence.records, facts))


def _must_be_ours(file: str) -> None:
    """Replace records with records, and nothing else."""
    if not os.path.isfile(file) or not os.path.getsize(file):
        return
    try:
        data, source = next(record.envelopes(files.read(file, records.RECORDS), file))
        envelope.unseal(data, source)
    except InputError:
        raise ConfigurationError(
            f"the records of this run would replace {file}, which holds no verdict records",
            hint="name another file, or delete this one",
        ) from None


def records_file(place: str, facts: RunFacts) -> str:
    """The file for the records of a run: the one that is named, or one in the folder.

    Raises:
        ConfigurationError: the folder can't be made.
    """
    if not (os.path.isdir(place) or place.endswith(("/", os.sep)) or not _suffix(place)):
        return place
    files.make_folder(place, hint="check the path of --record-to, and who may write there")
    return os.path.join(place, f"{_ODD.sub('-', facts.id)}.jsonl")


def _suffix(place: str) -> str:
    return os.path.splitext(place)[1]


def keeper(evidence: Evidence, facts: RunFacts) -> Keeper:
    """What keeps the inputs: beside the log, and beside the records."""
    places = [evidence.log] if evidence.log is not None else []
    if evidence.records is not None:
        places.append(records_file(evidence.records, facts))
    return Keeper([Store.beside(one) for one in places])


def write(settings: AuditSettings, verdict: Verdict, facts: RunFacts, place: str) -> None:
    """Write the records of a run; none where there was nothing to judge.

    Raises:
        MeshgovError: they can't be written.
    """
    if len(verdict.contracts):
        records.write_records(settings, verdict, facts, records_file(place, facts))


def append(
    settings: AuditSettings, verdict: Verdict, facts: RunFacts, policies: tuple[str, ...]
) -> Kept:
    """Add a run to the log, and the release of its policies if they are new there.

    Returns:
        What the log can be held to from now on.

    Raises:
        MeshgovError: the log can't be written, or was altered.
    """
    store = settings.store()
    held = [one for digest in policies if (one := store.content(digest, "policy"))]
    draft = ingest.release(verdict.pack_digest, verdict.pack_rules, facts.actor, held)
    with settings.open(write=True) as log:
        log.append([draft], settings.now)
    records.record_run(settings, verdict, facts)
    with settings.open(write=True) as log:  # which tidies up when it is closed
        note, checked = audit.note(settings, log)
    if checked.tampering:
        raise EvidenceError(
            f"{settings.log} was altered: {checked.tampering[0].message}",
            hint="`meshgov audit verify` says more",
        )
    return Kept(checked.origin, checked.size, note, signed=settings.signing is not None)


def failed(
    settings: AuditSettings, facts: RunFacts, command: str, error: MeshgovError, pack: str | None
) -> None:
    """Add that a run ended without a verdict; what it said may name anything, and is a content.

    Raises:
        MeshgovError: the log can't be written.
    """
    said = "\n".join(one.message for one in error.each())
    kept = settings.store().put(f"{said}\n".encode(), "message")
    kinds: list[Json] = sorted({one.kind for one in error.each()})  # type: ignore[assignment]  # texts
    body: dict[str, Json] = {
        "run": facts.id,
        "command": command,
        "kinds": kinds,
        "exit_code": exit_code_of(error),
        "pack": pack,
        "commit": facts.commit,
    }
    with settings.open(write=True) as log:
        log.append([Draft("error", facts.actor, body, (kept,))], settings.now)


def _git(*words: str) -> str:
    """What git answers; nothing where there is none."""
    try:
        done = gitcall.call(os.curdir, *words)
    except (InputError, EngineError, ConfigurationError):
        return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"
