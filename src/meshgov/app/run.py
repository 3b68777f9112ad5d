"""One run: cases through the engine to verdicts, in order, with flat memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from meshgov.app.contracts import Loaded
from meshgov.app.fleet import Gathering, Reload, gathering
from meshgov.app.governed import Governed
from meshgov.app.judge import Asked, Case, Judge
from meshgov.app.spool import Spool
from meshgov.decide import levels
from meshgov.decide.run import Tally, conclude
from meshgov.decide.waivers import Waivers
from meshgov.engine.base import Engine
from meshgov.engine.request import Request
from meshgov.errors import EngineError, MeshgovError, joined
from meshgov.model.verdict import ContractVerdict, Verdict

Progress = Callable[[int], None]
"""Told after each contract how many are judged."""

Load = Callable[[], Case | None]
"""Loads one case; None for a file that turns out not to be a contract."""


class Run:
    """Judges cases one after the other and counts what comes out.

    Args:
        governed: what the organisation configures.
        engine: what judges.
        command: what runs.
        reload: the contracts are a whole, and this loads one of them again; None: they are only
            some, so that fleet rules are not tested.
        fleet: collects the contracts in the place of what ``reload`` would make.

    Attributes:
        skipped: files that turned out not to be contracts.
    """

    def __init__(
        self,
        governed: Governed,
        engine: Engine,
        command: str,
        reload: Reload | None = None,
        *,
        fleet: Gathering | None = None,
    ) -> None:
        self._governed = governed
        self._engine = engine
        self._command = command
        self._judge = Judge(governed, command)
        self._fleet = fleet or gathering(governed, command, reload)
        self._waivers = _waivers(governed)
        self._waiting: deque[Asked] = deque()
        self._errors: list[MeshgovError] = []
        self._failed_by_level = 0
        self.skipped = 0

    def begin(self, new: Loaded) -> None:
        """Let the engine judge what it can of ``new`` while the version before is loaded."""
        self._judge.begin(new, self._engine)

    def judge(self, loads: Iterable[Load], progress: Progress) -> Verdict:
        """The verdict on every case.

        Nothing is judged unless everything can be read: after the first bad input no result
        counts, the rest is only loaded, and all bad inputs are reported together.

        Raises:
            MeshgovError: bad input, or a failing engine; bad input outranks it.
        """
        spool, tally = Spool(), Tally()
        requests = self._requests(loads)
        try:
            for decided in self._decided(requests, progress):
                verdict = self._held(self._waivers.apply(decided) if self._waivers else decided)
                spool.append(verdict)
                tally.add(verdict)
        except EngineError as error:
            self._errors.append(error)
            for _ in requests:  # loads what is left, so that bad input is not hidden
                pass
        if self._governed.results and not self._errors:
            self._errors += self._governed.results.unused()
        self._raise_errors()
        if self._governed.witness:
            self._governed.witness.finish(self._governed, self._command, self._fleet)
        return conclude(
            tally.summary(),
            spool,
            self._governed.pack,
            command=self._command,
            now=self._governed.settings.now,
            engine=(self._engine.name, self._engine.version),
            notices=(
                *self._governed.governance.notices,
                *self._said_of_waivers(),
                *self._said_of_results(),
                *self._said_of_levels(),
            ),
            waivers=self._waivers.used() if self._waivers else (),
        )

    def _held(self, verdict: ContractVerdict) -> ContractVerdict:
        held = levels.held(verdict, self._governed.settings.fail_on)
        self._failed_by_level += held is not verdict
        return held

    def _said_of_levels(self) -> Iterator[str]:
        number = self._failed_by_level
        if number:
            what = "1 contract fails" if number == 1 else f"{number} contracts fail"
            yield f"{what} by the level of a change alone, because of --fail-on dangerous"

    def _said_of_results(self) -> Iterator[str]:
        if self._governed.results:
            yield from self._governed.results.notices()

    def _said_of_waivers(self) -> Iterator[str]:
        if self._waivers:
            yield from self._waivers.notices(everything=False)

    def _requests(self, loads: Iterable[Load]) -> Iterator[Request]:
        for load in loads:
            try:
                case = load()
                if case is None:
                    self.skipped += 1
                elif not self._errors:
                    if self._governed.witness:
                        self._governed.witness.case(case)
                    if self._fleet:
                        self._fleet.add(case)
                    for asked in self._judge.ask(case):
                        self._waiting.append(asked)
                        yield asked.request
            except MeshgovError as error:
                self._errors.append(error)

    def _decided(
        self, requests: Iterator[Request], progress: Progress
    ) -> Iterator[ContractVerdict]:
        """The verdicts; those of a fleet once all of its contracts are known."""
        first = Spool()
        for number, verdict in enumerate(self._verdicts(requests), 1):
            progress(number)
            if self._fleet:
                first.append(verdict)
            else:
                yield verdict
        if self._fleet and not self._errors:
            yield from self._fleet.over(first, self._engine)

    def _verdicts(self, requests: Iterator[Request]) -> Iterator[ContractVerdict]:
        parts: list[ContractVerdict] = []
        for answer in self._engine.evaluate(requests):
            asked = self._waiting.popleft()
            if self._errors:
                continue
            parts.append(self._judge.decide(asked, answer))
            if asked.last:
                yield self._judge.join(asked.case, parts)
                parts = []

    def _raise_errors(self) -> None:
        if not self._errors:
            return
        bad_input = [error for error in self._errors if not isinstance(error, EngineError)]
        errors = bad_input or self._errors
        raise joined(errors)


def _waivers(governed: Governed) -> Waivers | None:
    if not (governed.governance.waivers or governed.settings.waivers):
        return None
    from meshgov.app import waivers  # noqa: PLC0415  # start-up budget: many runs have none

    return waivers.of_run(governed)
