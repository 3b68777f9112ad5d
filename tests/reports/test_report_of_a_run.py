"""What a report counts, from verdicts that are written here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from meshgov.decide.report import report
from meshgov.model.report import Scope, Tally
from meshgov.render.parts.report_words import missing


def test_controls_are_held_against_results(example: Any) -> None:
    gdpr = example.broken().frameworks[0]
    found = {
        one.id: (
            one.state,
            one.tally.passed,
            one.tally.tested,
            one.failing,
            one.warning,
            one.waived,
        )
        for one in (*gdpr.controls, *gdpr.groups)
    }
    assert found == {
        "5": ("no-rule", 0, 0, (), (), ()),
        "30": ("not-tested", 0, 0, (), (), ()),
        "32(1)(a)": ("exceptions", 7, 9, (1,), (), (2,)),
        "32(1)(b)": ("warnings", 6, 9, (), (1, 3), (2,)),
        "33(1)": ("not-applicable", 0, 0, (), (), ()),
        "33": ("not-applicable", 0, 0, (), (), ()),
        "34": ("warnings", 2, 4, (), (1, 3), ()),
        "35": ("warnings", 4, 5, (), (1,), ()),
        "32": ("exceptions", 9, 13, (1,), (3,), (2,)),
    }
    assert gdpr.groups[0].rules == {
        "pii/encrypted": "supports", "pii/logged": "partial", "pii/named": "partial",
    }  # fmt: skip


def test_population_and_its_difference(example: Any) -> None:
    population = example.broken().population
    assert (population.expected, population.evaluated, population.difference) == (5, 5, 0)
    assert population.complete
    assert example.gaps().population.difference == 1
    assert not example.gaps().population.complete


@pytest.mark.parametrize(
    ("made", "status"),
    [
        ("broken", "non-compliant"),
        ("healthy", "compliant"),
        ("gaps", "incomplete"),
        ("waived", "compliant-with-waivers"),
    ],
)
def test_status(example: Any, made: str, status: str) -> None:
    assert getattr(example, made)().status == status


def test_what_is_waived_is_never_a_pass(example: Any) -> None:
    found = example.waived()
    assert [(one.id, one.tally.passed, one.tally.tested) for one in found.tests] == [
        ("pii/encrypted", 1, 1), ("pii/logged", 0, 1), ("pii/named", 1, 1),
    ]  # fmt: skip
    assert [one.response for one in found.deviations] == ["waived"]
    assert [(one.waiver.id, one.state, one.covers) for one in found.waivers] == [
        ("WVR-1", "active", (1,))
    ]


def test_domain_narrows_the_population(example: Any) -> None:
    found = report(replace(example.material(), scope=Scope("run", example.NOW, domain="sales")))
    assert (found.population.outside, found.population.expected) == (1, 4)
    assert found.population.complete
    assert [one.number for one in found.contracts] == [1, 2, 3, 4]


def test_sample_is_drawn_again_by_anybody(example: Any) -> None:
    assert example.broken().sample == example.broken().sample
    seeds = {report(example.material(sample=(2, seed))).sample.paths for seed in range(9)}
    assert len(seeds) > 1
    whole = report(example.material(sample=(99, 1))).sample
    assert len(whole.paths) == 5


def test_an_error_counts_as_a_failure(example: Any) -> None:
    one = example.contract("odd", {"pii/logged": "error"})
    found = report(example.material(verdicts=(one,), files=1, other=0))
    assert (found.contracts[0].verdict, found.status) == ("fail", "non-compliant")
    assert found.frameworks[1].controls[0].state == "exceptions"


def test_nothing_tested_at_all_is_no_compliance(example: Any) -> None:
    made = example.healthy()
    silent = replace(
        made, tests=tuple(replace(one, tally=Tally({"not-tested": 4})) for one in made.tests)
    )
    assert (made.blind, silent.blind) == (False, True)
    assert missing(replace(silent, status="incomplete")) == "nothing was tested"
