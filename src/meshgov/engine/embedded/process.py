"""A worker process: started at once, written to and read from without ever blocking.

``os.posix_spawn`` instead of ``subprocess``, which costs as much to import as the worker takes to
start. Messages are described in meshgov.engine.embedded.worker.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import select
import sys
import time
from contextlib import suppress
from typing import Final

from meshgov.engine.answer import decode
from meshgov.errors import EngineError
from meshgov.model.document import Json

_PROGRAM: Final = os.path.join(os.path.dirname(__file__), "worker")
_PIPE: Final = 1 << 20
"""Bytes that a pipe holds where the system lets us choose: a pack waits there for its worker."""

_CHUNK: Final = 1 << 18
_GRACE: Final = 1.0
"""Seconds after the deadline at which the kernel ends a worker that nobody watches."""

_HEAD: Final = 9
"""Bytes before the text of a message: eight of length, one of kind."""

_SIGKILL: Final = 9
_SIGALRM: Final = 14
_LINKER: Final = ("LD_", "DYLD_")
"""All that a worker needs of the environment; secrets in it are none of its business."""

PAST_DEADLINE: Final = "ran past its deadline"

_alive: set[Process] = set()


class Process:
    """One worker. The caller polls its two descriptors and calls :meth:`flush` and :meth:`take`.

    Attributes:
        requests: descriptor to write to; -1 once closed.
        replies: descriptor to read from; -1 once closed.
        ended: whether the worker is gone.
        compiled: whether it said that it is ready; its user keeps this.
    """

    def __init__(self, deadline: float) -> None:
        """Start the worker; ``deadline`` is in seconds for one evaluation.

        Raises:
            EngineError: there is no way to start a process here.
        """
        self.requests, self.replies, self._pid = _spawn()
        self._owner = os.getpid()
        self._outbox: list[memoryview] = []
        self._inbox = bytearray()
        self.ended = self.compiled = False
        _alive.add(self)
        self.send("h", json.dumps({"path": _search_path(), "limit": deadline + _GRACE}))

    @property
    def unsent(self) -> bool:
        """Whether :meth:`flush` has something left to write."""
        return bool(self._outbox)

    def send(self, kind: str, text: str) -> None:
        """Queue one message, and write as much as the pipe takes."""
        self.send_raw(message(kind, text))

    def send_raw(self, data: bytes) -> None:
        """The same for what :func:`message` gave."""
        self._outbox.append(memoryview(data))
        self.flush()

    def flush(self) -> None:
        """Write as much as the pipe takes now."""
        while self._outbox:
            try:
                written = os.write(self.requests, self._outbox[0][:_CHUNK])
            except BlockingIOError:
                return
            except OSError:  # gone; reading will tell
                self._outbox.clear()
                return
            rest = self._outbox[0][written:]
            if rest:
                self._outbox[0] = rest
            else:
                del self._outbox[0]

    def push(self, limit: float) -> bool:
        """Write all that is queued, within ``limit`` seconds; whether that came about."""
        until = time.monotonic() + limit
        poll = select.poll()
        poll.register(self.requests, select.POLLOUT)
        while self._outbox and poll.poll(max(0.0, until - time.monotonic()) * 1000):
            self.flush()
        return not self._outbox

    def take(self) -> list[tuple[str, Json]]:
        """The replies that are complete: their kind and value.

        Sets :attr:`ended` when the worker is gone.
        """
        while True:
            try:
                data = os.read(self.replies, _CHUNK)
            except BlockingIOError:
                break
            if not data:
                self.ended = True
                break
            self._inbox += data
        return self._complete()

    def _complete(self) -> list[tuple[str, Json]]:
        replies = []
        while len(self._inbox) >= _HEAD:
            end = _HEAD + int.from_bytes(self._inbox[:8], "big")
            if len(self._inbox) < end:
                break
            replies.append((chr(self._inbox[8]), decode(bytes(self._inbox[_HEAD:end]))))
            del self._inbox[:end]
        return replies

    def why(self) -> str:
        """How a worker that ended came to its end, as the end of a sentence."""
        code = self._reap()
        if code == -_SIGALRM:
            return PAST_DEADLINE
        if code == -_SIGKILL:
            return "was killed from outside, perhaps for want of memory"
        return "crashed" if code is None or code < 0 else f"ended with status {code}"

    def kill(self) -> None:
        """End the worker now, whatever it does. Safe to call again."""
        if self.requests < 0:
            return
        self.ended = True
        _alive.discard(self)
        for descriptor in (self.requests, self.replies):
            os.close(descriptor)
        self.requests = self.replies = -1
        self._outbox.clear()
        if self._owner == os.getpid() and self._pid:
            try:
                os.kill(self._pid, _SIGKILL)
            except ProcessLookupError:  # someone else waited for it
                return
            self._wait(0)

    def _reap(self) -> int | None:
        """Exit code of a worker that closed its end: it is about to be gone."""
        for _ in range(200):
            code = self._wait(os.WNOHANG)
            if not self._pid:
                return code
            time.sleep(0.005)
        return None

    def _wait(self, options: int) -> int | None:
        if not self._pid:
            return None
        try:
            pid, status = os.waitpid(self._pid, options)
        except ChildProcessError:  # someone else waits for all children
            self._pid = 0
            return None
        if not pid:
            return None
        self._pid = 0
        return os.waitstatus_to_exitcode(status)


def message(kind: str, text: str) -> bytes:
    """The bytes of one message, for a text that goes to several workers."""
    data = text.encode()
    return b"".join((len(data).to_bytes(8, "big"), kind.encode(), data))


def _spawn() -> tuple[int, int, int]:
    """Descriptors of requests and replies, and the process id."""
    if not hasattr(os, "posix_spawn") or not sys.executable:
        raise EngineError(
            "the embedded engine can't start a process of its own here",
            hint="it needs Linux or macOS; elsewhere judge with --engine opa --opa-url URL",
        )
    theirs_in, requests = _pipe()
    replies, theirs_out = _pipe()
    try:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-I", "-S", _PROGRAM],
            _environment(),
            file_actions=(
                (os.POSIX_SPAWN_DUP2, theirs_in, 0),
                (os.POSIX_SPAWN_DUP2, theirs_out, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ),
            # A group of its own: Ctrl-C at the terminal is for this process, which ends the worker.
            setpgroup=0,
            setsigmask=(),
        )
    except OSError as error:
        os.close(requests)
        os.close(replies)
        raise EngineError(
            f"the embedded engine can't start {sys.executable}: {error.strerror}"
        ) from error
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    os.set_blocking(requests, False)
    os.set_blocking(replies, False)
    return requests, replies, pid


def _pipe() -> tuple[int, int]:
    """A pipe that holds a pack, on descriptors that don't stand for standard streams."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3))
        os.close(end)
    with suppress(AttributeError, OSError):  # elsewhere than on Linux, or no memory for pipes left
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _PIPE)
    return ends[0], ends[1]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith(_LINKER)}
    # Every error of regorus would collect a backtrace, which is then cut off.
    return kept | {"RUST_BACKTRACE": "0", "RUST_LIB_BACKTRACE": "0"}


def _search_path() -> list[str]:
    """Where this process finds modules, without the folder that it happens to stand in."""
    return [folder for folder in sys.path if os.path.isabs(folder)]


@atexit.register
def _end_all() -> None:
    for process in tuple(_alive):
        process.kill()
