"""An impact in every format: all kinds, hostile names, narrow terminals, and more than fits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from meshgov.decide import impact as decide
from meshgov.errors import Location
from meshgov.model.impact import (
    Changes,
    ContractImpact,
    Difference,
    Effect,
    Impact,
    RuleChange,
    Side,
)
from meshgov.model.verdict import Finding
from meshgov.render import registry
from meshgov.render.base import RenderOptions
from meshgov.render.pages import impact as page
from meshgov.render.pages import impact_comment as comment
from meshgov.render.pages import impact_json
from meshgov.render.parts.page import COMMENT

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "schemas/impact.schema.json").read_text(encoding="utf-8")
)
SIDE = Side("2026-11-23T00:00:00Z", None, ("builtin",), "sha256:1", 71, 1, 0)


def finding(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "rule": "family/one",
        "severity": "error",
        "mode": "enforce",
        "blocking": True,
        "message": "It lacks it.",
        "remediation": "Add it.",
        "path": ("owner",),
        "location": Location("a.yaml", 4, 2),
        "fingerprint": "1" * 32,
    }
    return Finding(**(given | more))


FAILS = finding()
WARNS = finding(mode="warn", blocking=False)
WAIVED = finding(waiver="W1", blocking=False)


def contract(*effects: Effect, **more: Any) -> ContractImpact:
    given: dict[str, Any] = {
        "path": "a.yaml",
        "name": "orders",
        "version": "1.0.0",
        "domain": "sales",
        "owner": "crm",
        "before": "pass",
        "after": "fail",
        "effects": effects,
    }
    return ContractImpact(**(given | more))


def made(*contracts: ContractImpact, **more: Any) -> Impact:
    count = decide.Count()
    for one in contracts:
        count.add(one)
    given: dict[str, Any] = {
        "engine_name": "regorus",
        "engine_version": "0.13.0",
        "before": SIDE,
        "after": replace(SIDE, governance="next.yaml", passed=0, failed=1),
        "judged": len(contracts) or 1,
        "changes": Changes(),
        "total": count.total(),
        "by_rule": count.by("rule"),
        "by_domain": count.by("domain"),
        "by_owner": count.by("owner"),
        "contracts": contracts,
    }
    return Impact(**(given | more))


ALL = made(
    contract(
        Effect("newly-failing", WARNS, FAILS),
        Effect("newly-passing", FAILS, WAIVED),
        Effect("newly-reported", None, finding(rule="family/two", blocking=False, mode="audit")),
        newly_judged=("family/three",),
    ),
    contract(
        Effect("no-longer-reported", WARNS, None),
        Effect("changed", FAILS, finding(severity="critical")),
        domain=None,
        owner=None,
        before="fail",
        after="pass",
    ),
    changes=Changes(
        rules=(
            RuleChange("family/new", "added", "A new one", "error", "enforce"),
            RuleChange(
                "family/one",
                "changed",
                "One",
                "error",
                "enforce",
                (
                    Difference("source", None, "sha256:1", "sha256:2"),
                    Difference("mode", "sales", "warn", "enforce"),
                    Difference("parameters.family.days", None, 3, [4]),
                ),
            ),
        ),
        parameters=(
            Difference("parameters.family.days", None, 3, [4]),
            Difference("parameters.family.unread", None, None, "x" * 80),
        ),
        shared=("lib/a.rego",),
    ),
    untested={"change": ("a/b", "family/new"), "results": ("c/d",)},
    notices=("look",),
)
TEXT = """\
IMPACT  1 of 2 contracts would newly fail, 1 newly pass
        findings: 1 newly failing (in 1 contract), 1 newly passing (in 1 contract), 1 newly reported
        (in 1 contract), 1 no longer reported (in 1 contract), 1 changed (in 1 contract)
now    0 failed, 1 passed under 71 rules (builtin) at 2026-11-23T00:00:00Z
new    1 failed, 0 passed under 71 rules (builtin, next.yaml) at 2026-11-23T00:00:00Z

what differs in the settings
  added   family/new
          error, enforce: A new one
  changed family/one
          rule text; mode warn -> enforce (sales); family.days 3 -> [4]
  changed family.unread
          none -> xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
  changed lib/a.rego
          what rules share

by rule         fail   pass    new   gone  other  contracts
family/one         1      1      0      1      1  1 newly fail
    sales, (no domain): crm, (no team)
family/two         0      0      1      0      0
    sales: crm
family/three       0      0      0      0      0
    newly judged in 1 contract

by domain      fail   pass    new   gone  other  contracts
sales             1      1      1      0      0  1 newly fail
(no domain)       0      0      0      1      1  1 newly pass

by owner     fail   pass    new   gone  other  contracts
crm             1      1      1      0      0  1 newly fail
(no team)       0      0      0      1      1  1 newly pass

newly fails  family/one
  a.yaml:4:2  orders, sales, crm
    It lacks it.
           error, mode warn, does not block -> error, blocks
    fix    Add it.

newly passes  family/one
  a.yaml:4:2  orders, sales, crm
    It lacks it.
           error, blocks -> error, waived by W1

