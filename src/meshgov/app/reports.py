"""A report to files: all of them rendered before the first is written, each whole or not there."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from meshgov.errors import ConfigurationError
from meshgov.load import files
from meshgov.model.report import Report
from meshgov.render.reports import registry
from meshgov.render.reports.base import MissingPartError, ReportFormat

MANIFEST = "manifest.json"
SCHEMA = "meshgov/report-manifest/v1"
USUAL = ("csv", "html", "json", "markdown", "oscal")
"""What a folder gets when no format is asked for: those that need nothing more installed."""

_MARK = f'"schema": "{SCHEMA}"'.encode()


@dataclass(frozen=True, slots=True)
class Target:
    """One ``--format NAME[=FILE]``; ``file`` None is standard output, or the folder."""

    format: str
    file: str | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read one value of ``--format``.

        Raises:
            ConfigurationError: an unknown format, or no file behind ``=``.
        """
        name, equals, file = text.partition("=")
        if name not in registry.names():
            raise ConfigurationError(
                f"there is no report format called {name!r}",
                hint=f"the formats are {', '.join(registry.names())}",
            )
        if equals and not file:
            raise ConfigurationError(
                f"--format {name}= names no file", hint=f"write --format {name}=FILE"
            )
        return cls(name, file or None)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is ready to be written; ``name`` is what it is, wherever it goes."""

    path: str
    data: bytes
    name: str


def check(targets: Sequence[Target], out: str | None) -> None:
    """Let targets pass that can be written side by side.

    Raises:
        ConfigurationError: two in one place, something binary for a terminal, a folder that holds
            something else.
    """
    places = [target.file or target.format * bool(out) for target in targets]
    for target, place in zip(targets, places, strict=True):
        form = registry.find(target.format)
        if places.count(place) > 1:
            raise ConfigurationError(
                f"two reports would be written to {place or 'standard output'}",
                hint="give each a file of its own: --format json=report.json",
            )
        if target.file is None and out is None and (form.binary or not form.suffix):
            raise ConfigurationError(
                f"{target.format} is nothing for standard output",
                hint=f"write --format {target.format}=report{form.suffix}"
                if form.suffix
                else f"it is several files: write --format {target.format}=FOLDER",
            )
        if target.file is not None:
            _check_place(target.file, form)
    if out is not None:
        _check_folder(out)


def _check_place(path: str, form: ReportFormat) -> None:
    """A report never takes the place of what meshgov is to judge."""
    if not form.suffix:
        if os.path.lexists(path) and not os.path.isdir(path):
            raise ConfigurationError(
                f"{path} is a file, and {form.name} is several files", hint="name a folder"
            )
        return
    if path.endswith((".yaml", ".yml", ".rego")):
        raise ConfigurationError(
            f"a report is not written to {path}, which looks like a contract or a rule",
            hint=f"choose a name that ends in {form.suffix}",
        )
    if path.endswith(".json") and os.path.isfile(path):
        with open(path, "rb") as existing:
            start = existing.read(200)
        if start.strip() and b'"meshgov/' not in start and b'"assessment-results"' not in start:
            raise ConfigurationError(
                f"--format {form.name} would replace {path}, which meshgov didn't write",
                hint="choose another file, or delete this one",
            )


def _check_folder(out: str) -> None:
    if os.path.lexists(out) and not os.path.isdir(out):
        raise ConfigurationError(f"{out} is a file, not a folder", hint="name another folder")
    if not os.path.isdir(out) or not os.listdir(out):
        return
    manifest = os.path.join(out, MANIFEST)
    if os.path.isfile(manifest) and _MARK in files.read(manifest):
        return
    raise ConfigurationError(
        f"the folder {out} holds something that is no report of meshgov",
        hint="name a new or an empty folder",
    )


def _check_leftovers(out: str, replaced: set[str]) -> None:
    """An older report beside a manifest that doesn't name it would be taken for a new one."""
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), out).replace(os.sep, "/")
            if path not in replaced:
                raise ConfigurationError(
                    f"{out} holds {path}, which is not part of this report",
                    hint="name a new or an empty folder, or the formats that it was made with",
                )


def text(report: Report, name: str) -> str:
    """A report in a format that is one text."""
    ((_, data),) = rendered(report, name)
    return data.decode()


def made(report: Report, targets: Sequence[Target], out: str | None) -> list[Made]:
    """Every file of the report, the manifest of the folder last.

    Raises:
        ConfigurationError: a format needs a package that is not installed, or the folder holds a
            file that this report doesn't replace.
    """
    found, inside = [], []
    for target in targets:
        suffix = registry.find(target.format).suffix
        for name, data in rendered(report, target.format):
            if target.file is not None:
                path = posixpath.join(target.file, name) if name else target.file
                found.append(Made(path, data, posixpath.join(target.format, name).rstrip("/")))
            elif out is not None:
                path = posixpath.join(target.format, name) if name else f"report{suffix}"
                inside.append(Made(path, data, path))
    if out is not None:
        manifest = Made(MANIFEST, _manifest(report, inside), MANIFEST)
        _check_leftovers(out, {one.path for one in (*inside, manifest)})
        found += [replace(one, path=posixpath.join(out, one.path)) for one in (*inside, manifest)]
    return found


def write(made_files: Iterable[Made]) -> None:
    """Write files, each whole or as it was before.

    Raises:
        ConfigurationError: one can't be written.
    """
    for one in made_files:
        hint = "choose another place, or check who may write there"
        files.make_folder(os.path.dirname(one.path), hint=hint)
        files.write_atomically(one.path, [one.data])


def rendered(report: Report, name: str) -> list[tuple[str, bytes]]:
    """The files of a report in one format; one without a name is all there is.

    Raises:
        ConfigurationError: the format needs a package that is not installed.
    """
    try:
        return [
            (part, b"".join(one.encode() if isinstance(one, str) else one for one in chunks))
            for part, chunks in registry.find(name).parts(report)
        ]
    except MissingPartError as error:
        raise ConfigurationError(
            f"the format {name} needs the package {error.package}, which is not installed",
            hint="install meshgov with its extra: pip install 'meshgov[report]'",
        ) from None


def _manifest(report: Report, inside: Sequence[Made]) -> bytes:
    told = {
        "schema": SCHEMA,
        "status": report.status,
        "evaluated_at": report.scope.evaluated_at,
        "population": {"digest": report.population.digest, "complete": report.population.complete},
        "files": [
            {
                "path": one.path,
                "sha256": hashlib.sha256(one.data).hexdigest(),
                "bytes": len(one.data),
            }
            for one in sorted(inside, key=lambda one: one.path)
        ],
    }
    return (json.dumps(told, indent=2) + "\n").encode()
