"""``opa test`` as meshgov asks it, and what it makes of odd answers."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from meshgov.engine.opa import binary, suite
from meshgov.engine.opa.suite import Lines, Outcome
from meshgov.errors import EngineError, PolicyError
from meshgov.model.pack import Module, Pack

RULES = "package p\n\ndeny contains 1 if input.a\n\ndeny contains 2 if {\n\tinput.b\n\tinput.c\n}\n"
TESTS = """package p_test

import data.p

test_a if p.deny == {1} with input as {"a": true}

test_cases[outer][inner] if {
	some outer, cases in {"x": {"one": 1}, "y": {"one": 1, "two": 2}}
	some inner, value in cases
	value == 1
}

todo_test_c if false
"""

Answer = Callable[..., subprocess.CompletedProcess[str]]


def pack(*texts: str, rego: int = 1) -> Pack:
    modules = tuple(
        Module(f"own/{index}.rego", text, rego=rego) for index, text in enumerate(texts)
    )
    return Pack((), modules, {}, "", "", "sha256:0", ("own",), {})


def answering(monkeypatch: pytest.MonkeyPatch, out: str, err: str = "") -> None:
    """An opa whose tests say ``out`` and ``err``; all else it does is as ever."""
    real: Answer = binary.run

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        if command[1] != "test":
            return real(*command)
        return subprocess.CompletedProcess(command, 2, out, err)

    monkeypatch.setattr(binary, "run", run)


@pytest.mark.opa
def test_outcomes_name_the_cases_that_fail() -> None:
    found = suite.run(binary.find(None), pack(RULES, TESTS))

    assert sorted(found, key=lambda one: one.line) == [
        Outcome(1, 5, "data.p_test.test_a", passed=True),
        Outcome(1, 7, "data.p_test.test_cases", passed=False, cases=("y/two",)),
    ]


@pytest.mark.opa
def test_lines_that_are_reached() -> None:
    tests = TESTS.partition("test_cases")[0]

    assert suite.lines(binary.find(None), pack(RULES, tests)) == {
        0: Lines(1, 4, ((5, 1), (6, 2), (7, 2))),
        1: Lines(1, 1, ()),
    }


@pytest.mark.opa
def test_no_network_for_tests() -> None:
    call = 'package t\n\ntest_a if http.send({"method": "get", "url": "http://127.0.0.1:9"})\n'

    with pytest.raises(PolicyError, match=r"calls `http\.send`"):
        suite.run(binary.find(None), pack(call))


@pytest.mark.opa
def test_no_tests_are_no_outcomes() -> None:
    assert suite.run(binary.find(None), pack(RULES)) == []


@pytest.mark.opa
@pytest.mark.parametrize(("out", "err"), [("all wrong", ""), ("", "all wrong")])
def test_an_opa_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, out: str, err: str) -> None:
    opa = binary.find(None)
    answering(monkeypatch, out, err)

    with pytest.raises(EngineError, match="`opa test` failed: all wrong"):
        suite.run(opa, pack(RULES, TESTS))


@pytest.mark.opa
@pytest.mark.parametrize(("call", "said"), [(suite.run, {"files": {}}), (suite.lines, [])])
def test_an_opa_that_answers_something_else(
    monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any], said: Any
) -> None:
    opa = binary.find(None)
    answering(monkeypatch, json.dumps(said))

    with pytest.raises(EngineError, match="in a shape that nobody knows"):
        call(opa, pack(RULES, TESTS))


@pytest.mark.opa
def test_files_that_are_none_of_ours_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    span = {"start": {"row": 1}, "end": {"row": 2}}
    opa = binary.find(None)
    answering(monkeypatch, json.dumps({"files": {"else.rego": {"not_covered": [span]}}}))

    assert suite.lines(opa, pack(RULES)) == {-1: Lines(0, 2, ((1, 1),))}
