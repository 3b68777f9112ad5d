"""The format for the one comment on a pull request, which each run updates in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.page import COMMENT, errors_page
from meshgov.render.parts.report import SIGNS, Report

MARKER: Final = "<!-- meshgov -->\n"
"""First line, invisible on the page: whoever updates the comment finds it by this."""


class CommentRenderer:
    """The report within what a comment holds."""

    name = "comment"
    error_document = False
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The marker and the page."""
        yield MARKER
        yield from Report(verdict, options).pieces()

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """The marker, and why nothing was judged."""
        del options
        yield MARKER
        yield from errors_page(errors, exit_code, COMMENT, f"{SIGNS['fail']} ")


RENDERER: Final = CommentRenderer()
