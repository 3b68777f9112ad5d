"""The embedded engine: regorus, in worker processes that can be ended at any moment.

regorus keeps hold of the interpreter while it evaluates and can't be interrupted, so that both
parallel work and the deadline need processes. They start, and compile, while the caller still loads
contracts.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final, Self

from meshgov.engine import builtins
from meshgov.engine.answer import Reader
from meshgov.engine.base import DEADLINE, LARGEST_INPUT, EngineOptions
from meshgov.engine.embedded import halves
from meshgov.engine.embedded.crew import COMPILE, Crew
from meshgov.engine.embedded.process import Process, message
from meshgov.engine.request import Request
from meshgov.errors import EngineError
from meshgov.model.pack import Answer, Pack

_CHANGES: Final = "meshgov.changes.answer"
_DISTRIBUTION: Final = re.compile(r"(?:gordon[-_]to[-_])?regorus-([^-]+)\.dist-info")


class EmbeddedEngine:
    """Judges with regorus. One pack, any number of threads, until :meth:`close`."""

    name = "regorus"

    def __init__(
        self,
        pack: Pack,
        *,
        jobs: int = 1,
        deadline: float = DEADLINE,
        largest_input: int = LARGEST_INPUT,
    ) -> None:
        """Start the first worker, and return while it compiles.

        Args:
            pack: what to compile.
            jobs: most workers at a time; more start only when there is work for them.
            deadline: seconds for one evaluation.
            largest_input: most characters of one input.

        Raises:
            EngineError: regorus isn't installed, or no process can be started.
        """
        self.version = _version()
        self._options = EngineOptions(jobs, deadline, largest_input)
        self._pack = pack
        self._reader = Reader(pack)
        self._told = message("p", task(pack, allowed=builtins.ALLOWED))
        self._closed = False
        self._idle: list[Process] = []
        self._begun: list[Process] = []  # each is leased to the request that follows
        self._idle.append(self._start())

    def ready(self) -> None:
        """Wait until the pack is compiled.

        Raises:
            PolicyError: it doesn't compile, or calls what it must not.
            EngineError: the worker died.
        """
        with self._crew() as crew:
            crew.wait_until_ready()

    @property
    def begins(self) -> bool:
        """Whether all rules are known well enough to be asked in two halves."""
        return self._pack.halves is not None

    def begin(self, request: Request) -> object:
        """Hand over what is known already; a worker judges it while the caller goes on."""
        if not self.begins or len(request.text) > self._options.largest_input:
            return None
        process = self._lease()
        self._begun.append(process)
        process.send("s", request.text)
        if process.push(max(COMPILE, self._options.deadline)):
            return process
        process.kill()  # the request that follows starts another one, and learns what is wrong
        return None

    def evaluate(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """An answer for each request, in order, reading few requests ahead.

        Raises:
            PolicyError: the pack doesn't compile, calls what it must not, or a rule answers in the
                wrong shape.
            EngineError: there is no answer to a request; those before it have been answered.
        """
        with self._crew() as crew:
            yield from crew.answers(requests)

    def close(self) -> None:
        """End the workers. Safe to call again."""
        self._closed = True
        for process in (*self._begun, *self._idle):
            process.kill()
        self._begun.clear()
        self._idle.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # A constructor that failed has neither.
        for process in (*getattr(self, "_begun", ()), *getattr(self, "_idle", ())):
            process.kill()

    def _crew(self) -> Crew:
        if self._closed:
            raise EngineError("the engine is closed already")
        return Crew(self._pack, self._reader, self._options, self._lease, self._give_back)

    def _start(self) -> Process:
        process = Process(self._options.deadline)
        process.send_raw(self._told)
        return process

    def _lease(self) -> Process:
        """A worker for one caller alone. Lists pop atomically, so that threads may compete."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._start()

    def _give_back(self, process: Process) -> None:
        if self._closed or len(self._idle) >= self._options.jobs:
            process.kill()
        else:
            self._idle.append(process)


def task(pack: Pack, *, allowed: Iterable[str] | None) -> str:
    """What a worker is told about a pack.

    Args:
        pack: what to compile, or only to examine.
        allowed: built-ins that may be called; None: only look for those that no engine may run,
            for a pack that another engine judges.
    """
    parts: list[tuple[str, list[str], bool]] = []
    fleet: list[tuple[str, list[str], bool]] = []
    for rule in pack.rules:
        paths = [f"{rule.package}.applicable", f"{rule.package}.findings"]
        if rule.id in pack.alone:
            paths = [pack.alone[rule.id]]
        (fleet if rule.scope == "fleet" else parts).append((rule.id, paths, bool(rule.foreign)))
    changes: tuple[str, list[str], bool] = ("changes", [_CHANGES], False)
    split = pack.halves if allowed is not None else None
    told = {
        "modules": [module.text for module in pack.modules],
        "old": [index for index, module in enumerate(pack.modules) if not module.rego],
        "data": json.dumps(dict(pack.data)),
        "entry": pack.entry,
        "foreign_entry": pack.foreign_entry,
        "fleet_entry": pack.fleet_entry,
        "parts": [*parts, changes],
        "halves": halves.task(split, parts, changes) if split else None,
        "fleet_parts": fleet,
        "examined": [index for index, module in enumerate(pack.modules) if not module.shipped],
        "only_examine": allowed is None,
        "allowed": None if allowed is None else sorted(allowed),
        "forbidden": sorted(builtins.FORBIDDEN),
        "prefixes": builtins.FORBIDDEN_PREFIXES,
    }
    return json.dumps(told)


def _version() -> str:
    """Version of the installed regorus. importlib.metadata knows too, and costs 40 ms."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if match := _DISTRIBUTION.fullmatch(name):
                return match[1]
    raise EngineError(
        "the embedded engine isn't installed",
        hint="pip install gordon-to-regorus, or judge with --engine opa",
    )
