"""``meshgov policy``: the catalogue of rules."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import click

from meshgov.app.bundle import bundle, signing_of
from meshgov.app.bundle import page as page_of_bundle
from meshgov.app.catalogue import listing
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.app.trace import page, trace
from meshgov.cli.impact import command as impact
from meshgov.cli.options import judging_options, pack_options
from meshgov.cli.output import Output
from meshgov.policy.terms import ALGORITHMS

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
    Ends with 0 when all pass on every engine and enough lines are reached, with 1 when not, with 2
    when there is nothing to test or a policy does not compile, and with 3 without an engine.
    """
    from meshgov.app import policy_test  # noqa: PLC0415  # start-up budget: it needs both engines

    engine = replace(settings.engine, opa_binary=os.environ.get("MESHGOV_OPA"))
    found = policy_test.test(replace(settings, engine=engine), policy_test.Wanted(**wanted))
    output.write(policy_test.page(found, as_json=form == "json", options=output.options))
    return 0 if found.passed else 1


@command.command("bundle")
@click.option(
    "--output", "-o", "file", required=True, type=click.Path(), metavar="FILE", help="Where to."
)
@click.option(
    "--sign", type=click.Path(), metavar="KEY", help="Sign with this private key, or secret."
)
@click.option(
    "--algorithm",
    type=click.Choice(ALGORITHMS),
    help="Of the signature. Default: RS256, ES256 or HS256, as the key is.",
)
@click.option("--scope", default="", metavar="TEXT", help="Scope that a server must name.")
@click.option("--key-id", default="", metavar="NAME", help="What the server calls the key.")
@judging_options
def bundle_(  # noqa: PLR0913, PLR0917  # what the command line has
    file: str,
    sign: str | None,
    algorithm: str | None,
    scope: str,
    key_id: str,
    settings: RunSettings,
    output: Output,
) -> None:
    """Write the pack in force as a bundle of OPA: shipped and own rules, entry modules, data.

    A server that serves it (`opa run --server -b FILE`) judges with --opa-url as the embedded
    engine does. The same pack gives the same bytes, unless it is signed with ES256 and the like.
    """
    signing = signing_of(sign, algorithm, scope, key_id)
    governed = govern(settings)
    output.write(page_of_bundle(bundle(governed, file, signing)))
    for notice in governed.governance.notices:
        output.note(notice)


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


command.add_command(impact, "impact")
