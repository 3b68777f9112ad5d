"""The type of a field, and what a step from one to another is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.diff.attributes import origin, standing
from meshgov.diff.equality import word
from meshgov.diff.lattice import CHANGED, classify
from meshgov.diff.scope import Scope
from meshgov.model.change import Change
from meshgov.model.contract import Field, Role, Type
from meshgov.model.document import Json

DECLARED: Final = "field-type-declared"
UNDECLARED: Final = "field-type-undeclared"

_WITHOUT_ZONE: Final = frozenset({"timestamp_ntz", "datetime", "timestamp without time zone"})
"""Names of a timestamp that has no zone, whatever a bare ``timestamp`` means."""


def shown(field: Field) -> Json:
    """A field in short: its name and, if it has one, its type."""
    kind = _shown_type(field)
    return {"name": field.name} if kind is None else {"name": field.name, "type": kind}


def type_step(old: Field, new: Field, scope: Scope) -> str | None:
    """The change id of two types, or None. A map's key knows no steps: any other key is new."""
    if old.type is None or new.type is None:
        if old.type is new.type:
            return None
        return DECLARED if old.type is None else UNDECLARED
    if new.role is Role.KEY:
        return None if _signature(old, scope) == _signature(new, scope) else CHANGED
    return classify(_meant(old, old.type, scope), _meant(new, new.type, scope))


def type_change(step: str, old: Field | None, new: Field | None) -> Iterator[Change]:
    """The change of a type; a missing field has none."""
    key = ("type",)
    yield Change(
        id=step,
        path=standing(old, new).path + key,
        old=_shown_type(old) if old else None,
        new=_shown_type(new) if new else None,
        old_origin=origin(old, old and old.type, key),
        new_origin=origin(new, new and new.type, key),
    )


def _shown_type(field: Field) -> Json:
    """A type as its author wrote it."""
    return field.written_type or (str(field.type) if field.type else None)


def _meant(field: Field, kind: Type, scope: Scope) -> Type:
    """The type, with a zone for a bare timestamp where the organisation reads it so."""
    if not scope.settings.timestamp_zone or kind.name != "timestamp":
        return kind
    written = (word(field.written_type) or "").partition("(")[0].strip()
    return kind if written in _WITHOUT_ZONE else Type("timestamp_tz", kind.params)


def _signature(field: Field, scope: Scope) -> tuple[object, ...]:
    """A type with everything inside it."""
    inside = tuple((one.name, _signature(one, scope)) for one in field.fields)
    return field.type and _meant(field, field.type, scope), inside
