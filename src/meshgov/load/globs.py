"""Whether a path is meant by files, folders and globs, as a search of the disk would find it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Final

from meshgov.load.find import MAGIC, SUFFIXES, is_searched

ANY: Final = "**"


class Globs:
    """Patterns with forward slashes, all from one folder; the folder itself is ``.``."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [_Pattern(posixpath.normpath(one)) for one in patterns]

    def match(self, path: str) -> bool | None:
        """Whether a file is meant: True when it is named, False when it is met, None when not.

        Args:
            path: from the same folder.
        """
        steps = path.split("/")
        found = [one.match(steps) for one in self._patterns]
        return True if True in found else False if False in found else None

    def below(self, path: str) -> bool:
        """Whether a file of any kind lies below a folder that is named outright."""
        steps = path.split("/")
        return any(one.below(steps) for one in self._patterns)


class _Pattern:
    def __init__(self, pattern: str) -> None:
        parts = [] if pattern == "." else pattern.split("/")
        self._literal = not MAGIC.intersection(pattern)
        self._deep = ANY in parts
        self._parts = [*parts, "*"] if parts[-1:] == [ANY] else parts

    def match(self, steps: Sequence[str]) -> bool | None:
        live = self._closed({0})
        for number, step in enumerate(steps):
            if len(self._parts) in live and not self._deep and _is_met(steps[number:]):
                return False
            live = self._closed(one for place in live for one in self._after(place, step))
        if len(self._parts) not in live:
            return None
        return True if self._literal or _is_contract_file(steps[-1]) else None

    def below(self, steps: Sequence[str]) -> bool:
        return self._literal and list(steps[: len(self._parts)]) == self._parts

    def _closed(self, places: Iterable[int]) -> set[int]:
        """Places in the pattern, and those that ``**`` reaches from them without a step."""
        found = set(places)
        for place in range(len(self._parts)):
            if place in found and self._parts[place] == ANY:
                found.add(place + 1)
        return found

    def _after(self, place: int, step: str) -> tuple[int, ...]:
        """Places in the pattern behind a step from ``place``."""
        if place == len(self._parts):
            return ()
        part = self._parts[place]
        if part == ANY:
            return (place,) if is_searched(step) else ()
        if not MAGIC.intersection(part):
            return (place + 1,) if part == step else ()
        hidden = not is_searched(step) and not part.startswith(".")
        return () if hidden or not fnmatchcase(step, part) else (place + 1,)


def _is_met(steps: Sequence[str]) -> bool:
    """Whether a search of a folder looks at what lies there."""
    return all(is_searched(step) for step in steps) and _is_contract_file(steps[-1])


def _is_contract_file(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)
