"""``meshgov diff``."""

from __future__ import annotations

import click

from meshgov.app.diff import diff
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.cli.options import diff_options
from meshgov.cli.output import Output


@click.command()
@click.argument("old")
@click.argument("new")
@diff_options
def command(old: str, new: str, settings: RunSettings, output: Output) -> int:
    """Say what changed from contract OLD to NEW, and which version that needs.

    Every change gets a level (breaking, dangerous, compatible, docs); together they demand a
    version bump, which is held against the versions that both files declare.
    """
    return output.verdict(diff(old, new, govern(settings)))
