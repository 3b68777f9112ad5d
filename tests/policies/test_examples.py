"""Every example in a rule's METADATA, on both engines: the whole set of findings of that rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from meshgov.app.examples import Example, difference, examples_of
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.opa import OpaEngine
from meshgov.model.pack import Answer
from meshgov.policy import pack

POLICIES = Path(__file__).resolve().parents[2] / "policies"
ENGINES: dict[str, Callable[..., Any]] = {"embedded": EmbeddedEngine, "opa": OpaEngine}
CASES = list(examples_of(pack.build(str(POLICIES)).rules))
NAMES = [case.name for case in CASES]

Said = dict[str, dict[str, Answer]]


@pytest.fixture(scope="module")
def said(bench: Any) -> Said:
    """What each engine says about every example, by engine and name of the case."""
    asked = [bench.request(case.name, case.value, scope=case.rule.scope) for case in CASES]
    answers: Said = {}
    for name, engine in ENGINES.items():
        with engine(bench.pack) as running:
            answers[name] = dict(zip(NAMES, running.evaluate(asked), strict=True))
    return answers


def test_titles_tell_examples_apart() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.opa
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_example(said: Said, engine: str, case: Example) -> None:
    assert difference(case, said[engine][case.name].rules[case.rule.id]) is None


@pytest.mark.opa
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_both_engines_give_the_same_whole_answer(said: Said, case: Example) -> None:
    assert said["embedded"][case.name] == said["opa"][case.name]


@pytest.mark.opa
@pytest.mark.parametrize("engine", ENGINES)
def test_the_baseline_passes_every_rule(said: Said, engine: str) -> None:
    contracts = (case for case in CASES if case.rule.scope == "contract")
    whole = next(case for case in contracts if case.value["new"] == {})
    answers = said[engine][whole.name].rules
    assert {rule: answer.findings for rule, answer in answers.items() if answer.findings} == {}
