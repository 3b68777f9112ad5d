"""How much a page still holds, and what it could not hold any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from meshgov.model.change import LEVELS
from meshgov.render.parts.counts import MOST_SEVERE_FIRST, count, listed


class Room:
    """What a page holds. Once something did not fit, nothing smaller slips in behind it.

    Args:
        size: its room, in what ``measure`` counts.
        measure: size of a text; characters, unless the page is counted in bytes.
        page: what it is called when it is full.
    """

    def __init__(
        self, size: int, measure: Callable[[str], int] = len, page: str = "a comment"
    ) -> None:
        self._left = size
        self._measure = measure
        self._page = page
        self._missed: Counter[str] = Counter()

    def take(self, *pieces: str, frame: int = 0) -> bool:
        """Whether ``pieces`` still fit, with ``frame`` characters around them; takes their room."""
        self._left -= sum(map(self._measure, pieces)) + frame
        if self._left >= 0:
            return True
        self._left = -1
        return False

    def miss(self, kind: str) -> None:
        """Count what did not fit: a level, a severity, ``contract`` or ``note``."""
        self._missed[kind] += 1

    def summary(self) -> Iterator[str]:
        """What is not shown, in one sentence; nothing when all is."""
        if not self._missed:
            return
        groups = [listed(self._missed, ("contract",))]
        for noun, kinds in (("change", LEVELS), ("finding", MOST_SEVERE_FIRST)):
            number = sum(self._missed[kind] for kind in kinds)
            if number:
                groups.append(f"{count(number, noun)} ({listed(self._missed, kinds)})")
        groups.append(listed(self._missed, ("note",)))
        missing = ", ".join(filter(None, groups))
        reason = f"because {self._page} holds no more"
        yield f"**Not shown, {reason}:** {missing}. `--format json` has all."
