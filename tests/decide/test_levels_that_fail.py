"""``--fail-on dangerous``: what fails besides findings."""

import pytest

from meshgov.decide import levels
from meshgov.model.verdict import Base, ContractVerdict, DiffVerdict, JudgedChange


def verdict(said: str, *changed: str) -> ContractVerdict:
    """One of a contract whose changes have these levels; without any, it was not compared."""
    changes = tuple(
        JudgedChange("metric-removed", level, "minor", (), None, None, "", "", None, None)
        for level in changed
    )
    base = Base(None, "old.yaml", "1.0.0", "sha256:0")
    diff = DiffVerdict(base, "backward", False, "minor", "minor", None, changes)  # noqa: FBT003
    return ContractVerdict(
        "orders.yaml", "orders", "1.1.0", None, "sha256:1", said, (), (), diff if changes else None
    )


def test_it_asks_as_much_of_findings_as_error() -> None:
    assert levels.severity("dangerous") == "error"
    assert levels.severity("warning") == "warning"


@pytest.mark.parametrize("level", ["dangerous", "breaking"])
def test_a_change_from_that_level_on_fails(level: str) -> None:
    assert levels.held(verdict("pass", "docs", level), "dangerous").verdict == "fail"


@pytest.mark.parametrize(
    ("given", "fail_on"),
    [
        (verdict("pass", "dangerous"), "error"),
        (verdict("pass", "docs", "compatible"), "dangerous"),
        (verdict("pass"), "dangerous"),
        (verdict("fail", "breaking"), "dangerous"),
    ],
    ids=["not asked for", "harmless", "not compared", "fails anyhow"],
)
def test_what_stays_as_it_is(given: ContractVerdict, fail_on: str) -> None:
    assert levels.held(given, fail_on) is given
