"""What a decision is made about: one contract, its previous version, and the terms of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meshgov.errors import Location
from meshgov.model.change import Diff
from meshgov.model.document import Note, Origin, Path
from meshgov.model.verdict import Base

LocatePath = Callable[[Path, int], tuple[Location, str]]
"""Canonical path, and which of the fields that share it -> position in the contract's file, and the
source line there."""

LocateOrigin = Callable[[Origin], tuple[Location, str]]
"""Origin in one document -> position in its file, and the source line there."""


@dataclass(frozen=True, slots=True)
class DecideSettings:
    """The terms of a run that hold for every contract.

    Attributes:
        now: evaluation time, RFC 3339 UTC.
        fail_on: lowest severity that blocks: ``warning | error | critical``; ``dangerous``: as
            ``error``.
    """

    now: str
    fail_on: str = "error"


@dataclass(frozen=True, slots=True)
class Subject:
    """One contract, as a verdict names it.

    Attributes:
        path: the file as it was given.
        withdrawn: the product is gone and this is what it was, so that only its going is judged.
        has_results: quality checks were run, and it is known what came of them.
    """

    path: str
    name: str
    version: str | None
    domain: str | None
    digest: str
    notes: tuple[Note, ...] = ()
    withdrawn: bool = False
    has_results: bool = False


@dataclass(frozen=True, slots=True)
class DiffFacts:
    """The facts about two versions, and the way back into both files."""

    base: Base
    diff: Diff
    locate_old: LocateOrigin
    locate_new: LocateOrigin


LONGEST_EXCERPT = 1000
"""Characters of a source line that people wrote; a longer one is a machine's, and fills memory."""


def readable(excerpt: str) -> str:
    """A source line worth keeping, else nothing."""
    return excerpt if len(excerpt) <= LONGEST_EXCERPT else ""
