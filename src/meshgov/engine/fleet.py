"""What fleet rules are asked about: one small record per contract, as the JSON text of ``input``.

A record is text from the start: 100,000 of them are some fifty megabytes, as objects ten times as
much.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from meshgov.engine.request import Request
from meshgov.engine.shape import plain
from meshgov.model import fleet
from meshgov.model.contract import Contract, Field, Role, Upstream
from meshgov.model.document import Json

_STORED: Final = frozenset({"table", "tables", "file", "files"})
"""Types of ports whose location is a place in a storage, not an address to call."""

_ENCODE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode


def record(contract: Contract, path: str) -> str:
    """JSON of what the fleet knows about a contract in the file ``path``."""
    owner = contract.owner
    places = list(_places(contract))
    told: dict[str, Json] = {
        "path": path,
        "name": contract.name,
        "version": plain(contract.version),
        "major": _number(fleet.major(contract.version)),
        "domain": contract.domain,
        "owner": owner.team if owner else None,
        "status": contract.status,
        "location": next((table.location for table in contract.tables if table.location), None),
    }
    written = {key: value for key, value in told.items() if value is not None}
    written["locations"] = places
    written["consumes"] = [_upstream(one) for one in contract.consumes]
    written["columns"] = list(dict.fromkeys(_columns(contract)))
    return _ENCODE(written)


def build(
    records: Iterable[str], *, parameters_text: str, evaluation: Mapping[str, str]
) -> Request:
    """The one question about all contracts.

    Args:
        records: of each contract, by :func:`record`.
        parameters_text: JSON of the parameters that hold for everybody.
        evaluation: ``now`` (RFC 3339 UTC) and ``command``.
    """
    told = _ENCODE(dict(evaluation))
    text = f'{{"fleet":[{",".join(records)}],"evaluation":{told},"parameters":{parameters_text}}}'
    return Request("all contracts together", text, fleet=True)


def _number(value: int | None) -> Json:
    return None if value is None else plain(value)


def _places(contract: Contract) -> Iterator[Json]:
    """Where the product is stored, each place once."""
    stated = [(table.path, table.location) for table in contract.tables]
    stated += [
        (port.path, port.location)
        for port in contract.ports
        if (port.type or "").strip().lower() in _STORED
    ]
    met: set[str] = set()
    for path, location in stated:
        within = fleet.prefixes(location or "")
        if within and within[-1] not in met:
            met.add(within[-1])
            yield {"path": [*path, "location"], "prefixes": list(within)}


def _upstream(one: Upstream) -> Json:
    told: dict[str, Json] = {"path": list(one.path), "product": one.product}
    if one.version is not None:
        told["version"] = one.version
    allowed = fleet.majors(one.version)
    if allowed is not None:
        told["majors"] = [
            {"from": plain(first)} | ({} if last is None else {"to": plain(last)})
            for first, last in allowed
        ]
    if one.fields is not None:
        told["fields"] = list(one.fields)
    return told


def _columns(contract: Contract) -> Iterator[str]:
    """Every name that a consumer may know a field by, below the top level dotted.

    The inside of an array or a map may be named by its role, or be passed over. In a format with
    several tables the table may stand before it.
    """
    for table in contract.tables:
        lead = () if table.name is None else (f"{table.name}.",)
        for name in _names(table.fields):
            yield name
            for start in lead:
                yield start + name


def _names(fields: tuple[Field, ...]) -> Iterator[str]:
    waiting = [(field, "", "") for field in reversed(fields)]
    while waiting:
        field, full, short = waiting.pop()
        full = f"{full}.{field.name}" if full else field.name
        if field.role is Role.MEMBER:
            short = f"{short}.{field.name}" if short else field.name
            yield short
        if full != short:
            yield full
        waiting.extend((one, full, short) for one in reversed(field.fields))
