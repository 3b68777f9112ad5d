"""``meshgov check --watch``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import click
from click.core import ParameterSource

from meshgov.app.check import Checked
from meshgov.app.settings import RunSettings
from meshgov.app.watch import Watch
from meshgov.cli import streams
from meshgov.cli.check import tell
from meshgov.cli.output import Output
from meshgov.errors import MeshgovError
from meshgov.render.parts.plain import prose

INTERRUPTED: Final = 130
_NAMED: Final = 3
"""Files that are named; of more, only how many."""


def watch(
    paths: tuple[str, ...], results: str | None, settings: RunSettings, output: Output
) -> int:
    """Judge again and again, until somebody presses Ctrl-C."""
    source = click.get_current_context().get_parameter_source("evaluation_time")
    fixed = source is ParameterSource.COMMANDLINE
    try:
        Watch(paths, settings, results, _Reader(output), fixed=fixed).run()
    except KeyboardInterrupt:
        streams.err("\nno longer watching\n")
    return INTERRUPTED


@dataclass(frozen=True, slots=True)
class _Reader:
    """A person at a terminal."""

    output: Output

    def verdict(self, checked: Checked) -> None:
        tell(checked, self.output)
        self._wait()

    def error(self, error: MeshgovError) -> None:
        self.output.fail(error)
        self._wait()

    def changed(self, paths: Sequence[str]) -> None:
        names = ", ".join(map(prose, paths[:_NAMED]))
        more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
        streams.err(f"\n--- {names}{more}\n")

    def _wait(self) -> None:
        if not self.output.quiet:
            streams.err("watching; Ctrl-C ends it\n")
