"""Whether one value of a parameter is tighter than another, in the direction its schema declares.

``x-tighten`` is ``lower`` or ``higher`` for numbers, truth values and words, ``superset`` or
``subset`` for lists. Null demands nothing. Maps are compared key by key; a key that is not there
demands nothing either, except in a map of upper limits, where the least of those that are there
holds for it. Words have an order where ``x-order`` gives one: chains in ascending order, or the
name of the parameter that holds the chain. ``x-ordered`` lists keep the order of what stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from meshgov.model.document import Json
from meshgov.policy.parameters import Schema

Chains = Sequence[Sequence[str]]

WAYS: Final = {
    "lower": "lower it",
    "higher": "raise it",
    "superset": "add to it",
    "subset": "take from it",
}
"""Direction -> what a domain may do."""


def looser(
    schema: Schema, chains: Chains, base: Json, own: Json
) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Keys below the parameter at which ``own`` isn't at least as tight as ``base``, and its value.

    A parameter without a direction yields itself whenever it differs.
    """
    if "x-tighten" not in schema:
        if own != base:
            yield (), base
        return
    fits = _FITS[schema["x-tighten"]]
    ordered = schema.get("x-ordered") is True
    if not isinstance(base, dict) or not isinstance(own, dict):
        if not _tight(fits, chains, base, own, ordered=ordered):
            yield (), base
        return
    absent = _least(chains, base.values()) if schema["x-tighten"] == "lower" else None
    for key in sorted(base.keys() | own.keys()):
        value = base.get(key, absent)
        if not _tight(fits, chains, value, own.get(key), ordered=ordered):
            yield (key,), value


def _least(chains: Chains, values: Iterable[Json]) -> Json:
    """The least of several numbers or words; None of none, or of what has no order."""
    given: list[Any] = list(values)
    if not given or not isinstance(given[0], str):
        return min(given, default=None)
    return next((one for chain in chains for one in chain if one in given), None)


def _tight(
    fits: Callable[[Any, Any], bool], chains: Chains, base: Json, own: Json, *, ordered: bool
) -> bool:
    """Whether ``own`` demands at least what ``base`` demands."""
    if base is None or own == base:
        return True
    if own is None:
        return False
    if isinstance(base, str):
        return any(
            base in chain and own in chain and fits(chain.index(base), chain.index(own))
            for chain in chains
        )
    kept = not ordered or not isinstance(base, list) or _subsequence(own, base)
    return kept and fits(base, own)


def _subsequence(own: Any, base: list[Json]) -> bool:
    """Whether what both hold stands in the same order."""
    return [one for one in own if one in base] == [one for one in base if one in own]


def _holds(whole: Any, part: Any) -> bool:
    return all(one in whole for one in part)


_FITS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "lower": lambda base, own: bool(own <= base),
    "higher": lambda base, own: bool(own >= base),
    "superset": lambda base, own: _holds(own, base),
    "subset": _holds,
}
