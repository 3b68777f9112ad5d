"""The one question about all contracts: records, its own entry, and every way to be no answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from meshgov.engine import base, fleet
from meshgov.engine.base import EngineOptions
from meshgov.engine.request import Request
from meshgov.errors import EngineError
from meshgov.formats import registry
from meshgov.load import document
from meshgov.model.pack import Pack, RawFinding, RuleAnswer
from meshgov.policy import entry

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas/policy-input.schema.json").read_text()
)
NAMED = """
applicable contains record.path if some record in input.fleet

findings contains {"contract": record.path, "path": ["name"], "args": args} if {
	args := {"n": count(input.fleet)}
	some record in input.fleet
	record.name == "b"
}
"""
DIVIDES = "applicable := true\n\nfindings contains 1 / count(input.fleet) if true\n"


def pack_of(make: Any, rules: dict[str, str], source: str = "builtin") -> Pack:
    """A pack with one rule about a contract, and fleet rules: ``a/name`` -> Rego."""
    whole: Pack = make.pack({"a/one": make.silent, **rules}, source=source)
    known = tuple(
        replace(rule, scope="fleet") if rule.id in rules else rule for rule in whole.rules
    )
    own, asked, _ = entry.shapes(known)
    modules = (
        *(one for one in whole.modules if one.file != "builtin/entry.rego"),
        entry.fleet_module(asked, whole.digest),
        entry.module(own, whole.digest, judges_changes=False),
    )
    return replace(
        whole,
        rules=known,
        modules=modules,
        alone=entry.alone(known),
        fleet_entry="meshgov.fleet_entry.answer",
    )


def says(findings: Any, contracts: Any = None) -> RuleAnswer:
    return RuleAnswer(applicable=True, findings=findings, contracts=contracts)


def question(*names: str) -> Request:
    records = [json.dumps({"path": f"{name}.yaml", "name": name}) for name in names]
    return fleet.build(records, parameters_text="{}", evaluation={"now": "n", "command": "check"})


@pytest.mark.parametrize("source", ["builtin", "own"])
def test_fleet_rules_alone_are_asked(make: Any, engine: Any, source: str) -> None:
    judge = engine(pack_of(make, {"a/named": NAMED}, source))
    one, whole, again = judge.evaluate([make.request({}), question("a", "b"), make.request({})])
    assert one.rules == again.rules == {"a/one": says(())}
    found = (RawFinding(("name",), {"n": 2}, "b.yaml"),)
    assert whole.rules == {"a/named": says(found, frozenset({"a.yaml", "b.yaml"}))}
    assert whole.changes is None


@pytest.mark.parametrize(
    ("rego", "said"),
    [
        (DIVIDES, "all contracts together: the rule a/named failed: "),
        (
            "applicable if input.none\n\nfindings := set()\n",
            "together: the rule a/named gave no an",
        ),
        ("applicable := 1\n\nfindings := set()\n", "the rule a/named doesn't say whether it is"),
        ("applicable contains 1\n\nfindings := set()\n", "the rule a/named doesn't say whether it"),
        (
            'applicable := true\n\nfindings := {{"path": ["a"], "args": {}}}\n',
            "has the keys args, p",
        ),
        (
            'applicable := true\n\nfindings := {{"contract": 1, "path": ["a"], "args": {}}}\n',
            "the rule a/named answers in the wrong shape: the contract of a finding is 1",
        ),
    ],
)
def test_what_is_no_answer_names_the_rule(make: Any, engine: Any, rego: str, said: str) -> None:
    judge = engine(pack_of(make, {"a/named": rego}))
    [(_, message, _)] = make.outcome(lambda: list(judge.evaluate([question()])))
    assert said in message


def test_a_fleet_has_limits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    options = EngineOptions(deadline=0.5, largest_input=10)
    assert options.limit(question()) == base.FLEET_DEADLINE
    assert options.limit(replace(question(), fleet=False)) == 0.5
    assert EngineOptions(deadline=900).limit(question()) == 900
    options.check_size(question())
    monkeypatch.setattr(base, "LARGEST_FLEET", 10)
    with pytest.raises(EngineError, match="the records of all contracts are"):
        options.check_size(question())


CONTRACT = """
name: orders
version: 1.5
domain: sales
status: stable
owner: {team: web}
schema:
  location: s3://lake/sales/orders/v1
  fields:
    - {name: id, type: string}
    - {name: tags, type: "array<struct<word:string>>"}
ports:
  - {name: files, type: Files, location: s3://lake/sales/orders/v2}
  - {name: more, type: table, location: warehouse.orders}
  - {name: api, type: rest, location: https://example.com/orders}
  - {name: bare}
consumes:
  - {product: a}
  - {product: b, version: ">=1", fields: []}
  - {product: c, version: "^2", fields: [x, y.z]}
"""


def record(text: str) -> Any:
    parsed = document.parse(text.encode(), "orders.yaml")
    form = registry.detect(parsed.value)
    assert form
    return json.loads(fleet.record(form.normalise(parsed).contract, "orders.yaml"))


def test_a_record() -> None:
    found = record(CONTRACT)
    assert found == {
        "path": "orders.yaml",
        "name": "orders",
        "version": 1.5,
        "major": 1,
        "domain": "sales",
        "owner": "web",
        "status": "stable",
        "location": "s3://lake/sales/orders/v1",
        "locations": [
            {
                "path": ["schema", "location"],
                "prefixes": ["s3://lake", "s3://lake/sales", "s3://lake/sales/orders"],
            },
            {"path": ["ports", "more", "location"], "prefixes": ["warehouse", "warehouse.orders"]},
        ],
        "consumes": [
            {"path": ["consumes", "a"], "product": "a"},
            {
                "path": ["consumes", "b", ">=1"],
                "product": "b",
                "version": ">=1",
                "majors": [{"from": 1}],
                "fields": [],
            },
            {
                "path": ["consumes", "c", "^2"],
                "product": "c",
                "version": "^2",
                "majors": [{"from": 2, "to": 2}],
                "fields": ["x", "y.z"],
            },
        ],
        "columns": ["id", "tags", "tags.element", "tags.word", "tags.element.word"],
    }
    told = {"fleet": [found], "parameters": {}, "evaluation": {"now": "n", "command": "check"}}
    jsonschema.Draft202012Validator(SCHEMA).validate(told)


def test_a_record_of_a_contract_with_nothing_but_a_name() -> None:
    assert record("name: orders\n") == {
        "path": "orders.yaml", "name": "orders", "locations": [], "consumes": [], "columns": [],
    }  # fmt: skip
