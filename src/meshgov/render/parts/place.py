"""Where a file is for a service that knows one tree of files only."""

from __future__ import annotations

from typing import Final

STANDARD_INPUT: Final = "<stdin>"


def in_tree(file: str) -> str | None:
    """The file's path if it is one on disk, from the working folder or absolute; else None.

    What was read from standard input or from a git ref (``main:orders.yaml``) is not.
    """
    if file == STANDARD_INPUT or (":" in file and not file.startswith("/")):
        return None
    return file.removeprefix("./")


def nearest(file: str) -> str:
    """The same, and for what is not on disk the path that comes closest.

    Some services refuse a whole report when one finding in it has no file.
    """
    path = in_tree(file)
    if path is not None:
        return path
    return "stdin" if file == STANDARD_INPUT else file.partition(":")[2] or file
