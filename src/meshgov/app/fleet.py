"""All contracts of a run together: a small record of each, one question, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from meshgov.app.contracts import Loaded
from meshgov.app.governed import Governed
from meshgov.app.judge import Case
from meshgov.decide import fleet as decide
from meshgov.decide.subject import DecideSettings, LocatePath
from meshgov.engine import fleet as records
from meshgov.engine.base import Engine
from meshgov.errors import InputError
from meshgov.model.pack import Answer
from meshgov.model.verdict import ContractVerdict

Reload = Callable[[str], Loaded]
"""Loads a contract of the run again, by its file: few have findings, and memory holds not all."""


class Gathering:
    """Collects records while contracts pass, and lays over their verdicts what is found in them.

    Args:
        governed: what the organisation configures.
        command: what runs.
        reload: makes a contract that has passed come again.
    """

    def __init__(self, governed: Governed, command: str, reload: Reload) -> None:
        self._governed = governed
        self._evaluation = {"now": governed.settings.now, "command": command}
        self._reload = reload
        self._records: list[str] = []
        self._gone: set[str] = set()

    def add(self, case: Case) -> None:
        """Take a contract in; a product that is gone is no part of the fleet."""
        path = case.new.document.file
        if case.withdrawn:
            self._gone.add(path)
        else:
            self._records.append(records.record(case.new.contract, path))

    def over(
        self, verdicts: Iterable[ContractVerdict], engine: Engine
    ) -> Iterator[ContractVerdict]:
        """Each verdict with what the fleet rules say, in the same order.

        Raises:
            MeshgovError: a failing engine or rule, or a file that changed meanwhile.
        """
        answer = self._ask(self._records, engine)
        self._records.clear()
        found = self._laid(answer)
        yield from self._each(verdicts, found)
        found.finish()

    def _ask(self, told: Iterable[str], engine: Engine) -> Answer:
        request = records.build(
            told,
            parameters_text=self._governed.parameters_text(None),
            evaluation=self._evaluation,
        )
        [answer] = engine.evaluate([request])
        return answer

    def _laid(self, answer: Answer) -> decide.Fleet:
        governed = self._governed
        settings = DecideSettings(governed.settings.now, governed.settings.fail_on)
        return decide.Fleet(answer, governed.pack, governed.governance, settings)

    def _each(
        self, verdicts: Iterable[ContractVerdict], found: decide.Fleet
    ) -> Iterator[ContractVerdict]:
        for verdict in verdicts:
            if verdict.path in self._gone:
                yield verdict
            else:
                yield found.over(verdict, partial(self._locate, verdict))

    def _locate(self, verdict: ContractVerdict) -> LocatePath:
        loaded = self._reload(verdict.path)
        if loaded.document.digest != verdict.digest:
            raise InputError(f"{verdict.path} changed while it was judged", hint="run it again")
        return loaded.place


def gathering(governed: Governed, command: str, reload: Reload | None) -> Gathering | None:
    """What collects a fleet; None where no fleet rule would be asked."""
    if reload is None:
        return None
    if not decide.is_asked(governed.pack, governed.governance, governed.settings.now):
        return None
    return Gathering(governed, command, reload)
