"""What every output format is: a renderer of verdicts and of errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from meshgov.errors import MeshgovError
from meshgov.model.verdict import Verdict

ANNOTATIONS: Final = 50
"""What GitHub shows of one job."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a person wants to read it; formats for machines ignore all but ``annotations``.

    Attributes:
        colour: whether to use ANSI colours.
        width: columns of the terminal.
        quiet: only the verdict line and what fails.
        verbose: every rule, every passing contract.
        only: levels of changes to show; empty shows all.
        annotations: how many annotations a CI service is given at most.
    """

    colour: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    only: tuple[str, ...] = ()
    annotations: int = ANNOTATIONS


class Renderer(Protocol):
    """One output format.

    Attributes:
        name: as in ``--format NAME``.
        error_document: whether errors are a document of this format, for standard output; those
            of the others are sentences for standard error.
        rooted: whether a service reads it that knows files by their path from the root of the
            repository, wherever meshgov ran.
    """

    name: str
    error_document: bool
    rooted: bool

    def render(self, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
        """The verdict in pieces, so that memory stays flat however many contracts there are."""

    def render_errors(
        self, errors: Sequence[MeshgovError], exit_code: int, options: RenderOptions
    ) -> Iterator[str]:
        """The errors that ended a run without a verdict, at least one."""
