"""Several comparisons of one contract: which one is shown, and what is kept of the others."""

from __future__ import annotations

from typing import Any

import pytest

from meshgov.decide.join import join
from meshgov.errors import Location
from meshgov.model.document import Note
from meshgov.model.verdict import Base, ContractVerdict, DiffVerdict, Finding, RuleResult

WHERE = Location("orders.yaml", 2, 10)


def finding(rule: str, fingerprint: str, *, blocking: bool = True) -> Finding:
    severity = "error" if blocking else "info"
    return Finding(
        rule, severity, "enforce", blocking, f"says {fingerprint}", "", ("v",), WHERE, fingerprint
    )


def verdict(
    old: str | None, suggested: str | None, *found: Finding, required: str = "minor", **more: Any
) -> ContractVerdict:
    base = Base(more.get("ref"), f"{old}.yaml", old, "sha256:0")
    diff = DiffVerdict(base, "backward", required == "major", "none", required, suggested, ())
    return ContractVerdict(
        path="orders.yaml",
        name="orders",
        version="1.5.0",
        domain=None,
        digest="sha256:1",
        verdict="fail" if any(one.blocking for one in found) else "pass",
        rules=(RuleResult("a/b", more.get("result", "pass")), RuleResult("c/d", "not-tested")),
        findings=found,
        diff=diff if more.get("compared", True) else None,
    )


def shown(*verdicts: ContractVerdict) -> str | None:
    diff = join(verdicts, WHERE).diff
    return diff.base.version if diff else "nothing"


def test_one_comparison_is_left_as_it_is() -> None:
    alone = verdict("1.4.0", "1.5.0")
    assert join([alone], WHERE) is alone


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("1.4.0", "1.5.0"), ("1.3.0", "2.0.0"), "1.3.0"),
        (("1.4.0", "2.0.0"), ("1.3.0", "1.5.0"), "1.4.0"),
        (("1.4.0", "1.9.0"), ("1.3.0", "1.10.0"), "1.3.0"),
        (("1.4.0", "1.5.0"), ("1.3.0", "1.5.0"), "1.4.0"),
        (("1.4.0", None), ("1.3.0", "v1.5.0-rc.1+b"), "1.3.0"),
        (("1.4.0", "1.5.0-rc.1"), ("1.3.0", "latest"), "1.4.0"),
    ],
)
def test_the_higher_suggestion_decides_and_of_equals_the_first(
    first: tuple[str, str | None], second: tuple[str, str | None], expected: str
) -> None:
    assert shown(verdict(*first), verdict(*second)) == expected


def test_the_larger_step_decides_between_equal_suggestions() -> None:
    assert shown(verdict("1", "2.0.0"), verdict("2", "2.0.0", required="major")) == "2"


def test_one_that_fails_decides_against_one_that_passes() -> None:
    failing = verdict("1.3.0", "1.5.0", finding("a/b", "x"))
    assert shown(verdict("1.4.0", "2.0.0"), failing) == "1.3.0"


def test_without_a_diff_a_comparison_demands_nothing() -> None:
    bare = verdict("1.4.0", "2.0.0", compared=False)
    assert shown(bare, verdict("1.3.0", "0.1.0")) == "1.3.0"
    failing = verdict("1.4.0", None, finding("a/b", "x"), compared=False)
    joined = join([verdict("1.3.0", "2.0.0", finding("a/b", "y", blocking=False)), failing], WHERE)
    assert joined.diff is None
    assert [one.message for one in joined.findings] == [
        "says x",
        "says y (compared with version 1.3.0 (1.3.0.yaml))",
    ]
    assert joined.notes == (
        Note("compared with nothing, which demands most, and also with version 1.3.0 (1.3.0.yaml)",
             WHERE),
    )  # fmt: skip


def test_everything_found_is_kept_once() -> None:
    same = finding("a/b", "x")
    joined = join(
        [
            verdict("1.4.0", "1.5.0", same, finding("c/d", "only here"), result="warn"),
            verdict("1.3.0", "2.0.0", finding("a/b", "x"), ref="v1.3.0", result="fail"),
            verdict(None, "1.0.0", finding("e/f", "z"), compared=False, result="not-applicable"),
        ],
        WHERE,
    )
    assert joined.verdict == "fail"
    assert joined.rules == (RuleResult("a/b", "fail"), RuleResult("c/d", "not-tested"))
    assert [one.message for one in joined.findings] == [
        "says x",
        "says only here (compared with version 1.4.0 (1.4.0.yaml))",
        "says z",
    ]
    (note,) = joined.notes
    assert note.message == (
        "compared with version 1.3.0 (v1.3.0:1.3.0.yaml), which demands most, and also with"
        " version 1.4.0 (1.4.0.yaml)"
    )


def test_many_others_become_a_number() -> None:
    joined = join([verdict(None, "1.0.0", ref=f"r{place}") for place in range(9)], WHERE)
    (note,) = joined.notes
    assert note.message == (
        "compared with r0:None.yaml, which demands most, and also with r1:None.yaml, r2:None.yaml,"
        " r3:None.yaml, r4:None.yaml, r5:None.yaml and 3 more"
    )
