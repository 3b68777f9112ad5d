"""What came of a quality check when somebody ran it on the data."""

from __future__ import annotations

from dataclasses import dataclass

from meshgov.errors import Location
from meshgov.model.contract import Threshold
from meshgov.model.document import Json

STATUSES = ("pass", "warn", "fail")
"""What may come of a check, best first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One result.

    Attributes:
        name: of the check.
        status: ``pass | warn | fail``.
        severity: ``info | warning | error | critical``, or None: that of the check.
        observed: the value that was measured, text or a number; None when it isn't said.
        threshold: what it was held against; None when it isn't said.
        product: name of the product; None in results of the one contract that is judged.
        version: of the product, or its first numbers; None for any.
        location: where the result stands.
    """

    name: str
    status: str
    severity: str | None = None
    observed: Json = None
    threshold: Threshold | None = None
    product: str | None = None
    version: str | None = None
    location: Location | None = None
