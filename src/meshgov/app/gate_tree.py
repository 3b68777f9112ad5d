"""The contracts of a branch, working tree included, beside those of the commit that it left."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from meshgov.app import contracts
from meshgov.app.contracts import Loaded
from meshgov.app.gate_export import inside
from meshgov.app.known import Known
from meshgov.app.sources import One, stored
from meshgov.engine import fleet
from meshgov.errors import InputError, MeshgovError, joined
from meshgov.load import files, worktree
from meshgov.load.git import LINKS
from meshgov.load.globs import Globs

if TYPE_CHECKING:
    from meshgov.load.git import Entry, Repository

_ANY: Final = "any.yaml"
"""A file that stands for all in a folder."""
_NAMED: Final = 5
"""Files that a notice names before it only counts."""


@dataclass
class Branch:
    """What a branch holds, what it comes from, and what lies between.

    Attributes:
        before: contracts of the commit that the branch left.
        after: contracts of the working tree.
        unchanged: shown path -> contract and fleet record of those that are as they were.
        records: fleet records of the other contracts of ``before``.
        unread: what is wrong with files that are as they were.
        notices: what a person should know.
    """

    before: list[Known] = field(default_factory=list)
    after: list[Known] = field(default_factory=list)
    unchanged: dict[str, tuple[Known, str]] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)
    unread: list[MeshgovError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class Files:
    """The files of the working tree and of a commit that may be contracts or configuration.

    Args:
        repository: where.
        tree: of the commit; None: it is empty.
        ref: what the commit is called.
    """

    def __init__(self, repository: Repository, tree: str | None, ref: str) -> None:
        self._repository = repository
        self._tree = tree
        self._ref = ref
        self._up = os.path.relpath(os.path.realpath(repository.root))
        self._lost: set[str] = set()
        self._old = {one.path: one for one in repository.listing(tree)} if tree else {}
        self._new = {one.path: one.skipped for one in worktree.listed(repository)}

    def branch(self, globs: Globs) -> Branch:
        """The contracts that ``globs`` mean.

        Raises:
            MeshgovError: one can't be read; ManyErrors for several.
        """
        found, errors = Branch(), list[MeshgovError]()
        old = dict(self._in_commit(globs))
        new = dict(self._on_disk(globs, errors))
        self._look_aside(globs, found, errors)
        for path, named in new.items():
            try:
                self._take(path, old.get(path), found, named=named)
            except MeshgovError as error:
                errors.append(error)
        for path, one in old.items():
            if path not in new:
                self._take_old(one, path, found, named=bool(globs.match(path)))
        errors += self._converted(found)
        if errors:
            raise joined(errors)
        found.notices += _unread(found.unread)
        for path in sorted(self._lost.intersection(new)):
            found.notices.append(
                f"{self._ref}:{path} is a link that leads to no file there; nothing is compared"
                " with that version"
            )
        return found

    def changed(self, globs: Globs) -> list[str]:
        """Files that ``globs`` mean, or that lie below them, and that are not as they were."""
        paths = sorted(
            path
            for path in {*self._old, *self._new}
            if globs.match(path) is not None or globs.below(path)
        )
        return [path for path in paths if not self._is_same(path)]

    def _is_same(self, path: str) -> bool:
        old, place = self._old.get(path), self.shown(path)
        if path not in self._new or not os.path.lexists(place):
            return old is None or self._new.get(path, False)  # left out of a sparse checkout
        if old is None:
            return False
        if old.link or os.path.islink(place):
            return os.path.islink(place) and worktree.is_same(
                os.fsencode(os.readlink(place)), old.object
            )
        return worktree.is_same(files.read(place), old.object)

    def shown(self, path: str) -> str:
        """What people call a file of the working tree: its path from the working folder."""
        prefix = self._repository.prefix
        if prefix and path.startswith(prefix):
            return path[len(prefix) :]
        return os.path.normpath(os.path.join(self._up, path)).replace(os.sep, "/")

    def _in_commit(self, globs: Globs) -> Iterator[tuple[str, One]]:
        meant = {path: one for path, one in self._old.items() if globs.match(path) is not None}
        for path, entry in meant.items():
            followed = self._followed(entry)
            if followed is None and entry.link:
                self._lost.add(path)
            # A second name for a file is no second product.
            if followed is not None and (followed.path == path or followed.path not in meant):
                shown = f"{self._ref}:{path}"
                yield (
                    path,
                    replace(stored(self._repository, followed, shown, self._ref, path), path=path),
                )

    def _followed(self, entry: Entry) -> Entry | None:
        assert self._tree is not None  # noqa: S101  # there is an entry
        try:
            found = self._repository.followed(self._tree, entry, self._ref)
        except InputError:
            return None
        return found if found.kind == "blob" else None

    def _on_disk(self, globs: Globs, errors: list[MeshgovError]) -> Iterator[tuple[str, bool]]:
        """Paths of files that are there, and whether they are named."""
        root = os.path.realpath(self._up)
        meant = {path: named for path in self._new if (named := globs.match(path)) is not None}
        for path, named in meant.items():
            place = self.shown(path)
            if os.path.isfile(place):
                if not self._is_kept(path):
                    errors.append(
                        InputError(
                            f"{place} is a link to what git doesn't keep under that name",
                            hint="put the contract here, or link to a file of this repository",
                        )
                    )
                    continue
                real = os.path.relpath(os.path.realpath(place), root)
                if real == path or real.replace(os.sep, "/") not in meant:
                    yield path, named
            elif self._new[path]:
                errors.append(
                    InputError(
                        f"{place} is left out of this sparse checkout",
                        hint="run `git sparse-checkout disable`, or add its folder",
                    )
                )

    def _is_kept(self, path: str) -> bool:
        """Whether a file that is there is one of git's, each link on the way to it included.

        What comes next is compared with what git keeps, and another file would be no one's base.
        """
        for _ in range(LINKS + 1):
            place = self.shown(path)
            if path not in self._new:
                return False
            if not os.path.islink(place):
                return True
            target = os.readlink(place).replace(os.sep, "/")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return False

    def _look_aside(self, globs: Globs, found: Branch, errors: list[MeshgovError]) -> None:
        """Tell of folders that may hold contracts, and that git doesn't look into."""
        root = os.path.realpath(self._up)
        for path in self._new:
            place = self.shown(path)
            if globs.match(posixpath.join(path, _ANY)) is None or not os.path.isdir(place):
                continue
            real = inside(root, os.path.realpath(place))
            if not os.path.islink(place):
                found.notices.append(
                    f"{place} is another repository, so its contracts are not judged"
                )
            elif real == ".." or real.startswith("../"):
                found.notices.append(
                    f"{place} leads out of this repository, so contracts there are not judged"
                )
            elif globs.match(posixpath.join(real, _ANY)) is None:
                errors.append(
                    InputError(
                        f"{place} is a link to a folder, and the contracts there are not named",
                        hint=f"name {real} under `contracts` too, or take the link away",
                    )
                )

    def _converted(self, found: Branch) -> Iterator[InputError]:
        """Contracts of which git keeps another text than the one that is judged."""
        paths = {one.one.inside: one.one.shown for one in found.after}
        for one, _ in found.unchanged.values():
            del paths[one.one.inside]
        if not paths:
            return
        for path, attribute in worktree.converted(self._repository, paths).items():
            yield InputError(
                f"git keeps another text of {paths[path]} than is here: .gitattributes say"
                f" {attribute}",
                hint="take that attribute from contracts, so that all see the text that is judged",
            )

    def _take(self, path: str, old: One | None, found: Branch, *, named: bool) -> None:
        """Put a file of the working tree where it belongs."""
        shown = self.shown(path)
        data = files.read(shown)
        one = One(shown, lambda: files.read(shown), inside=path, path=shown)
        same = old is not None and worktree.is_same(data, old.key)
        try:
            worktree.check_merged(data, shown)
            loaded = contracts.parse(data, shown) if named else one.if_contract(data)
        except MeshgovError as error:
            if same or (old is not None and not named and not self._is_lost(error, old)):
                found.unread.append(error)
                return
            raise
        if old is not None and not same:
            self._take_old(old, path, found, named=named)
        if loaded is None:
            return
        known = Known.of(one, loaded)
        found.after.append(known)
        if same and old is not None:
            found.before.append(replace(known, one=old))
            found.unchanged[shown] = known, fleet.record(loaded.contract, shown)

    def _is_lost(self, error: MeshgovError, old: One) -> bool:
        """Whether a file that was met and can't be read was a contract once."""
        if isinstance(error, worktree.ConflictError):
            return True
        try:
            return old.load_if_contract() is not None
        except MeshgovError:
            return False

    def _take_old(self, one: One, path: str, found: Branch, *, named: bool) -> Loaded | None:
        """Put a file of the commit where it belongs; None when it was no contract."""
        try:
            loaded = one.load() if named else one.load_if_contract()
        except MeshgovError as error:
            place = error.location or one.shown
            found.notices.append(f"{place}: {error.message}; nothing is compared with that version")
            return None
        if loaded is not None:
            found.before.append(Known.of(one, loaded))
            found.records.append(fleet.record(loaded.contract, self.shown(path)))
        return loaded


def _unread(errors: list[MeshgovError]) -> Iterator[str]:
    """What is wrong with files that could not be read before either: no branch is to blame."""
    for error in errors[:_NAMED]:
        place = f"{error.location}: " if error.location else ""
        yield f"left out, because it could not be read before either: {place}{error.message}"
    if len(errors) > _NAMED:
        yield f"and {len(errors) - _NAMED:,} more that could not be read before either"
