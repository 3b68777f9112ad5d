"""One contract for people: its name, its bump, its changes, its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from meshgov.model.verdict import ContractVerdict, DiffVerdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import changes
from meshgov.render.parts.counts import listed
from meshgov.render.parts.findings import findings
from meshgov.render.parts.lines import labelled
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import cut, prose, safe

NARROW = 12
"""Columns left of a finding's text: two, the longest severity, two."""

WIDE = 14
"""The same with changes beside, whose levels have longer names."""

LONGEST = 60
"""Columns of a name; nobody reads more of it."""

RESULTS = ("fail", "warn", "waived", "pass", "not-applicable", "not-tested")
"""As people read them: what needs them first."""


def title(contract: ContractVerdict, paint: Paint, *, verdict: bool = True) -> str:
    """``PASS  orders 1.5.0 (sales)  contracts/orders.yaml`` in one line."""
    diff = contract.diff
    versions = [diff.base.version] if diff and diff.base.version != contract.version else []
    version = " -> ".join(_name(one) for one in (*versions, contract.version) if one)
    domain = f"({_name(contract.domain)})" if contract.domain else ""
    words = " ".join(filter(None, (paint("name", _name(contract.name)), version, domain)))
    files = safe(contract.path)
    if diff and not changes.is_whole(diff):
        files = f"{_base(diff)} -> {files}"
    lead = f"{paint(contract.verdict, contract.verdict.upper())}  " if verdict else ""
    return f"{lead}{words}  {paint('quiet', files)}"


def _base(diff: DiffVerdict) -> str:
    base = diff.base
    return safe(base.path if base.ref is None else f"{base.ref}:{base.path}")


def _name(text: str) -> str:
    return cut(prose(text), LONGEST)


def block(
    contract: ContractVerdict, options: RenderOptions, paint: Paint, *, headed: bool
) -> Iterator[str]:
    """Everything about one contract.

    Args:
        contract: its verdict.
        options: how it shall be read.
        paint: the colours.
        headed: verdict and bump stand at the top of the page already.
    """
    yield title(contract, paint, verdict=not headed)
    diff = contract.diff
    gutter = NARROW
    if diff is not None:
        gutter = WIDE
        if not headed:
            yield f"      {changes.bump(diff)}"
            yield f"      {changes.mode(diff)}"
        yield from changes.changes(diff, options, paint, gutter)
    yield from findings(contract.findings, options, paint, gutter)
    for note in contract.notes:
        yield ""
        yield from labelled("note", note.message, paint, options.width, gutter)
        yield " " * gutter + safe(str(note.location))
    if options.verbose:
        yield from _rules(contract, paint)


def blocking(contract: ContractVerdict, options: RenderOptions, paint: Paint) -> Iterator[str]:
    """What must be fixed in one contract, and nothing else."""
    yield title(contract, paint)
    if contract.diff is not None and changes.alone(contract):
        urgent = replace(options, only=options.only or changes.ADVISED)
        yield from changes.changes(contract.diff, urgent, paint, WIDE)
    found = (one for one in contract.findings if one.blocking)
    yield from findings(found, options, paint, NARROW)


def _rules(contract: ContractVerdict, paint: Paint) -> Iterator[str]:
    """Every rule with its result."""
    yield ""
    yield f"  {listed(Counter(rule.result for rule in contract.rules), RESULTS)}"
    for result in RESULTS:
        for rule in contract.rules:
            if rule.result == result:
                yield "  " + paint("quiet", f"{result:<14}  {safe(rule.id)}")
