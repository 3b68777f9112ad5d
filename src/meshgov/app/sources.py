"""From an argument to the bytes it names: a file, a folder, ``git-ref:path``, standard input."""

from __future__ import annotations

import os
import posixpath
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from meshgov.app import contracts
from meshgov.app.contracts import Loaded
from meshgov.errors import ConfigurationError, InputError, MeshgovError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.load.refusals import DEFAULT_LIMITS

if TYPE_CHECKING:
    from meshgov.load.git import Entry, Repository  # start-up budget: most runs need no git

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class One:
    """A file somewhere.

    Attributes:
        shown: its name for people: ``main:orders.yaml`` in git.
        read: its bytes; raises InputError.
        ref: git ref that it comes from, or None.
        inside: its path from the folder that was given; its name where a file was given.
        key: equal for equal content in one repository; empty outside git.
        path: in git from the root of the repository, else as in ``shown``.
    """

    shown: str
    read: Callable[[], bytes]
    ref: str | None = None
    inside: str = ""
    key: str = ""
    path: str = ""

    def load(self) -> Loaded:
        """The contract in it.

        Raises:
            InputError: it can't be read or is no contract.
        """
        return contracts.parse(self.read(), self.shown)

    def load_if_contract(self) -> Loaded | None:
        """The contract in a file that was met in a folder; None for another kind of file.

        Raises:
            InputError: it can't be read.
        """
        return self.if_contract(self.read())

    def if_contract(self, data: bytes) -> Loaded | None:
        """The same for bytes that were read already.

        Raises:
            InputError: they are neither YAML nor JSON.
        """
        document = documents.parse(data, self.shown)
        return contracts.of_document(document) if contracts.is_contract(document) else None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder somewhere, with the files in it that may be contracts.

    Attributes:
        path: as it was given, without the ref.
        place: in git from the root of the repository, else as given.
    """

    shown: str
    files: tuple[One, ...]
    ref: str | None = None
    path: str = ""
    place: str = ""


class Sources:
    """Resolves the arguments of one run; standard input is read for one of them only."""

    def __init__(self) -> None:
        self._repositories: dict[str, Repository] = {}
        self._input_taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for repository in self._repositories.values():
            repository.close()

    def resolve(self, given: str) -> One | Folder:
        """What an argument names: what exists on disk, or else what a git ref shows.

        Raises:
            InputError: it names nothing.
            ConfigurationError: standard input is named twice; or it is there twice.
        """
        if given == STANDARD_INPUT:
            return self._standard_input()
        if ":" in given:  # else it can be no ref and path
            self.check_clear(given)
        if os.path.isdir(given):
            return on_disk(given)
        if not os.path.lexists(given):
            from meshgov.load import git  # noqa: PLC0415  # start-up budget

            parts = git.split(given)
            if parts is not None:
                return self.in_git(*parts)
        return One(given, lambda: files.read(given), inside=os.path.basename(given), path=given)

    def check_clear(self, given: str) -> None:
        """Let pass what is not both on disk and in git: a branch may bring files of any name.

        Raises:
            ConfigurationError: it is.
        """
        if given.startswith((".", "/")) or not os.path.lexists(given):
            return
        from meshgov.load import git  # noqa: PLC0415  # start-up budget

        ref, path = git.split(given) or (given, None)
        try:
            repository = self.repository()
            tree = repository.tree(ref)
            if path is not None:
                repository.find(tree, path.rstrip("/"), ref)
        except MeshgovError:
            return
        raise ConfigurationError(
            f"{given} is there twice: as a file or folder here, and in git",
            hint=f"write ./{given} for the one here, or the ref in full, as in refs/heads/main",
        )

    def repository(self, *folders: str) -> Repository:
        """The repository around the working folder, or else around the first of ``folders``.

        Raises:
            InputError: there is none.
        """
        from meshgov.load.git import Repository  # noqa: PLC0415  # start-up budget

        for place, folder in enumerate(("", *folders)):
            if folder not in self._repositories:
                try:
                    self._repositories[folder] = Repository(folder)
                except InputError:
                    if place < len(folders):
                        continue
                    raise
            return self._repositories[folder]
        raise AssertionError  # pragma: no cover  # the last folder returns or raises

    def in_git(self, ref: str, path: str) -> One | Folder:
        """What ``ref:path`` names.

        Raises:
            InputError: there is no repository, ref or path of that name.
        """
        repository = self.repository()
        tree = repository.tree(ref)
        entry = repository.find(tree, path.rstrip("/"), ref)
        shown = f"{ref}:{path}"
        if entry.kind == "blob":
            return stored(repository, entry, shown, ref, posixpath.basename(path))
        ones = in_tree(repository, tree, entry.path, shown, ref)
        return Folder(shown, ones, ref, path, entry.path)

    def _standard_input(self) -> One:
        if self._input_taken:
            raise ConfigurationError(
                "standard input is named twice, and can be read once",
                hint="write one of the two contracts to a file",
            )
        self._input_taken = True
        return One("<stdin>", _read_standard_input, inside="<stdin>")


def on_disk(folder: str) -> Folder:
    """The files of a folder on disk.

    Raises:
        InputError: it holds no YAML or JSON file, or can't be read.
    """
    found = contracts.select((folder,), os.curdir).paths
    ones = tuple(_file(path, folder) for path in found)
    return Folder(folder, ones, path=folder, place=folder)


def in_tree(  # noqa: PLR0913  # where to look, and what to call it
    repository: Repository, tree: str, folder: str, shown: str, ref: str, *, strict: bool = True
) -> tuple[One, ...]:
    """The files of a folder in git.

    Args:
        repository: where.
        tree: object id of the whole tree.
        folder: from the root, empty for the root.
        shown: what the folder is called.
        ref: what the tree is called.
        strict: what can't be read is an error; otherwise it is passed by.
    """
    lead = shown if shown.endswith((":", "/")) else f"{shown}/"
    ones = []
    for entry in repository.files(tree, folder, strict=strict):
        inside = entry.path[len(folder) + 1 :] if folder else entry.path
        ones.append(stored(repository, entry, f"{lead}{inside}", ref, inside))
    return tuple(ones)


def stored(repository: Repository, entry: Entry, shown: str, ref: str, inside: str) -> One:
    """A file in git."""
    return One(shown, lambda: repository.read(entry), ref, inside, entry.object, entry.path)


def _file(path: str, folder: str) -> One:
    inside = os.path.relpath(path, folder).replace(os.sep, "/")
    return One(path, lambda: files.read(path), inside=inside, path=path)


def path_in(repository: Repository, one: One | Folder) -> str | None:
    """Where something stands in a repository, from its root; None outside of it."""
    place = one.place if isinstance(one, Folder) else one.path
    if one.ref is not None:
        return place
    if not place:
        return None
    path = os.path.relpath(os.path.realpath(place), os.path.realpath(repository.root))
    return None if path.startswith(os.pardir) else path.replace(os.sep, "/")


def _read_standard_input() -> bytes:
    try:
        data = sys.stdin.buffer.read(DEFAULT_LIMITS.size + 1)
    except (OSError, ValueError, AttributeError) as error:  # closed, or there is none
        raise InputError(
            f"standard input can't be read: {error}", hint="pipe a contract into meshgov"
        ) from None
    if len(data) > DEFAULT_LIMITS.size:
        raise InputError(
            f"standard input is larger than {DEFAULT_LIMITS.size:,} bytes",
            hint="give a file that holds one contract",
        )
    return data
