"""A schema's refusals as people read them; and jsonschema as the oracle of who passes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshgov.errors import ConfigurationError, InputError, Location, MeshgovError
from meshgov.load.document import parse
from meshgov.load.schema import Validator

TEXT_OR_LIST = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
FIELD: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "is_pii": {"type": "boolean"},
        "constraint": {
            "oneOf": [
                {"enum": ["unique", "not_null"]},
                {"type": "object", "minProperties": 1, "maxProperties": 1},
            ]
        },
        "fields": {"type": "array", "items": {"$ref": "#/$defs/field"}},
    },
}
SHAPE = {
    "oneOf": [
        {"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}},
        {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": "b"}, "y": {"type": "integer"}, "z": TEXT_OR_LIST},
        },
    ]
}


def refusals(schema: dict[str, Any], text: str) -> list[tuple[str, str, str | None]]:
    """(line:column, message, hint) of everything refused in a YAML text."""
    try:
        Validator(schema).validate(parse(text.encode(), "c.yaml"))
    except MeshgovError as error:
        return [
            (str(one.location).removeprefix("c.yaml:"), one.message, one.hint)
            for one in error.each()
        ]
    return []


SCHEMA_CASES = sorted((Path(__file__).parent / "schemas").iterdir())


@pytest.mark.parametrize("case", SCHEMA_CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    given_ = json.loads(case.read_text("utf-8"))
    errors = [(one["at"], one["message"], one["hint"]) for one in given_["errors"]]
    assert refusals(given_["schema"], given_["yaml"]) == errors


def test_a_whole_file_is_said_in_its_order() -> None:
    schema = {
        "type": "object",
        "required": ["name", "owner"],
        "$defs": {"field": FIELD},
        "properties": {
            "version": {"type": ["string", "number"]},
            "fields": {"type": "array", "items": FIELD},
        },
    }
    text = """\
version: [1]
fields:
  - name: email
    is_pii: maybe
    fields:
      - is_pii: true
      - name: zip
        constraint: {min: 1, max: 2}
  - name: ""
    constraint: uniq
  - 12
"""
    assert [(place, message) for place, message, _ in refusals(schema, text)] == [
        ("1:1", "`name` is missing"),
        ("1:1", "`owner` is missing"),
        ("1:1", "`version`: expected text or a number, found a list"),
        ("4:13", "`fields[email].is_pii`: expected true or false, found text"),
        ("6:9", "`fields[email].fields[0]`: `name` is missing"),
        ("8:9", "`fields[email].fields[zip].constraint`: too many keys; 1 at most"),
        ("9:11", "`fields[].name` is empty"),
        ("10:17", "`fields[].constraint`: expected `unique` or `not_null`, found `uniq`"),
        ("11:5", "`fields[2]`: expected a mapping, found a whole number"),
    ]


def test_a_root_of_another_type() -> None:
    assert refusals({"type": "object"}, "just text") == [
        (
            "1:1",
            "this file: expected a mapping, found text",
            "write `key: value` lines, indented below it",
        )
    ]
    assert refusals({"properties": {}, "not": {}}, "a: 1")[0][0] == "1:1"


def test_one_error_is_an_input_error() -> None:
    validator = Validator({"type": "array"})
    validator.validate(parse(b"[]", "x.yaml"))
    with pytest.raises(InputError) as caught:
        validator.validate(parse(b"\n\na: 1", "x.yaml"))
    assert caught.value.location == Location("x.yaml", 3, 1)


def test_what_only_rust_refuses_is_refused() -> None:
    # Python's $ also matches before a last line break.
    assert refusals({"properties": {"a": {"pattern": "^[0-9]+$"}}}, 'a: "1\\n"') == [
        ("1:4", '"1\\n" does not match "^[0-9]+$"', "write what the schema allows here")
    ]


def test_very_many_errors_are_counted() -> None:
    schema = {"items": {"type": "string"}}
    found = refusals(schema, f"[{'1, ' * 250}]")
    assert len(found) == 101
    assert found[-1][:2] == ("None", "150 more things do not fit the schema")


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "text"}, '"text" is not valid under any of the schemas'),
        ({"$ref": "https://example.com/x.json"}, "is not part of meshgov"),
        ({"$ref": "#/$defs/nothing"}, "does not exist"),
    ],
)
def test_a_broken_schema_is_a_sentence(schema: dict[str, Any], reason: str) -> None:
    validator = Validator(schema)
    with pytest.raises(ConfigurationError, match="this JSON Schema can't be used") as caught:
        validator.validate(parse(b"a: 1", "x.yaml"))
    assert reason in caught.value.message
    assert "\n" not in caught.value.message


def test_a_good_document_never_pays_for_explaining() -> None:
    code = (
        "import sys\n"
        "from meshgov.load.document import parse\n"
        "from meshgov.load.schema import Validator\n"
        "Validator({'type': 'object'}).validate(parse(b'a: 1', 'x.yaml'))\n"
        "print([m for m in ('jsonschema', 'difflib', 'tempfile', 'pathlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


WORDS = st.sampled_from(["", "a", "b", "unique", "name", "é", "0", "text with spaces"])
NUMBERS = st.integers() | st.sampled_from([0.5, 1.0, -2.0, 1e300])
KEYS = st.sampled_from(["name", "kind", "x", "z", "a", "constraint"])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "number", "integer", "boolean", "object", "array", "null"])
SIMPLE = st.one_of(
    st.booleans(),
    TYPES.map(lambda name: {"type": name}),
    st.lists(TYPES, min_size=1, unique=True).map(lambda names: {"type": names}),
    st.sampled_from([{}, TEXT_OR_LIST, SHAPE, FIELD["properties"]["constraint"]]),
    st.sampled_from([{"enum": ["a", 1, None]}, {"const": 1}, {"pattern": "^[a-z]+$"}]),
    st.sampled_from([{"minLength": 1}, {"maxLength": 1}, {"minItems": 1}, {"maxProperties": 1}]),
    st.sampled_from([{"minimum": 0}, {"exclusiveMaximum": 1}, {"uniqueItems": True}]),
    st.sampled_from([{"required": ["name"]}, {"dependentRequired": {"name": ["kind"]}}]),
    st.sampled_from([{"propertyNames": {"maxLength": 4}}, {"additionalProperties": False}]),
)


def combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas that hold other schemas."""
    branches = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.dictionaries(KEYS, inner).map(lambda members: {"properties": members}),
        inner.map(lambda items: {"items": items}),
        inner.map(lambda names: {"propertyNames": names}),
        *(
            branches.map(lambda some, word=word: {word: some})  # type: ignore[misc]  # mypy sees no default
            for word in ("anyOf", "oneOf", "allOf")
        ),
    )


SCHEMAS = st.recursive(SIMPLE, combined, max_leaves=5)


@settings(deadline=None)
@given(SCHEMAS, JSON)
def test_jsonschema_agrees(schema: Any, value: object) -> None:
    document = parse(json.dumps(value).encode(), "x.json")
    passes = jsonschema.Draft202012Validator(schema).is_valid(value)
    try:
        Validator(schema).validate(document)
    except MeshgovError as error:
        assert not passes
        for one in error.each():
            assert one.message
            assert one.hint
            assert one.location is not None
    else:
        assert passes
