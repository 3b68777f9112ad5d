"""Files as git keeps them: read by plain ``git``, offline, without hooks, filters or configuration.

Only plumbing is called, and files are read as objects, so nothing that a repository configures
(text conversions, filters, pagers, signature checks) is started, and nothing is fetched.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from meshgov.errors import InputError
from meshgov.load import gitcall
from meshgov.load.refusals import DEFAULT_LIMITS
from meshgov.load.wording import shortened

_SUFFIXES: Final = (".yaml", ".yml", ".json")
_OBJECT: Final = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
LINKS: Final = 5
"""Links in a row that are followed."""


class Entry(NamedTuple):
    """Something in a tree of git.

    Attributes:
        kind: ``blob | tree | commit``.
        link: it is a symbolic link.
        path: from the root of the repository, with forward slashes.
        size: bytes; 0 for what is no file.
    """

    kind: str
    link: bool
    object: str
    size: int
    path: str


class Repository:
    """The repository around a folder, to be read only.

    Attributes:
        prefix: the folder, from the root of the repository: empty, or ending in a slash.
        shallow: its history is cut off.

    Raises:
        ConfigurationError: git is not installed.
        InputError: the folder is in no repository, or git refuses to open it.
    """

    def __init__(self, folder: str = "") -> None:
        self._folder = folder or os.curdir
        self._objects = gitcall.Objects(self._folder)
        asked = gitcall.call(self._folder, "rev-parse", "--is-shallow-repository", "--show-prefix")
        if asked.returncode:
            raise gitcall.unopened(asked.stderr)
        shallow, _, prefix = os.fsdecode(asked.stdout).partition("\n")
        self.shallow = shallow == "true"
        self.prefix = prefix.removesuffix("\n")

    @property
    def root(self) -> str:
        """Path of the repository's root folder."""
        return posixpath.join(self._folder, self._up)

    def tree(self, ref: str) -> str:
        """Object id of the tree that a branch, tag or commit shows.

        Raises:
            InputError: there is no such ref.
        """
        return self._object(ref, "tree")

    def commit(self, ref: str) -> str:
        """Object id of a commit.

        Raises:
            InputError: there is no such ref, or it is no commit.
        """
        return self._object(ref, "commit")

    def called(self, name: str) -> tuple[str, ...]:
        """Refs in full that a short name may mean; none for one in full."""
        spots = [f"refs/{kind}/{name}" for kind in ("tags", "heads", "remotes")]
        listed = gitcall.run(self._folder, "for-each-ref", "--format=%(refname)", *spots)
        there = set(os.fsdecode(listed).split("\n"))
        return tuple(one for one in spots if one in there)

    def short(self, ref: str) -> str:
        """The shortest name of a ref, where one that is symbolic leads to; else as given."""
        asked = gitcall.call(self._folder, "rev-parse", "--abbrev-ref", "--verify", ref)
        return os.fsdecode(asked.stdout).strip() or ref

    def tree_of_tag(self, tag: str) -> str | None:
        """The tree that a tag shows; None for one that marks a single file.

        Raises:
            InputError: it can't be read.
        """
        try:
            return self.tree(f"refs/tags/{tag}")
        except InputError:
            kind = gitcall.call(self._folder, "cat-file", "-t", f"refs/tags/{tag}^{{}}").stdout
            if kind.strip() == b"blob":
                return None
            raise

    def tags(self) -> tuple[str, ...]:
        """Names of all tags, the oldest first."""
        listed = gitcall.run(
            self._folder, "for-each-ref", "--sort=creatordate", "--format=%(refname)", "refs/tags"
        )
        lines = os.fsdecode(listed).split("\n")
        return tuple(line.removeprefix("refs/tags/") for line in lines if line)

    def find(self, tree: str, path: str, ref: str) -> Entry:
        """What ``path`` names in a tree, links followed.

        A path counts from the root of the repository, and if there is nothing, from the working
        folder; one that starts with a dot from the working folder only.

        Args:
            tree: object id.
            path: as people wrote it.
            ref: how they called the tree, for messages.

        Raises:
            InputError: there is nothing, something that is no file, or a link that leads nowhere.
        """
        here = posixpath.normpath(posixpath.join(self.prefix, path))
        spots = [here]
        if not path.startswith(("./", "../")) and path not in {".", ".."}:
            spots.insert(0, posixpath.normpath(path) if path else ".")
        for spot in dict.fromkeys(spots):
            entry = self.entry(tree, spot)
            if entry is not None:
                return self.followed(tree, entry, ref)
        raise self._missing(tree, path, ref)

    def entry(self, tree: str, path: str) -> Entry | None:
        """What stands at a path from the root (``.`` is the root), links not followed."""
        if path == ".":
            return Entry("tree", link=False, object=tree, size=0, path="")
        if path == ".." or path.startswith(("../", "/")) or "\0" in path:
            return None
        return next(iter(self._list(tree, "--", path)), None)

    def files(self, tree: str, folder: str = "", *, strict: bool = True) -> Iterator[Entry]:
        """The YAML and JSON files in a folder and all below, in the order of their paths.

        As in a search on disk, what is hidden and ``node_modules`` are left out, and links are
        followed. Submodules are other repositories.

        Args:
            tree: object id.
            folder: from the root; empty for the root.
            strict: links that lead nowhere and files too large to be read are errors; otherwise
                they are passed by.

        Raises:
            InputError: a link leads to no file of this tree.
        """
        start = len(folder) + 1 if folder else 0
        for entry in self.listing(tree, folder):
            steps = entry.path[start:].split("/")
            hidden = any(step.startswith(".") or step == "node_modules" for step in steps)
            if hidden or entry.kind != "blob" or not steps[-1].lower().endswith(_SUFFIXES):
                continue
            try:
                followed = self.followed(tree, entry, "this tree")
            except InputError:
                if strict:
                    raise
                continue
            if followed.kind == "blob" and (strict or followed.size <= DEFAULT_LIMITS.size):
                yield followed._replace(path=entry.path)

    def listing(self, tree: str, folder: str = "") -> list[Entry]:
        """All that a folder and those below hold, in the order of paths, links not followed."""
        entries = self._list(tree, "-r", "--", *([folder] if folder else []))
        return sorted(entries, key=lambda one: one.path)

    def read(self, entry: Entry, size: int = DEFAULT_LIMITS.size) -> bytes:
        """The bytes of a file.

        Raises:
            InputError: it is larger than ``size`` bytes, or missing in this clone.
        """
        if entry.size > size:
            raise InputError(
                f"{entry.path} is larger than {size:,} bytes in git",
                hint="split it into several files",
            )
        return self._objects.read(entry.object, entry.path)

    def close(self) -> None:
        """End the git that reads files."""
        self._objects.close()

    def history(self, commit: str, path: str) -> tuple[str, ...]:
        """The commits up to ``commit`` that touched a path from the root, the newest first."""
        return tuple(
            gitcall.run(self._folder, "rev-list", commit, "--", f"{self._up}{path}")
            .decode()
            .split()
        )

    def parents(self, commit: str) -> tuple[str, ...]:
        """The commits before a commit."""
        return tuple(gitcall.run(self._folder, "rev-parse", f"{commit}^@").decode().split())

    @cached_property
    def _up(self) -> str:
        """From the working folder to the root: rev-list takes its paths from the first."""
        return "../" * self.prefix.count("/")

    def _list(self, tree: str, *more: str) -> list[Entry]:
        listed = gitcall.run(self._folder, "ls-tree", "-z", "-l", "--full-tree", tree, *more)
        return [_entry(line) for line in os.fsdecode(listed).split("\0") if line]

    def followed(self, tree: str, entry: Entry, ref: str) -> Entry:
        """What an entry leads to where it is a link, else itself.

        Raises:
            InputError: it leads to nothing, or to another repository.
        """
        found: Entry | None = entry
        for _ in range(LINKS):
            if found is None or not found.link:
                break
            target = os.fsdecode(self.read(found))
            folder = posixpath.dirname(found.path)
            found = self.entry(tree, posixpath.normpath(posixpath.join(folder, target)))
        if found is None or found.link:
            raise InputError(
                f"{entry.path} in {ref} is a link that leads to no file there",
                hint="name the file itself",
            )
        if found.kind == "commit":
            raise InputError(
                f"{entry.path} in {ref} is a submodule, another repository",
                hint="run meshgov inside the submodule",
            )
        return found

    def _object(self, ref: str, kind: str) -> str:
        _check(ref)
        asked = gitcall.call(self._folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{{kind}}}")
        found = asked.stdout.decode("ascii", "replace").strip()
        if asked.returncode or not _OBJECT.fullmatch(found):
            raise InputError(f"there is no git ref {shortened(ref)!r}", hint=self._other_refs(ref))
        return found

    def _other_refs(self, ref: str) -> str:
        listed = gitcall.run(self._folder, "for-each-ref", "--format=%(refname:short)")
        near = _nearest(ref, os.fsdecode(listed).split("\n"))
        if self.shallow:
            cut = "this clone is shallow: `git fetch --unshallow --tags` brings its history"
            return f"{cut}; refs like it: {near}" if near else cut
        if near:
            return f"refs like it: {near}"
        return "see `git branch --all` and `git tag` for what there is; nothing is fetched"

    def _missing(self, tree: str, path: str, ref: str) -> InputError:
        listed = gitcall.run(
            self._folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree
        )
        near = _nearest(path, os.fsdecode(listed).split("\0"))
        return InputError(
            f"there is no {shortened(path)!r} in {ref}",
            hint=f"paths like it there: {near}"
            if near
            else "paths count from the repository's root",
        )


