"""The format for the summary of a job, which holds much more than a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.page import Paper, errors_page
from meshgov.render.parts.report import SIGNS, Report


def _bytes(words: str) -> int:
    return len(words.encode())


SUMMARY: Final = Paper(1_000_000, _bytes, "a summary", rows=500)
"""GitHub drops a summary of more than 1 MiB without a word; other steps may write there too."""


class SummaryRenderer:
    """The report within what the summary of a step holds."""

    name = "summary"
    error_document = False
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The page, block by block."""
        return Report(verdict, options, SUMMARY).pieces()

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """Why nothing was judged."""
        del options
        return errors_page(errors, exit_code, SUMMARY, f"{SIGNS['fail']} ")


RENDERER: Final = SummaryRenderer()
