"""Files in and out: reading within a limit, and writing whole or not at all.

Paths shown to people stay as they were given, with forward slashes.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Mapping

from meshgov.errors import ConfigurationError, InputError, MeshgovError
from meshgov.load.find import Found, find
from meshgov.load.refusals import DEFAULT_LIMITS

__all__ = ["Found", "find", "make_folder", "read", "write_atomically", "write_new"]


def read(path: str, size: int = DEFAULT_LIMITS.size) -> bytes:
    """Bytes of a file.

    Args:
        path: the file, also a pipe.
        size: bytes that it may have at most; more are not read.

    Raises:
        InputError: when it is missing, may not be read, is a folder or is too large.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(size + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unreadable(path, error) from None
    if len(data) > size:
        raise InputError(
            f"{path} is larger than {size:,} bytes", hint="split it into several files"
        )
    return data


def _unreadable(path: str, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"there is no file {path}", hint="check the path and its spelling")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{path} is a folder, not a file", hint="name a file in it")
    if isinstance(error, PermissionError):
        return InputError(f"{path} may not be read", hint="give this user leave to read it")
    return InputError(f"{path!r} can't be read: {_reason(error)}", hint="check the path")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def write_atomically(path: str, chunks: Iterable[str | bytes]) -> None:
    """Write a file that is whole or, after any failure, as it was before.

    The text goes into a file beside it, which takes its place at the end. What is not a regular
    file (a pipe, ``/dev/null``) is written into instead: replacing it would destroy it.

    Args:
        path: where to write; a link is followed.
        chunks: the content in order; text becomes UTF-8.

    Raises:
        ConfigurationError: when the folder is missing, or can't be written into.
    """
    try:
        mode = _mode(path)
        if mode is not None and not stat.S_ISREG(mode):
            _fill(os.open(path, os.O_WRONLY), chunks)
        else:
            _replace(os.path.realpath(path), mode, chunks)
    except OSError as error:
        raise _unwritable(path, error) from None


def write_new(texts: Mapping[str, str], *, hint: str) -> None:
    """Write files that are not there yet, with the folders that they need: all of them or none.

    Args:
        texts: path -> content.
        hint: advice for a folder that can't be made.

    Raises:
        ConfigurationError: one is there already, or can't be written.
    """
    there = [os.path.normpath(path) for path in texts if os.path.lexists(path)]
    if there:
        raise ConfigurationError(
            f"{', '.join(there)} {'is' if len(there) == 1 else 'are'} there already",
            hint="nothing is overwritten, and nothing was written; choose another name or folder",
        )
    written: list[str] = []
    try:
        for path, text in texts.items():
            make_folder(os.path.dirname(path), hint=hint)
            write_atomically(path, [text])
            written.append(path)
    except MeshgovError:
        for path in written:
            with contextlib.suppress(OSError):
                os.unlink(path)
        raise


def make_folder(path: str, *, hint: str) -> None:
    """Make a folder and those above it, where they are not there; an empty path is this one.

    Raises:
        ConfigurationError: it can't be made.
    """
    try:
        os.makedirs(path or os.curdir, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"the folder {path} can't be made: {error.strerror or error}", hint=hint
        ) from None


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
    except ValueError as error:  # a NUL in the path
        raise OSError(str(error)) from None


def _replace(target: str, mode: int | None, chunks: Iterable[str | bytes]) -> None:
    # The name is not secret: O_EXCL refuses a file or link that somebody put there before.
    beside = f"{target}.{os.urandom(6).hex()}.tmp"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        _fill(handle, chunks, sync=True)
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, target)
    except BaseException:  # also when interrupted: no half file stays behind
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _fill(handle: int, chunks: Iterable[str | bytes], *, sync: bool = False) -> None:
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk.encode("utf-8") if isinstance(chunk, str) else chunk)
        if sync:
            file.flush()
            os.fsync(file.fileno())


def _unwritable(path: str, error: Exception) -> ConfigurationError:
    folder = os.path.dirname(path) or "."
    if isinstance(error, FileNotFoundError):
        return ConfigurationError(
            f"{path} can't be written: there is no folder {folder}", hint="make the folder first"
        )
    if isinstance(error, IsADirectoryError):
        return ConfigurationError(
            f"{path} can't be written: it is a folder", hint="name a file in it"
        )
    return ConfigurationError(
        f"{path!r} can't be written: {_reason(error)}",
        hint=f"check who may write into {folder}, and that the disk has room",
    )
