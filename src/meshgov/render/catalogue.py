"""The rules of a pack as a list: for people by family, for machines as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.document import Json
from meshgov.model.pack import Pack, Rule
from meshgov.render.base import RenderOptions
from meshgov.render.json_ import document
from meshgov.render.parts.counts import count
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, cut, prose, safe

SCHEMA: Final = "meshgov/catalogue/v1"
SEVERITY: Final = 8
"""Columns of the longest severity."""


def text(pack: Pack, options: RenderOptions) -> Iterator[str]:
    """One line per rule under its family: severity, id, title."""
    paint = Paint(colour=options.colour)
    widest = max((columns(safe(rule.id)) for rule in pack.rules), default=0)
    for family, rules in groupby(pack.rules, key=lambda rule: rule.family):
        members = tuple(rules)
        yield f"{paint('name', safe(family))}  {paint('quiet', _terms(members))}\n"
        for rule in members:
            lead = f"  {rule.severity:<{SEVERITY}}  {safe(rule.id)}"
            gap = " " * (widest - columns(safe(rule.id)) + 2)
            room = max(options.width - SEVERITY - widest - 6, 20)
            coloured = lead.replace(rule.severity, paint(rule.severity, rule.severity), 1)
            yield f"{coloured}{gap}{cut(prose(rule.title), room)}\n"
        yield "\n"
    yield f"{count(len(pack.rules), 'rule')}; `meshgov explain ID` tells all about one\n"


def _terms(rules: Sequence[Rule]) -> str:
    """What holds for a whole family: tier, mandatory or not, where it comes from."""
    terms = list(dict.fromkeys(safe(rule.tier) for rule in rules))
    if all(rule.mandatory for rule in rules):
        terms.append("mandatory")
    sources = dict.fromkeys(rule.source for rule in rules)
    terms += [f"from {safe(source)}" for source in sources if source != "builtin"]
    return ", ".join(terms)


def as_json(pack: Pack) -> Iterator[str]:
    """The whole catalogue, one document."""
    catalogue: Json = {
        "schema": SCHEMA,
        "pack": {"digest": pack.digest, "rules": len(pack.rules), "sources": list(pack.sources)},
        "rules": [_rule(rule) for rule in pack.rules],
    }
    yield document(catalogue) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "title": rule.title,
        "description": rule.description,
        "severity": rule.severity,
        "tier": rule.tier,
        "scope": rule.scope,
        "mandatory": rule.mandatory,
        "waivable": rule.waivable,
        "remediation": rule.remediation,
        "controls": [
            {"framework": one.framework, "id": one.id, "relation": one.relation}
            for one in rule.controls
        ],
        "source": rule.source,
    }
