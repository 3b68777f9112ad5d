"""``meshgov policy``: the catalogue of rules."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click
from click.core import ParameterSource

from meshgov.app import policy_new
from meshgov.app.catalogue import listing
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.app.trace import page, trace
from meshgov.cli.bundle import command as bundle
from meshgov.cli.impact import command as impact
from meshgov.cli.options import judging_options, pack_options
from meshgov.cli.output import Output
from meshgov.model.pack import SEVERITIES

_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.group()
def command() -> None:
    """The rules that judge."""


@command.command("list")
@click.option("--domain", metavar="NAME", help="List what judges this domain, as it stands there.")
@click.option("--verbose", "-v", is_flag=True, help="With titles, controls and what is special.")
@_FORMAT
@pack_options
def list_(
    domain: str | None, form: str, settings: RunSettings, output: Output, *, verbose: bool
) -> None:
    """List every rule: severity and mode as configured, where it is enforced, owner, controls.

    A mode is the one of --evaluation-time. An owner is the one that METADATA names, else the domain
    that brought the rule, else that of its tier.
    """
    options = replace(output, verbose=verbose).options
    output.write(listing(govern(settings), domain, as_json=form == "json", options=options))


@command.command("new")
@click.argument("id", metavar="FAMILY/RULE")
@click.option(
    "--tier",
    type=click.Choice(["global", "automated", "domain", "platform"]),
    help="Default: the tier of the family, automated for a new one.",
)
@click.option("--severity", type=click.Choice(SEVERITIES), default="warning", show_default=True)
@click.option(
    "--scope",
    type=click.Choice(["contract", "change", "fleet"]),
    default="contract",
    show_default=True,
    help="What it judges: each contract, its changes, or all contracts together.",
)
@click.option("--title", metavar="TEXT", help="What holds where it passes. Default: from the id.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(),
    metavar="DIR",
    help="Folder of rules. Default: the first of --policies and governance.yaml, or policies.",
)
@pack_options
def new_(settings: RunSettings, output: Output, **wanted: Any) -> None:
    """Write a rule, its test, and METADATA with examples, all of which pass; print their paths.

    Nothing is overwritten, and an id that a rule has already is refused.
    """
    output.write(list(policy_new.new(settings, policy_new.Wanted(**wanted))))


@command.command("test")
@click.argument("folders", nargs=-1, metavar="[DIR]...", type=click.Path())
@click.option("--builtin", is_flag=True, help="Test the shipped rules instead of your own.")
@click.option(
    "--engine",
    type=click.Choice(["both", "embedded", "opa"]),
    default="both",
    show_default=True,
    help="Who evaluates. Only opa, found on PATH or named by MESHGOV_OPA, measures coverage.",
)
@click.option(
    "--coverage",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Lines of the rules that tests and examples have to reach.  [default: 100]",
)
@_FORMAT
@pack_options
def test_(settings: RunSettings, output: Output, form: str, **wanted: Any) -> int:
    """Run the Rego tests (*_test.rego) and the METADATA examples of rules, and measure coverage.

    DIR is a folder with rules; without one, every folder that governance.yaml and --policies name.
    Examples are judged as of 2026-11-23, whatever the day, unless --evaluation-time says otherwise.
    Ends with 0 when all pass on every engine and enough lines are reached, with 1 when not, with 2
    when there is nothing to test or a policy does not compile, and with 3 without an engine.
    """
    from meshgov.app import policy_test  # noqa: PLC0415  # start-up budget: it needs both engines

    engine = replace(settings.engine, opa_binary=os.environ.get("MESHGOV_OPA"))
    source = click.get_current_context().get_parameter_source("evaluation_time")
    if source is ParameterSource.COMMANDLINE:
        wanted["now"] = settings.now
    found = policy_test.test(replace(settings, engine=engine), policy_test.Wanted(**wanted))
    output.write(policy_test.page(found, as_json=form == "json", options=output.options))
    return 0 if found.passed else 1


@command.command("trace")
@click.argument("rule")
@click.argument("contract", type=click.Path())
@click.option("--base", type=click.Path(), metavar="OLD", help="The previous version.")
@_FORMAT
@judging_options
def trace_(  # noqa: PLR0913, PLR0917  # what the command line has
    rule: str, contract: str, base: str | None, form: str, settings: RunSettings, output: Output
) -> None:
    """Show why RULE fires on CONTRACT, or does not: the values it looked at."""
    found = trace(settings, rule, contract, base)
    output.write(page(found, as_json=form == "json", options=output.options))


command.add_command(bundle, "bundle")
command.add_command(impact, "impact")
