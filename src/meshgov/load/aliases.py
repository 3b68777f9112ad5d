"""Anchors and the aliases that repeat them, within what writing them out would cost."""

from __future__ import annotations

from collections.abc import Sequence

from meshgov.load.costs import AliasCosts
from meshgov.load.refusals import Limits, Refusals
from meshgov.load.wording import shortened
from meshgov.model.document import Json


class Aliases:
    """The anchors of one document.

    An alias shares its anchor's container, so memory stays small; what is written out later (into
    the engine's input) would not be, hence the budget.
    """

    def __init__(self, refusals: Refusals, limits: Limits) -> None:
        self._refusals = refusals
        self._limits = limits
        self._anchors: dict[str, Json] = {}
        self._costs = AliasCosts()
        self._expanded = 0

    def set(self, name: str, value: Json) -> None:
        """Let later aliases of ``name`` repeat ``value``; the last one set counts."""
        self._anchors[name] = value

    def repeat(self, name: str, around: Sequence[object], line: int, column: int) -> Json:
        """Value that the alias ``name`` at ``line`` and ``column`` stands for.

        Args:
            name: the anchor's name.
            around: the containers that are open there.
            line: from 1.
            column: from 1.

        Raises:
            InputError: when the expansion grows too large or too deep.
            ManyErrors: when earlier refusals were kept.
        """
        shown = shortened(name)
        if name not in self._anchors:
            self._refusals.add(
                f"the alias `*{shown}` names no anchor before it",
                f"put `&{shown}` before the value that it repeats; text that begins with * needs "
                "quotes",
                line,
                column,
            )
            return None
        value = self._anchors[name]
        if any(value is container for container in around if container is not None):
            self._refusals.add(
                f"the alias `*{shown}` stands inside the value that it repeats",
                "write out the part that it is meant to repeat",
                line,
                column,
            )
            return None
        self._charge(value, len(around), line, column)
        return value

    def _charge(self, value: Json, depth: int, line: int, column: int) -> None:
        cost = self._costs.measure(value)
        self._expanded += cost.nodes
        if self._expanded > self._limits.expansion:
            self._refusals.stop(
                f"the aliases up to here repeat more than {self._limits.expansion:,} values",
                "write out what is needed, in several files if it is that much",
                line,
                column,
            )
        if depth + cost.levels > self._limits.depth:
            self._refusals.too_deep(self._limits.depth, line, column)
