"""The last released version in the history of a file in git, through renames of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from meshgov.app.known import Known, contracts_in, is_released
from meshgov.app.sources import in_tree, stored
from meshgov.errors import InputError

if TYPE_CHECKING:
    from meshgov.load.git import Repository  # start-up budget: most runs need no git

_MOVES = 50
"""Renames of a file that its history is followed through."""


def released_before(repository: Repository, ref: str, prerelease: Known) -> Iterator[Known]:
    """The last released version in the history of a file whose version in ``ref`` is none.

    There may be none, in a product that was never released.

    Raises:
        InputError: the history is cut off before one is found, or a version can't be read.
    """
    commit, path = repository.commit(ref), prerelease.one.inside
    for _ in range(_MOVES):
        steps = repository.history(commit, path)
        for step in steps:
            known = _at(repository, step, path)
            if known is not None and is_released(known.version):
                # Name and path of the product now: what counts is whose past this is.
                one = replace(known.one, path=prerelease.one.path)
                yield replace(known, name=prerelease.name, one=one)
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
        ones = in_tree(repository, tree, "", f"{parent[:12]}:", parent[:12], strict=False)
        for known in contracts_in(ones, frozenset({name}), strict=False):
            if known.name == name:
                return parent, known.one.inside
    return None
