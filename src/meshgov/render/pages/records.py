"""Verdict records in words: which hold, which came into a log, and what is missing there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.model.document import Json
from meshgov.model.evidence import Ingested, Record
from meshgov.render.base import RenderOptions
from meshgov.render.parts.counts import count
from meshgov.render.parts.json_text import document
from meshgov.render.parts.kept import LABEL
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import prose, safe
from meshgov.render.parts.sections import section

INGESTED: Final = "meshgov/audit-ingest/v1"


def records(
    good: Sequence[Record], refused: Sequence[tuple[str, str]], options: RenderOptions
) -> Iterator[str]:
    """A line for each record, and what that is worth."""
    paint = Paint(colour=options.colour)
    for _, why in refused:
        yield f"{paint('fail', 'REFUSED')}  {prose(why)}\n"
    for one in good:
        version = f" {safe(one.version)}" if one.version else ""
        signed = f"signed by {', '.join(map(safe, one.signed_by))}" if one.signed_by else LABEL
        yield (
            f"{paint('pass', 'OK')}  {safe(one.product)}{version}: {one.result} at "
            f"{safe(one.evaluated_at)} - {safe(signed)}\n"
        )
        yield f"    contract {safe(one.contract)}\n    pack     {safe(one.pack)}\n"
    if any(not one.signed_by for one in good):
        yield from section("not proved", [_RECORD_NO_KEY], paint, options)


_RECORD_NO_KEY: Final = (
    f"Who wrote these records ({LABEL}): give the public key of the gate with --key."
)


def ingested_text(done: Ingested, options: RenderOptions) -> Iterator[str]:
    """What is new, what was there, what was refused, what is missing."""
    paint = Paint(colour=options.colour)
    bad = done.refused or done.gaps
    word = paint("fail", "INCOMPLETE") if bad else paint("pass", "OK")
    parts = [f"{count(done.recorded, 'record')} added"]
    if done.duplicates:
        parts.append(f"{len(done.duplicates):,} there already")
    if done.refused:
        parts.append(f"{len(done.refused):,} refused")
    yield f"{word}  {', '.join(parts)}\n"
    yield from section("refused", [why for _, why in done.refused], paint, options)
    yield from section("there already", done.duplicates, paint, options)
    yield from section("missing", [one.message for one in done.gaps], paint, options)
    if done.unsigned:
        note = f"{count(done.unsigned, 'record')} without a signature of a trusted key: {LABEL}"
        yield from section("not proved", [note], paint, options)
    if done.expected is not None:
        there = done.expected - sum(one.kind != "whole" for one in done.gaps)
        yield f"\nexpected {count(done.expected, 'contract')}, judged {there:,}\n"
    if done.oldest is not None:
        yield f"the oldest of these verdicts is of {safe(done.oldest)}\n"


def ingested_json(done: Ingested) -> Iterator[str]:
    """The same as one document."""
    value: Json = {
        "schema": INGESTED,
        "recorded": done.recorded,
        "unsigned": done.unsigned,
        "duplicates": list(done.duplicates),
        "refused": [{"source": source, "message": why} for source, why in done.refused],
        "expected": done.expected,
        "oldest": done.oldest,
        "missing": [
            {"kind": one.kind, "name": one.name, "message": one.message} for one in done.gaps
        ],
    }
    yield document(value) + "\n"
