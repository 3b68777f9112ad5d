"""When two values are the same, and how a written value is folded before it is compared.

Every fold answers something hashable that compares as a reader would, and None for what counts as
not written.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any

from meshgov.model.contract import ABSENT, Absent
from meshgov.model.document import Json


def canonical(value: Json | Absent) -> Hashable:
    """A hashable stand-in for ``value``: 0 equals 0.0, but true differs from 1.

    Floats go through their shortest decimal text, so that 0.1 is one tenth and not its binary
    neighbour. Maps lose their order, lists keep it.
    """
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list):
        return ("list", tuple(map(canonical, value)))
    if isinstance(value, dict):
        return ("map", frozenset((key, canonical(item)) for key, item in value.items()))
    return value


def same(one: Json | Absent, other: Json | Absent) -> bool:
    """Whether two written values mean the same."""
    if one is other:
        return True
    if isinstance(one, str) or isinstance(other, str) or type(one) is type(other) is int:
        return one == other
    if type(one) is list and one == other and set(map(type, one)) == {str}:  # as most lists are
        return True
    return canonical(one) == canonical(other)


def prose(text: str | None) -> str | None:
    """Text in which only the words count; blank text is not written."""
    return " ".join(text.split()) or None if text else None


def word(text: str | None) -> str | None:
    """A keyword: letter case and outer spaces don't count."""
    return text.strip().lower() or None if text else None


def location(text: str | None) -> str | None:
    """A path or address without its trailing slashes, unless it is nothing else."""
    return text.rstrip("/") or text if text else None


def flag(value: object) -> bool | None:
    """True, or None for everything that isn't on."""
    return True if value else None


def switch(value: Json) -> Hashable:
    """A protection: None when it is off, else its method and keys.

    The canonical contract holds False for every way to say no.
    """
    if isinstance(value, str):
        return value.strip() or None
    return canonical(value) if value else None


def written_default(value: Json | Absent) -> Hashable:
    """A default; a written null is a default too."""
    return None if value is ABSENT else ("default", canonical(value))


def names(values: Iterable[str] | None) -> frozenset[str] | None:
    """A list in which order and repetition don't count; empty is not written."""
    return frozenset(values or ()) or None


def shown(value: Any) -> Json:
    """A model value as its author would recognise it in JSON; None for what wasn't written."""
    if value is ABSENT or value == ():
        return None
    return list(value) if isinstance(value, tuple) else value
