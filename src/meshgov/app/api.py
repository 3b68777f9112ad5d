"""The Python interface: judge contracts without the command line.

``check`` and ``diff`` are for one contract; ``Engine`` compiles the pack once and judges many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Self

from meshgov.app import clock, contracts, engines, quality
from meshgov.app.consumers import register
from meshgov.app.contracts import Source
from meshgov.app.diff import load
from meshgov.app.governed import Governed, govern, with_results
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.app.settings import CONSUMERS, FAIL_ON, ConsumerSettings, EngineSettings, RunSettings
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
        fail_on: lowest severity that fails a contract: ``warning | error | critical``;
            ``dangerous``: as ``error``, and every change from that level on.
        deadline: seconds for one evaluation.
        consumers: ``any | known``, as ``--consumers``.
        consumers_files: who reads what, beyond the contracts and files that governance names.

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
        consumers: str = "any",
        consumers_files: Sequence[PathLike] = (),
    ) -> None:
        _one_of("fail_on", fail_on, FAIL_ON)
        _one_of("consumers", consumers, CONSUMERS)
        files = tuple(os.fspath(path) for path in consumers_files)
        self._asked = ConsumerSettings(files, known=consumers == "known")
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
        # Many an engine never compares, and need not read every contract for what it consumes.
        self._comparing: Governed | None = None
        if self._asked != ConsumerSettings():
            self._registered()
        self._engine = engines.start(
            self._governed.pack,
            reach,
            configured_url=self._governed.governance.opa_url,
            work=1,
        )

    def check(
        self,
        contract: Source,
        *,
        base: Source | None = None,
        now: Now | None = None,
        results: quality.Source | None = None,
    ) -> Verdict:
        """Judge a contract, also against its previous version if ``base`` is given.

        Args:
            contract: a path, YAML or JSON text, or a mapping.
            base: the previous version, in the same forms.
            now: evaluation time; None: the present.
            results: what came of its quality checks: path of a results file, or what one holds.

        Raises:
            MeshgovError: bad input, or a failing engine.
        """
        if base is None:
            governed = with_results(self._governed, results)
            return self._run("check", Case(contracts.given(contract)), governed, now)
        return self._compare(base, contract, now, results)

    def diff(self, old: Source, new: Source, *, now: Now | None = None) -> Diff:
        """What changed between two versions, its levels, and the version it demands.

        Raises:
            MeshgovError: bad input, or a failing engine.
        """
        found = next(iter(self._compare(old, new, now).contracts)).diff
        assert found is not None  # noqa: S101  # a case with a base has one
        return found

    def close(self) -> None:
        """End the engine's processes; more than once does no harm."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _registered(self) -> Governed:
        if self._comparing is None:
            self._comparing = register(self._governed, self._asked, ())
        return self._comparing

    def _compare(
        self,
        old: Source,
        new: Source,
        now: Now | None,
        results: quality.Source | None = None,
    ) -> Verdict:
        governed = with_results(self._registered(), results)
        return self._run("diff", load(old, new, governed), governed, now)

    def _run(self, command: str, case: Case, governed: Governed, now: Now | None) -> Verdict:
        governed = governed if now is None else _at(governed, now)
        return Run(governed, self._engine, command).judge([lambda: case], lambda _: None)


def check(  # noqa: PLR0913  # the interface's keywords
    contract: Source,
    *,
    base: Source | None = None,
    governance: PathLike | None = None,
    organization: PathLike | None = None,
    engine: Engine | str | None = None,
    now: Now | None = None,
    consumers: str = "any",
    consumers_files: Sequence[PathLike] = (),
    results: quality.Source | None = None,
) -> Verdict:
    """Judge one contract.

    Args:
        contract: a path, YAML or JSON text, or a mapping.
        base: its previous version, in the same forms.
        governance: path of ``governance.yaml``; None: the built-in defaults.
        organization: path of ``organization.yaml``.
        engine: ``auto | embedded | opa``, or an :class:`Engine`, which brings its own governance.
        now: evaluation time; None: the present.
        consumers: ``any | known``: with ``known`` nobody reads but those who are registered.
        consumers_files: who reads what; it counts where ``base`` is given.
        results: what came of its quality checks: path of a results file, or what one holds.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    own = _Own(governance, organization, consumers, tuple(consumers_files))
    with _using(engine, own) as one:
        return one.check(contract, base=base, now=now, results=results)


def diff(  # noqa: PLR0913  # the interface's keywords
    old: Source,
    new: Source,
    *,
    governance: PathLike | None = None,
    organization: PathLike | None = None,
    engine: Engine | str | None = None,
    now: Now | None = None,
    consumers: str = "any",
    consumers_files: Sequence[PathLike] = (),
) -> Diff:
    """What changed between two versions of a contract; arguments as in :func:`check`.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    own = _Own(governance, organization, consumers, tuple(consumers_files))
    with _using(engine, own) as one:
        return one.diff(old, new, now=now)


class _Own(NamedTuple):
    """What an engine of one's own is made with."""

    governance: PathLike | None
    organization: PathLike | None
    consumers: str
    consumers_files: Sequence[PathLike]


@contextmanager
def _using(engine: Engine | str | None, own: _Own) -> Iterator[Engine]:
    """The engine that was given, left open, or one of our own that is closed again."""
    if isinstance(engine, Engine):
        if own != _Own(None, None, "any", ()):
            raise ConfigurationError(
                "an Engine brings its own governance, organization and consumers",
                hint="give them to the Engine instead",
            )
        yield engine
        return
    with Engine(**own._asdict(), engine="auto" if engine is None else engine) as made:
        yield made


def _at(governed: Governed, now: Now) -> Governed:
    text = now.isoformat() if isinstance(now, date) else now
    return replace(governed, settings=replace(governed.settings, now=clock.parse(text)))


def _one_of(name: str, given: str, choice: Sequence[str]) -> None:
    if given not in choice:
        raise ConfigurationError(
            f"{name} can't be {given!r}", hint=f"choose one of {', '.join(choice)}"
        )


def _text(path: PathLike | None) -> str | None:
    return None if path is None else os.fspath(path)
