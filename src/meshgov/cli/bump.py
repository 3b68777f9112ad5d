"""``meshgov bump``."""

from __future__ import annotations

import click

from meshgov.app.bump import bump, rendered
from meshgov.app.governed import govern
from meshgov.app.results import save
from meshgov.app.settings import RunSettings
from meshgov.cli.options import run_options
from meshgov.cli.output import WIDTH, Output
from meshgov.errors import ConfigurationError
from meshgov.render.base import RenderOptions

FORMATS = ("text", "json")


@click.command()
@click.argument("contract")
@click.option(
    "--against",
    required=True,
    metavar="OLD",
    help="The version before: a file.",
)
@click.option(
    "--write", is_flag=True, help="Write version and changelog entry into CONTRACT's file."
)
@run_options
def command(
    contract: str, against: str, *, write: bool, settings: RunSettings, output: Output
) -> None:
    """Print the version that CONTRACT needs as the successor of OLD.

    With --write it goes into the file, together with a changelog entry made from the changes;
    every other byte stays as it is, and a file that somebody else has changed meanwhile is left
    alone. --quiet prints the version and nothing else.
    """
    for target in output.targets:
        if target.format not in FORMATS:
            raise ConfigurationError(
                f"bump has no format called {target.format!r}",
                hint=f"its formats are {' and '.join(FORMATS)}",
            )
    governed = govern(settings)
    release = bump(contract, against, governed, write=write)
    plain = RenderOptions(width=WIDTH, quiet=output.quiet)
    for target in output.targets:
        if target.file is None:
            output.write(rendered(release, target.format, output.options))
        else:
            save(target.file, rendered(release, target.format, plain))
    for notice in governed.governance.notices:
        output.note(notice)
