"""Why a rule fired, or did not: its answer about one contract, and the values it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meshgov.model.document import Json
from meshgov.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule against one contract.

    Attributes:
        rule: its id.
        path, name, version: of the contract.
        result: as in a verdict: ``pass | fail | warn | not-applicable | not-tested``.
        applicable: what the rule says of itself; None when it was not asked.
        why: what explains the result besides, in a sentence; may be empty.
        values: what the rule refers to and what it defines -> value.
        undefined: references that have no value here.
    """

    rule: str
    path: str
    name: str
    version: str | None
    result: str
    applicable: bool | None
    why: str
    findings: tuple[Finding, ...]
    values: Mapping[str, Json]
    undefined: tuple[str, ...]
