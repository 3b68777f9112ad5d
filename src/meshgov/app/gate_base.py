"""What a branch is compared with: as it was told, or as the environment of a CI run says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from meshgov.errors import ConfigurationError, InputError
from meshgov.load import files, worktree

if TYPE_CHECKING:
    from meshgov.load.git import Repository

_SHORT: Final = 12
_DEFAULTS: Final = (
    "refs/remotes/origin/HEAD",
    "origin/main",
    "origin/master",
    "main",
    "master",
)
_BY_HAND: Final = "name what to compare with: --base-ref main"
_DEEPER: Final = (
    "bring the history with `git fetch --unshallow`; for actions/checkout write `fetch-depth: 0`, "
    "for GitLab GIT_DEPTH: 0"
)


@dataclass(frozen=True, slots=True)
class Base:
    """What a branch is compared with.

    Attributes:
        ref: as people call it.
        commit: its last commit, whose policies judge; None before the first commit of all.
        merge_base: the commit that the branch left it at; None likewise.
    """

    ref: str
    commit: str | None = None
    merge_base: str | None = None

    @property
    def shown(self) -> str:
        """What the compared state is called: the ref while it still shows that."""
        if self.merge_base is None or self.merge_base == self.commit:
            return self.ref
        return self.merge_base[:_SHORT]


NOTHING: Final = Base("nothing")
"""Before the first commit of all."""


def find(repository: Repository, given: str | None, environment: Mapping[str, str]) -> Base:
    """The base of the branch that is checked out.

    Args:
        repository: where.
        given: a ref to compare with; None lets the environment of GitHub Actions or GitLab CI
            decide, and else takes the default branch.
        environment: the variables of the process.

    Raises:
        InputError: there is no such ref, or no common commit in this clone.
        ConfigurationError: the environment contradicts itself, or no default branch is known.
    """
    head = _commit(repository, "HEAD")
    if given is not None:
        return _joined(repository, given, repository.commit(given), head)
    named = _of_github(environment) or _of_gitlab(environment)
    if named:
        return _first_of(repository, named, head)
    if head is None:
        return NOTHING
    return _default(repository, head, is_first=_is_first_push(environment))


def _first_of(repository: Repository, names: tuple[str, ...], head: str | None) -> Base:
    """The first name that this clone knows."""
    for name in names:
        commit = _commit(repository, name)
        if commit is not None:
            shown = name[:_SHORT] if name == commit else name
            return _joined(repository, shown, commit, head)
    raise InputError(
        f"what this run is to be compared with, {names[-1]!r}, is not in this clone",
        hint=_DEEPER if repository.shallow else f"`git fetch origin {names[-1]}`, or {_BY_HAND}",
    )


def _joined(repository: Repository, name: str, commit: str, head: str | None) -> Base:
    if head is None:
        raise InputError("there is no commit here yet", hint="commit, and run it again")
    common = worktree.merge_base(repository, commit, head)
    if common is None:
        where = "in this clone, which is shallow" if repository.shallow else "in common"
        raise InputError(
            f"{name} and this branch have no commit {where}",
            hint=_DEEPER if repository.shallow else "name a ref that this branch comes from",
        )
    return Base(name, commit, common)


def _default(repository: Repository, head: str, *, is_first: bool) -> Base:
    for name in _DEFAULTS:
        commit = _commit(repository, name)
        if commit is not None:
            short = repository.short(name)
            if is_first and commit == head:
                break  # a branch with nothing before it: what was pushed is what is compared
            return _joined(repository, short, commit, head)
    if is_first:
        return NOTHING
    raise ConfigurationError(
        "it is not known what to compare with: there is no origin/HEAD, main or master here",
        hint=_DEEPER if repository.shallow else _BY_HAND,
    )


def _commit(repository: Repository, name: str) -> str | None:
    try:
        return repository.commit(name)
    except InputError:
        return None


def _of_github(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the base in GitHub Actions; nothing elsewhere, and for a first push."""
    branch = environment.get("GITHUB_BASE_REF")
    if branch:
        return f"origin/{branch}", branch
    event = environment.get("GITHUB_EVENT_NAME")
    if event == "push":
        return _known(_said(environment, "before"))
    if event == "merge_group":
        return _known(_said(environment, "merge_group", "base_sha"))
    return ()


def _is_first_push(environment: Mapping[str, str]) -> bool:
    """Whether a branch was pushed for the first time: GitHub and GitLab say so with zeros."""
    if environment.get("GITHUB_EVENT_NAME") == "push":
        return not _known(_said(environment, "before"))
    before = environment.get("CI_COMMIT_BEFORE_SHA")
    return bool(before) and not _known(before)


def _said(environment: Mapping[str, str], *keys: str) -> str:
    """A commit in the file that describes GitHub's event."""
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        value = json.loads(files.read(path))
        for key in keys:
            value = value[key]
    except (ValueError, KeyError, TypeError, RecursionError, InputError):
        value = None
    if not isinstance(value, str):
        raise ConfigurationError(
            f"GITHUB_EVENT_PATH names no event with `{'.'.join(keys)}`: {path!r}", hint=_BY_HAND
        )
    return value


def _of_gitlab(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the base in GitLab CI; nothing elsewhere, and for a first push."""
    target = environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    if target:
        left = environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        return (f"origin/{target}", target, *_known(left))
    default = environment.get("CI_DEFAULT_BRANCH")
    if not default:
        return ()
    if environment.get("CI_COMMIT_BRANCH") == default:
        return _known(environment.get("CI_COMMIT_BEFORE_SHA"))
    return f"origin/{default}", default


def _known(commit: str | None) -> tuple[str, ...]:
    """A commit, unless it is the zeros that stand for none."""
    return (commit,) if commit and commit.strip("0") else ()
