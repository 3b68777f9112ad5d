"""The examples in rules' METADATA: each is judged, and its findings are those it lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from meshgov.errors import MeshgovError
from meshgov.model.document import Json
from meshgov.model.pack import RawFinding, Rule, RuleAnswer
from meshgov.model.words import format_message

KINDS: Final = ("pass", "fail")


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one rule.

    Attributes:
        kind: ``pass | fail``.
        index: from 0, among those of its kind.
        value: as METADATA has it.
    """

    rule: Rule
    kind: str
    index: int
    value: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What METADATA calls it, else its place."""
        return str(self.value.get("title") or f"{self.kind} {self.index + 1}")

    @property
    def name(self) -> str:
        """How errors call it."""
        return f"{self.rule.id} {self.kind}: {self.title}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What an example got wrong; the lists hold findings that the other side doesn't have."""

    message: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


def examples_of(rules: Iterable[Rule]) -> Iterator[Example]:
    """Every example of ``rules``, in the order of METADATA."""
    for rule in rules:
        for kind in KINDS:
            listed: Any = rule.examples.get(kind) or ()
            for index, value in enumerate(listed):
                yield Example(rule, kind, index, value)


def difference(example: Example, answer: RuleAnswer) -> Difference | None:
    """What is wrong with ``answer``, the rule's own about this example; None if nothing is."""
    wanted: list[Any] = list(example.value.get("findings") or ())
    found = list(answer.findings)
    missing = [one for one in wanted if not any(_is(given, one) for given in found)]
    others = [given for given in found if not any(_is(given, one) for one in wanted)]
    if missing or others or len(wanted) != len(found):
        return Difference(
            "its findings are not those that it lists",
            tuple(_written(one.get("contract"), one["path"], one.get("args")) for one in missing),
            tuple(_written(one.contract, one.path, one.args) for one in others),
        )
    if found and not answer.applicable:
        return Difference("the rule fires, and says that it does not apply")
    return _wording(example.rule, found)


def _wording(rule: Rule, found: Iterable[RawFinding]) -> Difference | None:
    """Whether the message of the rule can be written with the arguments of each finding."""
    for one in found:
        try:
            format_message(rule.message, one.args, rule.id)
        except MeshgovError as error:
            return Difference(error.message)
    return None


def _is(given: RawFinding, wanted: Mapping[str, Any]) -> bool:
    """Whether a finding is the one that an example lists; it need not list the arguments."""
    return (
        given.contract == wanted.get("contract", "")
        and list(given.path) == wanted["path"]
        and (wanted.get("args") is None or dict(given.args) == wanted["args"])
    )


def _written(contract: str | None, path: Iterable[str], args: Json | Mapping[str, Json]) -> str:
    told = f"{contract}: " if contract else ""
    told += json.dumps(list(path), ensure_ascii=False)
    if args is None:
        return told
    return f"{told} {json.dumps(args, ensure_ascii=False, sort_keys=True)}"


def location_origin(example: Example) -> tuple[str | int, ...]:
    """Where METADATA has it."""
    return ("custom", "examples", example.kind, example.index)
