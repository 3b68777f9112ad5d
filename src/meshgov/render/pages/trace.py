"""A trace as a page for people, and as a document for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from meshgov.model.document import Json
from meshgov.model.trace import Trace
from meshgov.render.base import RenderOptions
from meshgov.render.json_ import finding_object
from meshgov.render.parts.json_text import document
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import columns, prose, safe, wrap

SCHEMA: Final = "meshgov/trace/v1"
MANY: Final = 5
"""Members of a list or mapping that a page shows; the document has all."""

WIDEST: Final = 60
"""Characters of one value on a page."""


def text(trace: Trace, options: RenderOptions) -> Iterator[str]:
    """The result, the findings, and each value the rule looked at."""
    paint = Paint(colour=options.colour)
    result = paint({"pass": "pass", "fail": "fail"}.get(trace.result, "note"), trace.result)
    version = f" {safe(trace.version)}" if trace.version else ""
    yield f"{result}  {paint('name', safe(trace.rule))}\n"
    yield f"{safe(trace.name)}{version}, {safe(trace.path)}\n"
    if trace.why:
        yield f"{prose(trace.why)}\n"
    for one in trace.findings:
        yield f"\n  {safe(str(one.location))}\n"
        yield from (f"    {line}\n" for line in wrap(prose(one.message), options.width - 4))
    yield from _values("looked at", _foreign(trace), trace, paint)
    yield from _values("defined", _own(trace), trace, paint)


def _is_own(trace: Trace, reference: str) -> bool:
    return reference.startswith("data.") and f".{trace.rule.replace('/', '.')}." in reference


def _own(trace: Trace) -> list[str]:
    return [one for one in (*trace.values, *trace.undefined) if _is_own(trace, one)]


def _foreign(trace: Trace) -> list[str]:
    return [one for one in (*trace.values, *trace.undefined) if not _is_own(trace, one)]


def _values(head: str, names: Sequence[str], trace: Trace, paint: Paint) -> Iterator[str]:
    if not names:
        return
    yield f"\n{paint('quiet', head)}\n"
    shown = {one: one.rpartition(".")[2] if head == "defined" else one for one in names}
    widest = max(columns(safe(one)) for one in shown.values())
    for name, label in shown.items():
        gap = " " * (widest - columns(safe(label)) + 2)
        first, *rest = _lines(trace.values[name]) if name in trace.values else ["(undefined)"]
        yield f"  {safe(label)}{gap}{safe(first)}\n"
        for line in rest:
            yield f"  {' ' * (widest + 2)}{safe(line)}\n"


def _lines(value: Json) -> list[str]:
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return [
            f"{len(value):,} in a list",
            *(f"- {_short(one)}" for one in value[:MANY]),
            *([f"... and {len(value) - MANY:,} more"] if len(value) > MANY else []),
        ]
    if isinstance(value, dict) and value:
        pairs = list(value.items())
        return [
            *(f"{key}: {_short(one)}" for key, one in pairs[:MANY]),
            *([f"... and {len(value) - MANY:,} more"] if len(value) > MANY else []),
        ]
    return [_short(value)]


def _short(value: Json) -> str:
    if isinstance(value, Mapping) and isinstance(value.get("name"), str):
        rest = {key: one for key, one in value.items() if key != "name" and one not in (None, [])}
        return _cut(f"{value['name']} {json.dumps(rest, ensure_ascii=False)}")
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def as_json(trace: Trace) -> Iterator[str]:
    """Everything, values whole."""
    told: Json = {
        "schema": SCHEMA,
        "rule": trace.rule,
        "contract": {"path": trace.path, "name": trace.name, "version": trace.version},
        "result": trace.result,
        "applicable": trace.applicable,
        "why": trace.why or None,
        "findings": [finding_object(one) for one in trace.findings],
        "values": dict(trace.values),
        "undefined": list(trace.undefined),
    }
    yield document(told) + "\n"
