"""Parameters: which there are, their defaults, and whether an organisation's values fit.

Each family's ``parameters.json`` is a JSON Schema of an object. Its properties carry ``default``,
``description`` and, where a direction is tighter, ``x-tighten``; one with ``x-unit`` is written as
text with its unit and held as an integer.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from meshgov.errors import PolicyError
from meshgov.model.document import Json
from meshgov.policy import patterns
from meshgov.policy.reader import Entries, Node, Reader

FILE: Final = "parameters.json"

_TYPES: Final = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "empty",
    "number": "a number",
    "object": "a mapping",
    "string": "a text",
}

_PLAIN: Final = (
    "write characters, classes such as [a-z0-9], groups (...) and (?:...), and repetitions"
)

Schema = Mapping[str, Any]


class Family(NamedTuple):
    """Parameters of one rule family: its tier, and their JSON Schema."""

    tier: str
    schema: Schema

    @property
    def judged(self) -> bool:
        """Whether rules read them; the terms of waivers, for one, hold without any."""
        return self.schema.get("x-judges") is not False

    @property
    def per_domain(self) -> bool:
        """Whether they may differ from domain to domain; some only mean something for all."""
        return self.schema.get("x-per-domain") is not False


Definitions = Mapping[str, Family]


def definitions(builtin: str) -> Definitions:
    """The parameters of every family of the pack at ``builtin``, sorted by family.

    Raises:
        PolicyError: a file can't be read, or a parameter has no default.
    """
    found = {
        os.path.basename(folder): Family(os.path.basename(tier), _load(folder))
        for tier in _folders(builtin)
        for folder in _folders(tier)
        if os.path.isfile(os.path.join(folder, FILE))
    }
    return dict(sorted(found.items()))


def defaults(known: Definitions) -> dict[str, Json]:
    """What holds where nobody configures anything, by family."""
    return {
        name: {key: one["default"] for key, one in family.schema["properties"].items()}
        for name, family in known.items()
    }


def overlay(base: Json, values: Json) -> Json:
    """``values`` over ``base``: mappings are merged key by key, anything else is replaced."""
    if not isinstance(base, dict) or not isinstance(values, dict):
        return values
    return base | {key: overlay(base.get(key), value) for key, value in values.items()}


def whole_orders(
    own: Mapping[str, Any], base: Mapping[str, Any], known: Definitions
) -> dict[str, Json]:
    """``own`` with ``all_<name>`` beside each ordered list that is not as in ``base``.

    A domain that leaves out a label forbids it; what the label asks for, and its place among the
    others, hold on for the contract that bears it all the same.
    """
    found = dict(own)
    for family, one in known.items():
        for name, schema in one.schema["properties"].items():
            if schema.get("x-ordered") and own[family][name] != base[family][name]:
                found[family] = found[family] | {f"all_{name}": base[family][name]}
    return found


def known_only(reader: Reader, node: Node, schema: Schema) -> Json:
    """The value of ``node`` without the keys that ``schema`` doesn't know, which are refused.

    Texts that no contract could equal, or that are no patterns, are refused too.
    """
    if isinstance(node.value, list):
        return [known_only(reader, item, schema.get("items", {})) for item in reader.items(node)]
    if isinstance(node.value, str):
        _check_text(reader, node, node.value, schema)
    if not isinstance(node.value, dict):
        return node.value
    entries = reader.entries(node)
    properties = schema.get("properties", {})
    rest = schema.get("additionalProperties", {})
    known = properties if rest is False else schema.get("propertyNames", {}).get("enum", entries)
    reader.only(entries, known, reader.name(node.origin))
    return {
        name: known_only(reader, entry, properties.get(name, rest))
        for name, entry in entries.items()
        if name in known
    }


def _check_text(reader: Reader, node: Node, text: str, schema: Schema) -> None:
    if schema.get("format") != "regex":
        if text and text != text.strip():
            reader.wrong(node, "a text without spaces around it")
        return
    if "pattern" in schema and not re.search(schema["pattern"], text):
        return  # the schema speaks of it
    if fault := patterns.fault(text):
        reader.refuse(
            node.origin,
            f"{reader.name(node.origin)} is not a pattern that every engine reads: {fault}",
            _PLAIN,
        )


def check_values(reader: Reader, written: Entries, merged: Json, schema: Schema) -> None:
    """Refuse what in ``merged``, the values with their defaults, doesn't fit ``schema``.

    Args:
        reader: collects the errors.
        written: what was written, by parameter.
        merged: what would hold.
        schema: of the family.
    """
    import jsonschema_rs  # noqa: PLC0415  # start-up budget: most runs configure no parameters

    for error in jsonschema_rs.validator_for(dict(schema)).iter_errors(merged):
        name, *below = error.instance_path
        if name not in written:  # a default, which tests hold against its schema
            continue
        node = Node(_at(merged, error.instance_path), (*written[str(name)].origin, *below))
        about = schema["properties"][name].get("description")
        keyword, demand = error.schema_path[-1], _at(schema, error.schema_path)
        if keyword == "enum":
            reader.choice(node, (str(option) for option in demand))
        elif keyword == "pattern" and "regex" in json.dumps(schema["properties"][name]):
            message = f"{reader.name(node.origin)} is not a pattern that every engine reads"
            reader.refuse(node.origin, f"{message}: it has classes such as \\w, or flags", _PLAIN)
        elif keyword == "type":
            names = demand if isinstance(demand, list) else [demand]
            reader.wrong(node, " or ".join(_TYPES[one] for one in names), about)
        else:
            reader.refuse(node.origin, f"{reader.name(node.origin)}: {error.message}", about)


def _at(node: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        node = node[step]
    return node


def _folders(root: str) -> list[str]:
    with os.scandir(root) as entries:
        return [entry.path for entry in entries if entry.is_dir()]


def _load(folder: str) -> Schema:
    path = os.path.join(folder, FILE)
    try:
        with open(path, encoding="utf-8") as file:
            schema: Schema = json.load(file)
        for name, one in schema["properties"].items():
            if "default" not in one:
                raise PolicyError(f"parameter {name} in {path} has no default")
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise PolicyError(f"can't read {path}: {error}", hint="reinstall meshgov") from None
    return schema
