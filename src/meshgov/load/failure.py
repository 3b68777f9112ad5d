"""What a failed JSON Schema keyword is about, and what is said of it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from meshgov.load.wording import shortened
from meshgov.model.document import Document, Json, Origin


class Fault(NamedTuple):
    """One thing that does not fit.

    Attributes:
        message: the sentence.
        hint: what to do.
        origin: the node that it is about.
        at_key: point at the key itself, because it is the key that is wrong.
    """

    message: str
    hint: str
    origin: Origin
    at_key: bool = False


class Failure(NamedTuple):
    """A JSON Schema keyword that a node fails.

    Attributes:
        keyword: its name.
        limit: its value in the schema.
        value: the node, or the key when ``propertyNames`` refuses it.
        origin: where the node stands.
        schema: the subschema that holds the keyword.
        types: the types that the branches of a choice would take.
        ambiguous: several branches of a choice fit, where one may.
        document: the file.
    """

    keyword: str
    limit: Any
    value: Any
    origin: Origin
    schema: dict[str, Any]
    types: tuple[str, ...]
    ambiguous: bool
    document: Document

    @property
    def place(self) -> str:
        """Name of the node for a sentence."""
        return place(self.origin, self.document)


def place(origin: Origin, document: Document) -> str:
    """Name of a node for a sentence: ``schema.fields[email].type``; items by name or number."""
    if not origin:
        return "this file"
    name, node = "", document.value
    for step in origin:
        node = node[step]  # type: ignore[index]  # an origin leads through containers
        if isinstance(step, int):
            own = node.get("name") if isinstance(node, dict) else None
            name += f"[{own if isinstance(own, str) else step}]"
        else:
            name += f".{step}" if name else step
    return f"`{shortened(name, 100)}`"


def spelled(value: Json) -> str:
    """A value as YAML would have it on one line, short enough for a sentence."""
    return shortened(value if isinstance(value, str) and value else json.dumps(value))
