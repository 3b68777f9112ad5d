"""``meshgov diff``."""

from __future__ import annotations

import click

from meshgov.app.diff import diff
from meshgov.app.governed import govern
from meshgov.app.settings import PastSettings, RunSettings
from meshgov.cli.options import diff_options, past_options
from meshgov.cli.output import Output


@click.command()
@click.argument("old")
@click.argument("new")
@past_options
@diff_options
def command(
    old: str, new: str, *, past: PastSettings, settings: RunSettings, output: Output
) -> int:
    """Say what changed from contract OLD to NEW, and which version that needs.

    OLD and NEW are files, `git-ref:path`, `-` for standard input, or both folders, whose contracts
    are matched by name and major version. Every change gets a level (breaking, dangerous,
    compatible, docs); together they demand a version bump, which is held against the versions that
    both contracts declare.
    """
    return output.verdict(diff(old, new, govern(settings), past))
