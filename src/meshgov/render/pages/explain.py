"""One rule or one change for people who meet it: meaning, reason, remedy, example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from meshgov.model.catalogue import Listed
from meshgov.model.change import LEVELS
from meshgov.model.document import Json
from meshgov.model.pack import ChangeRule, Rule
from meshgov.render.base import RenderOptions
from meshgov.render.parts.changes import MODES
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, safe, wrap

LABEL = 12
"""Columns of the longest label and the gap behind it."""

CONFLUENT = (
    "Elsewhere the names mean the opposite: Confluent's BACKWARD (the new schema reads old data) is"
    " forward here, and its FORWARD (the old schema reads new data) is backward."
)


def rule(listed: Listed, options: RenderOptions) -> Iterator[str]:
    """Everything about a rule as it is configured, its examples as YAML."""
    paint = Paint(colour=options.colour)
    one = listed.rule
    severity = paint(listed.severity, listed.severity)
    yield f"{paint('name', safe(one.id))}  {severity}\n{prose(one.title)}\n\n"
    yield from _labelled("why", one.description, options, paint)
    yield from _labelled("fix", one.remediation, options, paint)
    yield from _labelled("judges", _judges(listed), options, paint)
    yield from _labelled("needs", ", ".join(map(NEEDS.__getitem__, listed.needs)), options, paint)
    yield from _labelled("mode", _mode(listed), options, paint)
    yield from _labelled("severity", _severity(listed), options, paint)
    yield from _labelled("tier", _tier(listed), options, paint)
    yield from _labelled("waivable", "yes" if one.waivable else "no, never", options, paint)
    yield from _labelled("owner", listed.owner, options, paint)
    yield from _labelled("source", one.source, options, paint)
    for framework, controls in groupby(one.controls, key=lambda control: control.framework):
        held = ", ".join(f"{control.id} ({control.relation})" for control in controls)
        yield from _labelled(framework, held, options, paint)
    yield from _examples(one, paint)


SCOPES = {
    "contract": "each contract",
    "change": "a contract against its previous version",
    "fleet": "all contracts together",
}


NEEDS = {
    "base": "a previous version (`meshgov diff`, `meshgov gate`)",
    "fleet": "all contracts (`meshgov check` of a folder, `meshgov gate`)",
    "results": "what came of the quality checks (`--results FILE`)",
}


def _judges(one: Listed) -> str:
    return SCOPES[one.rule.scope] + (f", of {one.domain} only" if one.domain else "")


def _mode(one: Listed) -> str:
    later = one.mode != one.wanted
    return f"{one.mode}, {one.wanted} from {one.effective_on}" if later else one.mode


def _severity(one: Listed) -> str:
    own = one.rule.severity
    return one.severity if one.severity == own else f"{one.severity} as configured, {own} by itself"


def _tier(one: Listed) -> str:
    return f"{one.rule.tier}, {'mandatory' if one.mandatory else 'optional'}"


def _labelled(label: str, text: str, options: RenderOptions, paint: Paint) -> Iterator[str]:
    if not text:
        return
    lead = f"{prose(label):<{LABEL - 2}}  "
    margin = " " * len(lead)
    first, *rest = wrap(prose(text), max(options.width - len(lead), LABEL))
    yield f"{paint('quiet', lead)}{first}\n"
    yield from (f"{margin}{line}\n" for line in rest)


def _examples(one: Rule, paint: Paint) -> Iterator[str]:
    if one.examples:
        yield "\nexamples, each a change to a valid contract\n"
    for kind, words in (("pass", "passes"), ("fail", "fails")):
        examples = one.examples.get(kind)
        for example in examples if isinstance(examples, list) else []:
            shown = dict(example) if isinstance(example, dict) else {}
            title = shown.pop("title", None)
            yield f"\n  {paint(kind, words)}{f': {prose(str(title))}' if title else ''}\n"
            yield from (f"    {line}\n" for line in _yaml(shown))


def _yaml(value: Json) -> Iterator[str]:
    import yaml  # noqa: PLC0415  # start-up budget: only explanations write YAML

    text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, default_flow_style=None)
    return (safe(line) for line in text.rstrip("\n").split("\n"))


def change(
    one: ChangeRule, options: RenderOptions, example: Mapping[str, Json] | None = None
) -> Iterator[str]:
    """Everything about a change: its level in each mode, with what the mode demands.

    Args:
        one: the row of the change table.
        options: how it shall be read.
        example: ``old`` and ``new`` as patches on a contract, None for no contract.
    """
    paint = Paint(colour=options.colour)
    level = paint(one.backward, one.backward)
    yield f"{paint('name', safe(one.id))}  {level}\n{prose(one.title)}\n\n"
    yield from _labelled("meaning", one.condition, options, paint)
    yield from _labelled("impact", one.impact, options, paint)
    yield from _labelled("fix", one.remediation, options, paint)
    yield from _labelled("version", f"{one.bump} bump (under backward)", options, paint)
    yield "\n"
    for mode, level in levels(one).items():
        lead = f"{mode:<{LABEL}}{paint(level, level)}"
        yield f"{lead}{' ' * (LABEL + 2 - len(level))}{MODES[mode]}\n"
    yield "\n"
    yield from (f"{line}\n" for line in wrap(CONFLUENT, options.width))
    if example:
        yield "\nexample, as far as two versions of a contract differ\n"
        for side, patch in example.items():
            yield f"\n  {paint(side, side)}\n"
            yield from (f"    {line}\n" for line in _side(patch))


def _side(patch: Json) -> Iterator[str]:
    if patch is None:
        return iter(["(no contract)"])
    return _yaml(patch) if patch else iter(["(the contract)"])


def levels(one: ChangeRule) -> dict[str, str]:
    """Mode -> level; full is the worse of the two."""
    worse = min(one.backward, one.forward, key=LEVELS.index)
    return {"backward": one.backward, "forward": one.forward, "full": worse}
