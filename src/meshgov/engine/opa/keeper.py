"""Keeps a local OPA from outliving the process that started it.

A program of its own: ``python -I -S keeper.py FOLDER COMMAND...``. It runs the command until
either that ends or its own standard input does, which happens however the process at the other end
goes. Then it kills the command, prints the end of what it had to say, and removes the folder.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
from typing import Final

TAIL: Final = 4096
"""Bytes of the log that are worth telling."""


def keep(folder: str, command: list[str]) -> bytes:
    """Run ``command`` until it ends or standard input does; the end of its log."""
    log = os.path.join(folder, "opa.log")
    said = os.open(log, os.O_RDWR | os.O_CREAT, 0o600)
    # Whoever holds the writing end lives: when the command is gone, the reading end says so.
    living, held = os.pipe()
    child = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=(
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, said, 1),
            (os.POSIX_SPAWN_DUP2, said, 2),
            (os.POSIX_SPAWN_DUP2, held, max(held, living, said) + 1),
        ),
    )
    os.close(held)
    select.select([0, living], [], [])
    try:
        os.kill(child, signal.SIGKILL)
    finally:
        os.waitpid(child, 0)
    return os.pread(said, TAIL, max(0, os.fstat(said).st_size - TAIL))


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    try:
        os.write(1, keep(sys.argv[1], sys.argv[2:]))
    except BrokenPipeError:  # nobody is left to be told
        pass
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)
