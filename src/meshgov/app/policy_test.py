"""``meshgov policy test``: the Rego tests and the examples of rules, on every engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meshgov.app import suite_rounds
from meshgov.app.bench import NOW
from meshgov.app.examples import Difference, Example, difference, location_origin
from meshgov.app.settings import RunSettings
from meshgov.app.suite import Subject, gather
from meshgov.app.suite_rounds import Round
from meshgov.errors import ConfigurationError, EngineError, Location
from meshgov.model.tested import Failure, Tried
from meshgov.policy import suite
from meshgov.render.base import RenderOptions
from meshgov.render.pages import tested as pages

ENGINES = ("both", "embedded", "opa")
ALL = 100.0
"""Percent of the lines that have to be reached unless something else is asked for."""

DISAGREE = Difference("the engines answer differently, in what it does not list")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be tested, and how.

    Attributes:
        folders: as given; empty: all that the organisation has.
        builtin: the shipped rules instead.
        engine: one of :data:`ENGINES`.
        coverage: percent of the lines that have to be reached; None: all, where it is measured.
        now: when examples are judged; the day of the run has no say unless it is asked for.
    """

    folders: tuple[str, ...] = ()
    builtin: bool = False
    engine: str = "both"
    coverage: float | None = None
    now: str = NOW


def test(settings: RunSettings, wanted: Wanted) -> Tried:
    """Run the Rego tests and the examples.

    Raises:
        ConfigurationError: there is nothing to test.
        MeshgovError: the policies can't be read or don't compile, or an engine is missing.
    """
    if wanted.engine == "embedded" and wanted.coverage is not None:
        raise ConfigurationError(
            suite_rounds.UNMEASURED,
            hint="leave --coverage out, or ask opa too: --engine both",
        )
    subject = gather(settings, wanted.folders, builtin=wanted.builtin, now=wanted.now)
    rounds = list(_rounds(subject, settings, wanted))
    last = rounds[-1]
    return Tried(
        engines=tuple((one.name, one.version) for one in rounds),
        folders=subject.folders,
        rules=len(subject.rules),
        tests=len(subject.tests),
        examples=len(subject.asked) + len(subject.broken),
        failures=tuple(sorted(_failures(subject, rounds), key=_place)),
        later=tuple(one.reference for one in subject.later),
        reach=last.reach,
        unmeasured=last.unmeasured,
    )


def page(found: Tried, *, as_json: bool, options: RenderOptions) -> Iterator[str]:
    """The outcome as text or as JSON."""
    return pages.as_json(found) if as_json else pages.text(found, options)


def _rounds(subject: Subject, settings: RunSettings, wanted: Wanted) -> Iterator[Round]:
    """OPA first: whether there is one is known at once, and what it says about coverage last."""
    required = ALL if wanted.coverage is None else wanted.coverage
    opa = None
    if wanted.engine != "embedded":
        opa = suite_rounds.opa(subject, settings.engine, required)
    if wanted.engine != "opa":
        yield suite_rounds.embedded(subject, settings.engine, alone=opa is None)
    if opa is not None:
        yield opa


def _failures(subject: Subject, rounds: Sequence[Round]) -> Iterator[Failure]:
    names = tuple(one.name for one in rounds)
    for test in dict.fromkeys(test for one in rounds for test in one.failing):
        said = {one.name: one.failing[test] for one in rounds if test in one.failing}
        for engines, what in _together(said):
            yield Failure("test", "", test.reference, test.location, engines, what.message)
    for example, what in subject.broken:
        yield _example(subject, example, names, what)
    for index, (example, _) in enumerate(subject.asked):
        told = {one.name: _wrong(example, one, index) for one in rounds}
        for engines, what in _together({name: one for name, one in told.items() if one}):
            yield _example(subject, example, engines, what)
        if not any(told.values()) and not _agree(example, rounds, index):
            yield _example(subject, example, names, DISAGREE)


def _agree(example: Example, rounds: Sequence[Round], index: int) -> bool:
    """Whether every engine that answered gives the same arguments too, which examples may omit."""
    answers = [one.answers[index] for one in rounds]
    said = [one.rules[example.rule.id] for one in answers if not isinstance(one, EngineError)]
    return all(one == said[0] for one in said)


def _together(said: dict[str, Difference]) -> Iterator[tuple[tuple[str, ...], Difference]]:
    """Engines that say the same, and what."""
    for what in dict.fromkeys(said.values()):
        yield tuple(name for name, one in said.items() if one == what), what


def _wrong(example: Example, one: Round, index: int) -> Difference | None:
    said = one.answers[index]
    if isinstance(said, EngineError):
        return Difference(said.message.removeprefix(f"{example.name}: "))
    return difference(example, said.rules[example.rule.id])


def _example(
    subject: Subject, example: Example, engines: tuple[str, ...], what: Difference
) -> Failure:
    at = suite.place(subject.pack, example.rule, location_origin(example))
    return Failure(
        "example",
        example.rule.id,
        example.title,
        at,
        engines,
        what.message,
        what.expected,
        what.found,
    )


def _place(one: Failure) -> tuple[Location, str, tuple[str, ...]]:
    return one.location or Location("", 0, 0), one.name, one.engines
