"""A resolved configuration with the place that each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from meshgov.errors import Location
from meshgov.model.document import Json, Path
from meshgov.model.settings import Evidence

SOURCES = ("default", "rule", "governance", "overlay")
"""Where a value may come from: meshgov's own default, a rule's METADATA, the organisation's file, a
domain."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value, who set it, and where; meshgov's own defaults and METADATA stand nowhere."""

    value: Json
    source: str = "default"
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, or one key of a parameter that is a map. ``path`` starts with the family."""

    path: Path
    value: Value


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands.

    Attributes:
        mandatory: no domain may weaken it.
        domain: the only one that it judges, or None.
        source: the folder that it comes from, or ``builtin``.
        effective_on: a value of None without a date.
    """

    id: str
    mandatory: bool
    domain: str | None
    source: str
    severity: Value
    mode: Value
    effective_on: Value


@dataclass(frozen=True, slots=True)
class Configured:
    """Everything that is configured, for all domains or for one.

    Attributes:
        domain: the one, or None.
        overlay: the file where that domain's overlay stands, or None without one.
        governance, organization: the files, or None.
        overlays: domain -> file of its overlay, for all domains.
        stated: section -> family -> what is said about it in words.
        registered: domain -> its entry in the organisation's registry.
        places: name -> paths, globs or addresses that the configuration names.
        evidence: where runs leave evidence, if the organisation wants any.
    """

    domain: str | None
    overlay: str | None
    governance: str | None
    organization: str | None
    parameters: tuple[Parameter, ...]
    rules: tuple[Standing, ...]
    overlays: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    registered: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    evidence: Evidence | None = None
