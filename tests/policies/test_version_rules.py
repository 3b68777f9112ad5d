"""The five rules about a version step, over many pairs of versions and sizes of change."""

from itertools import product
from typing import Any, NamedTuple

import pytest

from meshgov.engine.embedded import EmbeddedEngine
from meshgov.model.pack import Answer

OLD = (
    "0.0.1", "0.4.2", "0.4.2-rc.1", "1.0.0", "v1.4.0", "1.4.0+build.1", "1.4.0-rc.9", "2.0.0-rc.1",
)  # fmt: skip
NEW = (
    "0.0.1", "0.0.2", "0.4.2-rc.2", "0.4.2", "0.4.3", "0.5.0", "1.0.0", "1.4.0-rc.10", "1.4.0",
    "1.4.1", "1.5.0-rc.1", "1.5.0", "2.0.0-rc.1", "2.0.0-rc.2", "2.0.0", "2.0.1", "3.0.0",
)  # fmt: skip
# What the version before held instead, by the bump that the difference needs.
DIFFERENCES: dict[str, dict[str, Any]] = {
    "none": {},
    "patch": {"description": "Orders."},
    "minor": {"sla": {"availability": None}},
    "major": {"retention_days": 2000},
}
RULES = (
    "version_decreased", "version_not_bumped", "version_bump_insufficient",
    "version_bump_excessive", "version_bumped_without_changes",
)  # fmt: skip


class Step(NamedTuple):
    """From one version to another, with a difference of some size."""

    old: str
    new: str
    needs: str


STEPS = tuple(Step(*one) for one in product(OLD, NEW, DIFFERENCES))


def example(step: Step) -> dict[str, Any]:
    return {
        "old": DIFFERENCES[step.needs] | {"version": step.old},
        "new": {"version": step.new},
    }


def judged(bench: Any, steps: list[Step]) -> list[Answer]:
    asked = [bench.request(str(step), example(step), scope="change") for step in steps]
    with EmbeddedEngine(bench.pack) as engine:
        return list(engine.evaluate(asked))


def fired(answer: Answer) -> list[str]:
    return [name for name in RULES if answer.rules[f"breaking_changes/{name}"].findings]


@pytest.fixture(scope="module")
def answers(bench: Any) -> dict[Step, Answer]:
    return dict(zip(STEPS, judged(bench, list(STEPS)), strict=True))


def test_the_differences_are_of_their_size(answers: dict[Step, Answer]) -> None:
    for step, answer in answers.items():
        assert answer.changes
        assert answer.changes.required_bump == step.needs
        assert answer.changes.breaking == (step.needs == "major")


def test_at_most_one_rule_speaks(answers: dict[Step, Answer]) -> None:
    assert {step for step, answer in answers.items() if len(fired(answer)) > 1} == set()


def test_the_suggested_version_satisfies_all_rules(bench: Any, answers: dict[Step, Answer]) -> None:
    suggested = [
        step._replace(new=answer.changes.suggested_version)
        for step, answer in answers.items()
        if answer.changes
    ]
    distinct = sorted(set(suggested))
    found = dict(zip(distinct, map(fired, judged(bench, distinct)), strict=True))
    assert {step: rules for step, rules in found.items() if rules} == {}


@pytest.mark.parametrize(
    ("old", "new", "needs", "expected"),
    [
        ("1.0.0", "0.5.0", "none", ["version_decreased"]),
        ("2.0.0-rc.1", "1.5.0", "major", ["version_decreased"]),
        ("1.4.0+build.1", "1.4.0-rc.10", "patch", ["version_decreased"]),
        ("v1.4.0", "1.4.0", "none", []),
        ("v1.4.0", "1.4.0", "patch", ["version_not_bumped"]),
        ("1.4.0+build.1", "1.4.0", "major", ["version_not_bumped"]),
        ("1.4.0-rc.9", "1.4.0-rc.10", "major", []),
        ("1.4.0-rc.9", "1.4.0", "major", []),
        ("1.4.0-rc.9", "1.4.1", "major", ["version_bump_insufficient"]),
        ("1.4.0-rc.9", "1.4.1", "patch", []),
        ("2.0.0-rc.1", "2.0.1", "minor", ["version_bump_insufficient"]),
        ("v1.4.0", "1.5.0-rc.1", "minor", []),
        ("v1.4.0", "1.5.0-rc.1", "major", ["version_bump_insufficient"]),
        ("v1.4.0", "2.0.0-rc.1", "major", []),
        ("v1.4.0", "1.4.1", "minor", ["version_bump_insufficient"]),
        ("0.4.2", "0.4.3", "patch", []),
        ("0.4.2", "0.4.3", "minor", []),
        ("0.4.2", "0.4.3", "major", ["version_bump_insufficient"]),
        ("0.4.2", "0.5.0", "major", []),
        ("0.4.2", "1.0.0", "major", []),
        ("0.0.1", "0.0.2", "major", ["version_bump_insufficient"]),
        ("0.4.2-rc.1", "0.4.2", "major", []),
        ("0.4.2", "0.5.0", "minor", ["version_bump_excessive"]),
        ("0.4.2", "1.0.0", "patch", []),
        ("v1.4.0", "1.5.0", "patch", ["version_bump_excessive"]),
        ("1.0.0", "2.0.0", "minor", ["version_bump_excessive"]),
        ("v1.4.0", "2.0.0-rc.1", "patch", []),
        ("1.4.0-rc.9", "2.0.0", "patch", []),
        ("v1.4.0", "1.5.0", "none", ["version_bumped_without_changes"]),
        ("2.0.0-rc.1", "2.0.0-rc.2", "none", ["version_bumped_without_changes"]),
        ("2.0.0-rc.1", "2.0.0", "none", []),
    ],
)
def test_a_step(
    answers: dict[Step, Answer], old: str, new: str, needs: str, expected: list[str]
) -> None:
    assert fired(answers[Step(old, new, needs)]) == expected


@pytest.mark.parametrize(
    ("old", "needs", "suggested"),
    [
        ("0.4.2", "none", "0.4.2"),
        ("0.4.2", "patch", "0.4.3"),
        ("0.4.2", "minor", "0.4.3"),
        ("0.4.2", "major", "0.5.0"),
        ("v1.4.0", "none", "v1.4.0"),
        ("v1.4.0", "patch", "1.4.1"),
        ("v1.4.0", "minor", "1.5.0"),
        ("1.4.0+build.1", "major", "2.0.0"),
        ("1.4.0-rc.9", "patch", "1.4.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
    ],
)
def test_a_suggestion(answers: dict[Step, Answer], old: str, needs: str, suggested: str) -> None:
    changes = answers[Step(old, "3.0.0", needs)].changes
    assert changes
    assert changes.suggested_version == suggested
