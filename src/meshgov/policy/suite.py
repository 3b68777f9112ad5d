"""The Rego tests of a pack, and modules that ask any engine for them and for what they reach."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final, NamedTuple

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json, Origin
from meshgov.model.pack import Module, Pack, Rule
from meshgov.policy import entry
from meshgov.policy.folder import File
from meshgov.policy.metadata import Metadata
from meshgov.policy.rules import BUILTIN
from meshgov.policy.scan import Package, comments_above, heads, package

PACKAGE: Final = "meshgov.tests"
RULE: Final = "meshgov/tests"
"""The one rule of a pack of tests: its finding is the value of the test that is asked for."""

EXAMPLES: Final = "meshgov_examples"
"""Where ``data`` holds the inputs of examples while coverage is measured."""

NONE: Final = "\nfound := set()\n"

PREFIX: Final = "test_"
LATER: Final = "todo_test_"
"""What opa skips, and so does everybody."""


class RegoTest(NamedTuple):
    """One test: its package as Rego refers to it, its name, and where it stands."""

    package: str
    name: str
    location: Location

    @property
    def reference(self) -> str:
        """How Rego, and opa's own output, call it."""
        return f"data.{self.package}.{self.name}"


def tests_in(files: Iterable[File]) -> Iterator[RegoTest]:
    """The tests that files define, those that are still to do included.

    Raises:
        PolicyError: a file has no package.
    """
    for file in files:
        stands = _package(file)
        for name, line in heads(file.text).items():
            if name.startswith((PREFIX, LATER)):
                yield RegoTest(stands.reference, name, Location(file.name, line, 1))


def _package(file: File) -> Package:
    found = package(file.text)
    if found is None:
        raise PolicyError(
            f"{file.name} does not start with a package",
            hint="a test starts with `package ...`, after comments at most",
            location=Location(file.name, 1, 1),
        )
    return found


def pack_of(pack: Pack, files: Iterable[File], tests: Sequence[RegoTest], *, shipped: bool) -> Pack:
    """``pack`` with its tests, as a pack whose one rule tells the value of one test at a time.

    Its input is the number of the test as a text, so that a test that gives no input of its own
    finds none.
    """
    rule = Rule(
        id=RULE,
        package=PACKAGE,
        tier="automated",
        scope="contract",
        severity="info",
        title="Values of tests",
        description="Asks for one test.",
        remediation="There is nothing to mend.",
        message="{value}",
    )
    added = [
        Module(file.name, file.text, shipped=shipped, rego=_language(pack, file)) for file in files
    ]
    asking = Module("builtin/tests.rego", _asking(tests, pack.digest), shipped=True)
    return replace(
        pack,
        rules=(rule,),
        modules=(*pack.modules, *added, asking),
        entry=f"{PACKAGE}.answer",
        foreign_entry="",
        fleet_entry="",
        alone={RULE: f"{PACKAGE}.found"},
        halves=None,
    )


def _language(pack: Pack, file: File) -> int:
    """The version of Rego of a test: that of the module beside it, or nearest to it."""
    near = max(
        (one for one in pack.modules if not one.shipped),
        key=lambda one: _shared(one.file, file.name),
        default=None,
    )
    return near.rego if near else 1


def _shared(one: str, other: str) -> int:
    """Number of folders that two paths begin with in common."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _asking(tests: Sequence[RegoTest], digest: str) -> str:
    parts = [
        f'\nfound contains {{"path": ["value"], "args": {{"value": value}}}} if {{\n'
        f'\tinput == "{number}"\n\tvalue := {test.reference}\n}}\n'
        for number, test in enumerate(tests)
    ]
    return (
        f"package {PACKAGE}\n\n"
        f'answer := {{"digest": {json.dumps(digest)}, "changes": null, "rules": [[true, found]]}}\n'
        f"{''.join(parts) or NONE}"
    )


def with_examples(tested: Pack, pack: Pack, inputs: Sequence[tuple[Rule, Json]]) -> Pack:
    """``tested`` with a test for each example, which judges nothing and only reaches the rule.

    Args:
        tested: what :func:`pack_of` made.
        pack: what it was made of.
        inputs: rules, each with an input of its own.
    """
    parts = [
        f"\n{PREFIX}{number} if count([value | value := data.{_path(pack, rule)} with input as "
        f"data.{EXAMPLES}[{number}]]) >= 0\n"
        for number, (rule, _) in enumerate(inputs)
    ]
    asking = Module(
        "builtin/examples.rego",
        f"package meshgov.examples_as_tests\n{''.join(parts)}",
        shipped=True,
    )
    return replace(
        tested,
        modules=(*tested.modules, asking),
        data={**tested.data, EXAMPLES: [given for _, given in inputs]},
    )


def _path(pack: Pack, rule: Rule) -> str:
    return entry.asking(rule) if rule.source == BUILTIN else pack.alone[rule.id]


def place(pack: Pack, rule: Rule, origin: Origin) -> Location | None:
    """Where ``origin`` of the METADATA of ``rule`` stands."""
    start = rule.location
    text = next((one.text for one in pack.modules if start and one.file == start.file), "")
    stands = package(text)
    for comment in comments_above(text, stands.line) if stands and start else ():
        if start and comment.line == start.line:
            return Metadata(start.file, comment).locate(origin)
    return start
