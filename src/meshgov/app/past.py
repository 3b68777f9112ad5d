"""Versions of a product from before: the last released one, or every released one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meshgov.app.judge import Previous
from meshgov.app.pairs import Known, latest
from meshgov.app.settings import PastSettings
from meshgov.app.sources import Folder, One, Sources, in_tree, on_disk, stored
from meshgov.diff import versions
from meshgov.errors import InputError
from meshgov.model.contract import Contract
from meshgov.model.document import Json

if TYPE_CHECKING:
    from meshgov.load.git import Repository  # start-up budget: most runs need no git

_NAMED = ""
"""Instead of the product's name for a version that was named outright: it counts in any case."""

_MOVES = 50
"""Renames of a file that its history is followed through."""


@dataclass(frozen=True, slots=True)
class Found:
    """Earlier versions, and remarks about the search."""

    versions: tuple[Previous, ...] = ()
    remarks: tuple[str, ...] = ()


class Past:
    """Finds the earlier versions of contracts; each place is read once.

    Args:
        settings: what was asked for.
        sources: resolves what is named.
        names: the products that it will be asked about.
        folders: whose repositories are taken when the working folder is in none.
    """

    def __init__(
        self,
        settings: PastSettings,
        sources: Sources,
        names: frozenset[str],
        folders: Sequence[str] = (),
    ) -> None:
        self._settings = settings
        self._sources = sources
        self._names = names
        self._folders = folders
        self._since: dict[str, list[Known]] | None = None
        self._all: dict[str, list[Known]] | None = None

    def find(self, contract: Contract, *, transitive: bool, known: Iterable[str]) -> Found:
        """The earlier versions that a contract has to be compared with.

        Args:
            contract: the new version.
            transitive: whether the organisation asks for every released version.
            known: digests of versions that it is compared with already.

        Raises:
            InputError: a place or a version in it can't be read, or the history is cut off.
        """
        chosen: list[Known] = []
        remarks: list[str] = []
        if self._settings.since is not None:
            chosen += self._last(self._settings.since, contract, remarks)
        if transitive or self._settings.transitive or self._settings.history is not None:
            chosen += self._every(contract, remarks)
        seen = set(known)
        found = []
        for one in chosen:
            if one.digest not in seen:
                seen.add(one.digest)
                found.append(Previous(one.one.load(), one.one.ref))
        return Found(tuple(found), tuple(remarks))

    def _last(self, since: str, contract: Contract, remarks: list[str]) -> list[Known]:
        if self._since is None:
            self._since = _by_name(self._released_since(since))
        ones = self._since.get(_NAMED) or _of(self._since, contract)
        if not ones:
            remarks.append(f"no released version of {contract.name} was found in {since}")
            return []
        return [latest(ones, contract.version)]

    def _every(self, contract: Contract, remarks: list[str]) -> list[Known]:
        history = self._settings.history
        if self._all is None:
            self._all = _by_name(self._tagged() if history is None else _in_folder(history))
        ones = _of(self._all, contract)
        reached = [one for one in ones if not versions.is_later(one.version, contract.version)]
        if not ones:
            place = "the tags of this repository" if history is None else history
            remarks.append(f"no released version of {contract.name} was found in {place}")
        return reached or ([latest(ones, contract.version)] if ones else [])

    def _released_since(self, since: str) -> Iterator[Known]:
        if os.path.lexists(since) or _is_path_in_git(since):
            place = self._sources.resolve(since)
            if isinstance(place, Folder):
                yield from (one for one in _contracts(place.files) if _is_released(one.version))
            elif len(self._names) == 1:
                yield replace(_named(place), name=_NAMED)
            else:
                raise InputError(
                    f"--since names the file {since}, and several products are compared",
                    hint="name a git ref, or a folder with past versions of them",
                )
            return
        repository = self._sources.repository(*self._folders)
        tree = repository.tree(since)
        for one in _contracts(in_tree(repository, tree, "", f"{since}:", since), self._names):
            if _is_released(one.version):
                yield one
            elif one.name in self._names:
                yield from _released_before(repository, since, one)

    def _tagged(self) -> Iterator[Known]:
        repository = self._sources.repository(*self._folders)
        tags = repository.tags()
        if not tags and repository.shallow:
            raise InputError(
                "this clone is shallow and has no tags, so released versions can't be found",
                hint="bring them with `git fetch --unshallow --tags`, or give --history FOLDER",
            )
        met: set[str] = set()
        for tag in tags:
            tree = repository.tree_of_tag(tag)
            ones = in_tree(repository, tree, "", f"{tag}:", tag) if tree else ()
            fresh = [one for one in ones if one.key not in met]
            met.update(one.key for one in fresh)
            yield from (one for one in _contracts(fresh, self._names) if _is_released(one.version))


