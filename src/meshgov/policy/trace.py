"""What a rule looks at: the references in its text, and a module that reports their values.

The references are found by their spelling, so that any engine can be asked for their values. What a
function computes inside is not among them; what its arguments come from is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from meshgov.model.pack import Rule
from meshgov.policy.scan import blanked, heads

PACKAGE: Final = "meshgov.automated.meshgov_trace.values"
RULE: Final = "meshgov_trace/values"
FOREIGN_PACKAGE: Final = "meshgov_trace"
FOREIGN_RULE: Final = "meshgov_trace/deny"

_REFERENCE: Final = re.compile(r"(?<![\w.])([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)+)?(?!\w)(\s*\()?")
_IMPORT: Final = re.compile(
    r"^import[ \t]+((?:data|input)(?:\.\w+)*)(?:[ \t]+as[ \t]+(\w+))?", re.MULTILINE
)

_PACKAGE: Final = re.compile(r"data\.meshgov(?:\.\w+|\.lib\.\w+)?")

_METADATA: Final = f"""# METADATA
# title: What a rule looks at
# description: Values for a trace.
# scope: package
# custom:
#   id: {RULE}
#   severity: info
#   scope: contract
#   message: "{{value}}"
#   remediation: There is nothing to mend.
package {PACKAGE}

applicable := true
"""


def references(rule: Rule, text: str) -> tuple[str, ...]:
    """What the module of ``rule`` refers to, then what it defines, each once.

    Args:
        rule: tells the package.
        text: the module.
    """
    code = blanked(text)
    names = {"input": "input", "data": "data"}
    for whole, alias in _IMPORT.findall(code):
        names[alias or whole.rpartition(".")[2]] = whole
    body = _IMPORT.sub("", code)
    found = dict.fromkeys(_found(body, names))
    own = (f"data.{rule.package}.{head}" for head in heads(text))
    return tuple(dict.fromkeys((*_without_parts(found), *own)))


def _found(body: str, names: dict[str, str]) -> Iterator[str]:
    for root, steps, called in _REFERENCE.findall(body):
        if root in names:
            # A function has no value of its own, but what it is called with has.
            whole = names[root] + (steps.rpartition(".")[0] if called else steps)
            if "." in whole and not _is_package(whole):
                yield whole


def _is_package(reference: str) -> bool:
    """Whether it is a package as a whole (``data.meshgov.lib.columns``) and so everything in it."""
    return _PACKAGE.fullmatch(reference) is not None


def _without_parts(found: Iterable[str]) -> Iterator[str]:
    """Leave out what a longer reference says more precisely."""
    found = tuple(found)
    for one in found:
        if not any(other.startswith(f"{one}.") for other in found):
            yield one


def module(rule: Rule, wanted: Iterable[str]) -> str:
    """A rule whose findings are the values of ``wanted``, in the shape that ``rule`` has."""
    if rule.foreign:
        parts = [
            f'deny contains {{"msg": {json.dumps(one)}, "value": value}} if value := {one}\n'
            for one in wanted
        ]
        return "\n".join([f"package {FOREIGN_PACKAGE}\n", *parts])
    parts = [
        f'findings contains {{"path": [{json.dumps(one)}], "args": {{"value": value}}}} if '
        f"value := {one}\n"
        for one in wanted
    ]
    return "\n".join([_METADATA, *parts])
