"""``meshgov policy bundle``: the pack in force for OPA servers."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from meshgov.app.governed import govern
from meshgov.app.settings import EngineSettings, RunSettings
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output


@click.command()
@click.option(
    "--output", "-o", "file", required=True, type=click.Path(), metavar="FILE", help="Where to."
)
@click.option(
    "--sign", type=click.Path(), metavar="KEY", help="Sign with this private key, or secret."
)
@click.option(
    "--algorithm",
    metavar="NAME",
    help="Of the signature, such as RS256. Default: RS256, ES256 or HS256, as the key is.",
)
@click.option("--scope", default="", metavar="TEXT", help="Scope that a server must name.")
@click.option("--key-id", default="", metavar="NAME", help="What a server calls the key.")
@click.option(
    "--engine",
    type=click.Choice(["embedded", "opa"]),
    default="embedded",
    show_default=True,
    help="Who compiles the pack before it is written.",
)
@pack_options
def command(  # noqa: PLR0913, PLR0917  # what the command line has
    file: str,
    sign: str | None,
    algorithm: str | None,
    scope: str,
    key_id: str,
    engine: str,
    settings: RunSettings,
    output: Output,
) -> None:
    """Write the pack in force as a bundle of OPA: shipped and own rules, entry modules, data.

    A server that serves it (`opa run --server -b FILE`) judges with --opa-url as the embedded
    engine does. The same pack gives the same bytes, unless ES256 or the like signs it.
    """
    from meshgov.app import bundle  # noqa: PLC0415  # start-up budget: other commands don't pack

    compiles = EngineSettings(name=engine, opa_binary=os.environ.get("MESHGOV_OPA"))
    signing = bundle.signing_of(sign, algorithm, scope, key_id)
    governed = govern(replace(settings, engine=compiles))
    output.write(bundle.page(bundle.bundle(governed, file, signing)))
    for notice in governed.governance.notices:
        output.note(notice)
