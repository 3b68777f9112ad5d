"""``meshgov policy``: the catalogue of rules."""

from __future__ import annotations

import click

from meshgov.app.catalogue import listing
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output


@click.group()
def command() -> None:
    """The rules that judge."""


@command.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@pack_options
def list_(form: str, settings: RunSettings, output: Output) -> None:
    """List every rule: id, severity, scope, title."""
    output.write(listing(govern(settings), as_json=form == "json", options=output.options))
