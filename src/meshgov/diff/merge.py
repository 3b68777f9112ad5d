"""Two lists of named things as one, in the order in which changes are reported."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def merged(old: Iterable[K], new: Sequence[K]) -> Iterator[K]:
    """Every key once: the new order, and what is gone behind its old predecessor that stayed."""
    staying = set(new)
    behind: dict[K | None, list[K]] = {}
    predecessor: K | None = None
    for key in old:
        if key in staying:
            predecessor = key
        else:
            behind.setdefault(predecessor, []).append(key)
    if not behind:
        yield from new
        return
    yield from behind.get(None, ())
    for key in new:
        yield key
        yield from behind.get(key, ())


def keyed(items: Iterable[T], name: Callable[[T], Hashable]) -> dict[tuple[Hashable, int], T]:
    """Things by name and count of that name so far, so that no repetition is lost."""
    counts: dict[Hashable, int] = {}
    found: dict[tuple[Hashable, int], T] = {}
    for item in items:
        key = name(item)
        counts[key] = counts.get(key, 0) + 1
        found[key, counts[key]] = item
    return found


def paired(
    old: Iterable[T], new: Iterable[T], name: Callable[[T], Hashable]
) -> Iterator[tuple[T | None, T | None]]:
    """Things of one name side by side, None where one is missing, in reporting order."""
    before, after = keyed(old, name), keyed(new, name)
    for key in merged(before, list(after)):
        yield before.get(key), after.get(key)


def window(old: Sequence[T], new: Sequence[T]) -> tuple[list[T], list[T]]:
    """The stretch in which two orders of the same things differ."""
    differing = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    stretch = slice(differing[0], differing[-1] + 1)
    return list(old[stretch]), list(new[stretch])
