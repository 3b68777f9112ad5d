"""What a run is asked to do: the options of the command line, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from meshgov.engine.base import DEADLINE

ENGINES = ("auto", "embedded", "opa")
"""What may be asked for; ``auto`` is OPA where a server is configured, else embedded."""

CONSUMERS = ("any", "known")
"""Who may read: anybody, or those only who are registered."""

FAIL_ON = ("warning", "error", "critical", "dangerous")
"""Severities from which a finding may fail a run."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine judges, and how to reach it.

    Attributes:
        name: ``auto | embedded | opa``.
        opa_url: server to ask, or None.
        opa_token: bearer token; sent only to a URL that came with it, never to one that a
            governance file names.
        opa_ca: file with the CA certificates of the server.
        opa_binary: path of ``opa`` for a local server; None: found on PATH.
        push: upload the pack to the server at ``opa_url``.
        deadline: seconds for one evaluation.
        jobs: parallel evaluations; None: as many as there are processors, fewer for small runs.
    """

    name: str = "auto"
    opa_url: str | None = None
    opa_token: str | None = None
    opa_ca: str | None = None
    opa_binary: str | None = None
    push: bool = False
    deadline: float = DEADLINE
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Everything that shapes a verdict besides the contracts.

    Attributes:
        governance: path of ``governance.yaml``; None: the built-in defaults.
        organization: path of ``organization.yaml``; overrides the one governance names.
        policies: folders and bundles with an organisation's own rules, added to those governance
            names.
        policies_key: file with the key that the signature of each of ``policies`` must fit.
        generated: folders of meshgov's own making, which nobody signed.
        without: folders that governance names and that don't count in this run.
        waivers: files and folders with waivers, added to those governance names.
        now: evaluation time, RFC 3339 UTC, whole seconds.
        fail_on: lowest severity that fails a run: ``warning | error | critical``; ``dangerous``:
            as ``error``, and every change from that level on.
    """

    now: str
    governance: str | None = None
    organization: str | None = None
    policies: tuple[str, ...] = ()
    policies_key: str | None = None
    generated: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    fail_on: str = "error"
    engine: EngineSettings = field(default_factory=EngineSettings)


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """Whose reading counts.

    Attributes:
        files: consumers files, added to those that governance names.
        known: nobody reads but those who are registered, so that a change which reaches none of
            them may count for less.
    """

    files: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class PastSettings:
    """What a new version is compared with besides OLD.

    Attributes:
        since: a git ref, file or folder whose last released version counts too; None: nothing.
        transitive: every released version counts, whatever the organisation says.
        history: folder of past versions, in the place of git's tags.
        is_commit: ``since`` is a commit, whatever a branch may have put at a path of that name.
    """

    since: str | None = None
    transitive: bool = False
    history: str | None = None
    is_commit: bool = False
