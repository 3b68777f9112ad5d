"""The generated modules through which an engine asks for every rule in one query.

One array literal per shape: on the embedded engine it costs a third of keyed rules.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from meshgov.model.pack import Module, Rule

PACKAGE: Final = "meshgov.entry"
FOREIGN_PACKAGE: Final = "meshgov.foreign_entry"

ANSWER: Final = "answer"
"""The one name that both packages define."""


def module(rules: Sequence[Rule], digest: str, *, judges_changes: bool) -> Module:
    """Answers for rules in meshgov's own shape, in the order of ``rules``.

    ``answer`` is ``{"digest": text, "changes": ..., "rules": [[applicable, findings], ...]}``.
    """
    lines = [
        f"\t\t[data.{rule.package}.applicable, data.{rule.package}.findings],\n" for rule in rules
    ]
    changes = "data.meshgov.changes.answer" if judges_changes else "null"
    text = (
        f"package {PACKAGE}\n\n{ANSWER} := {{\n"
        f'\t"digest": {json.dumps(digest)},\n'
        f'\t"changes": {changes},\n'
        f'\t"rules": [\n{"".join(lines)}\t],\n}}\n'
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
    """Answers for rules in conftest's shape: ``answer`` is a list of the values of each."""
    lines = [
        f"\tmembers([value | value := data.{rule.package}.{rule.foreign}]),\n" for rule in rules
    ]
    text = f"package {FOREIGN_PACKAGE}\n\n{ANSWER} := [\n{''.join(lines)}]\n{_MEMBERS}"
    return Module("builtin/foreign_entry.rego", text, shipped=True)
