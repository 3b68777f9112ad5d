"""What an alias would cost when it is written out: nodes and levels."""

from __future__ import annotations

from typing import NamedTuple

from meshgov.model.document import Json

_CHARACTERS = 64  # of text, that count as one more node


class Cost(NamedTuple):
    """Size of a value with every alias in it written out.

    Attributes:
        nodes: mappings, lists and scalars; long text counts as several.
        levels: containers inside each other; 0 for a scalar.
    """

    nodes: int
    levels: int


class AliasCosts:
    """Measures values that aliases repeat, each container once.

    Without aliases nothing is measured, so that ordinary files pay nothing.
    """

    def __init__(self) -> None:
        self._known: dict[int, Cost] = {}

    def measure(self, value: Json) -> Cost:
        """Cost of a finished value; its containers must live as long as this object."""
        if not isinstance(value, (dict, list)):
            return _scalar(value)
        todo: list[dict[str, Json] | list[Json]] = [value]
        while todo:
            node = todo[-1]
            entries = node.values() if isinstance(node, dict) else node
            # Not recursive, and an alias inside was measured when it was met: the work is that of
            # the nodes as written, never that of the expansion.
            missing = [
                entry
                for entry in entries
                if isinstance(entry, (dict, list)) and id(entry) not in self._known
            ]
            if missing:
                todo.extend(missing)
            else:
                todo.pop()
                self._known[id(node)] = self._sum(node)
        return self._known[id(value)]

    def _sum(self, node: dict[str, Json] | list[Json]) -> Cost:
        nodes, levels = 1, 0
        for entry in node.values() if isinstance(node, dict) else node:
            cost = self._known[id(entry)] if isinstance(entry, (dict, list)) else _scalar(entry)
            nodes += cost.nodes
            levels = max(levels, cost.levels)
        if isinstance(node, dict):
            nodes += sum(len(key) for key in node) // _CHARACTERS
        return Cost(nodes, levels + 1)


def _scalar(value: Json) -> Cost:
    return Cost(1 + len(value) // _CHARACTERS if isinstance(value, str) else 1, 0)
