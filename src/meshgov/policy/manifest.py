"""``.manifest`` of a bundle: which parts of ``data`` it owns, and which Rego its files are in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any, Final, NamedTuple, NoReturn

from meshgov.errors import Location, PolicyError
from meshgov.policy import data
from meshgov.policy.nearest import hint as hint_for

NAME: Final = ".manifest"
"""At the top of a bundle, and nowhere else."""

OWN: Final = "meshgov.yaml"
"""A file of ours beside it or instead of it, that says ``rego: v0``."""

KEYS: Final = ("revision", "roots", "wasm", "rego_version", "file_rego_versions", "metadata")

Place = tuple[str, ...]


class Manifest(NamedTuple):
    """What a manifest says.

    Attributes:
        roots: parts of ``data`` that the bundle owns alone; empty when it claims nothing.
        rego: the version of Rego; None when it says nothing.
        files: patterns of file names, each with the version that holds for it.
    """

    roots: tuple[Place, ...] = ()
    rego: int | None = None
    files: tuple[tuple[str, int], ...] = ()

    def version(self, relative: str, otherwise: int) -> int:
        """The version of Rego that the file at ``relative`` is in."""
        for pattern, version in self.files:
            # OPA compares with the name in the archive, whose slash in front is up to its maker.
            if fnmatchcase(f"/{relative}", pattern) or fnmatchcase(relative, pattern):
                return version
        return otherwise


def read(name: str, text: str) -> Manifest:
    """A manifest.

    Args:
        name: of the file, as shown to people.
        text: what it holds.

    Raises:
        PolicyError: it isn't one, or asks for what isn't done here.
    """
    value: Any = data.parse(name, text, as_json=True)
    if not isinstance(value, dict):
        refuse(name, "must hold a mapping")
    for key in value:
        if key not in KEYS:
            refuse(name, f"has no key {key!r}", hint_for(key, KEYS))
    if value.get("wasm"):
        refuse(name, "names WebAssembly, which nobody would judge with", "build for target rego")
    versions = value.get("file_rego_versions") or {}
    if not isinstance(versions, dict):
        refuse(name, "must map patterns to versions as file_rego_versions")
    return Manifest(
        _roots(name, value.get("roots")),
        None if value.get("rego_version") is None else _version(name, value["rego_version"]),
        tuple((_pattern(name, one), _version(name, versions[one])) for one in sorted(versions)),
    )


def own(name: str, text: str) -> int | None:
    """The version of Rego that ``meshgov.yaml`` of a folder names.

    Raises:
        PolicyError: it says anything else.
    """
    value: Any = data.parse(name, text)
    if not isinstance(value, dict) or set(value) != {"rego"} or value["rego"] not in {"v0", "v1"}:
        refuse(name, "says something other than `rego: v0` or `rego: v1`")
    return int(value["rego"][1])


def outside(roots: Iterable[Place], place: Place) -> bool:
    """Whether ``place`` lies in none of ``roots``; without any, nothing does."""
    known = tuple(roots)
    return bool(known) and not any(place[: len(root)] == root for root in known)


def overlap(one: Place, other: Place) -> bool:
    """Whether one of the two lies in the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def refuse(name: str, what: str, hint: str | None = None) -> NoReturn:
    """Raise the error about a file that describes policies."""
    raise PolicyError(f"{name} {what}", hint=hint, location=Location(name, 1, 1))


def _roots(name: str, value: Any) -> tuple[Place, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        refuse(name, "must list texts as roots")
    roots = tuple(tuple(one.strip("/").split("/")) for one in value)
    for index, root in enumerate(roots):
        for other in roots[:index]:
            if overlap(root, other) or ("",) in {root, other}:
                what = f"{'/'.join(other)!r} and {'/'.join(root)!r}"
                refuse(name, f"has roots that overlap: {what}", "leave out the longer one")
    # The empty root is what `opa build` writes when nobody said anything: it claims no part.
    return () if roots == (("",),) else roots


def _version(name: str, value: Any) -> int:
    if isinstance(value, bool) or value not in {0, 1}:
        refuse(name, f"names version {json.dumps(value)} of Rego", "there are 0 and 1")
    return int(value)


def _pattern(name: str, pattern: str) -> str:
    if any(sign in pattern for sign in "{}\\"):
        refuse(name, f"has the pattern {pattern!r}", "write the files out, or use * alone")
    return pattern
