"""The canonical contract as policies see it: `contract` and `base` in policy-input.schema.json.

What an author didn't write is left out; so are paths and origins, because Rego points by names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as attributes
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import Any, Final

from meshgov.model.contract import ABSENT, Contract, Field, Sla, Table, Type
from meshgov.model.document import Json

_LARGEST: Final = 2**63 - 1
_UNSEEN: Final = frozenset({"path", "origin", "role", "tables", "constraints", "exact"})
"""Attributes that are left out, or shaped by the functions below."""
_UNITS: Final = {
    "availability": "millionths",
    "completeness": "millionths",
    "accuracy": "millionths",
    "freshness": "seconds",
    "latency": "seconds",
}


def contract_json(contract: Contract, *, fields: bool = True) -> dict[str, Json]:
    """The contract in the shape of ``input.contract``, with its fields or without."""
    shaped = node_json(contract)
    tables = contract.tables if fields else [replace(one, fields=()) for one in contract.tables]
    if tables and tables[0].name is None:
        shaped["schema"] = _table(tables[0])
    elif tables:
        shaped["schema"] = {"tables": {str(one.name): _table(one) for one in tables}}
    return shaped


def node_json(node: object) -> dict[str, Json]:
    """Attributes of a dataclass of the model that say something, by name."""
    kind: Any = type(node)  # mypy takes no type[object] for hashable
    names, empty_says_nothing, values = _attributes(kind)
    shaped: dict[str, Json] = {}
    # Most values are None or text, and a contract has thousands of them: those take no calls.
    for name, omitted, value in zip(names, empty_says_nothing, values(node), strict=True):
        if value is None or value is ABSENT:
            continue
        if type(value) is str:
            shaped[name] = value
        elif value or not omitted:
            shaped[name] = _SHAPES.get(type(value), node_json)(value)
    return shaped


def plain(value: Json) -> Json:
    """``value`` as every engine reads it: whole numbers beyond 64 bit become texts."""
    if isinstance(value, int):
        return value if -_LARGEST <= value <= _LARGEST else str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def _field(field: Field) -> Json:
    shaped = node_json(field)
    if field.default is None:
        shaped["default"] = None
    if field.constraints:
        shaped["constraints"] = constraints_json(field)
    return shaped


def constraints_json(field: Field) -> dict[str, Json]:
    """What a field promises of its values, by name."""
    return {one.name: plain(one.value) for one in field.constraints}


def _table(table: Table) -> Json:
    shaped = node_json(table)
    shaped.pop("name", None)
    return shaped


def _sla(sla: Sla) -> Json:
    shaped = node_json(sla)
    for key, unit in _UNITS.items():
        promise = shaped.get(key)
        if isinstance(promise, dict) and "value" in promise:
            promise[unit] = promise.pop("value")
    return shaped


def _type(kind: Type) -> Json:
    shaped: dict[str, Json] = {"name": kind.name, "known": kind.known}
    if kind.params:
        shaped["params"] = list(kind.params)
    return shaped


def _several(values: tuple[Any, ...]) -> Json:
    return [
        one if isinstance(one, (str, int)) else _SHAPES.get(type(one), node_json)(one)
        for one in values
    ]


def _as_is(value: Json) -> Json:
    return value


_SHAPES: Final[dict[type, Callable[[Any], Json]]] = {
    str: _as_is,
    bool: _as_is,
    float: _as_is,
    int: plain,
    list: plain,
    dict: plain,
    tuple: _several,
    Field: _field,
    Sla: _sla,
    Type: _type,
}
"""How the values of attributes are shaped; a class that isn't here is a plain node."""


@cache
def _attributes(kind: type) -> tuple[tuple[str, ...], tuple[bool, ...], Callable[[Any], Any]]:
    """Names of attributes, whether an empty value means that nothing is written, and their getter.

    Where the default is None, an empty list was written: it says "none".
    """
    seen = [one for one in attributes(kind) if one.name not in _UNSEEN]
    names = tuple(one.name for one in seen)
    empty = (
        one.default == () or one.default_factory is dict or one.name == "inline" for one in seen
    )
    return names, tuple(empty), attrgetter(*names)
