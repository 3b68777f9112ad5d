"""Every example in a rule's METADATA, on both engines: the whole set of findings of that rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.opa import OpaEngine
from meshgov.model.pack import Answer, Rule
from meshgov.model.words import format_message
from meshgov.policy import pack

POLICIES = Path(__file__).resolve().parents[2] / "policies"
ENGINES: dict[str, Callable[..., Any]] = {"embedded": EmbeddedEngine, "opa": OpaEngine}


class Case(NamedTuple):
    """One example of one rule."""

    rule: Rule
    kind: str
    example: Any

    @property
    def name(self) -> str:
        return f"{self.rule.id} {self.kind}: {self.example['title']}"


CASES = [
    Case(rule, kind, example)
    for rule in pack.build(str(POLICIES)).rules
    for kind in ("pass", "fail")
    for example in rule.examples[kind]
]


Said = dict[str, dict[str, Answer]]


@pytest.fixture(scope="module")
def said(bench: Any) -> Said:
    """What each engine says about every example, by engine and name of the case."""
    asked = [bench.request(case.name, case.example, scope=case.rule.scope) for case in CASES]
    answers: Said = {}
    for name, engine in ENGINES.items():
        with engine(bench.pack) as running:
            given = running.evaluate(asked)
            answers[name] = dict(zip((case.name for case in CASES), given, strict=True))
    return answers


@pytest.mark.opa
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_example(said: Said, engine: str, case: Case) -> None:
    answer = said[engine][case.name].rules[case.rule.id]
    expected = sorted(case.example.get("findings", []), key=_place)
    given_places = [(one.contract, list(one.path)) for one in answer.findings]
    assert given_places == [_place(one) for one in expected]
    for given, finding in zip(answer.findings, expected, strict=True):
        assert given.args == finding.get("args", given.args)
        assert format_message(case.rule.message, given.args, case.rule.id)
    assert answer.applicable or not expected


def _place(finding: Any) -> tuple[str, list[str]]:
    return finding.get("contract", ""), finding["path"]


@pytest.mark.opa
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_both_engines_give_the_same_whole_answer(said: Said, case: Case) -> None:
    assert said["embedded"][case.name] == said["opa"][case.name]


@pytest.mark.opa
@pytest.mark.parametrize("engine", ENGINES)
def test_the_baseline_passes_every_rule(said: Said, engine: str) -> None:
    contracts = (case for case in CASES if case.rule.scope == "contract")
    whole = next(case for case in contracts if case.example["new"] == {})
    answers = said[engine][whole.name].rules
    assert {rule: answer.findings for rule, answer in answers.items() if answer.findings} == {}
