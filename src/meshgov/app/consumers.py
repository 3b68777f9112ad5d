"""Who reads what, from every place where it is registered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from meshgov.app import contracts
from meshgov.app.contracts import Loaded
from meshgov.app.governed import Governed, configuration, shown, shown_contracts
from meshgov.app.known import Known
from meshgov.app.settings import ConsumerSettings
from meshgov.diff.consumers import Stray, strays
from meshgov.errors import ConfigurationError, MeshgovError, joined
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.consumers import Consumers, Reading
from meshgov.model.contract import Upstream
from meshgov.policy import consumers

_MOST: Final = 10
"""Remarks on consumers of one product: beyond that a page is not read."""

_MENTIONS: Final = b"consumes"
"""A contract that reads another says this word, but for encodings of which each text has NULs."""


def register(governed: Governed, asked: ConsumerSettings, met: Iterable[Known]) -> Governed:
    """The same settings with everybody who reads something, and a notice when nobody else counts.

    Args:
        governed: names contracts and consumers files.
        asked: what the run was asked for.
        met: contracts of the folders that are compared.

    Raises:
        ConfigurationError: a consumers file is wrong, or nobody can be known.
        MeshgovError: only known consumers count, and a contract can't be read.
    """
    met = list(met)
    named = (*(shown(path) for path in governed.governance.consumers), *asked.files)
    if asked.known and not (named or met or governed.governance.contracts):
        raise ConfigurationError(
            "--consumers known, and nothing says who the consumers are",
            hint="give --consumers-file, or name `contracts` or `consumers` in governance.yaml",
        )
    readings = [one for file in named for one in consumers.resolve(configuration(file))]
    for known in met:
        readings += _of(known.name, known.consumes)
    errors: list[MeshgovError] = []
    readings += _in_contracts(governed, errors)
    if errors and asked.known:
        raise joined(errors)
    found = Consumers.of(readings, known=asked.known, given=bool(asked.files))
    notices = (*governed.governance.notices, *_notices(found, errors))
    governance = replace(governed.governance, notices=notices)
    return replace(governed, consumers=found, governance=governance)


def remarks(
    found: Consumers, old: Loaded | None, new: Loaded, majors: Iterable[int | None] | None = None
) -> Iterator[str]:
    """What a person should know about consumers that can't be reached, as they are registered.

    Args:
        found: everybody who is registered.
        old: the version that consumers know; None for a product that is new.
        new: the version that they will get.
        majors: in a folder those of the product that live beside these; None for a product that
            is compared alone, so that the consumers that were named must be its own.
    """
    name = (old or new).contract.name
    readings = found.by_product.get(name, ())
    if found.given and not readings:
        yield from _nobody(name, found, alone=majors is None)
    every = sorted(
        _sentence(one, name)
        for one in strays(old.contract if old else None, new.contract, readings, majors or ())
    )
    yield from every[:_MOST]
    if len(every) > _MOST:
        yield f"{len(every) - _MOST:,} more fields or versions that consumers name are not there"


def _sentence(one: Stray, product: str) -> str:
    if one.field is None:
        return f"{one.consumer} reads version {one.version} of {product}, which is not there"
    return f"{one.consumer} reads `{one.field}`, and {product} has no such field"


def _nobody(product: str, found: Consumers, *, alone: bool) -> Iterator[str]:
    """Nobody reads a product, perhaps because its name is spelt otherwise."""
    from difflib import get_close_matches  # noqa: PLC0415  # start-up budget

    said = f"nobody is registered as a consumer of {product}"
    near = get_close_matches(product, found.by_product, n=1, cutoff=0.8)
    if near:
        yield f"{said}; did they mean it who read {near[0]}?"
    elif alone:
        yield said


def _of(consumer: str, consumes: Iterable[Upstream]) -> Iterator[Reading]:
    for one in consumes:
        yield Reading(consumer, one.product, one.version, one.fields)


def _in_contracts(governed: Governed, errors: list[MeshgovError]) -> Iterator[Reading]:
    """What the contracts that governance names read; those that can't be read end in ``errors``."""
    patterns = shown_contracts(governed.governance)
    if not patterns:
        return
    try:
        selection = contracts.select(patterns, os.curdir)
    except MeshgovError as error:
        errors.append(error)
        return
    for path in selection.paths:
        try:
            data = files.read(path)
            if _MENTIONS in data or b"\0" in data:
                document = documents.parse(data, path)
                if path in selection.named or contracts.is_contract(document):
                    contract = contracts.of_document(document).contract
                    yield from _of(contract.name, contract.consumes)
        except MeshgovError as error:
            errors.append(error)


def _notices(found: Consumers, errors: list[MeshgovError]) -> Iterator[str]:
    if errors:
        more = f" (and {len(errors) - 1:,} more)" if len(errors) > 1 else ""
        first = errors[0]
        place = f"{first.location}: " if first.location else ""
        yield f"some consumers may be unknown: {place}{first.message}{more}"
    if found.known:
        names = {one.consumer for ones in found.by_product.values() for one in ones}
        yield (
            f"only registered consumers count ({len(names):,} known): a dangerous change that"
            " none of them reads is compatible"
        )