def split(given: str) -> tuple[str, str] | None:
    """``(ref, path)`` of ``ref:path``; None for a text that is not of that form.

    A colon inside braces belongs to the ref, as in ``main@{2026-01-31 12:00}:orders.yaml``.
    """
    depth = 0
    for place, letter in enumerate(given):
        depth += (letter == "{") - (letter == "}")
        if letter == ":" and depth == 0:
            return given[:place], given[place + 1 :]
    return None


def _check(ref: str) -> None:
    """Let a ref pass that can be nothing but a ref.

    Raises:
        InputError: git could take it for an option, or it can't be a ref.
    """
    if not ref or ref.startswith("-") or not ref.isprintable():
        raise InputError(
            f"{shortened(ref)!r} is no git ref", hint="name a branch, a tag or a commit, as in main"
        )


def _entry(line: str) -> Entry:
    facts, _, path = line.partition("\t")
    mode, kind, name, size = facts.split()
    return Entry(kind, mode == "120000", name, int(size) if size.isdigit() else 0, path)


def _nearest(text: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # only for a hint

    tail = posixpath.basename(text)
    same = [name for name in names if tail and posixpath.basename(name) == tail]
    near = get_close_matches(text, names, n=3, cutoff=0.6)
    return ", ".join(dict.fromkeys([*same[:3], *near]))
