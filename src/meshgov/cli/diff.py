"""``meshgov diff``."""

from __future__ import annotations

import click

from meshgov.app.diff import diff
from meshgov.app.governed import govern
from meshgov.app.past import PastSettings
from meshgov.app.settings import RunSettings
from meshgov.cli.options import diff_options
from meshgov.cli.output import Output


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--since",
    metavar="REF|PATH",
    help="Compare with the last released version in this git ref, file or folder too.",
)
@click.option(
    "--transitive",
    is_flag=True,
    help="Compare with every released version too, as found in the tags of git.",
)
@click.option(
    "--history",
    type=click.Path(),
    metavar="DIR",
    help="Folder of past versions, in the place of tags; implies --transitive.",
)
@diff_options
def command(  # noqa: PLR0913  # click gives each option by name
    old: str,
    new: str,
    *,
    since: str | None,
    transitive: bool,
    history: str | None,
    settings: RunSettings,
    output: Output,
) -> int:
    """Say what changed from contract OLD to NEW, and which version that needs.

    OLD and NEW are files, `git-ref:path`, `-` for standard input, or both folders, whose contracts
    are matched by name and major version. Every change gets a level (breaking, dangerous,
    compatible, docs); together they demand a version bump, which is held against the versions that
    both contracts declare.
    """
    past = PastSettings(since=since, transitive=transitive, history=history)
    return output.verdict(diff(old, new, govern(settings), past))
