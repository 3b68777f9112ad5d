"""Frameworks against rules, as a page for people and as a document for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from meshgov.model.controls import Covered, Framework
from meshgov.model.document import Json
from meshgov.render.base import RenderOptions
from meshgov.render.parts.json_text import document
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe, wrap

SCHEMA: Final = "meshgov/controls/v1"
LIMIT: Final = (
    "A contract shows that something is declared, not that it operates: each rule says whether it "
    "supports a control, supports a part of it, or only gives evidence."
)
NARROWEST: Final = 20
"""Columns that rules get, however long a control's title is."""


def text(frameworks: Sequence[Framework], options: RenderOptions) -> Iterator[str]:
    """Each control with its rules by relation; then the controls that no rule bears on."""
    paint = Paint(colour=options.colour)
    for framework in frameworks:
        named = [one for one in framework.controls if one.rules]
        bare = [one for one in framework.controls if not one.rules]
        head = f"{len(named)} of {len(framework.controls)} listed controls have rules"
        yield f"{paint('name', safe(framework.name))}  {paint('quiet', prose(framework.title))}\n"
        yield f"  {head}\n"
        widest = max((columns(safe(one.id)) for one in framework.controls), default=0)
        for one in named:
            yield from _control(one, widest, options, paint)
        if bare:
            yield f"  {paint('warning', 'no rule')}\n"
        for one in bare:
            yield f"  {_identity(one, widest)}  {prose(one.title)}\n"
        yield "\n"
    yield from (f"{line}\n" for line in wrap(LIMIT, options.width))


def _identity(one: Covered, widest: int) -> str:
    return safe(one.id) + " " * (widest - columns(safe(one.id)))


def _control(one: Covered, widest: int, options: RenderOptions, paint: Paint) -> Iterator[str]:
    yield f"  {paint('name', _identity(one, widest))}  {prose(one.title)}\n"
    margin = " " * (widest + 4)
    by_relation = sorted(one.rules.items(), key=lambda pair: (RELATIONS.index(pair[1]), pair[0]))
    for relation, pairs in groupby(by_relation, key=lambda pair: pair[1]):
        lead = f"{margin}{relation:<15}"
        rules = ", ".join(safe(rule) for rule, _ in pairs)
        for line in wrap(rules, max(options.width - len(lead), NARROWEST)):
            yield f"{paint('quiet', lead)}{line}\n"
            lead = " " * len(lead)


RELATIONS: Final = ("supports", "partial", "evidence-only")


def as_json(frameworks: Sequence[Framework], digest: str) -> Iterator[str]:
    """The same as a document."""
    told: Json = {
        "schema": SCHEMA,
        "pack": {"digest": digest},
        "frameworks": [
            {
                "name": framework.name,
                "title": framework.title,
                "controls": [_object(one) for one in framework.controls],
                "unsupported": [one.id for one in framework.controls if not one.rules],
            }
            for framework in frameworks
        ],
    }
    yield document(told) + "\n"


def _object(one: Covered) -> Json:
    return {
        "id": one.id,
        "title": one.title,
        "rules": [{"id": rule, "relation": relation} for rule, relation in one.rules.items()],
    }


def control(framework: Framework, one: Covered, options: RenderOptions) -> Iterator[str]:
    """One control for ``meshgov explain``."""
    paint = Paint(colour=options.colour)
    yield f"{paint('name', f'{safe(framework.name)}:{safe(one.id)}')}  {prose(one.title)}\n"
    yield f"{prose(framework.title)}\n\n"
    if one.rules:
        yield from _control(one, columns(safe(one.id)), options, paint)
    else:
        yield "no rule of this pack bears on it\n"
    yield "\n"
    yield from (f"{line}\n" for line in wrap(LIMIT, options.width))
