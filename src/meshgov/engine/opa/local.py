"""An ``opa`` of our own: started on a free port for one run, and always ended again."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from meshgov.engine.opa.binary import (
    GET_OPA,
    Binary,
    complaint,
    environment,
    is_mixed,
    write,
)
from meshgov.engine.opa.server import Server, Unanswered
from meshgov.errors import EngineError
from meshgov.model.pack import Pack

_KEEPER: Final = str(Path(__file__).with_name("keeper.py"))
_START: Final = 15.0
"""Seconds that OPA has to start."""

_END: Final = 2.0
"""Seconds that its keeper has to end it."""

_SIGN_OF_LIFE: Final = 0.5
"""Seconds that a server has to answer whether it is ours."""

_TRIES: Final = 5
"""Ports to try: between finding a free one and using it, another program may take it."""

_IN_USE: Final = "address already in use"
_SIGN: Final = "meshgov_sign"

# Other users of this machine reach a loopback port too, and must not change the policies.
_AUTHORIZATION: Final = """package system.authz

default allow := false

allow if input.identity == "{token}"
"""

_alive: set[LocalOpa] = set()


class LocalOpa:
    """A server for one run; nobody else gets in."""

    def __init__(self, pack: Pack, binary: Binary, timeout: float) -> None:
        """Start the server, and return while it does; ``timeout`` is in seconds for one request."""
        self._binary = binary
        self._pack = pack
        self._timeout = timeout
        self._token = secrets.token_urlsafe(32)
        self._sign = secrets.token_urlsafe(32)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._start()

    def wait(self) -> Server:
        """The server, once it answers.

        Raises:
            EngineError: it doesn't start.
        """
        until = time.monotonic() + _START
        said: str | None = _IN_USE
        for _ in range(_TRIES):
            said = self._last_words(until)
            if said is None:
                return self._server
            if _IN_USE not in said:
                break
            self.stop()
            self._start()
        self.stop()
        raise EngineError(f"the local OPA doesn't start: {complaint(said or '')}", hint=GET_OPA)

    def stop(self) -> None:
        """End the server. Safe to call again."""
        keeper, self._keeper = self._keeper, None
        if keeper is None or self._owner != os.getpid():  # a fork must not end it
            return
        _alive.discard(self)
        self._server.close()
        for stream in (keeper.stdin, keeper.stdout):
            if stream:
                stream.close()
        if not _ended_well(keeper):
            with suppress(ProcessLookupError):
                os.killpg(keeper.pid, signal.SIGKILL)
            keeper.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        # The sign proves that what answers at the port is this server and no other.
        self._folder = write(self._pack, {_SIGN: self._sign})
        authorization = _AUTHORIZATION.format(token=self._token)
        (self._folder / "pack" / "authz.rego").write_text(authorization, encoding="utf-8")
        address = f"127.0.0.1:{_free_port()}"
        self._server = Server(
            f"http://{address}", token=self._token, ca=None, timeout=self._timeout
        )
        self._keeper = subprocess.Popen(  # noqa: S603  # the binary that the caller chose
            [
                *(sys.executable, "-I", "-S", _KEEPER, str(self._folder)),
                *(self._binary.path, "run", "--server", "--addr", address),
                *("--authentication", "token", "--authorization", "basic"),
                *("--log-level", "error", "--skip-version-check"),
                *(("--bundle",) if is_mixed(self._pack) else ()),
                str(self._folder / "pack"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            process_group=0,  # Ctrl-C at the terminal is for this process, which ends the others
        )
        _alive.add(self)

    def _last_words(self, until: float) -> str | None:
        """None once the server answers, else what it said before it ended."""
        while self._keeper is not None and time.monotonic() < until:
            if self._keeper.poll() is not None:
                return self._keeper.stdout.read().decode() if self._keeper.stdout else ""
            try:
                if self._server.ask(_SIGN, "null", timeout=_SIGN_OF_LIFE).value == self._sign:
                    return None
            except Unanswered:
                pass
            time.sleep(0.01)
        return f"no answer within {_START:g} s"


def _ended_well(keeper: subprocess.Popen[bytes]) -> bool:
    """Whether the keeper ended what it kept, and then itself."""
    try:
        return keeper.wait(_END) == 0
    except subprocess.TimeoutExpired:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@atexit.register
def _end_all() -> None:
    for server in tuple(_alive):
        server.stop()
