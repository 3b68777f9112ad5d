"""``meshgov diff``: two versions of a contract, or of all contracts in two folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from meshgov.app import contracts
from meshgov.app.consumers import register, remarks
from meshgov.app.contracts import Loaded, Source
from meshgov.app.engines import engine_for
from meshgov.app.governed import Governed
from meshgov.app.judge import Case
from meshgov.app.known import Known
from meshgov.app.pairs import Pair, match
from meshgov.app.past import Past
from meshgov.app.run import Load, Run
from meshgov.app.settings import ConsumerSettings, PastSettings
from meshgov.app.sources import STANDARD_INPUT, Folder, One, Sources
from meshgov.errors import InputError, MeshgovError, joined
from meshgov.model.verdict import Verdict

Made = TypeVar("Made")

NOTHING_MORE = PastSettings()
"""Only OLD, unless the organisation asks for every released version."""

ANYBODY = ConsumerSettings()
"""There may be consumers that registered nowhere."""


def diff(
    old: str,
    new: str,
    governed: Governed,
    past: PastSettings = NOTHING_MORE,
    consumers: ConsumerSettings = ANYBODY,
) -> Verdict:
    """What changed from the old to the new version, and the verdict on it.

    Args:
        old: a file, ``git-ref:path``, ``-`` for standard input, or a folder, also in git.
        new: the same; a folder where ``old`` is one.
        governed: what the organisation configures.
        past: which earlier versions count besides.
        consumers: whose reading counts.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    with Sources() as sources:
        before, after = both(partial(sources.resolve, one) for one in (old, new))
        with engine_for(governed, len(after.files) if isinstance(after, Folder) else 1) as engine:
            if isinstance(before, Folder) and isinstance(after, Folder):
                met = both((partial(_known, before), partial(_known, after)))
                governed = register(governed, consumers, chain.from_iterable(met))
                loads: list[Load] = list(_folders(before, after, met, governed, sources, past))
            elif isinstance(before, One) and isinstance(after, One):
                governed = register(governed, consumers, ())
                loads = [lambda: pair_of_files(before, after, governed, sources, past, run.begin)]
            else:
                raise _mixed(before, after)
            run = Run(governed, engine, "diff")
            return run.judge(loads, lambda _: None)


def load(old: Source, new: Source, governed: Governed) -> Case:
    """Load both versions, each as :func:`contracts.given` takes it, or as ``git-ref:path``.

    Raises:
        MeshgovError: one can't be read; the errors of both when neither can.
    """
    with Sources() as sources:
        before, after = both(partial(_given, one, sources) for one in (old, new))
        return pair_of_files(before, after, governed, sources, NOTHING_MORE)


def _given(source: Source, sources: Sources) -> One:
    text = contracts.written(source)
    if text is not None:
        return One(text[1], lambda: text[0])
    assert not isinstance(source, Mapping)  # noqa: S101  # a mapping was written
    path = os.fspath(source)
    # Who calls from Python has a file of that name, and standard input of their own.
    place = sources.resolve(os.path.join(os.curdir, path) if path == STANDARD_INPUT else path)
    if isinstance(place, Folder):
        raise InputError(f"{path} is a folder, not a file", hint="name a file in it")
    return place


def pair_of_files(  # noqa: PLR0913, PLR0917  # two files, and how to go on
    old: One,
    new: One,
    governed: Governed,
    sources: Sources,
    past: PastSettings,
    begin: Callable[[Loaded], None] = lambda _: None,
) -> Case:
    """Two versions, and the earlier ones that count besides.

    The new one is read first and handed to ``begin``, so that an engine judges it meanwhile.

    Raises:
        MeshgovError: one can't be read; the errors of both when neither can.
    """

    def load_new() -> Loaded:
        loaded = new.load()
        begin(loaded)
        return loaded

    now, was = both((load_new, old.load), backwards=True)
    folders = [os.path.dirname(one.shown) or os.curdir for one in (new, old) if not one.ref]
    finder = Past(past, sources, frozenset({now.contract.name}), folders)
    found = finder.find(
        now.contract,
        new,
        transitive=transitive(governed, now.contract.domain),
        known=(was.document.digest,),
    )
    said = (*found.remarks, *remarks(governed.consumers, was, now))
    return Case(now, was, old.ref, found.versions, remarks=said)


