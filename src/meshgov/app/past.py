"""Versions of a product from before: the last released one, or every released one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meshgov.app.ancestry import released_before
from meshgov.app.judge import Previous
from meshgov.app.known import Known, contracts_in, is_released, latest
from meshgov.app.released import demanding, left_out
from meshgov.app.settings import PastSettings
from meshgov.app.sources import Folder, One, Sources, in_tree, on_disk, path_in, stored
from meshgov.errors import InputError
from meshgov.model.contract import Contract

if TYPE_CHECKING:
    from meshgov.load.git import Repository  # start-up budget: most runs need no git

_NAMED = ""
"""Instead of the product's name for a version that was named outright: it counts in any case."""


ByName = dict[str, list[Known]]
"""Released versions by the name of their product."""


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
        self._since: ByName | None = None
        self._all: ByName | None = None

    def prepare(self, *, transitive: bool, at: One | Folder | None = None) -> None:
        """Read every place that will be needed, so that what is wrong with it is said once.

        Args:
            transitive: whether every released version is needed.
            at: where the new versions stand. The same place in git is looked at first, which
                spares reading whole trees.

        Raises:
            InputError: as :meth:`find`.
        """
        if self._settings.since is not None and self._since is None:
            self._since = _by_name(self._released_since(self._settings.since, at))
        if self._all is None and self._wants_all(transitive=transitive):
            history = self._settings.history
            self._all = _by_name(self._tagged(at) if history is None else _in_folder(history))

    def _wants_all(self, *, transitive: bool) -> bool:
        return transitive or self._settings.transitive or self._settings.history is not None

    def find(
        self, contract: Contract, one: One, *, transitive: bool, known: Iterable[str]
    ) -> Found:
        """The earlier versions that a contract has to be compared with.

        Args:
            contract: the new version.
            one: its file.
            transitive: whether the organisation asks for every released version.
            known: digests of versions that it is compared with already.

        Raises:
            InputError: a place or a version in it can't be read, or the history is cut off.
        """
        self.prepare(transitive=transitive, at=one)
        chosen: list[Known] = []
        remarks: list[str] = []
        if self._since is not None:
            chosen += self._last(self._since, contract, one, remarks)
        if self._all is not None and self._wants_all(transitive=transitive):
            chosen += self._every(self._all, contract, one, remarks)
        seen = set(known)
        found = []
        for version in chosen:
            if version.digest not in seen:
                seen.add(version.digest)
                found.append(Previous(version.one.load(), version.one.ref))
        if self._wants_all(transitive=transitive) and chosen and not found:
            names = ", ".join(dict.fromkeys(str(one.version) for one in chosen))
            remarks.append(f"no released version counts but {names}, which is OLD")
        return Found(tuple(found), tuple(remarks))

    def _last(self, since: ByName, contract: Contract, one: One, remarks: list[str]) -> list[Known]:
        ones = since.get(_NAMED) or self._of(_of(since, contract), one)
        if ones:
            return [latest(ones, contract.version)]
        place = self._settings.since
        remarks.append(f"no released version of {contract.name} was found in {place}")
        return []

    def _every(
        self, every: ByName, contract: Contract, one: One, remarks: list[str]
    ) -> list[Known]:
        by_ref: dict[str | None, list[Known]] = {}
        for known in _of(every, contract):
            by_ref.setdefault(known.one.ref, []).append(known)
        ones = [known for same in by_ref.values() for known in self._of(same, one)]
        if ones:
            chosen = demanding(ones, contract.version)
            left = [one for one in ones if one not in chosen]
            if left:
                remarks.append(left_out(left, contract.version))
            return chosen
        place = self._settings.history or "the tags of this repository"
        remarks.append(f"no released version of {contract.name} was found in {place}")
        return []

    def _of(self, ones: Sequence[Known], one: One) -> Sequence[Known]:
        """Those that stand where the new version does, or all: a copy elsewhere may be anything."""
        if not any(known.one.ref for known in ones):
            return ones
        place = path_in(self._repository(), one)
        return [known for known in ones if known.one.path == place] or ones

    def _near(
        self, repository: Repository, tree: str, ref: str, at: One | Folder | None
    ) -> tuple[One, ...]:
        """What a tree holds where the new versions stand: there, every file has to be readable."""
        path = path_in(repository, at) if at else None
        entry = repository.entry(tree, path or ".") if path is not None else None
        if entry is None or entry.link:
            return ()
        shown = f"{ref}:{entry.path}"
        if entry.kind == "blob":
            return (stored(repository, entry, shown, ref, entry.path),)
        ones = in_tree(repository, tree, entry.path, shown, ref) if entry.kind == "tree" else ()
        return tuple(replace(one, inside=one.path) for one in ones)

    def _repository(self) -> Repository:
        return self._sources.repository(*self._folders)

    def _released_since(self, since: str, at: One | Folder | None) -> Iterator[Known]:
        named = not self._settings.is_commit
        if named and (os.path.lexists(since) or _is_path_in_git(since)):
            self._sources.check_clear(since)
            place = self._sources.resolve(since)
            if isinstance(place, Folder):
                yield from _released_in(place)
            elif len(self._names) == 1:
                yield replace(_named(place), name=_NAMED)
            else:
                raise InputError(
                    f"--since names the file {since}, and several products are compared",
                    hint="name a git ref, or a folder with past versions of them",
                )
            return
        repository = self._repository()
        tree = repository.tree(since)
        near = contracts_in(self._near(repository, tree, since, at), self._names)
        found = list(self._since_in(repository, since, near))
        yield from found
        missing = self._names.difference(one.name for one in found)
        if missing:
            far = in_tree(repository, tree, "", f"{since}:", since, strict=False)
            yield from self._since_in(repository, since, contracts_in(far, missing, strict=False))

    def _since_in(
        self, repository: Repository, since: str, ones: Iterable[Known]
    ) -> Iterator[Known]:
        for one in ones:
            if is_released(one.version):
                yield one
            elif one.name in self._names:
                yield from released_before(repository, since, one)

    def _tagged(self, at: One | Folder | None) -> Iterator[Known]:
        try:
            repository = self._repository()
        except InputError as error:
            raise InputError(
                f"every released version counts (transitive), and git has no tags: {error.message}",
                hint="name a folder of past versions with --history",
            ) from None
        if repository.shallow:
            raise InputError(
                "every released version counts (transitive), and this clone is shallow: tags may be"
                " missing",
                hint="bring them with `git fetch --unshallow --tags`, or give --history FOLDER",
            )
        met: dict[str, Known | None] = {}
        for tag in repository.tags():
            tree = repository.tree_of_tag(tag)
            if tree is None:
                continue
            near = self._near(repository, tree, tag, at)
            found = [one for one in contracts_in(near, self._names) if is_released(one.version)]
            yield from found
            missing = self._names.difference(one.name for one in found)
            far = in_tree(repository, tree, "", f"{tag}:", tag, strict=False) if missing else ()
            for one in far:
                if one.key not in met:
                    met[one.key] = next(contracts_in([one], self._names, strict=False), None)
                known = met[one.key]
                if known is not None and known.name in missing and is_released(known.version):
                    yield replace(known, one=one)


