"""``meshgov init``."""

from __future__ import annotations

import os

import click

from meshgov.app.init import CI, Wanted, init
from meshgov.cli.output import Output


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(),
    default=os.curdir,
    metavar="DIR",
    help="Where. Default: this folder.",
)
@click.option("--domain", metavar="NAME", help="Domain of the first contract. Default: the folder.")
@click.option(
    "--product",
    metavar="NAME",
    help="Name of the first contract. Default: orders, and none where there are contracts already.",
)
@click.option(
    "--ci",
    type=click.Choice(CI),
    default=CI[0],
    show_default=True,
    help="Which service runs the gate. auto looks at the remotes of git.",
)
def command(folder: str, domain: str | None, product: str | None, ci: str) -> None:
    """Start a mesh: governance, a registry, a first contract, and a workflow that runs the gate.

    Nothing is asked and nothing is overwritten; what is written passes `meshgov check` at once.
    """
    Output().write(init(Wanted(folder, domain, product, ci)))
