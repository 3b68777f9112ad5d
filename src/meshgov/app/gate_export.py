"""What an organisation configures, as a commit has it: in a private folder, named as it is in git.

A branch can't approve itself: neither its policies nor its waivers reach what is written here.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final, Self

from meshgov.app.governed import GOVERNANCE_FILES, Governed
from meshgov.app.settings import RunSettings
from meshgov.errors import ConfigurationError, Location, MeshgovError
from meshgov.load import document as documents
from meshgov.load.find import MAGIC, SUFFIXES
from meshgov.load.globs import Globs
from meshgov.model.settings import Evidence
from meshgov.model.verdict import Verdict
from meshgov.model.waiver import Waiver
from meshgov.policy import governance as governances
from meshgov.policy.places import Places
from meshgov.policy.terms import Terms

if TYPE_CHECKING:
    from meshgov.load.git import Entry, Repository
    from meshgov.model.impact import Impact

_HINT: Final = "commit it to the base first; --policies-from head judges by the branch's own files"


class Export:
    """The configuration of one commit; a folder with it lives as long as this is entered.

    Args:
        repository: where.
        tree: of the commit; None: there is nothing.
        ref: what the commit is called in all that is said.

    Attributes:
        places: what was looked for, from the root of the repository: files, folders, globs.
    """

    def __init__(self, repository: Repository, tree: str | None, ref: str) -> None:
        self._repository = repository
        self._tree = tree
        self._ref = ref
        self._root = os.path.realpath(repository.root)
        self._folder = ""
        self.places: list[str] = []

    def __enter__(self) -> Self:
        self._folder = os.path.realpath(mkdtemp(prefix="mg-"))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def settings(self, given: RunSettings) -> RunSettings:
        """The same with every file of this repository replaced by the one that the commit has.

        Args:
            given: from the command line; without governance the nearest one is looked for.

        Raises:
            MeshgovError: a file is not there, or lies where a branch could change it.
        """
        governance = given.governance or self._nearest()
        written = self._file(governance) if governance else None
        if written is not None:
            self._named_in(written)
        return replace(
            given,
            governance=written,
            organization=self._file(given.organization) if given.organization else None,
            policies=tuple(self._any(one) for one in given.policies),
            policies_key=self._file(given.policies_key) if given.policies_key else None,
            without=tuple(self._any(one) for one in given.without),
            waivers=tuple(self._any(one, waits=True) for one in given.waivers),
        )

    def consumers(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Consumers files likewise."""
        return tuple(self._file(one) for one in paths)

    def contracts(self, governed: Governed) -> tuple[str, ...]:
        """The globs of contracts that its governance names, from the root of the repository."""
        return tuple(inside(self._folder, one) for one in governed.governance.contracts)

    def said(self, text: str) -> str:
        """A text with the files named as they are in git."""
        leads = {self._folder, os.path.relpath(self._folder)}
        for lead in sorted(leads, key=len, reverse=True):
            text = text.replace(f"{lead}/", f"{self._ref}:").replace(lead, f"{self._ref}:")
        return text

    def renamed(self, error: MeshgovError) -> MeshgovError:
        """An error that names files as they are in git."""
        for one in error.each():
            one.message = self.said(one.message)
            one.hint = self.said(one.hint) if one.hint else one.hint
            one.location = self._place(one.location) if one.location else None
        return error

    def governed(self, found: Governed) -> Governed:
        """What holds, with the names that a verdict shows as they are in git."""
        source = found.governance.source
        governance = replace(
            found.governance,
            notices=tuple(self.said(one) for one in found.governance.notices),
            source=self.said(source) if source else source,
            evidence=self._evidence(found.governance.evidence),
        )
        pack = replace(found.pack, sources=tuple(self.said(one) for one in found.pack.sources))
        if source is None:  # who has more to say about that says it
            governance = replace(governance, notices=())
        return replace(found, governance=governance, pack=pack)

    def _evidence(self, found: Evidence | None) -> Evidence | None:
        """The places for evidence that the commit names, in the working tree."""
        if found is None:
            return None
        return Evidence(*map(self._in_tree, (found.log, found.records, found.key)))

    def _in_tree(self, path: str | None) -> str | None:
        if path is None or not _is_below(path, self._folder):
            return path
        return os.path.join(self._root, os.path.relpath(path, self._folder))

    def verdict(self, verdict: Verdict) -> Verdict:
        """A verdict likewise."""
        return replace(
            verdict,
            notices=tuple(self.said(one) for one in verdict.notices),
            waivers=tuple(self._waiver(one) for one in verdict.waivers),
            impact=self._impact(verdict.impact) if verdict.impact else None,
        )

    def _impact(self, impact: Impact) -> Impact:
        before = impact.before
        return replace(
            impact,
            before=replace(
                before,
                governance=self.said(before.governance) if before.governance else None,
                sources=tuple(self.said(one) for one in before.sources),
            ),
            changes=replace(
                impact.changes, shared=tuple(self.said(one) for one in impact.changes.shared)
            ),
        )

    def _waiver(self, waiver: Waiver) -> Waiver:
        places = {key: self._place(one) for key, one in waiver.locations.items()}
        return replace(waiver, locations=places)

    def _place(self, location: Location) -> Location:
        return location._replace(file=self.said(location.file))

    def _nearest(self) -> str | None:
        """The governance file of the working folder, or of one above it, in the commit."""
        folder = self._repository.prefix.rstrip("/")
        while True:
            for name in GOVERNANCE_FILES:
                path = posixpath.join(folder, name)
                self.places.append(path)
                if self._entry(path) is not None:
                    return os.path.join(self._root, path)
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    def _named_in(self, file: str) -> None:
        """Write what a governance file names; what is wrong with it is said by who reads it."""
        try:
            document = documents.parse(_bytes(file), file)
            named = governances.find_places(document)
        except MeshgovError:
            return
        for path in _places(named):
            self._take_named(path)
        for path in named.waivers:
            self._take_named(path, waits=True)
        self._check_inside(named.contracts)
        for domain, path in named.overlays.items():
            self._take_named(path)
            self._folders_of(domain, path)

    def _folders_of(self, domain: str, path: str) -> None:
        try:
            found = governances.find_folders(documents.parse(_bytes(path), path), domain)
        except (MeshgovError, OSError):
            return
        for one in (*found.paths, *_keys(found.terms)):
            self._take_named(one)

    def _take_named(self, path: str, *, waits: bool = False) -> None:
        """Write what a file of the commit names by a path in this folder.

        Raises:
            ConfigurationError: it names what a branch could change, or what no commit holds.
        """
        self._check_inside((path,))
        if _is_below(os.path.normpath(path), self._folder):
            self._take(inside(self._folder, path), waits=waits)

    def _check_inside(self, paths: Iterable[str]) -> None:
        for path in paths:
            place = os.path.normpath(path)
            if _is_below(place, self._folder):
                continue
            if _is_below(path, self._folder):
                raise ConfigurationError(
                    f"{path} lies outside of the repository, which the base doesn't hold",
                    hint="keep it in the repository, or name it by its absolute path",
                )
            if _is_below(os.path.realpath(place), self._root):
                raise ConfigurationError(
                    f"{path} is named by its absolute path, so that a branch could change it",
                    hint="name it relative to the file",
                )

    def _file(self, path: str) -> str:
        written = self._any(path)
        if os.path.isdir(written):
            raise ConfigurationError(f"{path} is a folder, not a file", hint="name a file in it")
        return written

    def _any(self, path: str, *, waits: bool = False) -> str:
        """Where a path of the command line is to be read; one outside the repository as it is.

        Raises:
            ConfigurationError: it is inside, and the commit doesn't have it.
        """
        place = os.path.abspath(path)
        real = os.path.realpath(place)
        # A link of the branch must not lead out of what the base holds, so both spellings count.
        if not (_is_below(place, self._root) or _is_below(real, self._root)):
            return path
        name = inside(self._root, place if _is_below(place, self._root) else real)
        if not self._take(name, waits=waits):
            raise ConfigurationError(f"there is no {name} in {self._ref}", hint=_HINT)
        return os.path.join(self._folder, name)

    def _take(self, name: str, *, waits: bool = False) -> bool:
        """Write a file, a folder or what a glob may mean; whether there is any.

        Args:
            name: from the root.
            waits: a folder that git doesn't keep is one that is empty.
        """
        self.places.append(name)
        if MAGIC.intersection(name) and self._tree is not None:
            steps = name.split("/")
            first = next(number for number, one in enumerate(steps) if MAGIC.intersection(one))
            return self._folder_of("/".join(steps[:first]), name, only=Globs([name]))
        entry = self._entry(name)
        if entry is not None and entry.path not in {"", name}:
            self.places.append(entry.path)  # a link led there
        if entry is not None and entry.kind == "blob":
            self._write(name, entry)
            return True
        if entry is not None and entry.kind == "tree":
            return self._folder_of(entry.path, name, only=Globs([entry.path]) if waits else None)
        if waits and not name.endswith(SUFFIXES):
            os.makedirs(os.path.join(self._folder, name), exist_ok=True)
            return True
        return False

    def _folder_of(self, folder: str, name: str, *, only: Globs | None) -> bool:
        """Write the files of a folder, under the name that it was asked for by."""
        assert self._tree is not None  # noqa: S101  # without a tree there was no entry
        glob = MAGIC.intersection(name)
        target = folder if glob else name
        os.makedirs(os.path.join(self._folder, target), exist_ok=True)
        found = False
        for entry in self._repository.listing(self._tree, folder):
            if only is not None and only.match(entry.path) is None:
                continue
            below = entry.path[len(folder) :].lstrip("/")
            followed = self._repository.followed(self._tree, entry, self._ref)
            if followed.kind != "blob":
                raise ConfigurationError(
                    f"{self._ref}:{entry.path} is a link to a folder", hint="name that folder"
                )
            self._write(posixpath.join(target, below), followed)
            found = True
        return found or not glob

    def _entry(self, name: str) -> Entry | None:
        if self._tree is None:
            return None
        entry = self._repository.entry(self._tree, name or ".")
        return entry and self._repository.followed(self._tree, entry, self._ref)

    def _write(self, name: str, entry: Entry) -> None:
        path = os.path.normpath(os.path.join(self._folder, name))
        if not _is_below(path, self._folder):
            raise ConfigurationError(f"git holds a file called {name!r}", hint="run `git fsck`")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(self._repository.read(entry))


def inside(folder: str, path: str) -> str:
    """A path from a folder on, with forward slashes; ``.`` for the folder itself."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}{os.sep}")


def _places(named: Places) -> Iterator[str]:
    if named.organization:
        yield named.organization
    yield from (*named.policies, *named.consumers)
    for paths in named.owned.values():
        yield from paths
    yield from _keys(named.terms)


def _keys(terms: Mapping[str, Terms]) -> Iterator[str]:
    """The keys that policies are proved with: a branch may not bring its own."""
    yield from (said.key for said in terms.values() if said.key)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
