"""The canonical contract: one data product's promises, whatever format they were written in.

Every node that can be pointed at carries its canonical ``path`` and its ``origin`` in the document
that it came from. Values are parsed once, here named by unit: ratios are integer millionths,
durations integer seconds, retention integer days; only the diff looks at what lies between. What an
author didn't write is ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Final

from meshgov.model.document import Json, Origin, Path
from meshgov.model.record import record

EMPTY: Final[Mapping[str, Json]] = MappingProxyType({})
"""What a mapping reads as when there is none."""


class Absent(Enum):
    """The one value that tells "not written" from a written null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@record(frozen=True, slots=True)
class Type:
    """A parsed type name.

    Attributes:
        name: canonical name (``int32``, ``decimal``, ``varchar``, ``struct`` ...), or the written
            name in lower case when it isn't known.
        params: ``(precision, scale)`` of a decimal, ``(length,)`` of varchar and char,
            ``(digits,)`` of a timestamp; empty otherwise.
        known: whether the name is in the table of type names.
    """

    name: str
    params: tuple[int, ...] = ()
    known: bool = True

    def __str__(self) -> str:
        return f"{self.name}({','.join(map(str, self.params))})" if self.params else self.name


class Role(Enum):
    """What a field is to its parent: a named member, or the inside of an array or a map."""

    MEMBER = "member"
    ELEMENT = "element"
    KEY = "key"
    VALUE = "value"


@record(frozen=True, slots=True)
class Constraint:
    """A promise about a field's values. ``value`` is True for the bare words."""

    name: str
    value: Json
    path: Path
    origin: Origin


@record(frozen=True, slots=True)
class Deprecation:
    """Announced end of a product or a field. Dates stay ISO 8601 text as written."""

    path: Path
    origin: Origin
    announced: str | None = None
    sunset: str | None = None
    replaced_by: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Field:
    """A column at any depth.

    Children of a struct are members; an array has one child ``element``; a map has two, ``key``
    and ``value``.

    Attributes:
        written_type: the type as its author wrote it.
        inline: the field stands inside a DDL string, where nothing but name and type can be said.
        is_pii: None when the author didn't say.
    """

    name: str
    path: Path
    origin: Origin
    type: Type | None = None
    written_type: str | None = None
    role: Role = Role.MEMBER
    inline: bool = False
    description: str | None = None
    id: str | None = None
    aliases: tuple[str, ...] = ()
    is_primary_key: bool = False
    is_pii: bool | None = None
    pii_category: str | None = None
    classification: str | None = None
    encryption: Json = None
    masking: Json = None
    default: Json | Absent = ABSENT
    deprecated: Deprecation | None = None
    constraints: tuple[Constraint, ...] = ()
    fields: tuple[Field, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)

    def constraint(self, name: str) -> Constraint | None:
        """The constraint called ``name``, or None."""
        return next((one for one in self.constraints if one.name == name), None)


@record(frozen=True, slots=True)
class Table:
    """One table of a contract. ``name`` is None for formats with a single, unnamed one."""

    name: str | None
    path: Path
    origin: Origin
    type: str | None = None
    location: str | None = None
    partitioned_by: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Owner:
    """Who answers for the product."""

    path: Path
    origin: Origin
    team: str | None = None
    contact: tuple[str, ...] = ()
    slack: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Privacy:
    """Why personal data may be used, and whom to ask."""

    path: Path
    origin: Origin
    lawful_basis: str | None = None
    purpose: str | None = None
    regulations: tuple[str, ...] | None = None
    contact: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Port:
    """One way to read the product."""

    name: str
    path: Path
    origin: Origin
    type: str | None = None
    location: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Grant:
    """One principal that may read or write. ``kind`` is role, domain, another key, or ``*``."""

    kind: str
    name: str
    path: Path
    origin: Origin

    def __str__(self) -> str:
        return "*" if self.kind == "*" else f"{self.kind}:{self.name}"


