"""The page that a reviewer reads: what fails, which version each contract needs, whom it reaches.

A table of the contracts comes first; then what must be fixed with its remedy, and the rest folded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from meshgov.model.change import BUMPS, LEVELS
from meshgov.model.verdict import ContractVerdict, DiffVerdict, Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import changes
from meshgov.render.parts.changes import MANY
from meshgov.render.parts.contract import LONGEST
from meshgov.render.parts.counts import count, listed
from meshgov.render.parts.markup import LONG, code, tag, text
from meshgov.render.parts.page import COMMENT, Page, Paper
from meshgov.render.parts.tables import MILD, Tables, folded, table, title

SIGNS = {"pass": "\u2705", "fail": "\u274c"}
"""Verdict -> a green tick or a red cross; the word always stands beside it."""

HEADS = ("verdict", "contract", "version", "changes", "findings")

LESS = ("to look at", "waived")
"""What findings ask of people that don't block."""

NOTICES = 5
"""Notes that are shown at once; more of them are folded."""

Row = tuple[str, ...]


class Report(Page):
    """One verdict for those who decide about it."""

    def __init__(self, verdict: Verdict, options: RenderOptions, paper: Paper = COMMENT) -> None:
        super().__init__(verdict, options, paper)
        self._only = None  # the table says it of one contract as of many
        self._rows = paper.rows

    def _head(self) -> Iterator[str]:
        counted: Counter[str] = Counter()
        rows: list[Row] = []
        spoken = 0
        for contract in self._in_order():
            own = _weighed(contract)
            counted += own
            if contract.verdict == "fail" or self._speaks(contract):
                spoken += 1
                row = _row(contract, own)
                if len(rows) < self._rows and self._room.take(*row, frame=3 * len(row) + 4):
                    rows.append(row)
        yield self._headline(counted)
        yield from self._compared()
        if rows:
            yield table(HEADS, rows)
        if spoken > len(rows):
            yield f"and {count(spoken - len(rows), 'contract')} more"

    def _headline(self, counted: Counter[str]) -> str:
        verdict, summary = self._verdict, self._verdict.summary
        lead = f"### {SIGNS[verdict.verdict]} {verdict.verdict.upper()}: "
        total = count(summary.contracts, "contract")
        if summary.failed:
            lead += f"{count(counted['to fix'], 'finding')} to fix in "
            lead += f"{summary.failed:,} of {total}" if summary.contracts > 1 else total
        else:
            lead += f"{total}, nothing to fix"
        others = ", ".join(_asked(counted, LESS))
        return f"{lead}; {others}" if others else lead

    def _title(self, contract: ContractVerdict) -> str:
        return f"{SIGNS[contract.verdict]} {title(contract, verdict=False)}"

    def _contract(self, contract: ContractVerdict) -> Iterator[str]:
        """A failing contract at full length, one that passes folded."""
        if contract.verdict == "fail":
            yield from super()._contract(contract)
            return
        inside = list(Tables(self._room, self._options, narrow=True).blocks(contract))
        if not inside:
            return
        versions = " -> ".join(_versions(contract))
        named = ", ".join((tag(f"{contract.name} {versions}", LONGEST), tag(contract.path)))
        besides = _besides(contract, LEVELS)
        yield f"<details><summary>{SIGNS['pass']} {named}: {besides}</summary>"
        yield from inside
        yield "</details>"

    def _tables(self, contract: ContractVerdict) -> Iterator[str]:
        """What is urgent, and the rest folded."""
        tables = Tables(self._room, self._options, narrow=True)
        yield from tables.urgent(contract)
        rest = list(tables.rest(contract))
        if rest:
            yield f"<details><summary>{_besides(contract, MILD) or 'Rules'}</summary>"
            yield from rest
            yield "</details>"

    def _end(self) -> Iterator[str]:
        notices = [
            item for one in self._verdict.notices if self._room.take(item := text(one), frame=3)
        ]
        if len(notices) > NOTICES:
            yield folded(f"Notes: {len(notices):,}", notices)
        elif notices:
            yield "\n".join(f"- note: {item}" for item in notices)
        yield from super()._end()


def _weighed(contract: ContractVerdict) -> Counter[str]:
    """What the findings of a contract ask of people."""
    return Counter(
        "waived" if one.waiver is not None else "to fix" if one.blocking else "to look at"
        for one in contract.findings
    )


def _besides(contract: ContractVerdict, levels: Iterable[str]) -> str:
    """What a fold holds, in numbers."""
    made = contract.diff.changes if contract.diff else ()
    shown = (
        listed(Counter(change.level for change in made), levels),
        *_asked(_weighed(contract), LESS),
        listed({"note": len(contract.notes)}, ("note",)),
    )
    return ", ".join(filter(None, shown))


def _asked(weighed: Counter[str], kinds: Iterable[str]) -> Iterator[str]:
    return (f"{weighed[one]:,} {one}" for one in kinds if weighed[one])


def _row(contract: ContractVerdict, weighed: Counter[str]) -> Row:
    domain = f" ({text(contract.domain, LONGEST)})" if contract.domain else ""
    found = list(_asked(weighed, ("to fix", *LESS)))
    if weighed["to fix"]:
        found[0] = f"**{found[0]}**"
    return (
        f"{SIGNS[contract.verdict]} {contract.verdict.upper()}",
        f"{code(contract.name, LONGEST)}{domain}<br>{code(contract.path, LONG)}",
        _version(contract),
        _changes(contract.diff) if contract.diff else "",
        ", ".join(found) or "none",
    )


def _versions(contract: ContractVerdict) -> Iterator[str]:
    """The version, and before it the one that it is compared with where that is another."""
    diff = contract.diff
    if diff and diff.base.version and diff.base.version != contract.version:
        yield diff.base.version
    if contract.version:
        yield contract.version


def _version(contract: ContractVerdict) -> str:
    """Where it stands, and in bold where it should."""
    stands = " -> ".join(text(one, LONGEST) for one in _versions(contract))
    diff = contract.diff
    if diff is None:
        return stands
    declared = diff.declared_bump or "none"
    if BUMPS.index(diff.required_bump) >= BUMPS.index(declared) or changes.is_whole(diff):
        return f"{stands}<br>{changes.bump(diff, text).partition(' -> ')[0]}"
    wanted = text(diff.suggested_version or f"a {diff.required_bump} step", LONGEST)
    told = diff.declared_bump or "unreadable"
    return f"{stands}<br>**needs {wanted}**<br>declared {told}, required {diff.required_bump}"


def _changes(diff: DiffVerdict) -> str:
    """How many of each level, and whom those reach that are not harmless."""
    levels = changes.levels(diff) or "none"
    worst, comma, rest = levels.partition(",")
    shown = f"**{worst}**{comma}{rest}" if worst.endswith("breaking") else levels
    names = sorted(
        {
            name
            for change in diff.changes
            if change.level in {"breaking", "dangerous"}
            for name in change.consumers
        }
    )
    if not names:
        return shown
    more = f" and {len(names) - MANY:,} more" if len(names) > MANY else ""
    return f"{shown}<br>reaches {', '.join(code(name) for name in names[:MANY])}{more}"
