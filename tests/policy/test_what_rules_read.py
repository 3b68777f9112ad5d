"""What a package reads, found in its text: parameters, and the fields inside a contract."""

import pytest

from meshgov.model.pack import Module, Pack
from meshgov.policy import reads

LIB = """package meshgov.lib.limits
# input.parameters.ghost.name is only spoken of
least := min(input.parameters.retention["minimums"])
"""


def pack(*texts: str) -> Pack:
    modules = tuple(Module(f"{index}.rego", text) for index, text in enumerate(texts))
    return Pack((), modules, {}, "", "", "", (), {})


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x := 1", set()),
        ("x := input.parameters.access.fields", {("access", "fields")}),
        ('x := input.parameters["access"]["fields"]', {("access", "fields")}),
        ("x := input.parameters.access.fields[0]", {("access", "fields")}),
        ("x := input.parameters.access[name]", {("access", "*")}),
        ("x := data.parameters.access", {("access", "*")}),
        ("x := object.get(input.parameters, name, 1)", {("*", "*")}),
        ("import input.parameters as p\nx := p.access", {("*", "*")}),
        ("import data.meshgov.lib.limits\nx := limits.least", {("retention", "minimums")}),
        ("x := data.meshgov.lib.limits.least", {("retention", "minimums")}),
        ("x := data.meshgov.lib", {("retention", "minimums")}),
        ("x := data.rule.x", set()),
    ],
)
def test_reads(body: str, found: set[reads.Bound]) -> None:
    made = pack(f"package rule\n\n{body}\n", LIB, "no package at all")
    assert reads.parameters(made, ["rule", "unknown"]) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x := input.columns", False),
        ("x := input.contract.name", False),
        ("x := input.base.owner.team", False),
        ("import input.contract.sla as promises", False),
        ("# input.contract.schema is only spoken of", False),
        ("x := input.contract.schema.fields", True),
        ("x := input.base.schema.location", True),
        ("x := input.contract", True),
        ("x := object.get(input.base, name, null)", True),
        ('x := input.contract["schema"]', True),
        ('x := input["contract"].name', True),
        ("walk(input, [path, value])", True),
        ("import input.contract as c\nx := c.schema", True),
        ("x := input.contract\n.schema", True),
        ("x := data.meshgov.lib.columns.personal", False),
        ("x := input.contract_name", False),
    ],
)
def test_fields(body: str, found: bool) -> None:  # noqa: FBT001  # a case, by position
    assert reads.fields(f"package rule\n\n{body}\n") is found
