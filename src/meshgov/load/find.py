"""Files, folders and globs to the files that they mean."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from meshgov.errors import InputError, joined

SUFFIXES = (".yaml", ".yml", ".json")
MAGIC = frozenset("*?[")


class Found(NamedTuple):
    """A file that a pattern means.

    Attributes:
        path: as people know it: in the pattern's own spelling, with forward slashes.
        named: given outright or by a glob, so it must be what it is taken for; otherwise it was met
            while a folder was searched.
    """

    path: str
    named: bool


def find(patterns: Sequence[str], base: str = "") -> tuple[Found, ...]:
    """Expand files, folders (searched for YAML and JSON files) and globs (``**`` too).

    Hidden files and folders, and ``node_modules``, are left out of searches unless they are named.
    A file that is reached twice, by another spelling or a link, counts once.

    Args:
        patterns: what to expand.
        base: the folder that relative patterns start from; empty for the working folder.

    Returns:
        The files in the order of their paths.

    Raises:
        InputError: for a pattern that matches nothing, or something that can't be read.
        ManyErrors: for several.
    """
    search = _Search()
    for pattern in patterns:
        search.add(pattern, "" if base == "." else base)
    if search.errors:
        raise joined(search.errors)
    return tuple(sorted(search.found.values()))


class _Search:
    """What was found so far, by real path, and what went wrong."""

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}
        self.errors: list[InputError] = []
        self._listed: dict[str, list[_Entry]] = {}

    def add(self, pattern: str, base: str) -> None:
        """Expand one pattern; a pattern without a match is an error."""
        pattern = pattern.replace(os.sep, "/")
        if base:
            pattern = "" if pattern == "." else pattern.removeprefix("./")
        path = _under(base, pattern)
        errors = len(self.errors)
        if os.path.isdir(path):
            hits = self._search(path)
            missing = f"the folder {path} holds no .yaml, .yml or .json file"
        elif os.path.lexists(path) or not MAGIC.intersection(pattern):
            hits = self._take(path, named=True)
            missing = f"there is no file or folder {path!r}"
        else:
            hits = self._glob(pattern, base)
            missing = f"no .yaml, .yml or .json file matches {path}"
        if not hits and len(self.errors) == errors:
            start = f"the folder {base}" if base else "the working folder"
            hint = f"check the spelling; paths start from {start}"
            self.errors.append(InputError(missing, hint=hint))

    def _take(self, path: str, *, named: bool) -> int:
        """Keep a file; the number of files it stands for, 0 when it does not exist."""
        if not os.path.exists(path):
            if os.path.islink(path):
                self._refuse(f"{path} is a link to a file that does not exist")
            return 0
        if not named and not os.path.isfile(path):
            # Opening a pipe or a device that lies in a folder could wait for ever.
            self._refuse(f"{path} is no regular file")
            return 0
        real = os.path.realpath(path)
        known = self.found.get(real)
        if known is None or (named and not known.named):
            self.found[real] = Found(path, named)
        return 1

    def _search(self, top: str) -> int:
        """Take the YAML and JSON files in a folder and all below; how many there are."""
        return sum(
            self._take(entry.path, named=False)
            for _, entries in self._walk(top)
            for entry in entries
            if not entry.is_folder and entry.path.lower().endswith(SUFFIXES)
        )

    def _glob(self, pattern: str, base: str) -> int:
        """Take the YAML and JSON files that a glob matches, and search the folders it matches."""
        drive, rest = os.path.splitdrive(pattern)
        paths = [f"{drive}/" if rest.startswith("/") else base]
        parts = [part for part in rest.split("/") if part]
        if parts[-1] == "**":
            parts.append("*")
        for part in parts:
            # Two ways to one path (`**/**`) count once, or a few stars would take for ever.
            paths = list(dict.fromkeys(one for path in paths for one in self._step(path, part)))
        hits = 0
        for path in paths:
            if os.path.isdir(path):
                # `**` has gone through the folders already.
                hits += 0 if "**" in parts else self._search(path)
            elif path.lower().endswith(SUFFIXES):
                hits += self._take(path, named=True)
        return hits

    def _step(self, path: str, part: str) -> Iterator[str]:
        """What one part of a glob matches below ``path``."""
        if path and not os.path.isdir(path):
            return
        if part == "**":
            yield from (folder for folder, _ in self._walk(path))
        elif MAGIC.intersection(part):
            for entry in self._list(path):
                name = entry.path.rpartition("/")[2]
                if fnmatchcase(name, part) and (is_searched(name) or part.startswith(".")):
                    yield entry.path
        elif os.path.lexists(_under(path, part)):
            yield _under(path, part)

    def _walk(self, top: str) -> Iterator[tuple[str, list[_Entry]]]:
        """A folder and all below it, each with what it holds.

        Each real folder comes once, so that links can't lead in circles. Links come last: a folder
        is shown under its own name where it has one here.
        """
        seen: set[str] = set()
        folders, links = [top], list[str]()
        while folders or links:
            folder = folders.pop() if folders else links.pop()
            real = os.path.realpath(folder)
            if real in seen:
                continue
            seen.add(real)
            entries = [one for one in self._list(folder) if is_searched(one.path)]
            yield folder, entries
            for entry in reversed(entries):
                if entry.is_folder:
                    (links if entry.is_link else folders).append(entry.path)

    def _list(self, folder: str) -> list[_Entry]:
        """What a folder holds, in the order of names; read once."""
        if folder not in self._listed:
            self._listed[folder] = self._scan(folder)
        return self._listed[folder]

    def _scan(self, folder: str) -> list[_Entry]:
        try:
            with os.scandir(folder or ".") as entries:
                # os.path.isdir, unlike DirEntry.is_dir, takes a link to itself for no folder.
                found = [
                    _Entry(
                        _under("" if folder == "." else folder, entry.name),
                        os.path.isdir(entry) if entry.is_symlink() else entry.is_dir(),
                        entry.is_symlink(),
                    )
                    for entry in entries
                ]
        except OSError as error:
            reason = error.strerror or str(error)
            self._refuse(f"the folder {folder or '.'} can't be read: {reason}")
            return []
        return sorted(found)

    def _refuse(self, message: str) -> None:
        hint = "mend it, or name the files to read outright"
        self.errors.append(InputError(message, hint=hint))


class _Entry(NamedTuple):
    path: str
    is_folder: bool
    is_link: bool


def is_searched(path: str) -> bool:
    """Tell whether a search looks at what has this name."""
    name = path.rpartition("/")[2]
    return not name.startswith(".") and name != "node_modules"


def _under(folder: str, name: str) -> str:
    """``name`` inside ``folder``; an absolute name stays as it is."""
    if not folder or not name:
        return name or folder
    return os.path.join(folder, name).replace(os.sep, "/")
