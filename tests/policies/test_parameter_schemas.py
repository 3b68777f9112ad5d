"""Each family's parameters: defaults that fit their own schema, described, with a direction."""

import json
from pathlib import Path

import jsonschema
import pytest

POLICIES = Path(__file__).resolve().parents[2] / "policies"
SCHEMAS = {
    file.parent.name: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(POLICIES.rglob("parameters.json"))
}
PII = SCHEMAS["pii_handling"]["properties"]
DIRECTIONS = {"lower", "higher", "superset", "subset"}


@pytest.mark.parametrize("family", SCHEMAS)
def test_defaults_fit(family: str) -> None:
    schema = SCHEMAS[family]
    jsonschema.Draft202012Validator.check_schema(schema)
    defaults = {name: one["default"] for name, one in schema["properties"].items()}
    jsonschema.Draft202012Validator(schema).validate(defaults)


@pytest.mark.parametrize("family", SCHEMAS)
def test_each_parameter_is_described(family: str) -> None:
    schema = SCHEMAS[family]
    assert schema["additionalProperties"] is False
    for name, one in schema["properties"].items():
        assert one["description"].endswith("."), name
        assert one.get("x-tighten", "lower") in DIRECTIONS, name


@pytest.mark.parametrize("pattern", [r"_\w+_", r"\bmail\b", "(?i)mail", "((?s).)", "", "a" * 2001])
def test_patterns_that_engines_read_differently_are_refused(pattern: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([pattern], PII["name_patterns"])


@pytest.mark.parametrize("pattern", ["_mail_", "^(?:e|f)_mail$", r"mail\.", "((a)(?:b))", "[a-z]"])
def test_plain_patterns_are_accepted(pattern: str) -> None:
    jsonschema.validate([pattern], PII["name_patterns"])


@pytest.mark.parametrize("family", SCHEMAS)
def test_words_that_are_tighter_than_others_have_an_order(family: str) -> None:
    for name, one in SCHEMAS[family]["properties"].items():
        words = one.get("additionalProperties", one) if one["type"] == "object" else one
        if one.get("x-tighten") not in {"lower", "higher"} or words.get("type") != "string":
            continue
        order = one["x-order"]
        if isinstance(order, str):
            held, _, parameter = order.partition(".")
            order = [SCHEMAS[held]["properties"][parameter]["default"]]
            assert one["default"] in (None, *order[0]), name
        else:
            assert set(words["enum"]) == {word for chain in order for word in chain}, name
