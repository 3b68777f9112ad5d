"""The version that a contract needs: for people, and as the document meshgov/bump/v1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from meshgov.model.document import Json
from meshgov.model.release import Release
from meshgov.render.base import RenderOptions
from meshgov.render.parts.json_text import document
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, safe

SCHEMA: Final = "meshgov/bump/v1"


def text(release: Release, options: RenderOptions) -> Iterator[str]:
    """The version alone on the first line, and below it why, and what else is to be written."""
    yield safe(release.version) + "\n"
    if options.quiet:
        return
    paint = Paint(colour=options.colour)
    yield f"  {_why(release)}\n"
    if release.entry is not None:
        yield from _entry(release, release.entry)
    if release.writable:
        yield f"  {paint('quiet', _written(release))}\n"


def json(release: Release) -> Iterator[str]:
    """The document for machines."""
    value: Json = {
        "schema": SCHEMA,
        "current": release.current,
        "declared_bump": release.declared_bump,
        "required_bump": release.required_bump,
        "suggested_version": release.suggested_version,
        "sufficient": release.sufficient,
        "changelog_entry": None if release.entry is None else dict(release.entry),
        "written": bool(release.written),
    }
    yield document(value) + "\n"


def _why(release: Release) -> str:
    declared = release.declared_bump or "unreadable"
    bumps = f"declared {declared}, required {release.required_bump}"
    if release.sufficient:
        return f"as declared: {bumps}"
    if release.current is None:
        return f"no version is declared: required {release.required_bump}"
    return f"instead of {safe(release.current)}: {bumps}"


def _entry(release: Release, entry: Any) -> Iterator[str]:
    if release.completes:
        keys = " and ".join(f"`{key}`" for key in release.completes)
        yield f"  its changelog entry lacks {keys}\n"
        return
    breaking = ", breaking" if entry["breaking"] else ""
    guide = ", with a migration guide to be filled in" if "migration_guide" in entry else ""
    yield f"  changelog entry of {entry['date']}{breaking}{guide}:\n"
    for change in entry["changes"]:
        yield f"    - {prose(change)}\n"


def _written(release: Release) -> str:
    path = safe(release.path)
    if release.complete:
        return f"nothing to write: {path} says so already"
    return f"written to {path}" if release.written else f"--write puts this into {path}"
