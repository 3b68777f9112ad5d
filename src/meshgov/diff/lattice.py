"""The type lattice: what a step from one scalar type to another is called.

Source of each arrow: the schema resolution of Avro, the schema evolution of Iceberg, the type
widening of Delta. An arrow that isn't here is ``field-type-changed``.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Final

from meshgov.model.contract import Type

WIDENED: Final = "field-type-widened"
NARROWED: Final = "field-type-narrowed"
PROMOTED: Final = "field-type-promoted"
CHANGED: Final = "field-type-changed"
SCALE: Final = "decimal-scale-changed"
LONGER: Final = "field-length-increased"
SHORTER: Final = "field-length-decreased"

UNDECIDED: Final = frozenset({"void"})
"""Types without values; every type is wider."""

CHAINS: Final = (("int8", "int16", "int32", "int64"), ("float32", "float64"))
"""Each type is a width step below the next; several steps at once are one change."""

PROMOTIONS: Final = frozenset(
    {
        ("int8", "float64"),
        ("int16", "float64"),
        ("int32", "float64"),
        ("date", "timestamp"),
    }
)
"""Steps into another kind that keep every value."""

INTEGER_DIGITS: Final = {"int8": 10, "int16": 10, "int32": 10, "int64": 20}
"""Digits before the point that a decimal needs to take every integer (Delta's floors)."""

DEFAULT_DECIMAL: Final = (38, 0)
"""What a bare ``decimal`` means."""

_Params = tuple[int, ...]


def classify(old: Type, new: Type) -> str | None:
    """The change id of a step between two types, or None when they are equal."""
    if (old.name, old.params) == (new.name, new.params):
        return None
    by_params = _BY_PARAMS.get((old.name, new.name))
    if by_params is not None:
        return by_params(old.params, new.params)
    if old.name in UNDECIDED or new.name in UNDECIDED:
        return WIDENED if old.name in UNDECIDED else NARROWED
    return _BY_NAME.get((old.name, new.name), CHANGED)


def _decimals(old: _Params, new: _Params) -> str | None:
    (precision, scale), (next_precision, next_scale) = _decimal(old), _decimal(new)
    if scale != next_scale:
        return SCALE
    if precision == next_precision:
        return None
    return WIDENED if next_precision > precision else NARROWED


def _decimal(params: _Params) -> tuple[int, int]:
    precision, scale = DEFAULT_DECIMAL
    return params[0] if params else precision, params[1] if len(params) > 1 else scale


def _into_decimal(digits: int) -> Callable[[_Params, _Params], str | None]:
    def step(old: _Params, new: _Params) -> str | None:  # noqa: ARG001  # one shape for all
        precision, scale = _decimal(new)
        return PROMOTED if precision - scale >= digits else CHANGED

    return step


def _lengths(old: _Params, new: _Params) -> str | None:
    """Texts of a bounded length; one without a length is the longest."""
    if not old or (new and new < old):
        return SHORTER
    return LONGER


_BY_PARAMS: Final[dict[tuple[str, str], Callable[[_Params, _Params], str | None]]] = {
    ("decimal", "decimal"): _decimals,
    ("varchar", "varchar"): _lengths,
    ("varchar", "string"): _lengths,
    ("string", "varchar"): _lengths,
    **{(name, "decimal"): _into_decimal(digits) for name, digits in INTEGER_DIGITS.items()},
}

_STEPS: Final = [pair for chain in CHAINS for pair in combinations(chain, 2)]

_BY_NAME: Final[dict[tuple[str, str], str]] = (
    dict.fromkeys(_STEPS, WIDENED)
    | dict.fromkeys([(wide, narrow) for narrow, wide in _STEPS], NARROWED)
    | dict.fromkeys(PROMOTIONS, PROMOTED)
)