def _in_folder(folder: str) -> Iterator[Known]:
    if not os.path.isdir(folder):
        raise InputError(f"--history {folder} is no folder", hint="name a folder of past versions")
    return _released_in(on_disk(folder))


def _released_in(folder: Folder) -> Iterator[Known]:
    """The released versions in a folder that was named as one of past versions.

    Raises:
        InputError: there is no contract at all in it.
    """
    known = list(contracts_in(folder.files))
    if not known:
        raise InputError(
            f"{folder.shown} holds no contract, so no past version",
            hint="name a folder with past versions of the product",
        )
    return (one for one in known if is_released(one.version))


def _named(one: One) -> Known:
    known = Known.of(one, one.load())
    if not is_released(known.version):
        raise InputError(
            f"--since names {one.shown}, whose version {known.version} is no release",
            hint="name a file with a released version, or a git ref or folder to search for one",
        )
    return known


def _by_name(ones: Iterable[Known]) -> ByName:
    found: ByName = {}
    for one in ones:
        found.setdefault(one.name, []).append(one)
    return found


def _of(found: ByName, contract: Contract) -> Sequence[Known]:
    """The versions of a product; those of its own domain where there are any."""
    ones = found.get(contract.name, [])
    return [one for one in ones if one.domain == contract.domain] or ones


def _is_path_in_git(given: str) -> bool:
    from meshgov.load import git  # noqa: PLC0415  # start-up budget

    return git.split(given) is not None
