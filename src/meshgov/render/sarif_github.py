"""The format for GitHub's code scanning, which knows no waivers and keeps 5,000 results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.sarif_log import error_log, log

KEPT: Final = 5_000
"""GitHub refuses files with more than 25,000 results, and keeps this many."""


class SarifForGithub:
    """SARIF 2.1.0 without waived results, the most severe ones first."""

    name = "sarif-github"
    error_document = True
    rooted = True

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The log, one piece per result."""
        del options  # machines get everything that they keep
        return log(verdict, KEPT)

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """A log without results; GitHub refuses it, and so keeps its alerts open."""
        del options
        return error_log(errors, exit_code)


RENDERER: Final = SarifForGithub()
