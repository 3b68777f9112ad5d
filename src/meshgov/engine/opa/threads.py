"""Calls in threads, answered in order, each with a deadline that nothing in the call can outwit."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from meshgov.engine.failures import too_slow
from meshgov.engine.request import Request
from meshgov.model.pack import Answer

_AHEAD: Final = 2
"""Requests per thread that are read ahead of the answer that is due."""


@dataclass(slots=True, eq=False)
class _Job:
    request: Request
    started: float | None = None
    answer: Answer | None = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


Call = Callable[[Request], Answer]

Made = TypeVar("Made")


def within(seconds: float, call: Callable[[], Made]) -> Made:
    """What ``call`` returns. It runs in a thread of its own, which is left behind if it must be.

    Raises:
        TimeoutError: it took longer.
        Exception: what it raised.
    """
    made: list[Made] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        try:
            made.append(call())
        except BaseException as error:  # noqa: BLE001  # raised again where it belongs
            errors.append(error)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    if not done.wait(seconds):
        raise TimeoutError
    if errors:
        raise errors[0]
    return made[0]


def answers(
    call: Call, requests: Iterable[Request], *, jobs: int, deadline: Callable[[Request], float]
) -> Iterator[Answer]:
    """``call`` on each request, ``jobs`` at a time.

    Timeouts of HTTP clients begin anew with every byte; this deadline doesn't.

    Raises:
        EngineError: a call took longer than the seconds that ``deadline`` gives it.
        Exception: what a call raised, after the answers before it.
    """
    waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
    for _ in range(jobs):
        # Daemons, because one that a server keeps hanging must not keep the program alive.
        threading.Thread(target=_work, args=(call, waiting), daemon=True).start()
    window: deque[_Job] = deque()
    try:
        for request in requests:
            job = _Job(request)
            window.append(job)
            waiting.put(job)
            while window and (window[0].done.is_set() or len(window) >= _AHEAD * jobs):
                yield _finish(window.popleft(), deadline)
        while window:
            yield _finish(window.popleft(), deadline)
    finally:
        for _ in range(jobs):
            waiting.put(None)


def _work(call: Call, waiting: queue.SimpleQueue[_Job | None]) -> None:
    while job := waiting.get():
        job.started = time.monotonic()
        try:
            job.answer = call(job.request)
        except BaseException as error:  # noqa: BLE001  # raised again where it belongs
            job.error = error
        job.done.set()


def _finish(job: _Job, limit: Callable[[Request], float]) -> Answer:
    left = deadline = limit(job.request)
    while not job.done.wait(max(left, 0)):
        if job.started is not None:
            left = job.started + deadline - time.monotonic()
            if left <= 0:
                raise too_slow(job.request.subject, deadline)
    if job.error or job.answer is None:
        raise job.error or RuntimeError("a call without an answer")
    return job.answer
