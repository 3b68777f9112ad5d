"""What a git ref holds of an organisation's settings, as files in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from meshgov.app.governed import GOVERNANCE_FILES, shown
from meshgov.app.settings import RunSettings
from meshgov.errors import ConfigurationError, Location, ManyErrors, MeshgovError
from meshgov.load.git import Repository

_SUFFIXES = (".yaml", ".yml", ".json", ".rego", ".manifest", ".tar.gz", ".tgz", ".pem", ".pub")
"""Settings, registries, waivers and rules, and the keys that these are signed with."""


@dataclass(frozen=True, slots=True)
class Exported:
    """Settings whose files lie in ``folder``, as they are in the git ref ``ref``."""

    settings: RunSettings
    folder: str
    ref: str

    def named(self, text: str) -> str:
        """A text with ``main:policies`` for the paths in the temporary folder."""
        for folder in (self.folder, shown(self.folder), os.path.relpath(self.folder)):
            text = text.replace(f"{folder}{os.sep}", f"{self.ref}:")
        return text

    def reworded(self, error: MeshgovError) -> MeshgovError:
        """The same error, or errors, with names that people know."""
        if isinstance(error, ManyErrors):
            return ManyErrors(map(self.reworded, error.each()))
        at = error.location
        return type(error)(
            self.named(error.message),
            hint=error.hint and self.named(error.hint),
            location=at and Location(self.named(at.file), at.line, at.column),
        )


@contextmanager
def at(ref: str, settings: RunSettings) -> Iterator[Exported]:
    """The same settings with the files that a git ref holds; gone at the end.

    Without a governance file there, the built-in defaults hold.

    Raises:
        MeshgovError: there is no such ref, or a path of the settings is not in the repository.
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415  # start-up budget

    repository = Repository()
    with TemporaryDirectory(prefix="meshgov-") as made:
        folder = os.path.realpath(made)
        _write(repository, ref, folder)
        root = os.path.realpath(repository.root)
        moved = replace(
            settings,
            governance=_governance(settings, root, folder),
            organization=next(_moved([settings.organization], root, folder), None),
            policies=(),
            policies_key=None,
            without=(),
            waivers=tuple(_moved(settings.waivers, root, folder)),
        )
        base = Exported(moved, folder, ref)
        try:
            yield base
        except MeshgovError as error:
            raise base.reworded(error) from None


def _write(repository: Repository, ref: str, folder: str) -> None:
    try:
        tree = repository.tree(ref)
        for entry in repository.files(tree, strict=False, suffixes=_SUFFIXES):
            path = os.path.join(folder, entry.path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(repository.read(entry))
    finally:
        repository.close()


def _governance(settings: RunSettings, root: str, folder: str) -> str | None:
    """The governance file of the ref: at the place of the current one, or found as that one is."""
    if settings.governance:
        path = next(_moved([settings.governance], root, folder))
        if os.path.exists(path):
            return path
    here = os.path.normpath(os.path.join(folder, os.path.relpath(os.path.realpath("."), root)))
    while True:
        for name in GOVERNANCE_FILES:
            if os.path.exists(path := os.path.join(here, name)):
                return path
        if here == folder:
            return None
        here = os.path.dirname(here)


def _moved(paths: Iterable[str | None], root: str, folder: str) -> Iterator[str]:
    """Where the copies of files and folders of the repository are."""
    for path in paths:
        if path is None:
            continue
        inside = os.path.relpath(os.path.realpath(path), root)
        if inside.split(os.sep)[0] == os.pardir:
            raise ConfigurationError(
                f"{path} is not in the repository, so no git ref has it",
                hint="give the current settings without --base-ref",
            )
        yield os.path.join(folder, inside)
