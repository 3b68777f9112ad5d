"""The generated modules through which an engine asks for every rule in one query.

One array literal per shape: on the embedded engine it costs a third of keyed rules. Rules of an
organisation find the parameters under ``data.parameters`` too, which the shipped ones never read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from meshgov.model.pack import Module, Rule
from meshgov.policy.rules import BUILTIN

PACKAGE: Final = "meshgov.entry"
FOREIGN_PACKAGE: Final = "meshgov.foreign_entry"

ANSWER: Final = "answer"
"""The one name that both packages define."""

MANNER: Final = 1
"""A number for what the generated modules take and give; another one whenever that changes."""

_DOCUMENT: Final = "with input as input.document with data.parameters as input.parameters"
_HANDED: Final = "with data.parameters as parameters"
_DEFINED: Final = '\nparameters := object.get(input, "parameters", {})\n'
"""Defined for an empty input too, by which a server is asked what it holds."""


def module(rules: Sequence[Rule], digest: str, *, judges_changes: bool) -> Module:
    """Answers for rules in meshgov's own shape, in the order of ``rules``.

    ``answer`` is ``{"digest": text, "changes": ..., "rules": [[applicable, findings], ...]}``.
    """
    lines = [
        f"\t\t[data.{rule.package}.applicable, data.{rule.package}.findings],\n"
        if rule.source == BUILTIN
        else f"\t\t{_name(index)},\n"
        for index, rule in enumerate(rules)
    ]
    handed = [
        f"\n{_name(index)} := [applicable, findings] if {{\n"
        f"\tapplicable := data.{rule.package}.applicable {_HANDED}\n"
        f"\tfindings := data.{rule.package}.findings {_HANDED}\n}}\n"
        for index, rule in enumerate(rules)
        if rule.source != BUILTIN
    ]
    changes = "data.meshgov.changes.answer" if judges_changes else "null"
    text = (
        f"package {PACKAGE}\n\n{ANSWER} := {{\n"
        f'\t"digest": {json.dumps(digest)},\n'
        f'\t"changes": {changes},\n'
        f'\t"rules": [\n{"".join(lines)}\t],\n}}\n{_DEFINED if handed else ""}{"".join(handed)}'
    )
    return Module("builtin/entry.rego", text, shipped=True)


_MEMBERS: Final = """
# The values of a rule, whatever it is: the members of a set, list or object, a single text or
# object with msg; none for a rule that is undefined, false or empty. Only comparisons, because
# engines differ in what iterating over a text means.
members(values) := {member | value := values[_]; member := parts(value)[_]}

parts(value) := value if {
\tnot value.msg
\t{part | part := value[_]} != set()
}

parts(value) := [value] if value.msg

parts(value) := [value] if {
\t{part | part := value[_]} == set()
\tvalue != false
\tvalue != set()
\tvalue != []
\tvalue != {}
}
"""


def foreign_module(rules: Sequence[Rule]) -> Module:
    """Answers for rules in conftest's shape: ``answer`` is a list of the values of each.

    Their ``input`` is the document alone, so the input of this module holds it beside the
    parameters: ``{"document": ..., "parameters": ...}``.
    """
    lines = [f"\t{_name(index)},\n" for index in range(len(rules))]
    values = [
        f"\n{_name(index)} := members([value |\n"
        f"\tvalue := data.{rule.package}.{rule.foreign} {_DOCUMENT}\n])\n"
        for index, rule in enumerate(rules)
    ]
    text = (
        f"package {FOREIGN_PACKAGE}\n\n{ANSWER} := [\n{''.join(lines)}]\n"
        f"{''.join(values)}{_MEMBERS}"
    )
    return Module("builtin/foreign_entry.rego", text, shipped=True)


def alone(rules: Sequence[Rule]) -> dict[str, str]:
    """Id of each rule that is not judged by its bare package -> what answers for it alone."""
    own = [rule for rule in rules if not rule.foreign]
    foreign = [rule for rule in rules if rule.foreign]
    named = {
        rule.id: f"{PACKAGE}.{_name(index)}"
        for index, rule in enumerate(own)
        if rule.source != BUILTIN
    }
    return named | {
        rule.id: f"{FOREIGN_PACKAGE}.{_name(index)}" for index, rule in enumerate(foreign)
    }


def _name(index: int) -> str:
    return f"rule_{index}"
