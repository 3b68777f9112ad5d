"""The Python interface: judge contracts without the command line.

``check`` and ``diff`` are for one contract; ``Engine`` compiles the pack once and judges many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self

from meshgov.app import clock, contracts, engines
from meshgov.app.contracts import Source
from meshgov.app.diff import load
from meshgov.app.governed import Governed, govern
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.app.settings import FAIL_ON, EngineSettings, RunSettings
from meshgov.engine.base import DEADLINE
from meshgov.errors import ConfigurationError, MeshgovError
from meshgov.model.verdict import DiffVerdict as Diff
from meshgov.model.verdict import Verdict

__all__ = ["Diff", "Engine", "MeshgovError", "Verdict", "check", "diff"]

PathLike = str | os.PathLike[str]
Now = str | date
"""A point in time; a datetime needs a time zone, a date is its midnight in UTC."""


class Engine:
    """A compiled pack that judges contracts; close it, or use it in a ``with`` statement.

    Not for use from several threads at once.

    Args:
        governance: path of ``governance.yaml``; None: the built-in defaults. Unlike the command
            line, no file is looked for.
        organization: path of ``organization.yaml``; None: the one that governance names.
        policies: folders with rules of your own.
        engine: ``auto | embedded | opa``, as ``--engine``.
        opa_url: server to ask; with ``auto`` it makes the engine OPA.
        opa_token: bearer token for that server.
        fail_on: lowest severity that fails a contract: ``warning | error | critical``.
        deadline: seconds for one evaluation.

    Raises:
        MeshgovError: the configuration is wrong, or the engine can't be started.
    """

    def __init__(  # noqa: PLR0913  # what the command line has as options, by name
        self,
        *,
        governance: PathLike | None = None,
        organization: PathLike | None = None,
        policies: Sequence[PathLike] = (),
        engine: str = "auto",
        opa_url: str | None = None,
        opa_token: str | None = None,
        fail_on: str = "error",
        deadline: float = DEADLINE,
    ) -> None:
        if fail_on not in FAIL_ON:
            raise ConfigurationError(
                f"fail_on can't be {fail_on!r}", hint=f"choose one of {', '.join(FAIL_ON)}"
            )
        reach = EngineSettings(
            name=engine, opa_url=opa_url, opa_token=opa_token, deadline=deadline, jobs=1
        )
        self._governed = govern(
            RunSettings(
                now=clock.current(),
                governance=_text(governance),
                organization=_text(organization),
                policies=tuple(os.fspath(path) for path in policies),
                fail_on=fail_on,
                engine=reach,
            )
        )
        self._engine = engines.start(
            self._governed.pack,
            reach,
            configured_url=self._governed.governance.opa_url,
            work=1,
        )

    def check(
        self, contract: Source, *, base: Source | None = None, now: Now | None = None
    ) -> Verdict:
        """Judge a contract, also against its previous version if ``base`` is given.

        Args:
            contract: a path, YAML or JSON text, or a mapping.
            base: the previous version, in the same forms.
            now: evaluation time; None: the present.

        Raises:
            MeshgovError: bad input, or a failing engine.
        """
        if base is None:
            return self._run("check", Case(contracts.given(contract)), now)
        return self._run("diff", load(base, contract, self._governed), now)

    def diff(self, old: Source, new: Source, *, now: Now | None = None) -> Diff:
        """What changed between two versions, its levels, and the version it demands.

        Raises:
            MeshgovError: bad input, or a failing engine.
        """
        verdict = self._run("diff", load(old, new, self._governed), now)
        found = next(iter(verdict.contracts)).diff
        assert found is not None  # noqa: S101  # a case with a base has one
        return found

    def close(self) -> None:
        """End the engine's processes; more than once does no harm."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self, command: str, case: Case, now: Now | None) -> Verdict:
        governed = self._governed if now is None else _at(self._governed, now)
        return Run(governed, self._engine, command).judge([lambda: case], lambda _: None)


def check(  # noqa: PLR0913  # the interface's keywords
    contract: Source,
    *,
    base: Source | None = None,
    governance: PathLike | None = None,
    organization: PathLike | None = None,
    engine: Engine | str | None = None,
    now: Now | None = None,
) -> Verdict:
    """Judge one contract.

    Args:
        contract: a path, YAML or JSON text, or a mapping.
        base: its previous version, in the same forms.
        governance: path of ``governance.yaml``; None: the built-in defaults.
        organization: path of ``organization.yaml``.
        engine: ``auto | embedded | opa``, or an :class:`Engine`, which brings its own governance.
        now: evaluation time; None: the present.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    with _using(engine, governance, organization) as one:
        return one.check(contract, base=base, now=now)


def diff(  # noqa: PLR0913  # the interface's keywords
    old: Source,
    new: Source,
    *,
    governance: PathLike | None = None,
    organization: PathLike | None = None,
    engine: Engine | str | None = None,
    now: Now | None = None,
) -> Diff:
    """What changed between two versions of a contract; arguments as in :func:`check`.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    with _using(engine, governance, organization) as one:
        return one.diff(old, new, now=now)


@contextmanager
def _using(
    engine: Engine | str | None, governance: PathLike | None, organization: PathLike | None
) -> Iterator[Engine]:
    """The engine that was given, left open, or one of our own that is closed again."""
    if isinstance(engine, Engine):
        if governance is not None or organization is not None:
            raise ConfigurationError(
                "an Engine brings its own governance and organization",
                hint="give them to the Engine instead",
            )
        yield engine
        return
    with Engine(
        governance=governance,
        organization=organization,
        engine="auto" if engine is None else engine,
    ) as own:
        yield own


def _at(governed: Governed, now: Now) -> Governed:
    text = now.isoformat() if isinstance(now, date) else now
    return replace(governed, settings=replace(governed.settings, now=clock.parse(text)))


def _text(path: PathLike | None) -> str | None:
    return None if path is None else os.fspath(path)
