"""What came of tests and examples: a line for each that fails, then the sum of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meshgov.model.document import Json
from meshgov.model.tested import Failure, Reach, Tried
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import count
from meshgov.render.parts.json_text import document, located
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, safe

SCHEMA: Final = "meshgov/policy-test/v1"

MANY: Final = 20
"""Places that nothing reaches, shown on a page; the document has all."""


def text(tested: Tried, options: RenderOptions) -> Iterator[str]:
    """Failures at their place, with what was expected and found; gaps; the summary."""
    paint = Paint(colour=options.colour)
    for one in tested.failures:
        yield from _failure(one, len(tested.engines), paint)
    reach = tested.reach
    if reach is not None and not reach.enough:
        for place in reach.gaps[:MANY]:
            yield f"{safe(str(place))}: no test or example reaches this\n"
        if len(reach.gaps) > MANY:
            yield f"... and {len(reach.gaps) - MANY:,} more\n"
    for name in tested.later:
        yield f"{paint('note', 'to do')}  {safe(name)}\n"
    word = "pass" if tested.passed else "fail"
    engines = " and ".join(f"{name} {version}".strip() for name, version in tested.engines)
    told = (count(tested.rules, "rule"), count(tested.tests, "test"))
    yield f"{paint(word, word.upper())}  {safe(', '.join(tested.folders))} on {engines}\n"
    yield f"{', '.join(told)}, {count(tested.examples, 'example')}: {_failing(tested)}\n"
    yield f"{_reach(tested)}\n"


def _failing(tested: Tried) -> str:
    return f"{tested.failing} failing" if tested.failures else "none failing"


def _reach(tested: Tried) -> str:
    reach = tested.reach
    if reach is None:
        return f"coverage not measured, because {prose(tested.unmeasured)}"
    asked = "" if reach.enough else f", {reach.required:g} % asked for"
    return f"coverage {reach.percent:g} % of {count(reach.lines, 'line')}{asked}"


def _failure(one: Failure, engines: int, paint: Paint) -> Iterator[str]:
    where = f"{safe(str(one.location))}: " if one.location else ""
    what = f"{one.kind} {safe(one.name)}"
    if one.rule:
        what = f'{one.kind} "{prose(one.name)}" of {safe(one.rule)}'
    who = "" if len(one.engines) == engines else f" on {', '.join(one.engines)}"
    yield f"{where}{paint('error', f'{what} fails')}{who}: {prose(one.message)}\n"
    if one.expected or one.found:
        for label, role, listed in (("expected", "old", one.expected), ("found", "new", one.found)):
            for finding in listed or ("nothing else",):
                yield f"  {label:<8}  {paint(role, safe(finding))}\n"


def as_json(tested: Tried) -> Iterator[str]:
    """Everything, one document."""
    told: Json = {
        "schema": SCHEMA,
        "verdict": "pass" if tested.passed else "fail",
        "exit_code": 0 if tested.passed else 1,
        "engines": [{"name": name, "version": version} for name, version in tested.engines],
        "folders": list(tested.folders),
        "summary": {
            "rules": tested.rules,
            "tests": tested.tests,
            "examples": tested.examples,
            "failing": tested.failing,
            "to_do": len(tested.later),
        },
        "coverage": _coverage(tested.reach),
        "failures": [_object(one) for one in tested.failures],
        "to_do": list(tested.later),
    }
    yield document(told) + "\n"


def _coverage(reach: Reach | None) -> Json:
    if reach is None:
        return None
    return {
        "percent": reach.percent,
        "required": reach.required,
        "lines": reach.lines,
        "reached": reach.reached,
        "gaps": [located(place) for place in reach.gaps],
    }


def _object(one: Failure) -> Json:
    return {
        "kind": one.kind,
        "rule": one.rule or None,
        "name": one.name,
        "location": located(one.location),
        "engines": list(one.engines),
        "message": one.message,
        "expected": list(one.expected),
        "found": list(one.found),
    }
