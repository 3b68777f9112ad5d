"""Rego v0 beside v1: both engines judge it alike, and one refuses what it would judge otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from meshgov.engine.base import Engine
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.opa import OpaEngine
from meshgov.engine.request import Request
from meshgov.errors import MeshgovError, PolicyError
from meshgov.policy import pack

SMALL = str(Path(__file__).parents[1] / "policy" / "small")
STATEMENTS = yaml.safe_load((Path(__file__).parent / "v0_statements.yaml").read_text("utf-8"))
DOCUMENT = {"name": "orders", "lists": {"long": ["a", "b", "c"], "short": []}}


def folder(parent: Path, statements: dict[str, Any]) -> str:
    for name, case in statements.items():
        (parent / f"{name}.rego").write_text(f"package {name}\n\n{case['rego']}", encoding="utf-8")
    (parent / "meshgov.yaml").write_text("rego: v0\n", encoding="utf-8")
    return str(parent)


@pytest.mark.opa
@pytest.mark.parametrize("start", [EmbeddedEngine, OpaEngine])
def test_every_statement_gives_the_same(start: Callable[..., Engine], tmp_path: Path) -> None:
    made = pack.build(SMALL, [folder(tmp_path, STATEMENTS)])
    assert sum(not one.rego for one in made.modules) == len(STATEMENTS)
    document = json.dumps({"document": DOCUMENT, "parameters": {}})
    with start(made) as engine:
        (answer,) = engine.evaluate([Request("orders", '{"contract": {}}', document)])
    found: dict[str, list[Any]] = {name: [] for name in STATEMENTS}
    for rule, said in answer.rules.items():
        family = rule.partition("/")[0]
        if family in found:
            found[family] += sorted(one.args["msg"] for one in said.findings)
    assert found == {name: case["gives"] for name, case in STATEMENTS.items()}


REFUSED = {
    "any": ('deny["x"] { any([true]) }', "the policy calls `any`"),
    "re_match": ('deny["x"] { re_match("^o", input.name) }', "the policy calls `re_match`"),
    "two_bodies": (
        'f(x) = 1 { x == 1 } { x == 2 }\ndeny["x"] { f(2) == 1 }',
        "the policy gives `f` a second body",
    ),
    "http": ('deny["x"] { http.send({}) }', "the policy calls `http.send`, which no policy may"),
}


@pytest.mark.parametrize(("name", "rego", "said"), [(k, *v) for k, v in REFUSED.items()])
def test_what_the_embedded_engine_would_judge_otherwise(
    name: str, rego: str, said: str, tmp_path: Path
) -> None:
    made = pack.build(SMALL, [folder(tmp_path, {name: {"rego": rego}})])
    with pytest.raises(PolicyError) as raised, EmbeddedEngine(made) as engine:
        engine.ready()
    assert raised.value.message.startswith(said)
    assert raised.value.location is not None
    assert raised.value.location.file.endswith(f"{name}.rego")


@pytest.mark.opa
def test_forbidden_calls_are_refused_with_opa_too(tmp_path: Path) -> None:
    made = pack.build(SMALL, [folder(tmp_path, {"http": {"rego": REFUSED["http"][0]}})])
    with pytest.raises(PolicyError, match=r"calls `http\.send`"), OpaEngine(made) as engine:
        engine.ready()


@pytest.mark.parametrize("start", [EmbeddedEngine, pytest.param(OpaEngine, marks=pytest.mark.opa)])
def test_v0_that_nobody_called_v0_is_refused_with_advice(
    start: Callable[..., Engine], tmp_path: Path
) -> None:
    (tmp_path / "r.rego").write_text('package acme\n\ndeny["x"] { input.name }\n')
    made = pack.build(SMALL, [str(tmp_path)])
    with pytest.raises(MeshgovError) as raised, start(made) as engine:
        engine.ready()
    assert "rego: v0" in str(raised.value.each()[0].hint)
