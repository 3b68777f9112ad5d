"""Shipped rules look at columns, not at fields inside a contract, which requests leave out."""

import json
import re
from dataclasses import replace
from typing import Any

from meshgov.app.bench import Bench
from meshgov.app.examples import examples_of
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import Request

_WHOLE = re.compile(r"\binput\.(?:contract|base)\b(?!\.(?!schema\b)).*")


def test_the_shipped_pack_asks_for_no_fields(bench: Bench) -> None:
    assert not bench.pack.reads_fields


def test_no_answer_differs_without_fields(bench: Bench) -> None:
    asked = [
        bench.request(one.name, one.value, scope=one.rule.scope)
        for one in examples_of(bench.pack.rules)
        if one.rule.scope != "fleet"
    ]
    bare = [replace(one, text=_without_fields(one)) for one in asked]
    assert asked != bare
    with EmbeddedEngine(bench.pack) as engine:
        assert list(engine.evaluate(asked)) == list(engine.evaluate(bare))


def test_whole_contracts_are_taken_only_to_look_up_one_name(bench: Bench) -> None:
    """A new use of a whole contract is read by a person first: it must not reach the fields."""
    lines = {line.strip() for one in bench.pack.modules for line in one.text.splitlines()}
    whole = {found[0] for line in lines if line[:1] != "#" and (found := _WHOLE.search(line))}
    assert sorted(whole) == [
        "input.base",
        "input.base)",
        "input.base, input.contract]",
        "input.contract)",
        'input.contract, "domain", ""))',
        'input.contract, "domain", "")]',
        'input.contract, "kind", input.parameters.data_retention.default_kind)',
    ]


def _without_fields(request: Request) -> str:
    asked: Any = json.loads(request.text)
    for contract in (asked["contract"], asked.get("base", {})):
        contract.get("schema", {}).pop("fields", None)
    return json.dumps(asked)
