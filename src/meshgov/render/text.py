"""The format for people: verdict first, then what to do about it, contract by contract.

Notices are not part of it: they go to standard error, whatever the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import ContractVerdict, Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts import changes, kept, waivers
from meshgov.render.parts.contract import block, blocking, title
from meshgov.render.parts.counts import count
from meshgov.render.parts.headline import (
    compared_in_words,
    contracts_in_words,
    found_in_words,
    only_diff,
)
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import for_logs, prose, safe

NARROWEST: Final = 40
"""Columns that the layout needs; a narrower terminal wraps by itself."""

COLLAPSED: Final = 20
"""Contracts with nothing to say that are still named; more of them become a number."""


class TextRenderer:
    """Calm text in columns, with or without colours; nothing in it can command a terminal."""

    name = "text"
    error_document = False
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The verdict in pieces of whole lines."""
        options = replace(options, width=max(options.width, NARROWEST))
        for line in _Page(verdict, options).lines():
            yield for_logs(line) + "\n"

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """For each error its place and its sentence on one line, and the advice below."""
        del exit_code  # a person sees the sentences, the process tells the code
        lead = Paint(colour=options.colour)("fail", "error:")
        for error in (single for one in errors for single in one.each()):
            place = f"{safe(str(error.location))}: " if error.location else ""
            yield for_logs(f"{lead} {place}{prose(error.message)}") + "\n"
            if error.hint:
                yield for_logs(f"  hint: {prose(error.hint)}") + "\n"


RENDERER: Final = TextRenderer()


class _Page:
    """One verdict on its way to lines. It counts what blocks as it passes by."""

    def __init__(self, verdict: Verdict, options: RenderOptions) -> None:
        self._verdict = verdict
        self._options = options
        self._paint = Paint(colour=options.colour)
        self._blocking = 0
        self._only = only_diff(verdict)

    def lines(self) -> Iterator[str]:
        yield from self._head()
        if self._options.quiet:
            yield from self._failing()
            return
        yield from self._failing()
        yield from self._passing()
        yield from waivers.lines(self._verdict.waivers, self._options.width, self._paint)
        yield from self._impact()
        if self._verdict.evidence is not None:
            yield ""
            yield from kept.lines(self._verdict.evidence)
        yield ""
        yield self._foot()

    def _head(self) -> Iterator[str]:
        """The verdict line; of two versions, the bump stands in it."""
        verdict = self._verdict
        word = self._paint(verdict.verdict, verdict.verdict.upper())
        found = found_in_words(verdict)
        if self._only is None:
            yield f"{word}  {contracts_in_words(verdict)} - {found}"
            if verdict.compared is not None:
                yield f"      {compared_in_words(verdict.compared)}"
            return
        yield f"{word}  {changes.bump(self._only)}"
        if not self._options.quiet:
            levels = changes.levels(self._only)
            yield f"      {f'{levels} - ' if levels else ''}{found}"
            yield f"      {changes.mode(self._only)}"

    def _impact(self) -> Iterator[str]:
        """What the branch's own policies would do, where it brings any."""
        if self._verdict.impact is None:
            return
        from meshgov.render.pages import impact  # noqa: PLC0415  # start-up budget: few runs

        yield ""
        page = "".join(impact.text(self._verdict.impact, self._options))
        yield from page.removesuffix("\n").split("\n")

    def _failing(self) -> Iterator[str]:
        if not self._verdict.summary.failed:
            return
        for contract in self._verdict.contracts:
            if contract.verdict == "fail":
                self._blocking += sum(one.blocking for one in contract.findings)
                yield from self._block(contract)

    def _passing(self) -> Iterator[str]:
        """Passing contracts with something to say at length, the others in one line each."""
        silent = 0
        named: list[str] = []
        for contract in self._verdict.contracts if self._verdict.summary.passed else ():
            if contract.verdict == "fail":
                continue
            if self._options.verbose or contract.findings or contract.notes or contract.diff:
                yield from self._block(contract)
                continue
            silent += 1
            if silent <= COLLAPSED:
                named.append(title(contract, self._paint))
        if silent > COLLAPSED:
            named = [f"{self._paint('pass', 'PASS')}  {count(silent, 'contract')} with no findings"]
        yield from ["", *named] if named else ()

    def _block(self, contract: ContractVerdict) -> Iterator[str]:
        yield ""
        if self._options.quiet:
            yield from blocking(contract, self._options, self._paint)
        else:
            yield from block(contract, self._options, self._paint, headed=self._only is not None)

    def _foot(self) -> str:
        verdict = self._verdict
        others = sum(verdict.summary.findings.values()) - self._blocking
        alone = "changes" if verdict.verdict == "fail" else "nothing"
        blocks = count(self._blocking, "finding") if self._blocking else alone
        rest = f", {others:,} to look at" if others else ""
        engine = f"{safe(verdict.engine_name)} {safe(verdict.engine_version)}"
        judged = f"{count(verdict.pack_rules, 'rule')} on {engine} at {verdict.evaluated_at}"
        return f"{blocks} to fix{rest} - {self._paint('quiet', judged)}"
