"""What a contract announces the end of: the product, and fields at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meshgov.model.contract import Contract, Deprecation, Field
from meshgov.model.document import Json, Path

if TYPE_CHECKING:
    from datetime import datetime


def deprecations(contract: Contract, now: str) -> list[Json]:
    """One record per deprecation, with its dates counted from ``now``.

    Rules have no calendar, so the days are counted here. A date that can't be read is absent.

    Args:
        contract: the contract.
        now: the evaluation time, RFC 3339.

    Returns:
        ``{"path": [...], "announced_days": 31, "sunset_days": -2}`` each: the path of what is
        deprecated, empty for the product; whole days since the announcement, below 0 before
        it; days until the sunset, below 0 when that day is over.
    """
    found = list(_of_product(contract))
    if not found:
        return []
    from meshgov.model.dates import moment  # noqa: PLC0415  # start-up budget: rarely needed

    reference = moment(now)
    return [_record(path, one, reference) for path, one in found]


def _of_product(contract: Contract) -> Iterator[tuple[Path, Deprecation]]:
    if contract.deprecation is not None:
        yield (), contract.deprecation
    for table in contract.tables:
        yield from _of_fields(table.fields)


def _of_fields(fields: tuple[Field, ...]) -> Iterator[tuple[Path, Deprecation]]:
    for field in fields:
        if field.deprecated is not None:
            yield field.path, field.deprecated
        yield from _of_fields(field.fields)


def _record(path: Path, one: Deprecation, now: datetime | None) -> Json:
    from meshgov.model.dates import moment  # noqa: PLC0415  # start-up budget: rarely needed

    record: dict[str, Json] = {"path": list(path)}
    announced, sunset = moment(one.announced), moment(one.sunset)
    if now and announced:
        record["announced_days"] = (now - announced).days
    if now and sunset:
        record["sunset_days"] = (sunset.date() - now.date()).days
    return record
