"""The generated modules give the same answers on both engines, whatever shape a rule has."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import regorus

from meshgov.model.pack import Pack
from meshgov.policy import pack

SHAPES = str(Path(__file__).parent / "shapes")

Ask = Callable[[Pack, str, object], Any]


def ask_regorus(found: Pack, path: str, given: object) -> Any:
    engine = regorus.Engine()
    for module in found.modules:
        engine.add_policy(module.file, module.text)
    engine.add_data_json(json.dumps(found.data))
    engine.set_input_json(json.dumps(given))
    return json.loads(engine.eval_rule_as_json(f"data.{path}"))


@pytest.fixture
def ask_opa(tmp_path: Path) -> Ask:
    def ask(found: Pack, path: str, given: object) -> Any:
        for index, module in enumerate(found.modules):
            (tmp_path / f"{index}.rego").write_text(module.text)
        (tmp_path / "data.json").write_text(json.dumps(found.data))
        strict = ("--strict", "--strict-builtin-errors")
        done = subprocess.run(
            ["opa", "eval", *strict, "-f=raw", "-I", f"-d={tmp_path}", f"data.{path}"],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return ask


@pytest.fixture(params=["embedded", pytest.param("opa", marks=pytest.mark.opa)])
def ask(request: pytest.FixtureRequest, ask_opa: Ask) -> Ask:
    return ask_opa if request.param == "opa" else ask_regorus


def test_every_shape_of_a_foreign_rule_is_a_list_of_its_values(small: str, ask: Ask) -> None:
    found = pack.build(small, [SHAPES])
    names = [rule.id for rule in found.rules if rule.foreign]
    answer = ask(found, found.foreign_entry, {"document": {"on": True}, "parameters": {}})
    assert dict(zip(names, answer, strict=True)) == {
        "main/deny": ["a text", {"msg": "an object", "level": 1}],
        "main/deny_empty": [],
        "main/deny_false": [],
        "main/deny_list": ["first", "second"],
        "main/deny_no_object": [],
        "main/deny_nothing": [],
        "main/deny_object": [{"msg": "alone", "level": 1}],
        "main/deny_text": ["alone"],
        "main/deny_true": [True],
        "main/deny_undefined": [],
        "main/violation": ["by another", "by key"],
        "main/warn": ["spread over files", "the second file"],
        "nested_with_dash_if/deny": ["odd names"],
    }


def test_a_foreign_rule_that_does_not_fire_has_no_values(small: str, ask: Ask) -> None:
    found = pack.build(small, [SHAPES])
    answer = ask(found, found.foreign_entry, {"document": {}, "parameters": {}})
    assert [values for values in answer if values] == [["first", "second"]]


def test_the_entry_answers_for_every_rule_in_order(small: str, ask: Ask) -> None:
    found = pack.build(small, [SHAPES])
    given = {"contract": {"name": "a b", "encryption_required": True}, "parameters": {}}
    names = [rule.id for rule in found.rules if not rule.foreign]
    answer = ask(found, found.entry, given)
    rules = dict(zip(names, answer.pop("rules"), strict=True))
    assert answer == {"digest": found.digest, "changes": None}
    assert rules == {
        "acme/naming": [True, [{"path": ["name"], "args": {"name": "a b"}}]],
        "data_classification/classification_missing": [
            True,
            [{"path": ["classification_missing"], "args": {}}],
        ],
        "data_retention/retention_missing": [
            True,
            [{"path": ["retention_missing"], "args": {}}],
        ],
        "pii_handling/encryption_required": [True, []],
        "schema_validation/schema_missing": [True, [{"path": ["schema_missing"], "args": {}}]],
    }


def test_the_entry_tells_its_digest_without_an_input(small: str, ask: Ask) -> None:
    found = pack.build(small, [SHAPES])
    assert ask(found, found.entry, {})["digest"] == found.digest


def test_what_answers_for_one_rule_alone_says_what_the_whole_says(small: str, ask: Ask) -> None:
    found = pack.build(small, [SHAPES])
    given = {"document": {"on": True}, "contract": {"name": "a b"}, "parameters": {}}
    foreign = [rule.id for rule in found.rules if rule.foreign]
    whole = dict(zip(foreign, ask(found, found.foreign_entry, given), strict=True))
    own = [rule.id for rule in found.rules if not rule.foreign]
    whole["acme/naming"] = ask(found, found.entry, given)["rules"][own.index("acme/naming")]
    assert {rule: ask(found, path, given) for rule, path in found.alone.items()} == whole
