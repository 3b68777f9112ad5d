"""Facts about two versions of a contract, and what Rego makes of them."""

from __future__ import annotations

from dataclasses import dataclass

from meshgov.errors import Location
from meshgov.model.document import Json, Origin, Path

LEVELS = ("breaking", "dangerous", "compatible", "docs")
"""What a change does to consumers, the worst first."""

COMPATIBILITY = ("backward", "forward", "full")
"""Whose reading is protected: of old consumers, of new ones, of both."""

BUMPS = ("major", "minor", "patch", "none")
"""Steps of a version, the largest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a diff; it never says whether the fact is bad.

    Attributes:
        id: from the change table (``field-removed``).
        path: where it stands in the new contract; in the old one if it is gone.
        old, new: the values, None for what doesn't exist.
        old_origin, new_origin: where each stands in its own document, None for what doesn't exist.
        consumers: names of the registered consumers that it reaches, sorted.
    """

    id: str
    path: Path
    old: Json = None
    new: Json = None
    old_origin: Origin | None = None
    new_origin: Origin | None = None
    consumers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What the two version texts say, without judgement. Source: SemVer 2.0.0.

    Attributes:
        old, new: as written.
        declared: core step from old to new (``major | minor | patch | none``), or None when
            either can't be read, or there is no old version.
        parsed: ``{"old": {...}, "new": {...}}``, each with integers major, minor, patch and texts
            prerelease, build; absent entries could not be read.
        precedence: -1, 0 or 1, new compared with old; None when not comparable.
        next: the old version raised by each bump: ``{"major": "2.0.0", ...}``; empty when unread.
        problems: ``missing | not-semver | number`` about the new version, the same after ``old-``
            about the old.
    """

    old: Json
    new: Json
    declared: str | None
    parsed: dict[str, dict[str, Json]]
    precedence: int | None
    next: dict[str, str]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenameHint:
    """A removed field that resembles an added sibling; no fact, only a help for people.

    Attributes:
        path: of the removed field.
        old, new: both names.
    """

    path: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Every fact about two contracts, and hints for people that nothing is judged by."""

    changes: tuple[Change, ...]
    version: VersionFacts
    hints: tuple[RenameHint, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A fact with Rego's judgement and the words for it.

    Attributes:
        level: ``breaking | dangerous | compatible | docs``.
        bump: ``major | minor | patch | none``.
        consumers: names of the registered consumers that it reaches, sorted.
        excerpt, old_excerpt: the source lines at the two locations, empty without one.
        hint: what the change may be in truth, as half a sentence; empty mostly.
    """

    id: str
    level: str
    bump: str
    path: Path
    old: Json
    new: Json
    message: str
    remediation: str
    consumers: tuple[str, ...] = ()
    old_location: Location | None = None
    new_location: Location | None = None
    excerpt: str = ""
    old_excerpt: str = ""
    hint: str = ""
