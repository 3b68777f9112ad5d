"""What guards a product or a field: labels, personal data, encryption, masking."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.attributes import Attribute, attribute, attributes, rising, steps
from meshgov.diff.equality import flag, switch
from meshgov.diff.scope import Scope, every_field
from meshgov.model.change import Change
from meshgov.model.contract import Field


def _label(before: str, after: str, scope: Scope) -> str:
    """The step between two labels, ``changed`` when the organisation doesn't order them."""
    labels = scope.settings.labels
    known = before in labels and after in labels
    return rising(labels.index(before), labels.index(after), scope) if known else "changed"


def classification(prefix: str) -> Attribute:
    """The label of a product or a field. Labels are data: their letter case counts."""
    ids = steps(prefix, "added", "removed", "changed", "raised", "lowered")
    return Attribute("classification", ids, order=_label)


_PII = Attribute("is_pii", {"added": "pii-flag-raised", "removed": "pii-flag-lowered"}, flag)
_CATEGORY = Attribute("pii_category", steps("pii-category", "added", "removed", "changed"))

_GUARDS = (
    classification("field-classification"),
    Attribute(
        "encryption",
        {
            "added": "encryption-enabled",
            "removed": "encryption-disabled",
            "changed": "encryption-changed",
        },
        switch,
    ),
    Attribute("masking", steps("masking", "added", "removed", "changed"), switch),
)


def protection(old: Field, new: Field, scope: Scope) -> Iterator[Change]:
    """How a field is guarded. A category that comes or goes with the mark is part of it."""
    marked = list(attribute(_PII, old, new, scope))
    yield from marked or attribute(_CATEGORY, old, new, scope)
    yield from attributes(_GUARDS, old, new, scope)


def personal(added: Field) -> Iterator[Change]:
    """Personal data that arrives with a new field, at any depth."""
    for one in every_field((added,)):
        if one.is_pii:
            yield Change(
                id="pii-field-added",
                path=one.path,
                new={"name": one.name, "pii_category": one.pii_category}
                if one.pii_category
                else {"name": one.name},
                new_origin=one.origin,
            )
