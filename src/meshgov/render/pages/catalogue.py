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
from meshgov.render.parts.plain import columns, prose, safe, wrap

SCHEMA: Final = "meshgov/catalogue/v1"
NARROWEST: Final = 20
"""Columns that a title gets, however long the ids are."""

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
            yield from _line(rule, widest, options.width, paint)
        yield "\n"
    yield f"{count(len(pack.rules), 'rule')}; `meshgov explain ID` tells all about one\n"


def _line(rule: Rule, widest: int, width: int, paint: Paint) -> Iterator[str]:
    """One rule; a title that is too long goes on below itself."""
    scope = "" if rule.scope == "contract" else f" ({rule.scope})"
    gap = " " * (SEVERITY - len(rule.severity) + 2)
    identity = safe(rule.id) + " " * (widest - columns(safe(rule.id)))
    lead = f"  {paint(rule.severity, rule.severity)}{gap}{identity}  "
    margin = SEVERITY + widest + 6
    for part in wrap(prose(f"{rule.title}{scope}"), max(width - margin, NARROWEST)):
        yield f"{lead}{part}\n"
        lead = " " * margin


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
