"""Which rule bears on which control: the list's order, and what only rules name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meshgov.model.controls import Covered, Framework
from meshgov.model.pack import Control, Pack
from meshgov.policy import pack
from meshgov.policy import shipped as tables
from meshgov.policy.controls import coverage

LISTED = {"gdpr": {"title": "Data protection", "controls": {"17": "Erasure", "5(2)": "Account"}}}


@pytest.fixture(scope="module")
def two(small: str) -> Pack:
    built = pack.build(small)
    first, second, *_ = built.rules
    rules = (
        replace(first, id="a/one", controls=(Control("gdpr", "5(2)", "supports"),)),
        replace(
            second,
            id="b/two",
            controls=(Control("gdpr", "5(2)", "partial"), Control("own", "C1", "evidence-only")),
        ),
    )
    return replace(built, rules=rules)


GDPR = Framework(
    "gdpr",
    "Data protection",
    (
        Covered("17", "Erasure", {}),
        Covered("5(2)", "Account", {"a/one": "supports", "b/two": "partial"}),
    ),
)
OWN = Framework("own", "", (Covered("C1", "", {"b/two": "evidence-only"}),))


def test_all(two: Pack) -> None:
    assert list(coverage(two, LISTED)) == [GDPR, OWN]


@pytest.mark.parametrize(("name", "found"), [("gdpr", [GDPR]), ("own", [OWN]), ("sox", [])])
def test_one(two: Pack, name: str, found: list[Framework]) -> None:
    assert list(coverage(two, LISTED, name)) == found


def test_everything_that_is_shipped_has_words_of_its_own(shipped: str) -> None:
    listed = tables.controls(shipped)
    assert set(listed) == {
        "gdpr", "ccpa", "sox", "iso27001", "soc2", "nist80053", "cdmc", "bcbs239",
    }  # fmt: skip
    for framework in listed.values():
        assert framework["title"]
        assert all(framework["controls"].values())
