"""Who the product is, and what it promises as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from meshgov.diff.attributes import Attribute, always, attributes, rising
from meshgov.diff.equality import flag, prose, word
from meshgov.diff.freeform import extensions
from meshgov.diff.scope import Scope, every_field
from meshgov.diff.sections.protection import classification
from meshgov.model.change import Change


def _kept(before: int, after: int, scope: Scope) -> str:
    """Keeping data longer weighs more when some of it is personal."""
    step = rising(before, after, scope)
    fields = (one for table in scope.new.tables for one in every_field(table.fields))
    return "raised with pii" if step == "raised" and any(one.is_pii for one in fields) else step


IDENTITY = (
    Attribute("name", always("product-renamed")),
    Attribute("domain", always("domain-changed")),
    Attribute("description", always("description-changed"), prose),
    Attribute("kind", always("kind-changed"), word),
)

PROMISES = (
    classification("classification"),
    Attribute(
        "retention_days",
        {
            "added": "retention-added",
            "removed": "retention-removed",
            "raised": "retention-increased",
            "raised with pii": "retention-increased-with-pii",
            "lowered": "retention-decreased",
        },
        order=_kept,
    ),
    Attribute("trash_days", always("trash-retention-changed")),
    Attribute(
        "encryption_enabled",
        {"added": "encryption-enabled", "removed": "encryption-disabled"},
        flag,
    ),
    Attribute(
        "audit_logging_enabled",
        {"added": "audit-logging-enabled", "removed": "audit-logging-disabled"},
        flag,
    ),
)


def identity(scope: Scope) -> Iterator[Change]:
    """Name, domain, description and kind."""
    return attributes(IDENTITY, scope.old, scope.new, scope)


def promises(scope: Scope) -> Iterator[Change]:
    """Classification, retention, encryption and audit logging of the whole product."""
    return attributes(PROMISES, scope.old, scope.new, scope)


def unknown_keys(scope: Scope) -> Iterator[Change]:
    """Keys at the top of a contract that nobody knows."""
    return extensions(scope.old, scope.new)
