"""Whatever fits the contract schema is normalised or refused in a sentence, and makes an input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meshgov.engine.request import build
from meshgov.errors import MeshgovError
from meshgov.formats.native import FORMAT
from meshgov.model.change import Change, Diff, VersionFacts
from meshgov.model.contract import Contract
from meshgov.model.document import Document, Json

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
CONTRACT = json.loads((SCHEMAS / FORMAT.schema).read_text())
FITS = jsonschema_rs.Draft202012Validator(CONTRACT)
INPUT = jsonschema_rs.Draft202012Validator(
    json.loads((SCHEMAS / "policy-input.schema.json").read_text())
)
VERSION = VersionFacts(
    "1", 2, None, {"new": {"major": 10**30, "minor": 0, "patch": 0}}, None, {}, ("old-not-semver",)
)
EVALUATION = {"now": "2026-11-23T00:00:00Z", "command": "check"}

TEXTS = st.sampled_from(
    ["a", "b", " ", "email", "*", "role:a", "1.0.0", "99.9%", ">= 99%", "24 hours", "PT1H", "int",
     "struct<a:int, b:array<string>>", "array<struct>", "map<string, row(a int)>", "struct<a:",
     "unique", "NOT NULL", "min", "none", "2026-01-01", "Größe", "\U0001f600"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)  # fmt: skip
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


def fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit a schema of the kind that the contract schema is."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.deferred(lambda: DEFINED[name])
    types = schema.get("type")
    if types is None and "properties" in schema:
        return objects(schema) | st.lists(ANYTHING, max_size=1) | TEXTS | st.none()
    if types is None:
        return ANYTHING
    return st.one_of(
        *(of_type(name, schema) for name in ([types] if isinstance(types, str) else types))
    )


def of_type(name: str, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if name == "object":
        return objects(schema)
    if name == "array":
        return st.lists(fitting(schema.get("items", {})), max_size=3)
    if name == "string":
        return TEXTS.filter(lambda text: len(text) >= schema.get("minLength", 0))
    least = schema.get("minimum")
    return {
        "integer": st.integers(least),
        "number": NUMBERS,
        "boolean": st.booleans(),
        "null": st.none(),
    }[name]


@st.composite
def objects(draw: st.DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    known = schema.get("properties", {})
    required = schema.get("required", [])
    least, most = schema.get("minProperties", 0), schema.get("maxProperties", 6)
    others = st.sampled_from(sorted(known)) if known else TEXTS
    wanted = draw(st.sets(others, min_size=least, max_size=most)) | set(required)
    found = {key: draw(fitting(known.get(key, schema.get("additionalProperties", {}))))
             for key in sorted(wanted)}  # fmt: skip
    if most > 1 and draw(st.booleans()):
        found.setdefault("unheard_of", draw(ANYTHING))
    return found


DEFINED = {name: fitting(schema) for name, schema in CONTRACT["$defs"].items()}
PROPERTIES = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def document(value: Json) -> Document:
    return Document(file="a.yaml", value=value, text="", digest="sha256:0", marks={})


def normalised(value: Json) -> Contract | None:
    """The contract, or None when it is refused in a sentence."""
    try:
        return FORMAT.normalise(document(value)).contract
    except MeshgovError as error:
        refused = error.each()
    assert all(one.message and one.hint and one.location for one in refused)
    return None


@PROPERTIES
@given(fitting(CONTRACT))
def test_what_fits_the_schema_becomes_a_contract_and_an_input(value: Json) -> None:
    assert FITS.is_valid(value)
    contract = normalised(value)
    if contract:
        changes = (Change("field-added", ("schema", "fields", "a"), None, value),)
        request = build(
            contract,
            subject="a.yaml",
            version=VERSION,
            parameters_text='{"family":{"a":1}}',
            evaluation=EVALUATION,
            base=contract,
            diff=Diff(changes, VERSION),
            organization={"name": "sales"},
            document=value,
        )
        judged = json.loads(request.text)
        INPUT.validate(judged)
        assert judged["base"] == judged["contract"]
        assert not list(wide(judged)) + list(wide(json.loads(request.document or "")))


def wide(node: Json) -> list[int]:
    """Whole numbers that not every engine keeps exact."""
    if isinstance(node, (list, dict)):
        inside = node if isinstance(node, list) else node.values()
        return [found for item in inside for found in wide(item)]
    return [node] if isinstance(node, int) and abs(node) >= 2**63 else []


@PROPERTIES
@given(st.data())
def test_what_does_not_fit_is_refused_in_a_sentence_too(data: st.DataObject) -> None:
    """A value of any type in any place: the schema should refuse it first, but nothing may fail."""
    value = data.draw(fitting(CONTRACT))
    node, key = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(node[key], (dict, list)) and node[key] and data.draw(st.booleans()):
        node = node[key]
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
    node[key] = data.draw(ANYTHING)
    normalised(value)


@given(ANYTHING)
def test_normalising_any_value_never_fails_otherwise(value: Json) -> None:
    normalised(value)
