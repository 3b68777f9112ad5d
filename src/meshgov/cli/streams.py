"""Standard output and standard error, also when they are closed, full or narrow of mind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from meshgov.errors import ConfigurationError


class ReaderLeftError(Exception):
    """The reader of standard output went away (``| head``).

    Not an OSError, because click would take one for its own and end with exit code 1.
    """


def out(chunks: Iterable[str], *, document: bool = False) -> None:
    """Print on standard output.

    Args:
        chunks: the text.
        document: it is for machines, so always UTF-8; text for people is escaped where the
            terminal's encoding lacks a character.

    Raises:
        ReaderLeftError: the reader went away.
        ConfigurationError: it is closed, or can't be written.
    """
    stream = sys.stdout
    if stream is None:
        raise ConfigurationError(
            "standard output is closed", hint="write to a file: --format json=verdict.json"
        )
    _prepare(stream, document=document)
    try:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    except BrokenPipeError:
        _discard()
        raise ReaderLeftError from None
    except OSError as error:
        _discard()
        raise ConfigurationError(
            f"standard output can't be written: {error.strerror or error}",
            hint="write to a file: --format json=verdict.json",
        ) from None


def err(text: str) -> None:
    """Print on standard error. Whether anybody can read it changes no exit code."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        sys.stderr = None


def _discard() -> None:
    """Give up on standard output: what is still buffered must not raise at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stdout = None


def coloured() -> bool:
    """Whether standard output is a terminal that wants colours."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width(otherwise: int) -> int:
    """Columns of the terminal; ``otherwise`` where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or otherwise
    except (AttributeError, OSError, ValueError):
        return otherwise


def _prepare(stream: object, *, document: bool) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if document:
        reconfigure(encoding="utf-8", errors="strict")
    else:
        reconfigure(errors="backslashreplace")
