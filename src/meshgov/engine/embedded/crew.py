"""Workers at work for one caller: a bounded window of requests, answered in order."""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Self

from meshgov.engine import failures
from meshgov.engine.answer import Reader
from meshgov.engine.base import EngineOptions
from meshgov.engine.embedded import halves
from meshgov.engine.embedded.process import PAST_DEADLINE, Process
from meshgov.engine.request import Request
from meshgov.errors import EngineError, MeshgovError, joined
from meshgov.model.pack import Answer, Pack

_DEPTH: Final = 2
"""Requests that one worker is given at a time: one in work, one waiting in the pipe."""

_AHEAD: Final = 4
"""Requests per worker that are read ahead of the answer that is due."""

COMPILE: Final = 30.0
"""Seconds for starting and compiling, unless evaluations have more."""

_FOREVER: Final = 1e6
"""Seconds; what does nothing is never late."""

_RETRY: Final = "run it again; if it stays, judge with --engine opa"


@dataclass(slots=True, eq=False)
class _Job:
    """A request on its way to its answer."""

    request: Request
    reply: tuple[str, Any] | None = None
    failure: MeshgovError | None = None

    @property
    def done(self) -> bool:
        return self.reply is not None or self.failure is not None


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and what it was given.

    Attributes:
        since: when it was last heard of, or given work after it had none.
        soiled: something failed in it; regorus may not have recovered.
        lost: it is gone, and its requests know.
    """

    process: Process
    jobs: deque[_Job] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    soiled: bool = False
    lost: bool = False


class Crew:
    """Leases processes one by one as work comes in, and gives them back clean or not at all."""

    def __init__(
        self,
        pack: Pack,
        reader: Reader,
        options: EngineOptions,
        lease: Callable[[], Process],
        give_back: Callable[[Process], None],
    ) -> None:
        self._pack = pack
        self._reader = reader
        self._options = options
        self._lease = lease
        self._give_back = give_back
        self._workers: list[_Worker] = []
        self._stopped: MeshgovError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            idle = worker.process.compiled and not worker.jobs
            if idle and not worker.soiled and not worker.process.ended:
                self._give_back(worker.process)
            else:
                worker.process.kill()

    def wait_until_ready(self) -> None:
        """Raise what stands in the way of the pack."""
        worker = self._hire()
        while not worker.process.compiled and not self._stopped:
            self._pump(wait=True)
        if self._stopped:
            raise self._stopped

    def answers(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """The answer to each request, in order."""
        window: deque[_Job] = deque()
        limit = _AHEAD * self._options.jobs
        for request in requests:
            window.append(self._submit(request))
            self._pump(wait=False)
            while window and (window[0].done or len(window) >= limit):
                yield self._finish(window.popleft())
        while window:
            yield self._finish(window.popleft())

    def _submit(self, request: Request) -> _Job:
        job = _Job(request)
        try:
            self._options.check_size(request)
        except MeshgovError as error:
            self._stopped = job.failure = self._stopped or error
        worker = self._begun_worker(request) or self._free_worker()
        if worker is None:  # one before it has failed, and its caller never comes to this one
            job.failure = self._stopped
            return job
        if not worker.jobs:
            worker.since = time.monotonic()
        worker.jobs.append(job)
        if request.document is not None:
            worker.process.send("d", request.document)
        worker.process.send(_kind(request), request.text)
        return job

    def _begun_worker(self, request: Request) -> _Worker | None:
        """The worker that has begun with what ``request`` asks for."""
        if self._stopped or not isinstance(request.begun, Process):
            return None
        worker = _Worker(request.begun)
        self._workers.append(worker)
        return worker

    def _free_worker(self) -> _Worker | None:
        """The worker with the least to do; None when there is no more to be done."""
        while not self._stopped:
            least = min(self._workers, key=lambda worker: len(worker.jobs), default=None)
            if least is None or (least.jobs and len(self._workers) < self._options.jobs):
                return self._hire()
            if len(least.jobs) < _DEPTH:
                return least
            self._pump(wait=True)
        return None

    def _hire(self) -> _Worker:
        worker = _Worker(self._lease())
        self._workers.append(worker)
        return worker

    def _finish(self, job: _Job) -> Answer:
        while not job.done:
            self._pump(wait=True)
        if job.failure:
            raise job.failure
        kind, value = job.reply or ("", ())
        subject = job.request.subject
        if kind == "f":
            raise _failure(self._pack, subject, value)
        if kind == "h" and self._pack.halves:
            value = [halves.joined(self._pack.halves, *value)]
        if job.request.fleet:
            return self._reader.read_fleet(subject, *value)
        return self._reader.read(subject, *value)

    def _pump(self, *, wait: bool) -> None:
        """Write and read what can be, if need be after waiting, till the next deadline at most."""
        poll = select.poll()
        known: dict[int, _Worker] = {}
        for worker in self._workers:
            process = worker.process
            if process.ended:
                continue
            known[process.replies] = known[process.requests] = worker
            poll.register(process.replies, select.POLLIN)
            if process.unsent:
                poll.register(process.requests, select.POLLOUT)
        moved = {known[descriptor] for descriptor, _ in poll.poll(self._patience() if wait else 0)}
        for worker in self._workers:
            if worker in moved:
                self._attend(worker)
            elif self._left(worker) <= 0:
                worker.process.kill()
                self._lost(worker, PAST_DEADLINE)

    def _patience(self) -> float:
        """Milliseconds until a worker would be past its deadline."""
        return max(0.0, 1000 * min(self._left(worker) for worker in self._workers))

    def _left(self, worker: _Worker) -> float:
        """Seconds that a worker has left for what it is doing."""
        if worker.process.ended:
            return _FOREVER
        if not worker.process.compiled:
            limit = max(COMPILE, self._options.deadline)
        else:
            limit = self._options.limit(worker.jobs[0].request) if worker.jobs else _FOREVER
        return worker.since + limit - time.monotonic()

    def _attend(self, worker: _Worker) -> None:
        worker.process.flush()
        replies = worker.process.take()
        # Something moved: the evaluation in work, if any, is at most as old as this moment.
        worker.since = time.monotonic()
        for kind, value in replies:
            if kind == "p":
                self._compiled(worker, value)
            elif worker.jobs:  # none is left when the pack was refused
                worker.jobs.popleft().reply = kind, value
                worker.soiled = worker.soiled or kind == "f"
        if worker.process.ended and not worker.lost:
            self._lost(worker, worker.process.why())

    def _compiled(self, worker: _Worker, report: Any) -> None:
        errors = [
            *(failures.uncompiled(self._pack, one["error"]) for one in report.get("errors", ())),
            *failures.refusals(self._pack, report.get("refused", ())),
        ]
        if errors:
            self._fail(worker, joined(errors))
        else:
            worker.process.compiled = True

    def _lost(self, worker: _Worker, why: str) -> None:
        """A worker is gone; the request that it was at is to blame, or none."""
        if not worker.jobs or not worker.process.compiled:
            error = EngineError(f"the embedded engine {why}", hint=_RETRY)
        elif why == PAST_DEADLINE:
            late = worker.jobs[0].request
            error = failures.too_slow(late.subject, self._options.limit(late))
        else:
            subject = worker.jobs[0].request.subject
            error = EngineError(f"{subject}: the embedded engine {why}", hint=_RETRY)
        self._fail(worker, error)

    def _fail(self, worker: _Worker, error: MeshgovError) -> None:
        """End a worker for good; no more requests are taken."""
        self._stopped = self._stopped or error
        worker.lost = True
        worker.process.kill()
        while worker.jobs:
            worker.jobs.popleft().failure = error


def _kind(request: Request) -> str:
    """The kind of message that hands a request over."""
    if request.begun is not None:
        return "r"
    return "w" if request.fleet else "i"


def _failure(pack: Pack, subject: str, report: Any) -> MeshgovError:
    """The error behind a reply that is no answer, as the worker looked for it rule by rule."""
    if "input" in report:
        return EngineError(
            f"{subject}: the embedded engine can't read its facts: {report['input']}",
            hint="look for extreme numbers and depth in the contract, or use --engine opa",
        )
    told = report["error"] or report.get("all")
    if told is None or (report["part"] is not None and report["error"] is None):
        return failures.undefined(pack, subject, report["part"])
    return failures.failed(pack, subject, report["part"], told)
