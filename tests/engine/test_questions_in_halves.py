"""An engine that begins with one version: what it says in the end, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.embedded import engine as embedded_engine
from meshgov.engine.embedded import process as processes
from meshgov.errors import EngineError, PolicyError
from meshgov.model.document import Json
from meshgov.model.pack import Answer, Pack
from meshgov.policy import entry

NOW = """applicable := true

findings contains {"path": [input.name], "args": {}} if 1 / input.now > 0
"""
THEN = """applicable := input.base

findings contains {"path": ["b"], "args": {}} if 1 / input.then > 0
"""
FIRST = {"name": "a", "now": 1}
SECOND = {"base": True, "then": 1}


def halved(make: Any, now: str = NOW, then: str = THEN) -> Pack:
    """A pack of two rules on one version and one between them on both."""
    pack: Pack = make.pack(
        {"a/now": now, "b/then": then, "c/now": now}, changes="answer := null if input.then\n"
    )
    late = [one.package for one in pack.rules if one.id == "b/then"]
    return replace(pack, halves=entry.halves(pack.rules, late, pack.digest))


def asked(judge: Any, make: Any, first: Json = None, second: Json = None) -> list[Answer]:
    begun = judge.begin(make.request(first or FIRST))
    assert begun is not None
    return list(judge.evaluate([replace(make.request(second or SECOND), begun=begun)]))


def test_the_answer_is_the_same(make: Any, embedded: Any) -> None:
    judge = embedded(halved(make))
    assert judge.begins
    whole = list(judge.evaluate([make.request(FIRST | SECOND)]))
    assert asked(judge, make) == whole
    assert list(whole[0].rules) == ["a/now", "b/then", "c/now"]
    assert asked(judge, make) == list(judge.evaluate([make.request(FIRST | SECOND)])) == whole


def test_others_follow_on_the_same_worker(make: Any, embedded: Any) -> None:
    judge = embedded(halved(make))
    begun = judge.begin(make.request(FIRST))
    requests = [replace(make.request(SECOND), begun=begun), make.request(FIRST | SECOND)]
    first, second = judge.evaluate(requests)
    assert first == second


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"name": "a", "now": 0}, SECOND, "the rule a/now failed: divide by zero"),
        (FIRST, {"base": True, "then": 0}, "the rule b/then failed: divide by zero"),
        (FIRST, {"base": 1, "then": 1}, "the rule b/then doesn't say whether it is applicable"),
        (FIRST, {"then": 1}, "the rule b/then gave no answer"),
        ({"name": 1, "now": 1}, SECOND, "the rule a/now answers in the wrong shape"),
    ],
)
def test_who_is_to_blame(make: Any, embedded: Any, first: Json, second: Json, said: str) -> None:
    judge = embedded(halved(make))
    with pytest.raises((EngineError, PolicyError), match=said):
        asked(judge, make, first, second)
    assert len(asked(judge, make)) == 1


def test_what_stands_in_the_way_of_the_pack(make: Any, embedded: Any) -> None:
    judge = embedded(halved(make, then="applicable := x\n\nfindings := set()\n"))
    with pytest.raises(PolicyError, match="x"):
        asked(judge, make)


def test_a_failure_before_it_counts(make: Any, embedded: Any) -> None:
    judge = embedded(halved(make), largest_input=100)
    begun = judge.begin(make.request(FIRST))
    requests = [make.request({"x": "x" * 100}), replace(make.request(SECOND), begun=begun)]
    with pytest.raises(EngineError, match="its facts are 109 characters"):
        list(judge.evaluate(requests))


def test_some_are_asked_for_everything_at_once(make: Any, embedded: Any) -> None:
    judge = embedded(make.pack({"a/now": make.silent}))
    assert not judge.begins
    assert judge.begin(make.request(FIRST)) is None
    judge = embedded(halved(make), largest_input=10)
    assert judge.begins
    assert judge.begin(make.request(FIRST)) is None


@pytest.mark.opa
def test_opa_is_asked_for_everything_at_once(make: Any, local_opa: Any) -> None:
    judge = local_opa(halved(make))
    assert not judge.begins
    assert judge.begin(make.request(FIRST)) is None


def test_a_worker_that_takes_nothing(
    make: Any, embedded: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "__main__.py").write_text("import time; time.sleep(100)")
    monkeypatch.setattr(embedded_engine, "COMPILE", 0.3)
    monkeypatch.setattr(processes, "_PROGRAM", str(tmp_path))
    judge = embedded(halved(make), deadline=0.1)
    assert judge.begin(make.request({"long": "x" * (1 << 21)})) is None


def test_a_worker_that_dies_meanwhile(make: Any, embedded: Any) -> None:
    judge: EmbeddedEngine = embedded(halved(make))
    judge.ready()
    begun: Any = judge.begin(make.request(FIRST))
    os.kill(begun._pid, signal.SIGKILL)  # noqa: SLF001  # nothing else tells it
    with pytest.raises(EngineError, match="killed from outside"):
        list(judge.evaluate([replace(make.request(SECOND), begun=begun)]))


def test_what_is_never_asked_further_ends_with_the_engine(make: Any) -> None:
    with EmbeddedEngine(halved(make)) as judge:
        begun: Any = judge.begin(make.request(FIRST))
        assert not begun.ended
    assert begun.ended
    forgotten = EmbeddedEngine(halved(make))
    begun = forgotten.begin(make.request(FIRST))
    del forgotten
    assert begun.ended


def test_the_texts_of_both_halves(make: Any) -> None:
    made = halved(make).halves
    assert made is not None
    assert made.late == (False, True, False)
    assert json.dumps(made.text).count("asked(null)") == 3
