"""A resolved configuration: for people, and as the document meshgov/config/v1."""

from __future__ import annotations

import json as codec
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from meshgov.model.configured import Configured, Parameter, Standing, Value
from meshgov.model.document import Json
from meshgov.render.base import RenderOptions
from meshgov.render.parts.json_text import document, located
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, cut, safe

SCHEMA: Final = "meshgov/config/v1"
LABEL: Final = 14
"""Columns of the names of files and places."""

LONGEST: Final = 60
"""Columns of a value, of which a list may have many."""

NOWHERE: Final = {"default": "built-in default", "rule": "the rule itself"}


def text(configured: Configured, options: RenderOptions) -> Iterator[str]:
    """Files, parameters by family, and rules by family, each with where it comes from."""
    paint = Paint(colour=options.colour)
    yield from _head(configured)
    for family, members in groupby(configured.parameters, key=lambda one: one.path[0]):
        yield f"\n{paint('name', safe(family))}\n"
        yield from _parameters(tuple(members), paint)
    for family, held in groupby(configured.rules, key=lambda one: one.id.partition("/")[0]):
        yield f"\n{paint('name', safe(family))} rules\n"
        yield from _rules(tuple(held), paint)


def json(configured: Configured) -> Iterator[str]:
    """The document for machines."""
    value: Json = {
        "schema": SCHEMA,
        "domain": configured.domain,
        "files": {
            "governance": configured.governance,
            "organization": configured.organization,
            "overlay": configured.overlay,
        },
        "overlays": dict(configured.overlays),
        "places": {name: list(paths) for name, paths in configured.places.items()},
        "evidence": _evidence(configured),
        "policies": {section: dict(said) for section, said in configured.stated.items()},
        "organization": {name: dict(entry) for name, entry in configured.registered.items()},
        "parameters": [
            {"path": list(one.path), **_object(one.value)} for one in configured.parameters
        ],
        "rules": [_rule(one) for one in configured.rules],
        "notices": list(configured.notices),
    }
    yield document(value) + "\n"


def _head(configured: Configured) -> Iterator[str]:
    files = (
        ("governance", configured.governance or "none: the built-in defaults"),
        ("organization", configured.organization or "none"),
    )
    for name, file in files:
        yield _labelled(name, file)
    if configured.domain is not None:
        where = configured.overlay or "no overlay: what holds everywhere"
        yield _labelled("domain", f"{configured.domain} ({where})")
    elif configured.overlays:
        yield _labelled("overlays", ", ".join(configured.overlays))
    for section, said in configured.stated.items():
        yield _labelled("policies", f"{', '.join(said)} ({section})")
    if configured.registered:
        yield _labelled("registered", ", ".join(configured.registered))
    for name, paths in configured.places.items():
        yield _labelled(name, ", ".join(paths))
    told = _evidence(configured) or {}
    if told:
        yield _labelled("evidence", ", ".join(f"{key} {one}" for key, one in told.items() if one))


def _evidence(configured: Configured) -> dict[str, Json] | None:
    """Where runs leave evidence; a key is named by its file or variable, never by its text."""
    found = configured.evidence
    if found is None:
        return None
    return {"log": found.log, "records": found.records, "key": found.key}


def _labelled(name: str, value: str) -> str:
    return f"{name:<{LABEL}}{safe(value)}\n"


def _parameters(members: tuple[Parameter, ...], paint: Paint) -> Iterator[str]:
    names = [".".join(map(safe, one.path[1:])) for one in members]
    values = [cut(_value(one.value.value), LONGEST) for one in members]
    rows = zip(_padded(names), _padded(values), members, strict=True)
    for name, value, one in rows:
        yield f"  {name}  {value}  {paint('quiet', _source(one.value))}\n"


def _rules(members: tuple[Standing, ...], paint: Paint) -> Iterator[str]:
    names = _padded([safe(one.id) for one in members])
    for name, one in zip(names, members, strict=True):
        severity = f"{one.severity.value}{' ' * (8 - len(str(one.severity.value)))}"
        terms = "; ".join(_terms(one))
        yield f"  {paint(str(one.severity.value), severity)}  {name}  {one.mode.value}"
        yield f"  {paint('quiet', terms)}\n" if terms else "\n"


def _terms(one: Standing) -> Iterator[str]:
    """What is special about a rule, and where that stands."""
    if one.effective_on.value is not None:
        yield f"from {one.effective_on.value}"
    if one.mandatory:
        yield "mandatory"
    if one.domain is not None:
        yield f"judges {safe(one.domain)} only"
    if one.source != "builtin":
        yield f"of {safe(one.source)}"
    settings = (("severity", one.severity), ("mode", one.mode), ("date", one.effective_on))
    for name, value in settings:
        if value.location is not None:
            yield f"{name}: {_source(value)}"


def _padded(texts: Iterable[str]) -> list[str]:
    given = list(texts)
    widest = max(map(columns, given), default=0)
    return [one + " " * (widest - columns(one)) for one in given]


def _value(value: Json) -> str:
    if isinstance(value, str):
        return safe(value)
    return safe(codec.dumps(value, ensure_ascii=False))


def _source(value: Value) -> str:
    return safe(str(value.location)) if value.location else NOWHERE[value.source]


def _object(value: Value) -> dict[str, Json]:
    return {
        "value": value.value,
        "source": value.source,
        "location": located(value.location),
    }


def _rule(one: Standing) -> Json:
    return {
        "id": one.id,
        "mandatory": one.mandatory,
        "domain": one.domain,
        "from": one.source,
        "severity": _object(one.severity),
        "mode": _object(one.mode),
        "effective_on": _object(one.effective_on),
    }
