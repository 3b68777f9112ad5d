"""The files of an auditor's pack, in a folder or in an archive."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from typing import Final, Protocol, Self

from meshgov.errors import InputError
from meshgov.load import files

_LARGEST: Final = 1024 * 1024 * 1024


class Source(Protocol):
    """Files of a pack by name."""

    def names(self) -> frozenset[str]:
        """All of them, with slashes."""

    def read(self, name: str) -> bytes:
        """The bytes of one."""


class _Folder:
    def __init__(self, root: str) -> None:
        self._root = root

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def names(self) -> frozenset[str]:
        found = []
        for folder, _, names in os.walk(self._root):
            found += [os.path.relpath(os.path.join(folder, one), self._root) for one in names]
        return frozenset(one.replace(os.sep, "/") for one in found)

    def read(self, name: str) -> bytes:
        return files.read(os.path.join(self._root, *name.split("/")), _LARGEST)


class _Zip:
    def __init__(self, path: str) -> None:
        self._path = path
        self._archive = zipfile.ZipFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def names(self) -> frozenset[str]:
        return frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        if self._archive.getinfo(name).file_size > _LARGEST:
            raise InputError(f"{name} in {self._path} is too large to be a part of a pack")
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"{name} in {self._path} can't be read: {error}") from None


def opened(place: str) -> _Folder | _Zip:
    """The pack at a place.

    Raises:
        InputError: there is none.
    """
    if os.path.isdir(place):
        return _Folder(place)
    if not os.path.lexists(place):
        raise InputError(f"there is no pack {place}", hint="check the path and its spelling")
    try:
        return _Zip(place)
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(
            f"{place} is no pack: {error}", hint="give what `meshgov audit pack` wrote"
        ) from None


def zipped(folder: str, listed: Sequence[str], above: str) -> bytes:
    """The folder as an archive: sorted, without times, so that it is the same bytes each time."""
    beside = os.path.join(above, f"{os.path.basename(folder)}.zip")
    try:
        with zipfile.ZipFile(beside, "w") as archive:
            for name in listed:
                with open(os.path.join(folder, *name.split("/")), "rb") as file:
                    entry = zipfile.ZipInfo(name)
                    entry.external_attr = 0o644 << 16
                    archive.writestr(entry, file.read())
        with open(beside, "rb") as file:
            return file.read()
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