@record(frozen=True, slots=True)
class Approval:
    """Whether someone must agree before access is given. ``fields`` empty: the whole product."""

    path: Path
    origin: Origin
    required: bool
    approvers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Access:
    """Who finds, reads and writes the product."""

    path: Path
    origin: Origin
    discovery: str | None = None
    approval: Approval | None = None
    reason: str | None = None
    read: tuple[Grant, ...] = ()
    write: tuple[Grant, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Quantity:
    """A value with a unit.

    Attributes:
        written: as the author wrote it.
        value: integer millionths of a ratio, or integer seconds of a duration; None when the text
            can't be read as one. Between two integers it is the one that promises less, so that it
            meets a whole limit exactly when the promise does.
        exact: the same without rounding, where ``value`` is rounded; else None.
    """

    written: Json
    value: int | None
    path: Path
    origin: Origin
    exact: Decimal | None = None


@record(frozen=True, slots=True)
class Threshold:
    """A check's limit.

    Attributes:
        written: as the author wrote it.
        comparator: one of ``>= > <= < == !=``, or None when no direction is declared.
        value: the number as a plain decimal text (``0.99``; percentages are ratios), or None.
        unit: what the number counts: ``seconds`` of any duration, ``bytes`` of any size, else the
            word as written, in lower case; None for a bare number and a percentage.
    """

    written: Json
    comparator: str | None
    value: str | None
    unit: str | None = None


@record(frozen=True, slots=True)
class QualityCheck:
    """A test of the data that runs before each publication."""

    name: str
    path: Path
    origin: Origin
    dimension: str | None = None
    query: str | None = None
    threshold: Threshold | None = None
    severity: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Sla:
    """Promises about service and quality."""

    path: Path
    origin: Origin
    availability: Quantity | None = None
    freshness: Quantity | None = None
    update_schedule: str | None = None
    completeness: Quantity | None = None
    accuracy: Quantity | None = None
    latency: Quantity | None = None
    quality_checks: tuple[QualityCheck, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Alert:
    """A condition that somebody is told about, known by its type."""

    type: str
    path: Path
    origin: Origin
    condition: str | None = None
    severity: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Observability:
    """What is measured while the product runs."""

    path: Path
    origin: Origin
    metrics: tuple[str, ...] = ()
    alerts: tuple[Alert, ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Upstream:
    """A product that this one reads. ``fields`` is None when the author named none."""

    product: str
    path: Path
    origin: Origin
    version: str | None = None
    fields: tuple[str, ...] | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class ChangelogEntry:
    """What the author says about one version."""

    version: str
    path: Path
    origin: Origin
    date: str | None = None
    changes: tuple[str, ...] = ()
    breaking: bool | None = None
    migration_guide: str | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Contract:
    """One data product's contract in canonical form.

    Attributes:
        version: as written; a number such as 1.5 stays a number, so that a rule can say so.
        retention_days, trash_days: integer days.
        encryption_enabled, audit_logging_enabled: None when the author didn't say.
        changelog: None when the author keeps none.
    """

    name: str
    version: str | int | float | None = None
    domain: str | None = None
    description: str | None = None
    kind: str | None = None
    status: str | None = None
    owner: Owner | None = None
    classification: str | None = None
    retention_days: int | None = None
    trash_days: int | None = None
    encryption_enabled: bool | None = None
    audit_logging_enabled: bool | None = None
    privacy: Privacy | None = None
    ports: tuple[Port, ...] = ()
    tables: tuple[Table, ...] = ()
    access: Access | None = None
    sla: Sla | None = None
    observability: Observability | None = None
    deprecation: Deprecation | None = None
    consumes: tuple[Upstream, ...] = ()
    changelog: tuple[ChangelogEntry, ...] | None = None
    extensions: Mapping[str, Json] = field(default_factory=dict)
    path: Path = ()
    origin: Origin = ()
