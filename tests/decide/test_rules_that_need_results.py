"""A rule about quality results is judged where they are known, and passes nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from meshgov.decide.rules import tested as is_tested

ONE = "family/one"


@pytest.mark.parametrize(
    ("needs", "scope", "mode", "has_results", "expected"),
    [
        (["results"], "contract", "enforce", True, True),
        (["results"], "contract", "enforce", False, False),
        (["results"], "contract", "off", True, False),
        (["results"], "change", "enforce", True, False),
        ([], "contract", "enforce", False, True),
    ],
)
def test_tested(  # noqa: PLR0913  # the parts of a question
    make: Any, needs: list[str], scope: str, mode: str, *, has_results: bool, expected: bool
) -> None:
    rule = make.rule(needs=needs, scope=scope)
    judged = is_tested(rule, mode, has_base=False, has_fleet=False, has_results=has_results)
    assert judged is expected


def test_without_results_a_finding_does_not_count(make: Any) -> None:
    found = {ONE: (True, [(("sla",), {"field": "a"})])}
    verdict = make.judge(found, make.rule(needs=["results"]))
    assert [one.result for one in verdict.rules] == ["not-tested"]
    assert (verdict.verdict, verdict.findings) == ("pass", ())
