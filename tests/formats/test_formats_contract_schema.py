"""schemas/contract.schema.json refuses what can't be read, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from meshgov.errors import MeshgovError
from meshgov.formats.native import FORMAT
from meshgov.load.document import parse
from meshgov.load.schema import Validator

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "schemas" / FORMAT.schema).read_text())
CASES = Path(__file__).parent / "cases"
WITHOUT_UNKNOWN_KEYS = [
    "every_key", "only_a_name", "shorthands", "durations_by_key", "type_names", "nested_lists",
    "nested_strings", "strings_described_by_lists", "duplicate_fields_stay",
    "described_insides_of_any_type",
    "schema_without_fields",
]  # fmt: skip

REFUSED = {
    "domain: sales": "`name`",
    'name: ""': "`name`",
    "name: [a]": "`name`",
    "name: 1": "`name`",
    "version: [1]": "`version`",
    "version: true": "`version`",
    "owner: sales": "`owner`",
    "owner: {team: [a]}": "`owner.team`",
    "owner: {contact: {mail: a}}": "`owner.contact`",
    "classification: 3": "`classification`",
    "retention_days: -1": "`retention_days`",
    "retention_days: 1.5": "`retention_days`",
    "retention_days: [1]": "`retention_days`",
    "encryption_enabled: no": "`encryption_enabled`",
    "encryption_enabled: 1": "`encryption_enabled`",
    "schema: [a]": "`schema`",
    "schema: {fields: {a: int}}": "`schema.fields`",
    "schema: {fields: [a]}": "`schema.fields[0]`",
    "schema: {fields: [{type: int}]}": "`name`",
    "schema: {fields: [{name: null}]}": "`schema.fields[0].name`",
    "schema: {fields: [{name: a, type: [int]}]}": "`schema.fields[a].type`",
    "schema: {fields: [{name: a, is_pii: yes}]}": "`schema.fields[a].is_pii`",
    "schema: {fields: [{name: a, fields: [{}]}]}": "`name`",
    "schema: {fields: [{name: a, items: {type: 1}}]}": "`schema.fields[a].items.type`",
    "schema: {fields: [{name: a, items: [string]}]}": "`schema.fields[a].items`",
    "schema: {fields: [{name: a, keys: 5}]}": "`schema.fields[a].keys`",
    "schema: {fields: [{name: a, type: int, values: true}]}": "`schema.fields[a].values`",
    "schema: {fields: [{name: a, constraints: unique}]}": "`schema.fields[a].constraints`",
    "schema: {fields: [{name: a, constraints: [1]}]}": "`schema.fields[a].constraints[0]`",
    "schema: {fields: [{name: a, constraints: [[a]]}]}": "`schema.fields[a].constraints[0]`",
    "schema: {fields: [{name: a, constraints: [null]}]}": "`schema.fields[a].constraints[0]`",
    "schema: {fields: [{name: a, constraints: [{}]}]}": "`schema.fields[a].constraints[0]`",
    "schema: {fields: [{name: a, constraints: [{b: 1, c: 2}]}]}": (
        "`schema.fields[a].constraints[0]`"
    ),
    "schema: {fields: [{name: a, constraints: [{in: 1}]}]}": "`schema.fields[a].constraints[0].in`",
    "access: {read: [{role: a, domain: b}]}": "`access.read[0]`",
    "access: {read: [{role: [a]}]}": "`access.read[0].role`",
    "access: {approval: maybe}": "`access.approval`",
    "sla: {availability: [1]}": "`sla.availability`",
    "sla: {quality_checks: [{query: a}]}": "`name`",
    "quality_checks: {a: 1}": "`quality_checks`",
    "ports: [{type: a}]": "`name`",
    "observability: {alerts: [{severity: a}]}": "`type`",
    "consumes: [{version: a}]": "`product`",
    "changelog: [{date: a}]": "`version`",
    "deprecation: soon": "`deprecation`",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, validator: Validator) -> None:
    lines = text if text.startswith(("name", "domain")) else f"name: a\n{text}"
    with pytest.raises(MeshgovError) as raised:
        validator.validate(parse(lines.encode(), "a.yaml"))
    assert REFUSED[text] in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_every_case_has_the_structure_of_a_contract(case: Path, validator: Validator) -> None:
    document = parse((case / "contract.yaml").read_bytes(), "a.yaml")
    if case.name in {"refused_values", "refused_insides"}:
        with pytest.raises(MeshgovError):
            validator.validate(document)
    else:
        validator.validate(document)


def schemas(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    yield node
    inside = [*node.get("properties", {}).values(), *node.get("$defs", {}).values()]
    inside += [node[key] for key in ("items", "additionalProperties") if key in node]
    for one in inside:
        yield from schemas(one)


def test_editors_have_something_to_show_for_every_key() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    shown = [one for node in schemas(SCHEMA) for one in node.get("properties", {}).values()]
    shown = [
        SCHEMA["$defs"][one["$ref"].removeprefix("#/$defs/")] if "$ref" in one else one
        for one in shown
    ]
    assert [one for one in shown if not one.get("description")] == []


def closed(node: Any) -> Any:
    """The schema without room for unknown keys."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {key: closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "maxProperties" not in node:
        inner["additionalProperties"] = False
    return inner


@pytest.mark.parametrize("name", WITHOUT_UNKNOWN_KEYS)
def test_every_key_that_is_read_is_described(name: str) -> None:
    document = parse((CASES / name / "contract.yaml").read_bytes(), "a.yaml")
    Validator(closed(SCHEMA)).validate(document)


def sample(schema: dict[str, Any]) -> Any:
    """A value that fits a schema and says something."""
    if "$ref" in schema:
        return sample(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    types = schema.get("type", "object" if "properties" in schema else "string")
    first = types if isinstance(types, str) else types[0]
    if first == "object":
        wanted = schema.get("required", list(schema.get("properties", {}))[:1])
        return {key: sample(schema["properties"][key]) for key in wanted}
    if first == "array":
        return [sample(schema.get("items", {}))]
    return {"string": "1 day", "boolean": True, "integer": 1, "number": 1}[first]


def with_each_key(schema: dict[str, Any], seen: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Values in which one key at a time is written, at any depth."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        if name not in seen:
            yield from with_each_key(SCHEMA["$defs"][name], seen | {name})
        return
    if "items" in schema:
        yield from ([value] for value in with_each_key(schema["items"], seen))
    needed = {key: sample(schema["properties"][key]) for key in schema.get("required", [])}
    for key, inner in schema.get("properties", {}).items():
        yield {**needed, key: sample(inner)}
        for value in with_each_key(inner, seen):
            yield {**needed, key: value}


@pytest.mark.parametrize("value", list(with_each_key(SCHEMA)), ids=json.dumps)
def test_every_key_that_is_described_is_read(value: dict[str, Any], answer: Any) -> None:
    assert jsonschema_rs.is_valid(SCHEMA, value)
    found = answer(json.dumps(value))
    assert "contract" in found
    assert '"extensions"' not in json.dumps(found)
