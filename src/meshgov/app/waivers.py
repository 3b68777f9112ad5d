"""The waivers of a run, from the files and folders that governance and the command line name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from meshgov.app.governed import Governed, as_configuration, configuration, shown
from meshgov.decide.waivers import Waivers
from meshgov.diff import versions
from meshgov.errors import InputError, ManyErrors
from meshgov.load import files
from meshgov.model.document import Document
from meshgov.model.pack import Pack
from meshgov.model.settings import Governance
from meshgov.model.waiver import Waiver, WaiverTerms
from meshgov.policy import waivers
from meshgov.policy.waivers import Waivable


def of_run(governed: Governed) -> Waivers:
    """The waivers that a run is judged under.

    Raises:
        MeshgovError: a file is missing or malformed.
    """
    changes = frozenset(rule.id for rule in governed.pack.rules if rule.scope == "change")
    return Waivers(load(governed), terms(governed.governance), governed.settings.now, changes)


def load(governed: Governed, paths: Iterable[str] = ()) -> tuple[Waiver, ...]:
    """Every waiver in ``paths``, or without any in those that are configured, by id.

    Raises:
        MeshgovError: a file is missing or malformed.
    """
    return resolve(governed, documents_of(governed, paths))


def documents_of(governed: Governed, paths: Iterable[str] = ()) -> Iterator[Document]:
    """The files with the waivers that :func:`load` reads.

    Raises:
        MeshgovError: one is missing.
    """
    return _documents(tuple(paths) or _named(governed))


def resolve(governed: Governed, found: Iterable[Document]) -> tuple[Waiver, ...]:
    """The waivers in documents, under what the organisation allows.

    Raises:
        ConfigurationError: one is malformed.
    """
    return waivers.resolve(
        found,
        waivable(governed.pack, governed.governance),
        terms(governed.governance),
        lambda text: versions.read(text)[0] is not None,
    )


def terms(governance: Governance) -> WaiverTerms:
    """What the organisation allows of waivers."""
    # The parameters' schema has checked the types.
    allowed: Any = governance.parameters["waivers"]
    return WaiverTerms(allowed["max_days"], allowed["approvers"], allowed["warn_days"])


def waivable(pack: Pack, governance: Governance) -> dict[str, Waivable]:
    """What a waiver has to know of each rule, by id."""
    return {
        rule.id: Waivable(
            governance.setting(rule.id, None).severity or rule.severity, rule.waivable
        )
        for rule in pack.rules
    }


def _named(governed: Governed) -> tuple[str, ...]:
    return (*(shown(path) for path in governed.governance.waivers), *governed.settings.waivers)


def _documents(paths: tuple[str, ...]) -> Iterator[Document]:
    paths = tuple(path for path in paths if not _waits(path))
    try:
        found = files.find(paths)
    except (InputError, ManyErrors) as error:
        raise as_configuration(error) from None
    for one in found:
        yield configuration(one.path)


def _waits(path: str) -> bool:
    """Whether it is a folder without waivers: the last has ended, and git keeps a `.gitkeep`."""
    return os.path.isdir(path) and all(name.startswith(".") for name in os.listdir(path))
