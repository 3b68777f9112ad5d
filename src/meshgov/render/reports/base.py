"""What every format of a compliance report is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from meshgov.model.report import Report

Part = tuple[str, Iterable[str | bytes]]
"""A file inside the format's folder, or an empty name for the one file that it is; and its content
in pieces."""


class MissingPartError(Exception):
    """A format needs a package that is not installed.

    Attributes:
        package: what to install.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


class ReportFormat(Protocol):
    """One format.

    Attributes:
        name: as in ``--format NAME``.
        suffix: of its file in a folder of reports, with the dot; empty for one of several files.
        binary: nothing for a terminal.
    """

    name: str
    suffix: str
    binary: bool

    def parts(self, report: Report) -> Iterator[Part]:
        """The report as one file, or as several.

        Raises:
            MissingPartError: the package that writes this format is not there.
        """
