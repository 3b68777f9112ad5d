"""The generated modules through which an engine asks for every rule in one query.

One array literal per shape: on the embedded engine it costs a third of keyed rules. Shipped rules
are asked through a function that is added to each, because for a function of another package that
engine takes half as long as for its names. Rules of an organisation find the parameters under
``data.parameters`` too, which the shipped ones never read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Final

from meshgov.model.pack import Halves, Module, Rule
from meshgov.policy.rules import BUILTIN

PACKAGE: Final = "meshgov.entry"
FOREIGN_PACKAGE: Final = "meshgov.foreign_entry"
FLEET_PACKAGE: Final = "meshgov.fleet_entry"
HALVES_PACKAGE: Final = "meshgov.halves"

ANSWER: Final = "answer"
"""The one name that these packages define."""

EXCEPTED: Final = "excepted"
"""What stands for the values of a rule in conftest's shape that an `exception` takes back."""

MANNER: Final = 3
"""A number for what the generated modules take and give; another one whenever that changes."""

_ASKED: Final = "asked"
"""The function that each shipped rule gets; none defines it itself."""

_DOCUMENT: Final = "with input as input.document with data.parameters as input.parameters"
_HANDED: Final = "with data.parameters as parameters"
_DEFINED: Final = '\nparameters := object.get(input, "parameters", {})\n'
"""Defined for an empty input too, by which a server is asked what it holds."""


def askable(text: str) -> str:
    """The text of a shipped rule's module, with a function at its end that answers for the rule."""
    return f"{text}\n{_ASKED}(_) := [applicable, findings]\n"


def asking(rule: Rule) -> str:
    """The call of that function, below ``data``."""
    return f"{rule.package}.{_ASKED}(null)"


def module(rules: Sequence[Rule], digest: str, *, judges_changes: bool) -> Module:
    """Answers for rules in meshgov's own shape about one contract, in the order of ``rules``.

    ``answer`` is ``{"digest": text, "changes": ..., "rules": [[applicable, findings], ...]}``.
    """
    changes = "data.meshgov.changes.answer" if judges_changes else "null"
    text = _entry(PACKAGE, rules, digest, f'\t"changes": {changes},\n')
    return Module("builtin/entry.rego", text, shipped=True)


def halves(rules: Sequence[Rule], late: Collection[str], digest: str) -> Halves:
    """The same as :func:`module` in two halves, for shipped rules alone.

    Args:
        rules: in meshgov's own shape, about one contract.
        late: packages of those that compare two versions.
        digest: of the pack.
    """
    which = tuple(rule.package in late for rule in rules)
    first, second = (
        "".join(
            f"\t\tdata.{asking(rule)},\n"
            for rule, is_late in zip(rules, which, strict=True)
            if is_late is wanted
        )
        for wanted in (False, True)
    )
    text = (
        f"package {HALVES_PACKAGE}\n\nfirst := [\n{first}]\n\nsecond := {{\n"
        f'\t"digest": {json.dumps(digest)},\n\t"changes": data.meshgov.changes.answer,\n'
        f'\t"rules": [\n{second}\t],\n}}\n'
    )
    return Halves(text, HALVES_PACKAGE, which)


def fleet_module(rules: Sequence[Rule], digest: str) -> Module:
    """The same for rules about all contracts together, without the changes."""
    return Module("builtin/fleet_entry.rego", _entry(FLEET_PACKAGE, rules, digest), shipped=True)


def _entry(package: str, rules: Sequence[Rule], digest: str, more: str = "") -> str:
    lines = [
        f"\t\tdata.{asking(rule)},\n" if rule.source == BUILTIN else f"\t\t{_name(index)},\n"
        for index, rule in enumerate(rules)
    ]
    handed = [
        f"\n{_name(index)} := [applicable, findings] if {{\n"
        f"\tapplicable := data.{rule.package}.applicable {_HANDED}\n"
        f"\tfindings := data.{rule.package}.findings {_HANDED}\n}}\n"
        for index, rule in enumerate(rules)
        if rule.source != BUILTIN
    ]
    return (
        f"package {package}\n\n{ANSWER} := {{\n"
        f'\t"digest": {json.dumps(digest)},\n{more}'
        f'\t"rules": [\n{"".join(lines)}\t],\n}}\n{_DEFINED if handed else ""}{"".join(handed)}'
    )


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


def foreign_module(rules: Sequence[Rule], excepting: Collection[str] = ()) -> Module:
    """Answers for rules in conftest's shape: ``answer`` is a list of the values of each.

    Their ``input`` is the document alone, so the input of this module holds it beside the
    parameters: ``{"document": ..., "parameters": ...}``.

    Args:
        rules: in conftest's shape.
        excepting: packages that define ``exception``: sets of the names, behind ``deny_`` and the
            like, of rules that don't count for a document.
    """
    lines = [f"\t{_name(index)},\n" for index in range(len(rules))]
    values = [_values(index, rule, rule.package in excepting) for index, rule in enumerate(rules)]
    text = (
        f"package {FOREIGN_PACKAGE}\n\n{ANSWER} := [\n{''.join(lines)}]\n"
        f"{''.join(values)}{_MEMBERS}"
    )
    return Module("builtin/foreign_entry.rego", text, shipped=True)


def _values(index: int, rule: Rule, excepting: bool) -> str:  # noqa: FBT001  # told by position once
    name, end = _name(index), ""
    if excepting:
        exempt = json.dumps(rule.foreign.partition("_")[2])
        end = (
            f" if not excepted_{index}\n\n{name} := {json.dumps(EXCEPTED)} if excepted_{index}\n\n"
            f"excepted_{index} if data.{rule.package}.exception[_][_] == {exempt} {_DOCUMENT}"
        )
    return (
        f"\n{name} := members([value |\n"
        f"\tvalue := data.{rule.package}.{rule.foreign} {_DOCUMENT}\n]){end}\n"
    )


def alone(rules: Sequence[Rule]) -> dict[str, str]:
    """Id of each rule that is not judged by its bare package -> what answers for it alone."""
    return {
        rule.id: f"{package}.{_name(index)}"
        for package, asked in zip(
            (PACKAGE, FLEET_PACKAGE, FOREIGN_PACKAGE), shapes(rules), strict=True
        )
        for index, rule in enumerate(asked)
        if rule.foreign or rule.source != BUILTIN
    }


def shapes(rules: Sequence[Rule]) -> tuple[list[Rule], list[Rule], list[Rule]]:
    """Those about one contract, those about all of them, and those in conftest's shape."""
    own = [rule for rule in rules if not rule.foreign]
    return (
        [rule for rule in own if rule.scope != "fleet"],
        [rule for rule in own if rule.scope == "fleet"],
        [rule for rule in rules if rule.foreign],
    )


def _name(index: int) -> str:
    return f"rule_{index}"