def _contracts(ones: Iterable[One], names: frozenset[str] = frozenset()) -> Iterator[Known]:
    """The contracts among files; with ``names``, files that mention none of them are passed by."""
    words = [name.encode() for name in names if name.isascii() and name.isprintable()]
    for one in ones:
        if words and len(words) == len(names):
            data = one.read()
            if not any(word in data for word in words):
                continue
        loaded = one.load_if_contract()
        if loaded is not None:
            yield Known.of(one, loaded)


def _in_folder(folder: str) -> Iterator[Known]:
    if not os.path.isdir(folder):
        raise InputError(f"--history {folder} is no folder", hint="name a folder of past versions")
    return (one for one in _contracts(on_disk(folder).files) if _is_released(one.version))


def _named(one: One) -> Known:
    known = Known.of(one, one.load())
    if not _is_released(known.version):
        raise InputError(
            f"--since names {one.shown}, whose version {known.version} is no release",
            hint="name a file with a released version, or a git ref or folder to search for one",
        )
    return known


def _released_before(repository: Repository, ref: str, prerelease: Known) -> Iterator[Known]:
    """The last released version in the history of a file whose version in ``ref`` is none.

    Raises:
        InputError: the history is cut off before one is found, or a version can't be read.
    """
    commit, path = repository.commit(ref), prerelease.one.inside
    for _ in range(_MOVES):
        steps = repository.history(commit, path)
        for step in steps:
            known = _at(repository, step, path)
            if known is not None and _is_released(known.version):
                yield known
                return
        moved = _moved(repository, steps[-1], prerelease.name) if steps else None
        if moved is None:
            break
        commit, path = moved
    if repository.shallow:
        raise InputError(
            f"the history of {prerelease.one.shown} ends before a released version: this clone is"
            " shallow",
            hint="bring the rest with `git fetch --unshallow`",
        )


def _at(repository: Repository, commit: str, path: str) -> Known | None:
    entry = repository.entry(repository.tree(commit), path)
    if entry is None or entry.kind != "blob" or entry.link:
        return None
    ref = commit[:12]
    one = stored(repository, entry, f"{ref}:{path}", ref, path)
    loaded = one.load_if_contract()
    return Known.of(one, loaded) if loaded else None


def _moved(repository: Repository, commit: str, name: str) -> tuple[str, str] | None:
    """Where the product stood before the commit that made its file: a commit and a path."""
    for parent in repository.parents(commit):
        tree = repository.tree(parent)
        ones = in_tree(repository, tree, "", f"{parent[:12]}:", parent[:12])
        for known in _contracts(ones, frozenset({name})):
            if known.name == name:
                return parent, known.one.inside
    return None


def _by_name(ones: Iterable[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for one in ones:
        found.setdefault(one.name, []).append(one)
    return found


def _of(found: dict[str, list[Known]], contract: Contract) -> Sequence[Known]:
    """The versions of a product; those of its own domain where there are any."""
    ones = found.get(contract.name, [])
    return [one for one in ones if one.domain == contract.domain] or ones


def _is_released(version: Json) -> bool:
    read = versions.read(version)[0]
    return read is not None and read.prerelease is None


def _is_path_in_git(given: str) -> bool:
    from meshgov.load import git  # noqa: PLC0415  # start-up budget

    return git.split(given) is not None
