"""Values that are worked out when somebody looks at them: documentation costs no start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")


class LaterMapping(Mapping[str, Item]):
    """A mapping that ``read`` makes at the first look; picklable where ``read`` is."""

    def __init__(self, read: Callable[[], Mapping[str, Item]]) -> None:
        self._read = read
        self._value: Mapping[str, Item] | None = None

    def _made(self) -> Mapping[str, Item]:
        if self._value is None:
            self._value = self._read()
        return self._value

    def __getitem__(self, key: str) -> Item:
        return self._made()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())


class LaterSequence(Sequence[Item], Generic[Item]):
    """The same for a sequence; equal to whatever sequence has equal items."""

    def __init__(self, read: Callable[[], Sequence[Item]]) -> None:
        self._read = read
        self._value: Sequence[Item] | None = None

    def _made(self) -> Sequence[Item]:
        if self._value is None:
            self._value = self._read()
        return self._value

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self._made()[index]

    def __len__(self) -> int:
        return len(self._made())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
