"""Contracts in meshgov's own shape, which the canonical contract mirrors."""

from __future__ import annotations

from typing import Final

from meshgov.formats import units
from meshgov.formats.about import observability, owner, ports, privacy
from meshgov.formats.access import access
from meshgov.formats.base import MARKS, Normalised
from meshgov.formats.fields import table
from meshgov.formats.lifecycle import changelog, deprecation, upstreams
from meshgov.formats.reader import Node, Reader
from meshgov.formats.sla import sla
from meshgov.model.contract import Contract
from meshgov.model.document import Document, Json

_STATUSES: Final = {"active": "stable", "current": "stable"}
_OWN_KEYS: Final = frozenset({"name", "schema", "owner", "classification", "sla", "access"})


class Native:
    """The format of contracts that name no other format."""

    name: Final = "native"
    schema: Final = "contract.schema.json"

    def claims(self, value: Json) -> bool:
        """Whether ``value`` has a key of this shape, and none that announces another format."""
        return (
            isinstance(value, dict)
            and not _OWN_KEYS.isdisjoint(value)
            and MARKS.keys().isdisjoint(value)
        )

    def normalise(self, document: Document) -> Normalised:
        """The canonical contract of ``document``, which fits the schema.

        Raises:
            InputError: for what can't be read, such as two checks of one name.
            ManyErrors: for several of those.
        """
        reader = Reader(document)
        value = document.value
        root = Node(value if isinstance(value, dict) else {}, (), reader)
        contract = _contract(root)
        return Normalised(contract, reader.finish())


def _contract(root: Node) -> Contract:
    status, schema = root.label("status"), root.child("schema")
    return Contract(
        name=root.required("name"),
        version=root.version("version"),
        domain=root.text("domain"),
        description=root.prose("description"),
        kind=root.label("kind"),
        status=_STATUSES.get(status, status) if status else None,
        owner=owner(root),
        classification=root.text("classification"),
        retention_days=_days(root, "retention_days"),
        trash_days=_days(root, "trash_days"),
        encryption_enabled=root.flag("encryption_enabled"),
        audit_logging_enabled=root.flag("audit_logging_enabled"),
        privacy=privacy(root),
        ports=ports(root),
        tables=(table(schema, ("schema",)),) if schema else (),
        access=access(root),
        sla=sla(root),
        observability=observability(root),
        deprecation=deprecation(root, "deprecation", ("deprecation",)),
        consumes=upstreams(root),
        changelog=changelog(root),
        extensions=root.unknown(),
    )


def _days(root: Node, key: str) -> int | None:
    value = root.take(key)
    if value is None or value == "":
        return None
    days = units.days(value)
    if days is None:
        root.reader.refuse(
            f"`{key}` can't be read as a number of days",
            'write whole days, such as 365, or a text such as "7 years"',
            (key,),
        )
    return days


FORMAT: Final = Native()
