"""The format for tools that read SARIF: every finding, the waived ones as suppressed results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.sarif_log import error_log, log


class SarifRenderer:
    """SARIF 2.1.0 in full."""

    name = "sarif"
    error_document = True
    rooted = False

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The log, one piece per result."""
        del options  # machines get everything
        return log(verdict)

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """A log without results, which says that the run failed and why."""
        del options
        return error_log(errors, exit_code)


RENDERER: Final = SarifRenderer()
