"""``meshgov check``: contracts against the policies."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from meshgov.app import contracts
from meshgov.app.engines import engine_for
from meshgov.app.governed import Governed, shown_contracts
from meshgov.app.judge import Case
from meshgov.app.run import Load, Progress, Run
from meshgov.engine.base import Engine
from meshgov.errors import InputError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict, and what was looked at to reach it.

    Attributes:
        searched: what was searched when no path was given, in words; empty otherwise.
        skipped: files in searched folders that are no contracts.
    """

    verdict: Verdict
    searched: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What is to be judged.

    Attributes:
        chosen: files, folders and globs.
        searched: as in :class:`Checked`.
        whole: the contracts are a fleet.
    """

    chosen: tuple[str, ...]
    searched: str
    selection: contracts.Selection
    whole: bool


def check(
    patterns: Sequence[str], governed: Governed, progress: Progress = lambda _: None
) -> Checked:
    """Judge files, folders and globs; without any, what governance names, else this folder.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    looked = look(patterns, governed)
    with engine_for(governed, len(looked.selection.paths)) as engine:
        return judge(looked, governed, engine, progress)


def look(patterns: Sequence[str], governed: Governed) -> Looked:
    """Find what is to be judged.

    Raises:
        InputError: a pattern matches nothing.
    """
    chosen, searched = choose(patterns, governed)
    selection = contracts.select(chosen, os.curdir)
    return Looked(chosen, searched, selection, is_whole(patterns))


def judge(looked: Looked, governed: Governed, engine: Engine, progress: Progress) -> Checked:
    """Judge it with an engine that runs.

    Raises:
        MeshgovError: as :func:`check`.
    """
    if governed.witness and looked.whole:
        governed.witness.searched = looked.chosen
    run = Run(governed, engine, "check", contracts.read if looked.whole else None)
    verdict = run.judge(loads(looked.selection), progress)
    if not len(verdict.contracts):
        raise none_found(run.skipped, looked.chosen)
    return Checked(verdict, looked.searched, run.skipped)


def none_found(skipped: int, chosen: Sequence[str]) -> InputError:
    """The error for places that hold files, and no contract."""
    return InputError(
        f"no contract among {counted(skipped, 'file')} in {', '.join(chosen)}",
        hint="a contract is a YAML or JSON map with `name` and one of `schema`, `owner`, "
        "`classification`, `sla`, `access`; name a file outright to see why it isn't one",
    )


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def is_whole(patterns: Sequence[str]) -> bool:
    """Whether contracts are a fleet: the configured ones, a folder, a glob; not files by name."""
    return not patterns or any(
        os.path.isdir(pattern) or not os.path.lexists(pattern) for pattern in patterns
    )


def choose(patterns: Sequence[str], governed: Governed) -> tuple[tuple[str, ...], str]:
    """What to judge, and words for that where no pattern was given."""
    if patterns:
        return tuple(patterns), ""
    if governed.governance.contracts:
        source = governed.governance.source
        return shown_contracts(governed.governance), f"the contracts of {source}"
    return (os.curdir,), "the working directory"


def loads(selection: contracts.Selection) -> Iterator[Load]:
    """What loads each of the contracts, one after the other."""
    for path in selection.paths:
        yield partial(_load, path, named=path in selection.named)


def _load(path: str, *, named: bool) -> Case | None:
    document = documents.parse(files.read(path), path)
    if not named and not contracts.is_contract(document):
        return None
    return Case(contracts.of_document(document))
