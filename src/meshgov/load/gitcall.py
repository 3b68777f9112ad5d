"""One call of plain ``git``: a clean environment, no network, and its complaints as sentences."""

from __future__ import annotations

import os
import subprocess
from shutil import which
from typing import Final

from meshgov.errors import ConfigurationError, InputError
from meshgov.load.wording import shortened

_SETTINGS: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what is missing
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "core.fsmonitor",  # a program that a look at the working tree would start
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_CONFIG_KEY_1": "safe.bareRepository",  # a folder of a branch may pose as a repository
    "GIT_CONFIG_VALUE_1": "explicit",
    "GIT_LITERAL_PATHSPECS": "1",  # a path is a path, also when it looks like a pattern
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # messages that can be recognised
}
_HEAD: Final = 3
"""Words before a file in the answer: object, type, size."""
_PATIENCE: Final = 120.0
"""Seconds for one call of git."""


class Objects:
    """Reads files by their object ids, all through one git that runs until it is closed."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._reader: subprocess.Popen[bytes] | None = None

    def read(self, name: str, path: str) -> bytes:
        """The content of an object; ``path`` says in messages what it is.

        Raises:
            ConfigurationError: git is not installed.
            InputError: this clone doesn't have it.
        """
        reader = self._reader = self._reader or self._start()
        assert reader.stdin  # noqa: S101  # both are pipes
        assert reader.stdout  # noqa: S101  # as above
        try:
            reader.stdin.write(f"{name}\n".encode())
            reader.stdin.flush()
            head = reader.stdout.readline().split()
            if len(head) == _HEAD:
                data = reader.stdout.read(int(head[2]) + 1)
                if len(data) > int(head[2]):
                    return data[:-1]
        except OSError:  # it ended
            pass
        raise InputError(
            f"git has no content for {path}: this clone lacks it",
            hint="complete the clone with `git fetch --refetch --no-filter`",
        )

    def close(self) -> None:
        """End it; more than once does no harm."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.terminate()
            reader.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  # no shell, and nothing that people gave
            [_program(), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(),
        )


def run(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints when it is called in a folder, with ``given`` on its standard input.

    Raises:
        ConfigurationError: git is not installed.
        InputError: git fails.
    """
    done = call(folder, *arguments, given=given)
    if done.returncode:
        raise _failed(arguments[0], done.stderr)
    return done.stdout


def call(folder: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The same where failing is an answer too.

    Raises:
        ConfigurationError: git is not installed.
        InputError: it can't be run, or never ends.
    """
    program = _program()
    try:
        return subprocess.run(  # noqa: S603  # no shell, and refs are checked before
            [program, "--no-pager", *arguments],
            input=given,
            capture_output=True,
            check=False,
            cwd=folder,
            env=_environment(),
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise InputError(
            f"git {arguments[0]} could not be run: {error}", hint="run it by hand to see why"
        ) from None


def _program() -> str:
    program = which("git")
    if program is None:
        raise ConfigurationError(
            "git is not installed, and it is needed to read a git ref",
            hint="install git, or give files instead of git refs",
        )
    return program


def unopened(stderr: bytes) -> InputError:
    """Why git opens no repository."""
    said = _said(stderr)
    if "dubious ownership" in said:
        return InputError(
            "git does not trust this repository: its folder belongs to another user",
            hint="if you do, say `git config --global --add safe.directory FOLDER`",
        )
    if "not a git repository" in said:
        return InputError(
            "a git ref is needed here, and the working folder is in no git repository",
            hint="go into the repository, or give files instead of git refs",
        )
    if "cannot use bare repository" in said:
        return InputError(
            "this folder looks like a bare repository, and may be part of another one",
            hint="go into a checkout; or take HEAD, config, objects and refs out of this folder",
        )
    return InputError(f"git can't open this repository: {said}", hint="mend it with git")


def _failed(command: str, stderr: bytes) -> InputError:
    said = _said(stderr)
    hint = "run `git fsck` to see what is wrong with the repository"
    if any(word in said for word in ("missing", "promisor", "not allowed", "could not fetch")):
        hint = "this may be a partial clone: `git fetch --refetch --no-filter` completes it"
    return InputError(f"git {command} failed: {said or 'it said nothing'}", hint=hint)


def _environment() -> dict[str, str]:
    """Ours, without what would point git elsewhere or make it start programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_SETTINGS}


def _said(stderr: bytes) -> str:
    """The line of what git says that tells why it failed, without its lead."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return shortened((fatal or lines or [""])[0], 200)
