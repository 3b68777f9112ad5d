"""Everything that one contract's rules are asked about, as the JSON text of Rego's ``input``.

The shape is ``schemas/policy-input.schema.json``. The text is put together here, because every
engine takes text, and because the parameters are the same text for many contracts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meshgov.engine.columns import columns_and_tables
from meshgov.engine.deprecations import deprecations
from meshgov.engine.results import results_json
from meshgov.engine.shape import contract_json, plain
from meshgov.engine.tokens import tokens
from meshgov.model.change import Change, Diff, VersionFacts
from meshgov.model.contract import Contract
from meshgov.model.document import Json
from meshgov.model.measured import Measured

__all__ = ["Request", "build", "tokens"]

_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode


@dataclass(frozen=True, slots=True)
class Request:
    """One input to evaluate.

    Attributes:
        subject: what is judged, for errors: the contract's file.
        text: JSON of ``input``.
        document: JSON of the contract as its author wrote it, beside the parameters, for
            policies of other shapes: ``{"document": ..., "parameters": {...}}``.
        fleet: it is about all contracts together, and only fleet rules are asked.
        begun: what an engine gave that has answered for the version alone; the text has the rest.
    """

    subject: str
    text: str
    document: str | None = None
    fleet: bool = False
    begun: object = None


def build(  # noqa: PLR0913  # the parts of the input, each from another stage
    contract: Contract,
    *,
    subject: str,
    version: VersionFacts,
    parameters_text: str,
    evaluation: Mapping[str, str],
    diff: Diff | None = None,
    base: Contract | None = None,
    organization: Json = None,
    registry: Json = None,
    stays: bool = False,
    results: Sequence[Measured] | None = None,
    document: Json = None,
    fields: bool = True,
    begun: object = None,
) -> Request:
    """Put a request together.

    Args:
        contract: the contract to judge.
        subject: its name in errors.
        version: what its version text says, alone or beside that of ``base``.
        parameters_text: JSON of the resolved parameters, taken as it is.
        evaluation: ``now`` (RFC 3339 UTC) and ``command`` (``check`` or ``diff``), and
            ``consumers`` (``known``) when only the registered ones count.
        diff: facts about ``base`` and ``contract``.
        base: the version before, None without one.
        stays: the version before goes on beside this one.
        organization: the registry entry of the contract's domain, None without one.
        registry: what every contract is told of the registry, ``{"domains": [names]}``; None
            without a registry, so that an entry that is missing can be told from it.
        results: what came of the contract's quality checks; None when that isn't known.
        document: the root value as written, when a policy asks for it.
        fields: whether a policy may ask for the fields inside ``contract`` and ``base``; without
            them the text is well under half as long, and ``columns`` says the same of the first.
        begun: what the engine gave that answers for the version alone already, so that neither
            columns nor tables are needed.
    """
    parts: dict[str, Json] = {
        **_now(contract, evaluation["now"], fields=fields, columns=begun is None),
        "version": _version(version),
        "evaluation": dict(evaluation),
    }
    if base is not None:
        parts |= _before(base, evaluation["now"], stays=stays, fields=fields)
    if diff is not None:
        parts["changes"] = [_change(change) for change in diff.changes]
    if organization is not None:
        parts["organization"] = plain(organization)
    if registry is not None:
        parts["registry"] = registry
    if results is not None:
        parts["results"] = results_json(contract, results)
    text = f'{_ENCODE(parts)[:-1]},"parameters":{parameters_text}}}'
    written = None
    if document is not None:
        written = f'{{"document":{_ENCODE(plain(document))},"parameters":{parameters_text}}}'
    return Request(subject, text, written, begun=begun)


def _now(contract: Contract, now: str, *, fields: bool, columns: bool) -> dict[str, Json]:
    """The contract to judge."""
    ends = deprecations(contract, now)
    told: dict[str, Json] = {"contract": contract_json(contract, fields=fields)}
    if columns:
        flat, tables = columns_and_tables(contract)
        told |= {"tables": tables, "columns": flat}
    return told | ({"deprecations": ends} if ends else {})


def _before(base: Contract, now: str, *, stays: bool, fields: bool) -> dict[str, Json]:
    """The version before it."""
    ends = deprecations(base, now)
    return {
        "base": contract_json(base, fields=fields),
        **({"base_deprecations": ends} if ends else {}),
        **({"base_stays": True} if stays else {}),
    }


def _change(change: Change) -> Json:
    shaped: dict[str, Json] = {"id": change.id, "path": list(change.path)}
    if change.old is not None:
        shaped["old"] = plain(change.old)
    if change.new is not None:
        shaped["new"] = plain(change.new)
    if change.consumers:
        shaped["consumers"] = list(change.consumers)
    return shaped


def _version(facts: VersionFacts) -> Json:
    shaped: dict[str, Json] = {
        "parsed": plain({side: dict(parts) for side, parts in facts.parsed.items()}),
        "next": dict(facts.next),
        "problems": list(facts.problems),
    }
    for name in ("declared", "old", "new", "precedence"):
        value = getattr(facts, name)
        if value is not None:
            shaped[name] = plain(value)
    return shaped
