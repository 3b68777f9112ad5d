"""``meshgov check``."""

from __future__ import annotations

import click

from meshgov.app.check import check, counted
from meshgov.app.governed import govern, with_results
from meshgov.app.settings import RunSettings
from meshgov.cli.options import results_option, run_options
from meshgov.cli.output import Output
from meshgov.cli.progress import Progress


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@results_option
@run_options
def command(
    paths: tuple[str, ...], *, results: str | None, settings: RunSettings, output: Output
) -> int:
    """Judge data contracts against the policies.

    PATH is a file, a folder (searched for YAML and JSON contracts) or a glob. Without one, the
    `contracts` of governance.yaml are judged, or else the working directory.
    """
    governed = with_results(govern(settings), results)
    with Progress(quiet=output.quiet) as progress:
        checked = check(paths, governed, progress)
    code = output.verdict(checked.verdict)
    if checked.searched:
        output.note(f"looked for contracts in {checked.searched}")
    if checked.skipped:
        output.note(f"left out {counted(checked.skipped, 'file')} in searched folders: no contract")
    return code
