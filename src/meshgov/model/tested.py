"""What came of the tests and examples of policies."""

from __future__ import annotations

from dataclasses import dataclass

from meshgov.errors import Location


@dataclass(frozen=True, slots=True)
class Failure:
    """One test, example or line that is not as it should be.

    Attributes:
        kind: ``test | example``.
        rule: id of the rule of an example; empty for a test.
        name: of the test as Rego refers to it, or title of the example.
        engines: those on which it fails, as verdicts name them.
        message: what is wrong, in a few words.
        expected, found: findings that only the one or the other has, written out; of examples.
    """

    kind: str
    rule: str
    name: str
    location: Location | None
    engines: tuple[str, ...]
    message: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of the rules their tests and examples reach.

    Attributes:
        lines: that can be reached.
        reached: of those.
        required: percent that is asked for.
        gaps: where each part that nothing reaches begins.
    """

    lines: int
    reached: int
    required: float
    gaps: tuple[Location, ...] = ()

    @property
    def percent(self) -> float:
        """Percent, rounded down to a tenth, so that 100 means all; of nothing, nothing."""
        return self.reached * 1000 // self.lines / 10 if self.lines else 0.0

    @property
    def enough(self) -> bool:
        """Whether it is what is asked for."""
        return self.percent >= self.required


@dataclass(frozen=True, slots=True)
class Tried:
    """The outcome of ``meshgov policy test``.

    Attributes:
        engines: name and version of each that was asked.
        folders: what was tested.
        rules: number of rules in them.
        tests: number of Rego tests, those to do left out.
        examples: number of examples.
        later: tests that are still to do, as Rego refers to them.
        reach: None when it was not measured.
        unmeasured: why not.
    """

    engines: tuple[tuple[str, str], ...]
    folders: tuple[str, ...]
    rules: int
    tests: int
    examples: int
    failures: tuple[Failure, ...]
    later: tuple[str, ...] = ()
    reach: Reach | None = None
    unmeasured: str = ""

    @property
    def failing(self) -> int:
        """Number of tests and examples that fail, on whichever engine."""
        return len({(one.kind, one.rule, one.name, one.location) for one in self.failures})

    @property
    def passed(self) -> bool:
        """Whether nothing fails and enough is reached."""
        return not self.failures and (self.reach is None or self.reach.enough)
