"""What a gate is asked for, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from meshgov.app.gate_base import Base
from meshgov.app.governed import Governed
from meshgov.model.verdict import Verdict

POLICIES_FROM: Final = ("base", "head")
"""Whose policies, waivers and registries judge: those that held before the branch, or its own."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What is judged, and by whose policies.

    Attributes:
        base_ref: what the branch is compared with; None lets the environment decide.
        everything: contracts that the branch doesn't change are judged too.
        policies_from: one of :data:`POLICIES_FROM`.
        transitive: every released version counts, whatever the organisation says.
        contracts: files, folders and globs from the working directory; none: those that governance
            names.
        watch: has what is judged on watched, where evidence is asked for.
    """

    base_ref: str | None = None
    everything: bool = False
    policies_from: str = POLICIES_FROM[0]
    transitive: bool = False
    contracts: tuple[str, ...] = ()
    watch: Callable[[Governed], Governed] = lambda governed: governed


@dataclass(frozen=True, slots=True)
class Gated:
    """A verdict, and what it was reached on.

    Attributes:
        base: what the branch was compared with.
        head: commit that is checked out; None before the first of all.
        gone: paths, as the verdict has them, of products that are no longer there.
    """

    verdict: Verdict
    base: Base
    head: str | None
    gone: frozenset[str]
