"""What a branch is compared with: as it was told, or as the environment of a CI run says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from meshgov.errors import ConfigurationError, InputError
from meshgov.load import files, worktree

if TYPE_CHECKING:
    from meshgov.load.git import Repository

_SHORT: Final = 12
_LOCAL: Final = "refs/heads/"
_REMOTE: Final = "refs/remotes/origin/"
_DEFAULTS: Final = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
"""Spelt out, because anybody's tag of the same name would come first."""
_STEPS: Final = re.compile("[~^@:]")
"""What leads from a name to another commit, as in ``main~1``."""
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
        _check_clear(repository, given)
        return _joined(repository, given, repository.commit(given), head)
    named = _of_github(environment) or _of_gitlab(environment)
    if named:
        return _first_of(repository, named, head)
    if head is None:
        return NOTHING
    return _default(repository, head, is_first=_is_first_push(environment))


def _check_clear(repository: Repository, given: str) -> None:
    """Let a name pass that means one commit.

    Raises:
        InputError: there are a tag and a branch of that name, and anybody may have made the tag.
    """
    name = _STEPS.split(given)[0]
    meant = {one: repository.commit(one) for one in repository.called(name)}
    if len(set(meant.values())) > 1:
        raise InputError(
            f"{given} is the name of more than one thing here",
            hint=f"write out which one counts: {' or '.join(meant)}",
        )


def _first_of(repository: Repository, names: tuple[str, ...], head: str | None) -> Base:
    """The first name that this clone knows."""
    for name in names:
        commit = _commit(repository, name)
        if commit is not None:
            if name == commit:  # what was there before a push was published, all of it
                return Base(name[:_SHORT], commit, commit)
            return _joined(repository, _short(name), commit, head)
    last = _short(names[-1])
    raise InputError(
        f"what this run is to be compared with, {last!r}, is not in this clone",
        hint=_DEEPER if repository.shallow else f"`git fetch origin {last}`, or {_BY_HAND}",
    )


def _joined(repository: Repository, name: str, commit: str, head: str | None) -> Base:
    if head is None:
        raise InputError("there is no commit here yet", hint="commit, and run it again")
    common = worktree.merge_bases(repository, commit, head)
    if not common:
        where = "in this clone, which is shallow" if repository.shallow else "in common"
        raise InputError(
            f"{name} and this branch have no commit {where}",
            hint=_DEEPER if repository.shallow else "name a ref that this branch comes from",
        )
    if len(common) > 1:
        raise InputError(
            f"{name} and this branch were merged into each other, so that there is no one commit"
            " that the branch left it at",
            hint=f"`git merge {name}` into the branch, and run it again",
        )
    return Base(name, commit, common[0])


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


def _branch(name: str) -> tuple[str, str]:
    """A branch, as a clone in CI knows it."""
    return f"{_REMOTE}{name}", f"{_LOCAL}{name}"


def _short(name: str) -> str:
    return name.removeprefix(_LOCAL).removeprefix("refs/remotes/")


def _of_github(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the base in GitHub Actions; nothing elsewhere, and for a first push."""
    branch = environment.get("GITHUB_BASE_REF")
    if branch:
        return _branch(branch)
    event = environment.get("GITHUB_EVENT_NAME")
    if event == "push":
        default = _said(environment, "repository", "default_branch")
        if _said(environment, "ref") == f"{_LOCAL}{default}":
            return _known(_said(environment, "before"))
        # What stood on another branch before was nobody's to approve but its author's.
        return _branch(default)
    if event == "merge_group":
        return _known(_said(environment, "merge_group", "base_sha"))
    return ()


def _is_first_push(environment: Mapping[str, str]) -> bool:
    """Whether the default branch was pushed for the first time: zeros stand for what was before.

    GitLab gives zeros to runs by hand and by schedule too.
    """
    if environment.get("GITHUB_EVENT_NAME") == "push":
        return True  # else there was a commit to compare with
    if environment.get("CI_PIPELINE_SOURCE", "push") != "push":
        return False
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
        return (*_branch(target), *_known(left))
    default = environment.get("CI_DEFAULT_BRANCH")
    if not default:
        return ()
    if environment.get("CI_COMMIT_BRANCH") == default:
        return _known(environment.get("CI_COMMIT_BEFORE_SHA"))
    return _branch(default)


def _known(commit: str | None) -> tuple[str, ...]:
    """A commit, unless it is the zeros that stand for none."""
    return (commit,) if commit and commit.strip("0") else ()
