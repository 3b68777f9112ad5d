"""Each engine's word on the tests and examples of policies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from meshgov.app.examples import Difference
from meshgov.app.settings import EngineSettings
from meshgov.app.suite import Subject
from meshgov.engine.base import Engine
from meshgov.engine.embedded import EmbeddedEngine
from meshgov.engine.opa import OpaEngine, binary
from meshgov.engine.opa import suite as program
from meshgov.engine.opa.suite import Lines, Outcome
from meshgov.engine.request import Request
from meshgov.errors import EngineError, Location
from meshgov.model.document import Json
from meshgov.model.pack import Answer, Pack
from meshgov.model.tested import Reach
from meshgov.policy import suite
from meshgov.policy.suite import RegoTest

UNMEASURED = "the embedded engine does not tell which lines it reaches"
FAILS = "a test fails"
NOT_TRUE = Difference("it is undefined or not true")
IN_CASES = Difference(
    "it has cases, and the embedded engine does not tell which of them are undefined",
)

Said = Answer | EngineError


@dataclass(frozen=True, slots=True)
class Round:
    """What one engine said.

    Attributes:
        answers: one for each example that was asked.
        failing: tests, and what is wrong with them.
        reach: None where it was not measured.
        unmeasured: why not.
    """

    name: str
    version: str
    answers: tuple[Said, ...]
    failing: dict[RegoTest, Difference] = field(default_factory=dict)
    reach: Reach | None = None
    unmeasured: str = ""


def embedded(subject: Subject, settings: EngineSettings, *, alone: bool) -> Round:
    """The embedded engine's word; ``alone`` when no other engine is asked.

    Raises:
        PolicyError: the policies or their tests don't compile, or call what they must not.
        EngineError: the engine isn't installed.
    """
    requests = [request for _, request in subject.asked]
    with EmbeddedEngine(subject.pack, deadline=settings.deadline) as engine:
        answers = tuple(_answers(engine, requests))
    failing: dict[RegoTest, Difference] = {}
    with EmbeddedEngine(subject.with_tests, deadline=settings.deadline) as engine:
        asked = [Request(one.reference, f'"{index}"') for index, one in enumerate(subject.tests)]
        for test, said in zip(subject.tests, _answers(engine, asked), strict=True):
            what = _value(said)
            if what is not None and (alone or what is not IN_CASES):
                failing[test] = what
    return Round(engine.name, engine.version, answers, failing, unmeasured=UNMEASURED)


def _answers(engine: Engine, requests: Sequence[Request]) -> Iterator[Said]:
    """An answer for each request; where the engine fails at one, the error, and on with the next.

    Raises:
        PolicyError: as engines do.
        EngineError: the engine can't be started.
    """
    engine.ready()
    at = 0
    while at < len(requests):
        try:
            for answer in engine.evaluate(requests[at:]):
                at += 1
                yield answer
        except EngineError as error:
            at += 1
            yield error


def _value(said: Said) -> Difference | None:
    """What is wrong with a test that has this value; None for one that is true."""
    if isinstance(said, EngineError):
        return Difference(f"it fails: {said.message.rpartition(f'{suite.RULE} failed: ')[2]}")
    found = [one.args["value"] for one in said.rules[suite.RULE].findings]
    if found == [True]:
        return None
    if found and isinstance(found[0], dict):
        return IN_CASES if _all_true(found[0]) else NOT_TRUE
    return NOT_TRUE


def _all_true(value: Json) -> bool:
    """Whether every case of a test with several is true; cases may have cases."""
    if isinstance(value, dict):
        return bool(value) and all(map(_all_true, value.values()))
    return value is True


def opa(subject: Subject, settings: EngineSettings, required: float) -> Round:
    """The word of a local ``opa``, and what the tests and examples reach.

    Raises:
        PolicyError: as :func:`embedded`.
        EngineError: there is no usable ``opa``.
    """
    found = binary.find(settings.opa_binary)
    requests = [request for _, request in subject.asked]
    with OpaEngine(subject.pack, binary=settings.opa_binary, deadline=settings.deadline) as engine:
        answers = tuple(_answers(engine, requests))
    tested = subject.with_tests
    failing = dict(_failing(subject, tested, program.run(found, tested)))
    told = Round(engine.name, engine.version, answers, failing, unmeasured=FAILS)
    if failing:
        return told
    pack = suite.with_examples(
        tested,
        subject.pack,
        [(one.rule, json.loads(request.text)) for one, request in subject.asked],
    )
    reach = _reach(subject, pack, program.lines(found, pack), required)
    return replace(told, unmeasured="", reach=reach)


def _failing(
    subject: Subject, pack: Pack, outcomes: Iterable[Outcome]
) -> Iterator[tuple[RegoTest, Difference]]:
    """Tests that fail on opa, those that it did not run, and those that only it knows of."""
    known = {test.reference: test for test in subject.tests}
    names = {file.name for file in subject.files}
    ran: set[str] = set()
    for one in outcomes:
        file = pack.modules[one.module].file
        if file not in names:  # a helper of a rule that is called like a test
            continue
        reference, _, further = one.reference.partition("#")
        ran.add(reference)
        if one.passed:
            continue
        test = known.get(reference)
        if test is None or further:
            package, _, name = one.reference.removeprefix("data.").rpartition(".")
            test = RegoTest(package, name, Location(file, one.line, 1))
        cases = f": {', '.join(one.cases)}" if one.cases else ""
        yield test, Difference(f"cases of it fail{cases}") if cases else NOT_TRUE
    for reference, test in known.items():
        if reference not in ran:
            yield test, Difference("opa did not run it")


def _reach(subject: Subject, pack: Pack, lines: Mapping[int, Lines], required: float) -> Reach:
    """What is reached of the tested rules and their helpers; not of tests, nor of others."""
    tests = {file.name for file in subject.files}
    mine = {
        index: found
        for index, found in lines.items()
        if index >= 0 and subject.holds(pack.modules[index].file)
        if pack.modules[index].file not in tests
    }
    return Reach(
        lines=sum(one.all for one in mine.values()),
        reached=sum(one.reached for one in mine.values()),
        required=required,
        gaps=tuple(
            Location(pack.modules[index].file, *gap)
            for index, one in sorted(mine.items())
            for gap in one.gaps
        ),
    )
