"""``meshgov config``: what the organisation configures."""

from __future__ import annotations

import os
from dataclasses import replace

import click
from click.shell_completion import CompletionItem

from meshgov.app import clock, config
from meshgov.app.governed import find_governance, govern
from meshgov.app.settings import RunSettings
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output
from meshgov.errors import MeshgovError


def _domains(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001  # click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """The domains that could be meant; none where the configuration is wrong."""
    given = context.params
    settings = RunSettings(
        now=clock.current(),
        governance=given.get("governance") or find_governance(os.getcwd()),
        organization=given.get("organization"),
    )
    try:
        known = config.domains(govern(settings))
    except MeshgovError:
        return []
    return [CompletionItem(name) for name in known if name.startswith(incomplete)]


@click.group()
def command() -> None:
    """What the organisation configures, and where each value comes from."""


@command.command("show")
@click.option(
    "--domain", metavar="NAME", shell_complete=_domains, help="Show what holds for this domain."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@pack_options
def show(domain: str | None, form: str, settings: RunSettings, output: Output) -> None:
    """Print everything that holds, and the file, line and column that each value comes from.

    Parameters, the severity and rollout mode of every rule, the registry of domains, and the
    places that governance.yaml names; with --domain as its overlay leaves them.
    """
    governed = govern(settings)
    shown = config.show(governed, domain, as_json=form == "json", options=output.options)
    output.write(shown)
    for notice in governed.governance.notices:
        output.note(notice)


@command.command("check")
@click.argument("file", required=False, type=click.Path())
@pack_options
def check(file: str | None, settings: RunSettings, output: Output) -> None:
    """Check the configuration without judging a contract.

    FILE is a governance.yaml; without it the one that `meshgov check` would find. Looks at that
    file, the registry of domains, every domain's overlay, the waivers, the consumers, and whether
    all policies compile. Ends with 0 when all of it is right, and with 2 otherwise.
    """
    governed = govern(replace(settings, governance=file) if file else settings)
    output.write(config.check(governed))
    for notice in governed.governance.notices:
        output.note(notice)
