"""A folder of policies to its files. What lies in the folder is the pack; there is no list."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from meshgov.errors import ConfigurationError, Location, PolicyError

DATA = ("data.json", "data.yaml", "data.yml")
"""Names of data files, as in OPA's bundles."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder.

    Attributes:
        name: as shown to people.
        relative: path from the folder, with slashes on every platform.
        text: with line feeds only, so that a digest doesn't depend on the checkout.
    """

    name: str
    relative: str
    text: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of policies holds, tests left out, sorted by relative path.

    Attributes:
        source: the folder as it was given, or ``builtin``.
        rego: Rego modules.
        data: files named as :data:`DATA`.
    """

    source: str
    rego: tuple[File, ...]
    data: tuple[File, ...]


def read(root: str, source: str) -> Folder:
    """Every Rego and data file below ``root``; hidden folders and ``*_test.rego`` are left out.

    Raises:
        ConfigurationError: ``root`` is no folder that can be read.
        PolicyError: a file can't be read, or isn't UTF-8.
    """
    _must_be_folder(root)
    rego: list[File] = []
    data: list[File] = []
    for relative in sorted(_walk(root)):
        if relative.endswith(".rego") and not relative.endswith("_test.rego"):
            rego.append(_file(root, source, relative))
        elif os.path.basename(relative) in DATA:
            data.append(_file(root, source, relative))
    return Folder(source, tuple(rego), tuple(data))


def _must_be_folder(root: str) -> None:
    if os.path.isdir(root):
        return
    hint = "give the folder that holds the .rego files"
    if not os.path.exists(root):
        raise ConfigurationError(f"there is no policy folder {root}", hint=hint)
    raise ConfigurationError(f"the policies at {root} are not a folder", hint=hint)


def _walk(root: str) -> Iterator[str]:
    """Relative paths with slashes; links are followed, each folder entered once."""
    entered: set[str] = set()
    for folder, below, names in os.walk(root, followlinks=True, onerror=_unreadable):
        real = os.path.realpath(folder)
        if real in entered:
            below.clear()
            continue
        entered.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def _file(root: str, source: str, relative: str) -> File:
    path = os.path.join(root, *relative.split("/"))
    name = f"{source.rstrip('/')}/{relative}"
    try:
        with open(path, "rb") as file:
            text = file.read().decode("utf-8-sig")
    except OSError as error:
        _unreadable(error)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PolicyError(
            f"{name} is not UTF-8", hint="save it as UTF-8", location=Location(name, line, 1)
        ) from None
    return File(name, relative, text.replace("\r\n", "\n"))


def _unreadable(error: OSError) -> NoReturn:
    raise PolicyError(f"can't read {error.filename}: {error.strerror}") from None
