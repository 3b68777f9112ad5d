"""Controls of frameworks, and the rules that bear on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    """One control of a framework, and the rules that bear on it.

    Attributes:
        title: our own short words for it; empty for one that only an organisation's rule names.
        rules: rule id -> relation (``supports | partial | evidence-only``), sorted by id.
    """

    id: str
    title: str
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework, with every control that is listed or that a rule names."""

    name: str
    title: str
    controls: tuple[Covered, ...]
