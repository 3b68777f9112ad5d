"""The working tree of a repository, beside what git keeps: which files there are, what changed.

Content is compared by the names that git gives it, computed here: no index is trusted, and no
filter that a repository configures is started.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from hashlib import sha1, sha256
from typing import Final, NamedTuple

from meshgov.errors import InputError, Location
from meshgov.load import gitcall
from meshgov.load.git import Repository

_LONG: Final = 64
"""Characters of an object's name where a repository uses SHA-256."""

_STARTS: Final = re.compile(rb"^<{7}(?: |$)", re.MULTILINE)
_ENDS: Final = re.compile(rb"^>{7}(?: |$)", re.MULTILINE)


_CONVERTS: Final = ("filter", "working-tree-encoding")
_UNSET: Final = frozenset({"unspecified", "unset"})


class ConflictError(InputError):
    """A merge conflict was left in a file."""


class Listed(NamedTuple):
    """A file of the working tree, ``path`` from the root; ``skipped`` by a sparse checkout."""

    path: str
    skipped: bool


def listed(repository: Repository) -> list[Listed]:
    """The files that git tracks, and those that it neither tracks nor ignores, by path.

    Some of them may be gone from the disk.

    Raises:
        InputError: there is no working tree.
    """
    told = gitcall.run(
        repository.root, "ls-files", "-t", "-z", "--cached", "--others", "--exclude-standard"
    )
    found: dict[str, bool] = {}
    for line in os.fsdecode(told).split("\0"):
        tag, _, path = line.partition(" ")
        if path:
            found[path] = tag == "S"
    return [Listed(path, found[path]) for path in sorted(found)]


def merge_bases(repository: Repository, one: str, other: str) -> tuple[str, ...]:
    """The last commits that two commits have in common: several where both merged the other."""
    asked = gitcall.call(repository.root, "merge-base", "--all", one, other)
    return tuple(asked.stdout.decode("ascii", "replace").split())


def converted(repository: Repository, paths: Iterable[str]) -> dict[str, str]:
    """Files that git changes when it writes them here: path -> the attribute that says so.

    Raises:
        InputError: git fails.
    """
    given = b"".join(os.fsencode(one) + b"\0" for one in paths)
    told = gitcall.run(repository.root, "check-attr", "-z", "--stdin", *_CONVERTS, given=given)
    said = os.fsdecode(told).split("\0")
    rows = zip(said[::3], said[1::3], said[2::3], strict=False)
    return {path: f"{name}={value}" for path, name, value in rows if value not in _UNSET}


def is_same(data: bytes, name: str) -> bool:
    """Whether content is what git keeps as the object ``name``, line ends apart."""
    if _name(data, name) == name:
        return True
    return b"\r\n" in data and _name(data.replace(b"\r\n", b"\n"), name) == name


def _name(data: bytes, like: str) -> str:
    made = sha256(usedforsecurity=False) if len(like) == _LONG else sha1(usedforsecurity=False)
    made.update(b"blob %d\0" % len(data))
    made.update(data)
    return made.hexdigest()


def check_merged(data: bytes, file: str) -> None:
    """Let a file pass in which no merge conflict was left.

    Raises:
        ConflictError: at the line where the first conflict starts.
    """
    start = _STARTS.search(data)
    if start is None or _ENDS.search(data, start.end()) is None:
        return
    line = data.count(b"\n", 0, start.start()) + 1
    raise ConflictError(
        "a merge conflict was left here",
        hint="choose between the two sides, delete the marks, and `git add` the file",
        location=Location(file, line, 1),
    )
