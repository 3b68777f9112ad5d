"""Who reads what, from every place where it is registered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from meshgov.app import contracts
from meshgov.app.governed import Governed, configuration, shown, shown_contracts
from meshgov.app.known import Known
from meshgov.app.settings import ConsumerSettings
from meshgov.errors import ConfigurationError, ManyErrors, MeshgovError
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.model.consumers import Consumers, Reading
from meshgov.model.contract import Upstream
from meshgov.policy import consumers

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
        raise errors[0] if len(errors) == 1 else ManyErrors(errors)
    found = Consumers.of(readings, known=asked.known)
    notices = (*governed.governance.notices, *_notices(found, errors))
    governance = replace(governed.governance, notices=notices)
    return replace(governed, consumers=found, governance=governance)


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
