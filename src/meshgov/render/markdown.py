"""The format for comments and release notes: verdict and bump first, then tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.page import Page, errors_page


class MarkdownRenderer:
    """GitHub's Markdown; every text of a contract in it is inert."""

    name = "markdown"
    error_document = False
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The page, block by block."""
        return Page(verdict, options).pieces()

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """Why nothing was judged."""
        del options
        return errors_page(errors, exit_code)


RENDERER: Final = MarkdownRenderer()
