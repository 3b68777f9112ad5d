"""Roots of bundles: what one owns nobody else defines, and outside of them it defines nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json
from meshgov.policy.manifest import NAME, Place, outside, overlap
from meshgov.policy.scan import Package

_OURS: Final[tuple[Place, ...]] = (
    ("meshgov", "change_rules"),
    ("meshgov", "entry"),
    ("meshgov", "fleet_entry"),
    ("meshgov", "foreign_entry"),
    ("parameters",),
)
"""What meshgov sets beside the packages that it ships."""


class Claims(NamedTuple):
    """What one folder or bundle defines, and what it says that it owns.

    Attributes:
        roots: empty for a folder, and for a bundle that claims nothing.
        packages: name of each file, and its package.
        data: what its data files hold.
    """

    source: str
    roots: tuple[Place, ...]
    packages: tuple[tuple[str, Package], ...]
    data: Json

    def places(self) -> Iterator[Place]:
        """The roots, or else everything that is defined."""
        if self.roots:
            yield from self.roots
            return
        yield from (package.segments for _, package in self.packages)
        yield from _leaves(self.data)


def check(parts: Sequence[Claims]) -> None:
    """Refuse bundles that define something outside their roots, or inside those of another one.

    Args:
        parts: the shipped pack first.

    Raises:
        PolicyError: naming the file, or the manifest.
    """
    for part in parts:
        _check_inside(part)
    for one, other in combinations(parts, 2):
        if one.roots or other.roots:
            _check_apart(one, other, _OURS if one is parts[0] else ())


def _check_inside(part: Claims) -> None:
    for name, package in part.packages:
        if outside(part.roots, package.segments):
            raise PolicyError(
                f"package {package.reference} lies outside the roots of {part.source}",
                hint=f"its roots are {_listed(part.roots)}: move it, or add a root",
                location=Location(name, package.line, 1),
            )
    for place in _leaves(part.data):
        if outside(part.roots, place):
            raise PolicyError(
                f"{part.source} sets data.{'.'.join(place)} outside its roots",
                hint=f"its roots are {_listed(part.roots)}: move it, or add a root",
                location=_manifest(part),
            )


def _check_apart(one: Claims, other: Claims, ours: tuple[Place, ...]) -> None:
    for theirs in other.places():
        for own in (*one.places(), *ours):
            if overlap(own, theirs):
                claiming, first = (other, one) if other.roots else (one, other)
                mine, yours = (theirs, own) if other.roots else (own, theirs)
                raise PolicyError(
                    f"{claiming.source} claims the root {'/'.join(mine)}, and {first.source} has "
                    f"{'/'.join(yours)}",
                    hint="a root belongs to one bundle alone: make it narrower",
                    location=_manifest(claiming),
                )


def _leaves(data: Json, place: Place = ()) -> Iterator[Place]:
    """Where values stand that are no mappings; an empty mapping is a value."""
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, (*place, key))
    elif place:
        yield place


def _manifest(part: Claims) -> Location:
    return Location(f"{part.source.rstrip('/')}/{NAME}", 1, 1)


def _listed(roots: Sequence[Place]) -> str:
    return ", ".join("/".join(root) for root in roots)
