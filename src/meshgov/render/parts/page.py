"""A page of Markdown about one verdict, cut between two rows when there is no more room.

It says how much more there is. What must be fixed gets its room first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import ContractVerdict, Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import changes, kept, waivers
from meshgov.render.parts.headline import (
    compared_in_words,
    contracts_in_words,
    found_in_words,
    only_diff,
)
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.room import Room
from meshgov.render.parts.tables import FRAME, Tables, folded, title

RESERVE: Final = 4_000
"""Characters for what stands around the tables: the top, the end, the summary of what is cut."""

NAMED: Final = 100
"""Contracts with nothing to say that are still named; more of them become a number."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is written on.

    Attributes:
        size: how much it holds, in what ``measure`` counts.
        measure: size of a text.
        name: what it is called when it is full.
        rows: contracts in the table at the top, if there is one.
    """

    size: int
    measure: Callable[[str], int] = len
    name: str = "a comment"
    rows: int = 50

    def room(self) -> Room:
        """All of it, less what stands around the tables."""
        return Room(self.size - RESERVE, self.measure, self.name)


COMMENT: Final = Paper(60_000)
"""A comment on GitHub holds 65,536 characters; a bot may write something around it."""


def errors_page(
    errors: Sequence[MeshgovError], exit_code: int, paper: Paper = COMMENT, sign: str = ""
) -> Iterator[str]:
    """Why nothing was judged: an item for each error, with its place and its advice."""
    yield f"### {sign}ERROR: nothing was judged (exit code {exit_code})\n\n"
    room, more = paper.room(), 0
    for error in (single for one in errors for single in one.each()):
        place = f"{code(str(error.location))} " if error.location else ""
        hint = f"  \n  hint: {text(error.hint)}" if error.hint else ""
        item = f"- {place}{text(error.message)}{hint}\n"
        if room.take(item):
            yield item
        else:
            more += 1
    if more:
        yield f"\n{more:,} more not shown: no more fits into {paper.name}\n"


class Page:
    """One verdict on its way to Markdown.

    Args:
        verdict: what is told.
        options: how it shall be read.
        paper: what it is written on.
    """

    def __init__(self, verdict: Verdict, options: RenderOptions, paper: Paper = COMMENT) -> None:
        self._verdict = verdict
        self._options = options
        self._room = paper.room()
        self._only = only_diff(verdict)

    def pieces(self) -> Iterator[str]:
        """The page, block by block, with an empty line between two."""
        between = ""
        for block in self._blocks():
            yield f"{between}{block}\n"
            between = "\n"

    def _blocks(self) -> Iterator[str]:
        yield from self._head()
        silent: list[str] = []
        count = 0
        for contract in self._in_order():
            if contract.verdict == "fail" or self._speaks(contract):
                yield from self._contract(contract)
                continue
            count += 1
            item = title(contract, verdict=False)
            if len(silent) < NAMED and self._room.take(item, frame=3):
                silent.append(item)
        if count and not self._options.quiet:
            yield from self._silent(silent, count)
        yield from self._room.summary()
        yield from self._waivers()
        yield from self._impact()
        if self._verdict.evidence is not None:
            yield kept.block(self._verdict.evidence)
        if not self._options.quiet:
            yield from self._end()

    def _in_order(self) -> Iterator[ContractVerdict]:
        """What fails first; two walks, because the contracts may lie on disk."""
        for wanted in ("fail", "pass"):
            yield from (one for one in self._verdict.contracts if one.verdict == wanted)

    def _speaks(self, contract: ContractVerdict) -> bool:
        """Whether a passing contract has more to say than that it passes."""
        if self._options.quiet:
            return False
        return bool(self._options.verbose or contract.findings or contract.notes or contract.diff)

    def _head(self) -> Iterator[str]:
        word, found = self._verdict.verdict.upper(), found_in_words(self._verdict)
        if self._only is None:
            yield f"### {word}: {contracts_in_words(self._verdict)} - {found}"
            yield from self._compared()
            return
        yield f"### {word}: {changes.bump(self._only, text)}"
        if not self._options.quiet:
            levels = changes.levels(self._only)
            yield f"{f'{levels} - ' if levels else ''}{found}"
            yield changes.mode(self._only)

    def _compared(self) -> Iterator[str]:
        """What a gate held the branch against."""
        if self._verdict.compared is not None:
            yield text(compared_in_words(self._verdict.compared))

    def _contract(self, contract: ContractVerdict) -> Iterator[str]:
        diff = contract.diff
        head = [f"#### {self._title(contract)}"]
        if diff is not None and self._only is None and not self._options.quiet:
            head.append(f"{changes.bump(diff, text)}  \n{changes.mode(diff)}")
        if self._room.take(*head, frame=FRAME):
            yield from head
        else:
            self._room.miss("contract")
        yield from self._tables(contract)

    def _tables(self, contract: ContractVerdict) -> Iterator[str]:
        return Tables(self._room, self._options).blocks(contract)

    def _title(self, contract: ContractVerdict) -> str:
        return title(contract, verdict=self._only is None)

    def _silent(self, items: list[str], count: int) -> Iterator[str]:
        noun = "contract passes" if count == 1 else "contracts pass"
        more = [f"and {count - len(items):,} more"] if len(items) < count else []
        yield folded(f"{count:,} {noun} with no findings", [*items, *more])

    def _waivers(self) -> Iterator[str]:
        items = [
            item
            for one in self._verdict.waivers
            if self._room.take(
                item := f"{code(one.id)} {waivers.terms(one, text)}: {text(one.reason)}"
            )
        ]
        if items:
            yield folded(f"Waivers in use: {len(items):,}", items)

    def _impact(self) -> Iterator[str]:
        """What the branch's own policies would do, in short, where it brings any."""
        impact = self._verdict.impact
        if impact is None:
            return
        from meshgov.render.pages import impact as page  # noqa: PLC0415  # start-up budget: few runs

        yield f"#### Its own policies: {text(page.headline(impact))}"
        yield text(page.found(impact.total))
        rows = [
            row
            for kind, what, terms in page.settings(impact)
            if self._room.take(row := f"{kind} {code(what)}: {text(terms)}")
        ]
        if rows:
            yield folded(f"What differs in the settings: {len(rows):,}", rows)

    def _end(self) -> Iterator[str]:
        verdict = self._verdict
        engine = text(f"{verdict.engine_name} {verdict.engine_version}")
        yield f"{verdict.pack_rules} rules on {engine} at {verdict.evaluated_at}"
