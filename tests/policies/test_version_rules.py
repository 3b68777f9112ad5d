"""The five rules about a version step, over many pairs of versions and sizes of change."""

from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from meshgov.diff import versions
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
WORDS = {
    "version_decreased": "decreased",
    "version_not_bumped": "same",
    "version_bump_insufficient": "short",
    "version_bump_excessive": "far",
    "version_bumped_without_changes": "idle",
}
RULES = tuple(WORDS)


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


def test_the_suggestion_is_never_below_a_version_that_will_do(answers: dict[Step, Answer]) -> None:
    low = [
        (step, answer.changes.suggested_version)
        for step, answer in answers.items()
        if answer.changes
        and not fired(answer)
        and versions.is_later(step.new, answer.changes.suggested_version)
    ]
    assert low == []


def test_steps(bench: Any) -> None:
    table = yaml.safe_load((Path(__file__).parent / "version_steps.yaml").read_bytes())
    expected = {
        Step(old, new, needs): said
        for old, row in table.items()
        for new, cells in row.items()
        for needs, said in cells.items()
    }
    found = dict(zip(expected, judged(bench, list(expected)), strict=True))
    assert {step: said(answer) for step, answer in found.items()} == expected


def said(answer: Answer) -> str:
    assert answer.changes
    names = "+".join(WORDS[name] for name in fired(answer)) or "fine"
    return f"{names} {answer.changes.suggested_version}"


OTHERS = ["version_invalid", "version_missing", "migration_guide_required", *RULES]
GUIDE = [{"version": "2.0.0", "breaking": True, "migration_guide": "docs/to-2.md"}]


UNREADABLE = ("1.0", "latest", "01.2.0", 1.5, 2, None, "")


def test_from_a_version_that_cannot_be_read_nothing_breaks_unseen(bench: Any) -> None:
    cases = list(product(UNREADABLE, DIFFERENCES))
    new = {"version": "2.0.0", "changelog": GUIDE}
    examples = [{"old": DIFFERENCES[needs] | {"version": old}, "new": new} for old, needs in cases]
    asked = [bench.request(str(one), one, scope="change") for one in examples]
    with EmbeddedEngine(bench.pack) as engine:
        for (old, needs), answer in zip(cases, engine.evaluate(asked), strict=True):
            found = [name for name in OTHERS if answer.rules[f"breaking_changes/{name}"].findings]
            expected = ["version_bump_insufficient"] if needs == "major" else []
            assert (old, needs, found) == (old, needs, expected)
            assert answer.changes
            assert answer.changes.suggested_version is None


def test_a_new_version_that_cannot_be_read_is_one_finding(bench: Any) -> None:
    olds = ("1.4.0", "0.4.2", "2.0.0-rc.1", "latest", 1.5, None)
    cases = list(product(olds, UNREADABLE, ("none", "major")))
    examples = [
        {"old": DIFFERENCES[needs] | {"version": old}, "new": {"version": new}}
        for old, new, needs in cases
    ]
    asked = [bench.request(str(one), one, scope="change") for one in examples]
    with EmbeddedEngine(bench.pack) as engine:
        for (old, new, needs), answer in zip(cases, engine.evaluate(asked), strict=True):
            said = "version_invalid" if new else "version_missing"
            names = [one for one in OTHERS if one != "migration_guide_required"]
            found = [name for name in names if answer.rules[f"breaking_changes/{name}"].findings]
            assert (old, new, needs, found) == (old, new, needs, [said])
