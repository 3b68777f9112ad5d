"""``meshgov check``."""

from __future__ import annotations

from dataclasses import replace

import click

from meshgov.app.check import Checked, check, counted
from meshgov.app.governed import govern, with_results
from meshgov.app.recording import Recording
from meshgov.app.settings import RunSettings
from meshgov.cli.options import (
    RecordingCommand,
    recording_options,
    results_option,
    run_options,
)
from meshgov.cli.output import Output
from meshgov.cli.progress import Progress


@click.command(cls=RecordingCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--watch", "watching", is_flag=True, help="Judge again whenever a file is saved, until Ctrl-C."
)
@results_option
@recording_options
@run_options
def command(  # noqa: PLR0913  # options, by name
    paths: tuple[str, ...],
    *,
    watching: bool,
    results: str | None,
    recording: Recording,
    settings: RunSettings,
    output: Output,
) -> int:
    """Judge data contracts against the policies.

    PATH is a file, a folder (searched for YAML and JSON contracts) or a glob. Without one, the
    `contracts` of governance.yaml are judged, or else the working directory.
    """
    if watching:
        recording.refuse("--watch judges what nobody keeps")
        from meshgov.cli.watch import watch  # noqa: PLC0415  # start-up budget: few runs watch

        return watch(paths, results, settings, output)
    with recording, Progress(quiet=output.quiet) as progress:
        governed = recording.watch(with_results(govern(settings), results))
        checked = check(paths, governed, progress)
        checked = replace(checked, verdict=recording.keep(checked.verdict))
    return tell(checked, output)


def tell(checked: Checked, output: Output) -> int:
    """Print a verdict and what was looked at; returns its exit code."""
    code = output.verdict(checked.verdict)
    if checked.searched:
        output.note(f"looked for contracts in {checked.searched}")
    if checked.skipped:
        output.note(f"left out {counted(checked.skipped, 'file')} in searched folders: no contract")
    return code
