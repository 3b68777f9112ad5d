"""Places in files as services know them: by the path from the root of the repository."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace

from meshgov.errors import Location, MeshgovError
from meshgov.model.verdict import Contracts, ContractVerdict, Verdict
from meshgov.render.parts.place import in_tree


def folder() -> str:
    """The working folder below the root of its repository, with ``/``; empty at the root.

    Empty too where there is no repository: then the working folder is all there is.
    """
    here = above = os.getcwd()
    while not os.path.lexists(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return ""
        above = os.path.dirname(above)
    found = os.path.relpath(here, above).replace(os.sep, "/")
    return "" if found == "." else found


def verdict(given: Verdict, below: str) -> Verdict:
    """The same with the path of every contract and finding from the root."""
    return replace(given, contracts=_Rooted(given.contracts, below)) if below else given


def error(given: MeshgovError, below: str) -> MeshgovError:
    """The same error, placed from the root."""
    if not below or given.location is None:
        return given
    placed = copy(given)
    placed.location = _location(given.location, below)
    return placed


@dataclass(frozen=True, slots=True)
class _Rooted:
    """Contracts as they are asked for, so that those on disk stay there."""

    contracts: Contracts
    below: str

    def __iter__(self) -> Iterator[ContractVerdict]:
        return (_contract(one, self.below) for one in self.contracts)

    def __len__(self) -> int:
        return len(self.contracts)


def _contract(one: ContractVerdict, below: str) -> ContractVerdict:
    findings = tuple(
        replace(finding, location=_location(finding.location, below)) for finding in one.findings
    )
    return replace(one, path=_path(one.path, below), findings=findings)


def _location(given: Location, below: str) -> Location:
    return given._replace(file=_path(given.file, below))


def _path(file: str, below: str) -> str:
    """What is not on disk, or has an absolute path, or lies outside, keeps its name."""
    if in_tree(file) is None or posixpath.isabs(file):
        return file
    found = posixpath.normpath(posixpath.join(below, file))
    return file if found.startswith("../") else found
