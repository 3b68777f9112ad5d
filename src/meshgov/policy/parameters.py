"""Parameters: which there are, their defaults, and whether an organisation's values fit.

Each family's ``parameters.json`` is a JSON Schema of an object. Its properties carry ``default``,
``description`` and, where a direction is tighter, ``x-tighten``; one with ``x-unit`` is written as
text with its unit and held as an integer.
"""
# ruff: noqa: PTH113, PTH118, PTH119, PTH123
# pathlib costs start-up, and would respell the paths that people gave.

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from meshgov.errors import PolicyError
from meshgov.model.document import Json
from meshgov.policy.reader import Entries, Node, Reader

FILE: Final = "parameters.json"

Schema = Mapping[str, Any]


class Family(NamedTuple):
    """Parameters of one rule family: its tier, and their JSON Schema."""

    tier: str
    schema: Schema


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


def check_names(reader: Reader, node: Node, schema: Schema) -> None:
    """Refuse each key of ``node`` that ``schema`` doesn't know, at any depth."""
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not isinstance(node.value, dict):
        return
    entries = reader.entries(node)
    if schema.get("additionalProperties") is False:
        reader.only(entries, properties, reader.name(node.origin))
    for name, entry in entries.items():
        check_names(reader, entry, properties.get(name, {}))


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
        name, *rest = error.instance_path
        origin = (*written[str(name)].origin, *rest)
        about = schema["properties"][name].get("description")
        reader.refuse(origin, f"{reader.name(origin)}: {error.message}", about)


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
    except (OSError, ValueError, LookupError) as error:
        raise PolicyError(f"can't read {path}: {error}", hint="reinstall meshgov") from None
    return schema
