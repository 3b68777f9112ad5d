"""``meshgov controls``."""

from __future__ import annotations

import click

from meshgov.app.catalogue import controls
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output


@click.command()
@click.option(
    "--framework",
    metavar="NAME",
    help="Only this one: gdpr, ccpa, sox, iso27001, soc2, nist80053, cdmc, bcbs239.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@pack_options
def command(framework: str | None, form: str, settings: RunSettings, output: Output) -> None:
    """Hold frameworks against the rules: what supports each control, and what nothing supports."""
    governed = govern(settings)
    output.write(controls(governed, framework, as_json=form == "json", options=output.options))
