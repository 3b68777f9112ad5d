"""Choose an engine by the settings; everything behind it is the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from meshgov.app.settings import ENGINES, EngineSettings
from meshgov.engine.base import Engine
from meshgov.errors import ConfigurationError
from meshgov.model.pack import Pack

if TYPE_CHECKING:
    from meshgov.app.governed import Governed

_WORTH_A_WORKER = 25
"""Contracts per worker below which another one costs more than it gains."""


def start(pack: Pack, settings: EngineSettings, *, configured_url: str | None, work: int) -> Engine:
    """Start the engine that judges ``work`` contracts.

    Args:
        pack: what it compiles.
        settings: the options.
        configured_url: the server that the governance file names.
        work: how many evaluations to expect.

    Raises:
        ConfigurationError: the options contradict each other.
        EngineError: it can't be started.
    """
    if settings.name not in ENGINES:
        raise ConfigurationError(
            f"there is no engine called {settings.name!r}",
            hint=f"choose one of {', '.join(ENGINES)}",
        )
    if not 0 < settings.deadline < float("inf"):
        raise ConfigurationError(
            f"a deadline of {settings.deadline} seconds is none", hint="give a number above 0"
        )
    url = settings.opa_url or configured_url
    jobs = _jobs(settings.jobs, work)
    if settings.name == "opa" or (settings.name == "auto" and url):
        from meshgov.engine.opa import OpaEngine  # noqa: PLC0415  # start-up budget

        return OpaEngine(
            pack,
            url=url,
            # A governance file may come with a pull request: it must not choose who gets the token.
            token=settings.opa_token if settings.opa_url else None,
            ca=settings.opa_ca,
            binary=settings.opa_binary,
            push=settings.push,
            jobs=jobs,
            deadline=settings.deadline,
        )
    if settings.name == "embedded" and settings.opa_url:
        raise ConfigurationError(
            "an OPA server is given, and --engine embedded would not ask it",
            hint="leave one of --engine and --opa-url out",
        )
    from meshgov.engine.embedded import EmbeddedEngine  # noqa: PLC0415  # start-up budget

    return EmbeddedEngine(pack, jobs=jobs, deadline=settings.deadline)


def engine_for(governed: Governed, work: int) -> Engine:
    """Start the engine of a run over ``work`` contracts: as its options and its governance say.

    Raises:
        MeshgovError: as :func:`start`.
    """
    return start(
        governed.pack,
        governed.settings.engine,
        configured_url=governed.governance.opa_url,
        work=work,
    )


def _jobs(asked: int | None, work: int) -> int:
    if asked is not None:
        return max(1, min(asked, work))
    return max(1, min(_processors(), work // _WORTH_A_WORKER))


def _processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
