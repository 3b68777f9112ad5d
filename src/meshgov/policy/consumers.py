"""A consumers file: who reads which product, beyond what contracts say in ``consumes``."""

from __future__ import annotations

from typing import Final

from meshgov.model.consumers import Reading
from meshgov.model.document import Document
from meshgov.policy.reader import Entries, Node, Reader, of_document

TOP: Final = ("consumers",)
ENTRY: Final = ("consumer", "product", "version", "fields")
REQUIRED: Final = ("consumer", "product")


def resolve(document: Document) -> tuple[Reading, ...]:
    """The readings that ``document`` registers, in its order.

    Raises:
        ConfigurationError: with the position of what is wrong; ManyErrors for several.
    """
    reader = of_document(document)
    top = reader.mapping(Node(document.value, ()), TOP)
    if "consumers" not in top and not reader.errors:
        hint = "write `consumers:` and below it `- {consumer: ..., product: ...}`"
        reader.refuse((), f"{document.file} has no key 'consumers'", hint)
    listed = top.get("consumers", Node([], ()))
    if listed.value is None:
        reader.wrong(listed, "a list", "write `consumers: []` if nobody reads anything")
    items = reader.items(listed)
    found = tuple(_reading(reader, item) for item in items)
    reader.finish()
    return found


def _reading(reader: Reader, item: Node) -> Reading:
    entries = reader.mapping(item, ENTRY)
    if item.value is None:
        reader.wrong(item, "a mapping", "write `{consumer: ..., product: ...}`")
    for key in REQUIRED:
        if isinstance(item.value, dict) and key not in entries:
            reader.refuse(item.origin, f"{reader.name(item.origin)} lacks {key!r}")
    consumer, product = (reader.text(entries[key]) if key in entries else "" for key in REQUIRED)
    return Reading(consumer, product, _version(reader, entries), _fields(reader, entries))


def _version(reader: Reader, entries: Entries) -> str | None:
    """A version as text; a bare number such as 2 means a major version."""
    node = entries.get("version")
    if node is None or node.value is None:
        return None
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return str(node.value)
    return reader.text(node, 'write a version in quotes, such as "2.1.0"')


def _fields(reader: Reader, entries: Entries) -> tuple[str, ...] | None:
    """Names of fields; None when the key isn't there, and so every field is meant."""
    node = entries.get("fields")
    if node is None:
        return None
    if node.value is None or node.value == []:
        message = f"{reader.name(node.origin)} names no field"
        reader.refuse(node.origin, message, "leave `fields` out where every field is read")
    return reader.texts(node)