newly reported  family/two
  a.yaml:4:2  orders, sales, crm
    It lacks it.

no longer reported  family/one
  a.yaml:4:2  orders, (no domain), (no team)
    It lacks it.

changed  family/one
  a.yaml:4:2  orders, (no domain), (no team)
    It lacks it.
           error, blocks -> critical, blocks

not tested
  2 rules, among them family/new: about changes, and there is no previous version
  1 rule: about results of quality checks, and none are given (--results)
"""


def text(impact: Impact, **more: Any) -> str:
    return "".join(page.text(impact, RenderOptions(**more)))


def test_text() -> None:
    assert text(ALL) == TEXT


def test_quiet_and_coloured() -> None:
    assert text(made(), quiet=True) == (
        "IMPACT  0 of 1 contract would newly fail, 0 newly pass\n        no finding differs\n"
    )
    assert text(ALL, colour=True).startswith("\x1b[1;31mIMPACT\x1b[0m  1 of 2")


def test_nothing_differs() -> None:
    assert text(made()).endswith(
        "what differs in the settings\n  no rule, severity, mode or parameter\n"
    )
    assert "- nothing" in "".join(comment.markdown(made()))
    document = json.loads("".join(impact_json.as_json(made())))
    Draft202012Validator(SCHEMA).validate(document)
    assert document["contracts"] == []


def test_narrow_and_hostile() -> None:
    named = contract(
        Effect("newly-failing", None, finding(rule="family/" + "x" * 70)),
        name="\x1b[2J",
        domain="\u202e",
        owner="a|b `c` @all",
    )
    shown = text(made(named), width=20)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert max(map(len, shown.splitlines()[3:-8])) <= 80
    markdown = "".join(comment.markdown(made(named)))
    assert "| <code>a&#124;b &#96;c&#96; &#64;all</code> |" in markdown


def test_more_examples_than_a_page_holds() -> None:
    many = [
        contract(Effect("newly-failing", None, FAILS), domain=f"d{number}") for number in range(12)
    ]
    shown = text(made(*many))
    assert shown.count("    It lacks it.\n") == 3
    assert "  and 9 more (--verbose, --format json)\n" in shown
    assert "d0, d1, d10, d11, d2, d3, d4, d5, d6, d7 and 2 more: crm" in shown
    assert text(made(*many), verbose=True).count("    It lacks it.\n") == 12


def test_markdown() -> None:
    shown = "".join(comment.markdown(ALL))
    assert shown.startswith(
        "### IMPACT: 1 of 2 contracts would newly fail, 1 newly pass\n\nfindings:"
    )
    for line in (
        (
            "- changed `family/one`: rule text; mode warn -&#62; enforce (sales); "
            "family.days 3 -&#62; &#91;4&#93;"
        ),
        "| `family/one` | 1 | 1 | 0 | 1 | 1 | 1 | 0 | sales, (no domain): crm, (no team) |",
        "| `(no domain)` | 0 | 0 | 0 | 1 | 1 | 0 | 1 |",
        (
            "- newly fails: `family/one` `a.yaml:4:2` It lacks it. "
            "(error, mode warn, does not block -&#62; error, blocks)"
        ),
        "- newly reported: `family/two` `a.yaml:4:2` It lacks it.",
        "#### Not tested",
    ):
        assert line in shown.splitlines()
    assert "**Not shown" not in shown


@pytest.mark.parametrize("length", [10, 2000])
def test_a_comment_that_is_full(length: int) -> None:
    many = [
        contract(
            Effect("newly-failing", None, finding(rule=f"f/{number}", message="y" * length)),
            domain=f"domain-{number}",
        )
        for number in range(150)
    ]
    shown = "".join(comment.markdown(made(*many)))
    assert len(shown) < COMMENT.size
    assert "lines. `--format json` has all." in shown.splitlines()[-1]


def test_document() -> None:
    document = json.loads("".join(impact_json.as_json(ALL)))
    Draft202012Validator(SCHEMA).validate(document)
    assert document["newly_fails"] is True
    assert document["settings"]["shared"] == ["lib/a.rego"]
    assert [one["domain"] for one in document["by_domain"]] == ["sales", None]
    assert document["by_rule"][0]["owners"] == ["crm", None]
    first, second = document["contracts"]
    assert [one["change"] for one in first["findings"]] == [
        "newly-failing",
        "newly-passing",
        "newly-reported",
    ]
    assert (first["newly_judged"], second["owner"], second["after"]) == (
        ["family/three"],
        None,
        "pass",
    )
    assert second["findings"][0]["after"] is None
    assert document["untested"] == {"change": ["a/b", "family/new"], "results": ["c/d"]}


def test_a_gate_with_policies_that_differ_in_nothing(build_verdict: Any) -> None:
    one = {"path": "o.yaml", "name": "orders", "verdict": "pass"}
    verdict = build_verdict({"command": "gate", "contracts": [one], "impact": made()})

    page = "".join(registry.renderer("summary").render(verdict, RenderOptions()))

    assert "#### Its own policies: " in page
    assert "What differs in the settings" not in page