def _folders(  # noqa: PLR0913, PLR0917  # two folders, what is in them, and how to go on
    old: Folder,
    new: Folder,
    met: list[list[Known]],
    governed: Governed,
    sources: Sources,
    past: PastSettings,
) -> Iterator[Load]:
    before, after = met
    names = frozenset(one.name for one in after)
    finder = Past(past, sources, names, [one.shown for one in (new, old) if not one.ref])
    finder.prepare(transitive=any(transitive(governed, one.domain) for one in after), at=new)
    majors: dict[str, set[int | None]] = {}
    for one in (*before, *after):
        majors.setdefault(one.name, set()).add(one.major)
    for pair in match(before, after):
        yield partial(_pair, pair, old, governed, finder, majors)


def _pair(
    pair: Pair,
    folder: Folder,
    governed: Governed,
    finder: Past,
    majors: Mapping[str, set[int | None]],
) -> Case:
    if pair.new is None:
        assert pair.old is not None  # noqa: S101  # a pair has at least one side
        gone = pair.old.one.load()
        return Case(gone, gone, pair.old.one.ref, withdrawn=True)
    now = pair.new.one.load()
    was = pair.old.one.load() if pair.old else None
    found = finder.find(
        now.contract,
        pair.new.one,
        transitive=transitive(governed, now.contract.domain),
        known=(was.document.digest,) if was else (),
    )
    return Case(
        now,
        was,
        pair.old.one.ref if pair.old else None,
        found.versions,
        added_to=None if pair.old else (folder.ref, folder.path),
        stays=pair.stays,
        remarks=(*found.remarks, *remarks(governed.consumers, was, now, majors[pair.new.name])),
    )


def _known(folder: Folder) -> list[Known]:
    """The contracts of a folder.

    Raises:
        MeshgovError: it holds none, or files that can't be read.
    """
    known: list[Known] = []
    errors: list[MeshgovError] = []
    for one in folder.files:
        try:
            loaded = one.load_if_contract()
        except MeshgovError as error:
            errors.append(error)
            continue
        if loaded is not None:
            known.append(Known.of(one, loaded))
    if errors:
        raise joined(errors)
    if not known:
        raise InputError(
            f"no contract among {len(folder.files)} files in {folder.shown}",
            hint="a contract is a YAML or JSON map with `name` and one of `schema`, `owner`, "
            "`classification`, `sla`, `access`",
        )
    return known


def transitive(governed: Governed, domain: str | None) -> bool:
    """Whether every released version counts for contracts of a domain."""
    # The parameters' schema has checked the type.
    parameters: Any = governed.governance.parameters_for(domain)
    return bool(parameters["breaking_changes"]["transitive"])


def both(makers: Iterable[Callable[[], Made]], *, backwards: bool = False) -> list[Made]:
    """What all of them make; ``backwards`` are the errors, for what people name the other way.

    Raises:
        MeshgovError: one fails; the errors of all that fail.
    """
    errors: list[MeshgovError] = []
    made: list[Made] = []
    for make in makers:
        try:
            made.append(make())
        except MeshgovError as error:
            errors.append(error)
    if errors:
        raise joined(errors[::-1] if backwards else errors)
    return made


def _mixed(old: One | Folder, new: One | Folder) -> InputError:
    words = [
        f"{one.shown} is a {'folder' if isinstance(one, Folder) else 'file'}" for one in (old, new)
    ]
    return InputError(
        f"{words[0]} and {words[1]}", hint="compare two files, or two folders of contracts"
    )
