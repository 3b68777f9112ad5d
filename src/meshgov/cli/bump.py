"""``meshgov bump``."""

from __future__ import annotations

import click

from meshgov.app.bump import bump, rendered
from meshgov.app.consumers import register
from meshgov.app.governed import govern
from meshgov.app.results import save
from meshgov.app.settings import ConsumerSettings, PastSettings, RunSettings
from meshgov.cli.options import consumer_options, past_options, run_options
from meshgov.cli.output import WIDTH, Output
from meshgov.errors import ConfigurationError
from meshgov.render.base import RenderOptions

FORMATS = ("text", "json")


@click.command()
@click.argument("contract")
@click.option(
    "--against",
    required=True,
    metavar="OLD|REF",
    help="The version before: a file, git-ref:path, - for standard input, or a git ref alone.",
)
@click.option(
    "--write", is_flag=True, help="Write version and changelog entry into CONTRACT's file."
)
@past_options
@consumer_options
@run_options
def command(  # noqa: PLR0913  # click gives each option by name
    contract: str,
    against: str,
    *,
    write: bool,
    past: PastSettings,
    consumers: ConsumerSettings,
    settings: RunSettings,
    output: Output,
) -> None:
    """Print the version that CONTRACT needs as the successor of an older one.

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
    governed = register(govern(settings), consumers, ())
    release = bump(contract, against, governed, write=write, past=past)
    plain = RenderOptions(width=WIDTH, quiet=output.quiet)
    for target in output.targets:
        if target.file is None:
            output.write(rendered(release, target.format, output.options))
        else:
            save(target.file, rendered(release, target.format, plain))
    for note in release.notes:
        output.note(f"{note.location}: {note.message}")
    for notice in governed.governance.notices:
        output.note(notice)
