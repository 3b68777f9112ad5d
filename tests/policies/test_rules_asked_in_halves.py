"""Shipped rules asked in two halves: the same answers, and nothing of what the other half needs."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from meshgov.app.bench import Bench
from meshgov.app.examples import examples_of
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.request import Request
from meshgov.model.pack import Answer, Pack
from meshgov.policy import reads

LATER = ("changes", "base", "base_stays", "base_deprecations", "version")
"""What a request about one version alone can't say."""

COMPARES = re.compile(rf"\binput\.(?:{'|'.join(LATER)})\b")
COLUMNS = re.compile(r"\binput\.(?:columns|tables)\b|\bnames\.columns\b")
REFERENCE = re.compile(r"\bdata\.([A-Za-z0-9_.]+)")


@pytest.fixture(scope="module")
def code(bench: Bench) -> dict[str, str]:
    return reads.texts(bench.pack)


def test_no_answer_differs(bench: Bench) -> None:
    asked = [
        bench.request(one.name, one.value, scope=one.rule.scope)
        for one in examples_of(bench.pack.rules)
        if one.rule.scope != "fleet"
    ]
    with EmbeddedEngine(bench.pack) as engine:
        whole = list(engine.evaluate(asked))
        assert [in_halves(engine, one) for one in asked] == whole


def in_halves(engine: EmbeddedEngine, request: Request) -> Answer:
    told: Any = json.loads(request.text)
    first = {key: value for key, value in told.items() if key not in LATER}
    second = {key: value for key, value in told.items() if key not in {"columns", "tables"}}
    begun = engine.begin(replace(request, text=json.dumps(first)))
    assert begun is not None
    (answer,) = engine.evaluate([replace(request, text=json.dumps(second), begun=begun)])
    return answer


def test_what_compares_versions_is_asked_late(bench: Bench, code: dict[str, str]) -> None:
    found = {
        rule.id: any(COMPARES.search(code[one]) for one in closure(rule.package, code))
        for rule in asked_rules(bench.pack)
    }
    assert bench.pack.halves is not None
    assert tuple(found.values()) == bench.pack.halves.late
    assert 0 < sum(found.values()) < len(found)


def test_what_is_asked_late_needs_no_columns(bench: Bench, code: dict[str, str]) -> None:
    assert bench.pack.halves is not None
    late = ["meshgov.changes"]
    for rule, is_late in zip(asked_rules(bench.pack), bench.pack.halves.late, strict=True):
        late += [rule.package] if is_late else []
    # The library of names has a function for columns beside others.
    packages = {one for package in late for one in closure(package, code)} - {"meshgov.lib.names"}
    assert [one for one in packages if COLUMNS.search(code[one])] == []


def asked_rules(pack: Pack) -> list[Any]:
    return [rule for rule in pack.rules if rule.scope != "fleet"]


def closure(package: str, code: dict[str, str]) -> set[str]:
    """The packages that one refers to, itself included."""
    seen: set[str] = set()
    waiting = [package]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            for reference in REFERENCE.findall(code[one]):
                waiting += [other for other in code if f"{reference}.".startswith(f"{other}.")]
    return seen
