"""Which parameters a package reads, found in its text."""

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
