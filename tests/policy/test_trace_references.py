"""What a rule refers to, by the spelling of its text, and the module that asks for the values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meshgov.model.pack import Rule
from meshgov.policy.trace import module, references

RULE = Rule(
    id="own/named",
    package="meshgov.domain.own.named",
    tier="domain",
    scope="contract",
    severity="error",
    title="",
    description="",
    remediation="",
    message="",
)
HEAD = "package meshgov.domain.own.named\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x if input.contract.name", ["input.contract.name", "@x"]),
        ("x if input.contract.sla.freshness.seconds > input.contract.sla", [
            "input.contract.sla.freshness.seconds", "@x",
        ]),
        ("x if {\n\tsome column in input.columns\n\ty := column.path\n}", ["input.columns", "@x"]),
        ("x := input.parameters.own[key]", ["input.parameters.own", "@x"]),
        ("import data.meshgov.lib.columns\nx if columns.personal", [
            "data.meshgov.lib.columns.personal", "@x",
        ]),
        ("import data.meshgov.lib.columns as c\nx if c.label(c.personal)", [
            "data.meshgov.lib.columns.personal", "@x",
        ]),
        ("import data.meshgov.changes\nx if changes.answer.breaking", [
            "data.meshgov.changes.answer.breaking", "@x",
        ]),
        ("x if data.meshgov.lib.columns", ["@x"]),
        ("x if data.meshgov.change_rules", ["@x"]),
        ("x if data.parameters.own.limit", ["data.parameters.own.limit", "@x"]),
        ("x if lower(input.contract.name)", ["input.contract.name", "@x"]),
        ('x if "input.contract.name" # input.contract.version', ["@x"]),
        ("x if myinput.contract.name", ["@x"]),
        ("x if input", ["@x"]),
        ("default x := false\n\nx if y\n\ny := 1\n\nf(a) := a", ["@x", "@y"]),
        ("findings contains {} if input.base.name", ["input.base.name", "@findings"]),
    ],
)  # fmt: skip
def test_references(text: str, found: list[str]) -> None:
    own = "data.meshgov.domain.own.named."
    assert list(references(RULE, HEAD + text + "\n")) == [one.replace("@", own) for one in found]


def test_module_of_a_rule_in_our_shape() -> None:
    text = module(RULE, ["input.contract.name", "data.a.b"])
    assert text.partition("package ")[2] == (
        "meshgov.automated.meshgov_trace.values\n"
        "\n"
        "applicable := true\n"
        "\n"
        'findings contains {"path": ["input.contract.name"], "args": {"value": value}} if '
        "value := input.contract.name\n"
        "\n"
        'findings contains {"path": ["data.a.b"], "args": {"value": value}} if '
        "value := data.a.b\n"
    )


def test_module_of_a_rule_in_another_shape() -> None:
    assert module(replace(RULE, foreign="deny"), ["input.name"]) == (
        "package meshgov_trace\n"
        "\n"
        'deny contains {"msg": "input.name", "value": value} if value := input.name\n'
    )
