"""The JSON that a contract is judged by: whole inputs, and what is put together around them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from meshgov.engine.request import Request, build
from meshgov.formats.native import FORMAT
from meshgov.load.document import parse
from meshgov.model.change import Change, Diff, VersionFacts
from meshgov.model.contract import Constraint, Contract, Field, Table, Type
from meshgov.model.document import Json

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "policy-input.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()))
CASES = sorted((Path(__file__).parent / "request_cases").iterdir())

CHECKED = VersionFacts(
    old=None,
    new="1.4.0",
    declared=None,
    parsed={"new": {"major": 1, "minor": 4, "patch": 0}},
    precedence=None,
    next={},
    problems=(),
)
COMPARED = VersionFacts(
    old=1.3,
    new="1.4.0-rc.1+b",
    declared="minor",
    parsed={
        "new": {"major": 1, "minor": 4, "patch": 0, "prerelease": "rc.1", "build": "b"},
        "old": {"major": 2**63, "minor": 0, "patch": 0},
    },
    precedence=0,
    next={"major": "2.0.0", "minor": "1.4.0", "patch": "1.3.1"},
    problems=("old-number",),
)
EVALUATION = {"now": "2026-11-23T00:00:00Z", "command": "check"}


def request(contract: Contract, version: VersionFacts = CHECKED, **more: Any) -> Request:
    return build(
        contract,
        subject="orders.yaml",
        version=version,
        parameters_text='{"family": {"limit": 1}}',
        evaluation=EVALUATION,
        **more,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_contract_is_shown_to_policies_exactly_so(case: Path) -> None:
    contract = FORMAT.normalise(parse((case / "contract.yaml").read_bytes(), "a.yaml")).contract
    judged = json.loads(request(contract).text)
    VALIDATOR.validate(judged)
    assert judged == {
        **json.loads((case / "input.json").read_text()),
        "version": {
            "new": "1.4.0",
            "parsed": {"new": {"major": 1, "minor": 4, "patch": 0}},
            "next": {},
            "problems": [],
        },
        "evaluation": EVALUATION,
        "parameters": {"family": {"limit": 1}},
    }


def test_a_request_names_its_subject_and_repeats_the_parameters_as_they_are() -> None:
    made = request(Contract("orders"))
    assert (made.subject, made.document) == ("orders.yaml", None)
    assert made.text.endswith(',"parameters":{"family": {"limit": 1}}}')


def test_a_comparison_adds_the_base_the_facts_and_both_versions() -> None:
    changes = (
        Change("field-added", ("schema", "fields", "a"), None, {"name": "a"}),
        Change("product-renamed", ("name",), "a", 2**70),
        Change("location-removed", ("schema", "location"), "s3://x", None),
    )
    made = request(
        Contract("new"),
        COMPARED,
        base=Contract("old"),
        diff=Diff(changes, COMPARED),
        organization={"name": "sales", "people": 2**64},
    )
    judged = json.loads(made.text)
    VALIDATOR.validate(judged)
    assert judged == {
        "contract": {"name": "new"},
        "base": {"name": "old"},
        "tables": [],
        "columns": [],
        "changes": [
            {"id": "field-added", "path": ["schema", "fields", "a"], "new": {"name": "a"}},
            {"id": "product-renamed", "path": ["name"], "old": "a", "new": str(2**70)},
            {"id": "location-removed", "path": ["schema", "location"], "old": "s3://x"},
        ],
        "version": {
            "declared": "minor",
            "old": 1.3,
            "new": "1.4.0-rc.1+b",
            "parsed": {**COMPARED.parsed, "old": {"major": str(2**63), "minor": 0, "patch": 0}},
            "precedence": 0,
            "next": COMPARED.next,
            "problems": ["old-number"],
        },
        "organization": {"name": "sales", "people": str(2**64)},
        "evaluation": EVALUATION,
        "parameters": {"family": {"limit": 1}},
    }


def test_a_comparison_without_changes_says_so() -> None:
    made = request(Contract("a"), base=Contract("a"), diff=Diff((), CHECKED))
    assert json.loads(made.text)["changes"] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2**63 - 1, 2**63 - 1), (-(2**63) + 1, -(2**63) + 1), (2**63, str(2**63)),
        (-(2**63), str(-(2**63))), (True, True), (1.5, 1.5), ("Größe", "Größe"),
        ([2**70, {"a": [2**70]}], [str(2**70), {"a": [str(2**70)]}]), ({}, {}), (None, None),
    ],
)  # fmt: skip
def test_whole_numbers_that_an_engine_would_confuse_become_text(value: Json, shown: Json) -> None:
    contract = Contract("a", extensions={"x": value})
    made = request(contract, document={"x": value})
    assert json.loads(made.text)["contract"]["extensions"]["x"] == shown
    assert json.loads(made.document or "")["document"] == {"x": shown}


def test_text_stays_readable_and_compact() -> None:
    made = request(Contract("Größe"), document={"name": "Größe"})
    assert made.text.startswith('{"contract":{"name":"Größe"},"tables":[],"columns":[],')
    assert made.document == '{"document":{"name":"Größe"},"parameters":{"family": {"limit": 1}}}'


def test_several_tables_are_known_by_name() -> None:
    def table(name: str) -> Table:
        path = ("schema", name)
        key = Field(
            "id",
            (*path, "fields", "id"),
            (),
            type=Type("int64"),
            is_primary_key=True,
            constraints=(Constraint("unique", True, (), ()),),  # noqa: FBT003  # a value
        )
        return Table(name, path, (), fields=(key,))

    empty = Table("empty", ("schema", "empty"), (), type="view")
    judged = json.loads(request(Contract("a", tables=(table("x"), table("y"), empty))).text)
    VALIDATOR.validate(judged)
    field = {
        "name": "id",
        "type": {"name": "int64", "known": True},
        "is_primary_key": True,
        "constraints": {"unique": True},
    }
    assert judged["contract"]["schema"] == {
        "tables": {"x": {"fields": [field]}, "y": {"fields": [field]}, "empty": {"type": "view"}}
    }
    assert [(column["table"], column["path"]) for column in judged["columns"]] == [
        ("x", ["schema", "x", "fields", "id"]),
        ("y", ["schema", "y", "fields", "id"]),
    ]
    record = {"partitioned_by": [], "columns": 1, "primary_key": ["id"]}
    assert judged["tables"] == [
        {**record, "name": "x", "path": ["schema", "x"]},
        {**record, "name": "y", "path": ["schema", "y"]},
        {**record, "name": "empty", "path": ["schema", "empty"], "type": "view", "columns": 0,
         "primary_key": []},
    ]  # fmt: skip
