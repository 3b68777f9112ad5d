"""One contract as Markdown tables: its changes by level, its findings, the remedies folded."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from meshgov.errors import Location
from meshgov.model.change import LEVELS, JudgedChange
from meshgov.model.document import Json
from meshgov.model.verdict import ContractVerdict, DiffVerdict, Finding
from meshgov.render.base import RenderOptions
from meshgov.render.parts import changes
from meshgov.render.parts.changes import ADVISED, MANY, is_whole
from meshgov.render.parts.contract import LONGEST, RESULTS
from meshgov.render.parts.counts import listed
from meshgov.render.parts.markup import LONG, code, text
from meshgov.render.parts.room import Room

FRAME = 500
"""Characters of the headings of tables and folds, which every contract with a table needs."""

MILD = tuple(level for level in LEVELS if level not in ADVISED)


def title(contract: ContractVerdict, *, verdict: bool = True) -> str:
    """``PASS: orders 1.5.0 (sales), contracts/orders.yaml`` in one line; name and file are code."""
    diff = contract.diff
    versions = [diff.base.version] if diff and diff.base.version != contract.version else []
    version = " -> ".join(text(one, LONGEST) for one in (*versions, contract.version) if one)
    domain = f"({text(contract.domain, LONGEST)})" if contract.domain else ""
    words = " ".join(filter(None, (code(contract.name, LONGEST), version, domain)))
    files = code(contract.path, LONG)
    if diff is not None and not is_whole(diff):
        base = diff.base
        files = f"{code(':'.join(filter(None, (base.ref, base.path))), LONG)} -> {files}"
    return f"{f'{contract.verdict.upper()}: ' if verdict else ''}{words}, {files}"


class Tables:
    """The tables of one contract, as far as the page has room for them.

    Args:
        room: what the page still holds.
        options: how it shall be read.
        narrow: rules stand below what they found, and places in the files of the heading are lines
            only, so that sentences get the width.
    """

    def __init__(self, room: Room, options: RenderOptions, *, narrow: bool = False) -> None:
        self._room = room
        self._options = options
        self._narrow = narrow
        self._told = 0
        self._lines: dict[str, str] = {}
        self._remedies: dict[tuple[str, str], str] = {}

    def blocks(self, contract: ContractVerdict) -> Iterator[str]:
        """Changes, findings, remedies, notes; what blocks takes its room first."""
        self._about(contract)
        findings = self._findings(one for one in contract.findings if one.blocking)
        if not self._options.quiet:
            yield from self._changes(contract.diff, LEVELS)
            findings += self._findings(one for one in contract.findings if not one.blocking)
        elif changes.alone(contract):
            yield from self._changes(contract.diff, ADVISED)
        yield from self._found(findings)
        yield from self._advice(unfolded=False)
        if not self._options.quiet:
            yield from self._notes(contract)
            yield from self._rules(contract)

    def urgent(self, contract: ContractVerdict) -> Iterator[str]:
        """What may hurt somebody, what blocks, and the remedies."""
        self._about(contract)
        findings = self._findings(one for one in contract.findings if one.blocking)
        if not self._options.quiet or changes.alone(contract):
            yield from self._changes(contract.diff, ADVISED)
        yield from self._found(findings)
        yield from self._advice(unfolded=True)

    def rest(self, contract: ContractVerdict) -> Iterator[str]:
        """All that :meth:`urgent` leaves out."""
        if self._options.quiet:
            return
        yield from self._changes(contract.diff, MILD)
        yield from self._found(self._findings(one for one in contract.findings if not one.blocking))
        yield from self._advice(unfolded=False)
        yield from self._notes(contract)
        yield from self._rules(contract)

    def _about(self, contract: ContractVerdict) -> None:
        """Learn which files the heading names."""
        if self._narrow:
            base = contract.diff.base if contract.diff else None
            old = {":".join(filter(None, (base.ref, base.path))): "old line"} if base else {}
            self._lines = old | {contract.path: "line"}

    def _places(self, *locations: Location | None) -> str:
        return "<br>".join(self._place(one) for one in locations if one)

    def _place(self, one: Location) -> str:
        line = self._lines.get(one.file)
        return f"{line} {one.line}" if line else code(str(one), LONG)

    def _found(self, rows: list[tuple[str, ...]]) -> Iterator[str]:
        if rows:
            heads = ("severity", "finding", "where", "rule")
            yield table(heads[:-1] if self._narrow else heads, rows)

    def _advice(self, *, unfolded: bool) -> Iterator[str]:
        """The remedies that were not given yet."""
        items = list(self._remedies.values())[self._told :]
        self._told += len(items)
        if items:
            yield folded("How to fix it", items, unfolded=unfolded)

    def _changes(self, diff: DiffVerdict | None, levels: Iterable[str]) -> Iterator[str]:
        if diff is None:
            return
        reached = any(change.consumers for change in diff.changes)
        hidden: Counter[str] = Counter()
        rows = []
        for level in levels:
            members = [change for change in diff.changes if change.level == level]
            if self._options.only and level not in self._options.only:
                hidden[level] = len(members)
                continue
            advised = self._options.verbose or level in ADVISED
            for change in members:
                cells = _change(change, self._places, reached=reached)
                remedy = change.remediation if advised else ""
                if self._fits(cells, change.id, remedy):
                    rows.append(cells)
                else:
                    self._room.miss(level)
        if rows:
            reach = ("reaches",) if reached else ()
            yield table(("level", "change", "old -> new", *reach, "where"), rows)
        if hidden.total():
            yield f"not shown: {listed(hidden, LEVELS)}"

    def _findings(self, found: Iterable[Finding]) -> list[tuple[str, ...]]:
        rows = []
        for one in found:
            cells = _finding(one, self._places(one.location), narrow=self._narrow)
            if self._fits(cells, one.rule, one.remediation):
                rows.append(cells)
            else:
                self._room.miss(one.severity)
        return rows

    def _fits(self, cells: tuple[str, ...], identity: str, remedy: str) -> bool:
        """Take the room of a row, and of its remedy where that was not said yet."""
        key = (identity, remedy)
        said = not remedy or key in self._remedies
        item = "" if said else f"{code(identity)}: {text(remedy)}"
        if not self._room.take(*cells, item, frame=3 * len(cells) + 4):
            return False
        if not said:
            self._remedies[key] = item
        return True

    def _notes(self, contract: ContractVerdict) -> Iterator[str]:
        for note in contract.notes:
            line = f"note: {text(note.message)} {code(str(note.location), LONG)}"
            if self._room.take(line, frame=2):
                yield line
            else:
                self._room.miss("note")

    def _rules(self, contract: ContractVerdict) -> Iterator[str]:
        """Every rule with its result, if that is asked for."""
        if not self._options.verbose or not contract.rules:
            return
        results = Counter(rule.result for rule in contract.rules)
        items = [
            f"{result}: {', '.join(code(one.id) for one in contract.rules if one.result == result)}"
            for result in RESULTS
            if results[result]
        ]
        if self._room.take(*items, frame=FRAME):
            yield folded(f"Rules: {listed(results, RESULTS)}", items)


def _change(change: JudgedChange, places: Callable[..., str], *, reached: bool) -> tuple[str, ...]:
    level = f"**{change.level}**" if change.level == "breaking" else change.level
    values = f"{_value(change.old)} -> {_value(change.new)}"
    if change.old is None and change.new is None:
        values = ""
    hint = f"<br>{text(change.hint)}" if change.hint else ""
    return (
        level,
        f"{text(change.message)}{hint}<br>{code(change.id)} ({change.bump})",
        values,
        *((_consumers(change.consumers),) if reached else ()),
        places(change.old_location, change.new_location),
    )


def _finding(one: Finding, place: str, *, narrow: bool) -> tuple[str, ...]:
    standing = "" if one.mode == "enforce" else f"<br>mode {one.mode}: reported, does not block"
    if one.waiver is not None:
        standing = f"<br>waived by {code(one.waiver)}"
    severity = f"**{one.severity}**" if one.blocking else one.severity
    rule = f"{code(one.rule)}{standing}"
    if narrow:
        return (severity, f"{text(one.message)}<br>{rule}", place)
    return (severity, text(one.message), place, rule)


def _value(value: Json) -> str:
    if value is None:
        return "(none)"
    shown = code(value) if isinstance(value, str) else ""
    return shown or code(json.dumps(value, ensure_ascii=False))


def _consumers(names: tuple[str, ...]) -> str:
    shown = ", ".join(code(name) for name in names[:MANY])
    return f"{shown} and {len(names) - MANY:,} more" if len(names) > MANY else shown


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of cells, which are Markdown already."""
    lines = (heads, ("---",) * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def folded(summary: str, items: Iterable[str], *, unfolded: bool = False) -> str:
    """A list that a reader can open, or close where it is ``unfolded``."""
    inside = "\n".join(f"- {item}" for item in items)
    return f"<details{' open' * unfolded}><summary>{summary}</summary>\n\n{inside}\n\n</details>"
