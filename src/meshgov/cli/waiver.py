"""``meshgov waiver``: exceptions with an owner and an end."""

from __future__ import annotations

import os
from typing import Any

import click

from meshgov.app import waive
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.app.waive import Wanted
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output
from meshgov.errors import ConfigurationError

_PATHS = click.argument("paths", nargs=-1, metavar="[PATH]...")


@click.group()
def command() -> None:
    """Exceptions to single rules: approved, expiring, and always visible."""


@command.command("list")
@_PATHS
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@pack_options
def list_(paths: tuple[str, ...], form: str, settings: RunSettings, output: Output) -> None:
    """List waivers with their state: future, active, ending, expired.

    PATH is a file or folder with waivers; without one, those that governance.yaml names.
    """
    governed = govern(settings)
    output.write(waive.listing(governed, paths, as_json=form == "json", options=output.options))


@command.command()
@_PATHS
@pack_options
def check(paths: tuple[str, ...], settings: RunSettings, output: Output) -> None:
    """Refuse what is malformed, too long or not approved (exit 2); say how the others stand."""
    output.write([waive.check(govern(settings), paths) + "\n"])


@command.command()
@click.argument("rule")
@click.argument("contract", type=click.Path())
@click.option("--reason", required=True, help="Why the exception is right; 20 characters or more.")
@click.option("--approver", required=True, metavar="LOGIN", help="Who approves it; not you.")
@click.option(
    "--requested-by",
    metavar="LOGIN",
    help="Who asks for it. Default: $GITHUB_ACTOR, $GITLAB_USER_LOGIN or $USER.",
)
@click.option(
    "--field", "fields", multiple=True, metavar="NAME", help="Only this field; repeatable."
)
@click.option("--max-version", metavar="VERSION", help="Only versions up to this one.")
@click.option("--fingerprint", metavar="HEX", help="Only this finding.")
@click.option("--effective-from", metavar="DAY", help="First day. Default: today.")
@click.option("--expires", metavar="DAY", help="Last day. Default: as late as the severity allows.")
@click.option("--days", type=click.IntRange(min=0), metavar="N", help="Length, in place of a day.")
@click.option(
    "--compensating-controls", default="", metavar="TEXT", help="What protects meanwhile."
)
@click.option("--risk", default="", metavar="TEXT", help="What may go wrong meanwhile.")
@click.option("--ticket", default="", metavar="ID", help="Where it is tracked.")
@click.option("--id", metavar="ID", help="Default: the next number.")
@click.option("--out", type=click.Path(), metavar="FILE", help="Default: ID.yaml among the others.")
@pack_options
def new(requested_by: str | None, settings: RunSettings, output: Output, **given: Any) -> None:
    """Write a waiver of RULE for the product of CONTRACT, and print its path."""
    requester = requested_by or _somebody()
    if not requester:
        raise ConfigurationError(
            "nobody is known to ask", hint="say who does: --requested-by LOGIN"
        )
    wanted = Wanted(requested_by=requester, **given)
    output.write([waive.new(govern(settings), wanted) + "\n"])


def _somebody() -> str:
    names = ("GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER")
    return next((name for one in names if (name := os.environ.get(one))), "")
