"""A run leaves evidence where that was asked for, or ends with an error."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from meshgov.app.governed import Governed
from meshgov.errors import ConfigurationError, EvidenceError, MeshgovError, exit_code_of
from meshgov.model.settings import Evidence
from meshgov.model.verdict import Verdict

if TYPE_CHECKING:
    from meshgov.app.audit import AuditSettings
    from meshgov.app.witness import Keeper
    from meshgov.model.evidence import RunFacts

DEFAULT: Final = "\0"
"""What stands for the log that governance names, or else for ``evidence.db``; no file's name."""

_SIGNING: Final = ("MESHGOV_SIGNING_KEY", "MESHGOV_AUDIT_SIGNING_KEY")
_FAILED: Final = 3
"""Exit code of runs that end without a verdict though nothing is wrong with their input."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where evidence goes."""

    settings: AuditSettings
    log: str | None
    records: str | None
    facts: RunFacts


_HOLDS: Final = {"--record": "log", "--record-to": "file or folder"}


class Recording:
    """The evidence of one run; a context manager that sees how the run ends.

    Args:
        command: what runs.
        log: the log that was asked for; :data:`DEFAULT` for the usual one, None for none.
        records: the file or folder for records that was asked for.

    Raises:
        ConfigurationError: a place has no name.
    """

    def __init__(self, command: str, log: str | None, records: str | None) -> None:
        for option, place in (("--record", log), ("--record-to", records)):
            if place == "":
                raise ConfigurationError(
                    f"{option}= names no {_HOLDS[option]}",
                    hint="write a file behind it; a variable may be empty",
                )
        self._command = command
        self._asked = Evidence(log, records)
        self._place: _Place | None = None
        self._keeper: Keeper | None = None
        self._governed: Governed | None = None

    def __enter__(self) -> Self:
        return self

    def refuse(self, why: str) -> None:
        """Refuse to run without the evidence that was asked for.

        Raises:
            ConfigurationError: some was asked for on the command line.
        """
        if self._asked != Evidence():
            raise ConfigurationError(
                f"{why}, so there is no evidence to record", hint="leave one of the options out"
            )

    def watch(self, governed: Governed) -> Governed:
        """The same, watched where evidence is asked for on the command line or in governance.

        Raises:
            MeshgovError: evidence could not be written later.
        """
        evidence = self._evidence(governed.governance.evidence or Evidence())
        if evidence is None:
            return governed
        from meshgov.app import evidence_of_runs as runs  # noqa: PLC0415  # start-up budget

        settings = runs.settings(evidence, os.environ)
        facts = runs.facts(self._command, os.environ)
        self._place = _Place(settings, evidence.log, evidence.records, facts)
        runs.check(settings, evidence, facts)
        self._keeper = runs.keeper(evidence, facts)
        self._governed = replace(governed, witness=self._keeper)
        return self._governed

    def keep(self, verdict: Verdict, commit: str | None = None) -> Verdict:
        """Write what came of the run; the verdict, with a checkpoint of the log if there is one.

        Raises:
            EvidenceError: it can't be written, or the log was altered, so that there is no verdict
                either.
        """
        place, keeper = self._place, self._keeper
        if place is None or keeper is None:
            return verdict
        from meshgov.app import evidence_of_runs as runs  # noqa: PLC0415  # as above

        facts = replace(place.facts, inputs=keeper.inputs)
        if commit is not None:
            facts = replace(facts, commit=commit)
        try:
            if place.records is not None:
                runs.write(place.settings, verdict, facts, place.records)
            if place.log is not None:
                kept = runs.append(place.settings, verdict, facts, keeper.policies)
                return replace(verdict, evidence=kept)
        except MeshgovError as error:
            raise _unwritten(error) from None
        return verdict

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        place = self._place
        if place is None or place.log is None or not isinstance(error, MeshgovError):
            return
        if exit_code_of(error) != _FAILED or isinstance(error, EvidenceError):
            return
        from meshgov.app import evidence_of_runs as runs  # noqa: PLC0415  # as above

        pack = self._governed.pack.digest if self._governed else None
        try:
            runs.failed(place.settings, place.facts, self._command, error, pack)
        except MeshgovError as other:
            error.message += f" (and that is not in the log: {other.message})"

    def _evidence(self, configured: Evidence) -> Evidence | None:
        """What was asked for, and what the organisation wants besides."""
        log, records = self._asked.log, self._asked.records or configured.records
        if log is None:
            log = configured.log
        elif log == DEFAULT:
            log = configured.log or os.environ.get("MESHGOV_AUDIT_LOG") or _LOG
        if log is None and records is None:
            return None
        key = _variable(configured.key) or next(filter(None, map(os.environ.get, _SIGNING)), None)
        return Evidence(log, records, key)


_LOG: Final = "evidence.db"


def _variable(key: str | None) -> str | None:
    """A key that is in a variable of the environment; a file as it is."""
    if key is None or not key.startswith("env:"):
        return key
    name = key.removeprefix("env:")
    found = os.environ.get(name)
    if not found:
        raise EvidenceError(
            f"the environment has no {name}, which governance names as the key of evidence",
            hint="give the runner that secret, or take `key` out of `evidence`",
        )
    return found


def _unwritten(error: MeshgovError) -> EvidenceError:
    """The same as an error of evidence: the verdict is worth nothing without it."""
    return EvidenceError(
        f"the evidence of this run can't be kept: {error.message}", hint=error.hint
    )
