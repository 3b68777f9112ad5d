"""What new settings would do, as a comment on a pull request: cut where it would be too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.model.impact import KINDS, Group, Impact
from meshgov.render.pages.impact import (
    EXAMPLES,
    WORDS,
    became,
    examples,
    found,
    headline,
    named,
    people,
    settings,
    side,
    untested,
)
from meshgov.render.parts.markup import code, text
from meshgov.render.parts.page import COMMENT

ROWS: Final = 100
"""Rows of one table."""


def markdown(impact: Impact) -> Iterator[str]:
    """The page, block by block, with an empty line between two."""
    between = ""
    for block in _Comment(impact).blocks():
        yield f"{between}{block}\n"
        between = "\n"


class _Comment:
    """Counts what did not fit."""

    def __init__(self, impact: Impact) -> None:
        self._impact = impact
        self._room = COMMENT.room()
        self._missed = 0

    def blocks(self) -> Iterator[str]:
        impact = self._impact
        yield f"### IMPACT: {headline(impact)}"
        yield text(found(impact.total))
        yield f"- now: {text(side(impact.before))}\n- new: {text(side(impact.after))}"
        rows = [f"- {kind} {code(what)}: {text(terms)}" for kind, what, terms in settings(impact)]
        yield from self._block("#### What differs in the settings", rows or ["- nothing"])
        yield from self._table("rule", impact.by_rule)
        for what, groups in zip(("domain", "owner"), impact.hit, strict=True):
            yield from self._table(what, groups)
        yield from self._block("#### Examples", self._examples())
        yield from self._block("#### Not tested", [f"- {text(one)}" for one in untested(impact)])
        if self._missed:
            yield f"**Not shown:** {self._missed:,} lines. `--format json` has all."

    def _block(self, head: str, rows: Sequence[str]) -> Iterator[str]:
        kept = self._kept(rows)
        if kept:
            yield f"{head}\n\n" + "\n".join(kept)

    def _kept(self, rows: Sequence[str]) -> list[str]:
        """The first rows, as many as fit; the others are counted."""
        kept = [row for number, row in enumerate(rows) if number < ROWS and self._room.take(row)]
        self._missed += len(rows) - len(kept)
        return kept

    def _table(self, what: str, groups: Sequence[Group]) -> Iterator[str]:
        heads = [f"by {what}", *WORDS.values(), "contracts newly failing", "newly passing"]
        if what == "rule":
            heads.append("whom")
        lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * 7}{'---|' * (len(heads) - 8)}"]
        rows = [_row(what, group) for group in groups]
        kept = self._kept(rows)
        if kept:
            yield "\n".join([*lines, *kept])

    def _examples(self) -> list[str]:
        return [
            f"- {WORDS[kind]}: {code(rule)} {code(str(effect.finding.location))} "
            f"{text(effect.finding.message)}{_became(became(effect))}"
            for (kind, rule), some in examples(self._impact, EXAMPLES).items()
            for _, effect in some
        ]


def _row(what: str, group: Group) -> str:
    numbers = [f"{group.findings[kind]:,}" for kind in KINDS]
    cells = [code(named(group, what)), *numbers, f"{group.fails:,}", f"{group.passes:,}"]
    if what == "rule":
        cells.append(text(people(group)))
    return f"| {' | '.join(cells)} |"


def _became(words: str) -> str:
    return f" ({text(words)})" if words else ""
