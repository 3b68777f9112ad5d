"""``meshgov policy impact``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click
from click.core import ParameterSource

from meshgov.app import clock
from meshgov.app.impact import NewSettings, planned, rendered
from meshgov.app.results import save
from meshgov.app.settings import RunSettings
from meshgov.cli.options import results_option, run_options
from meshgov.cli.output import WIDTH, Output
from meshgov.cli.progress import Progress
from meshgov.errors import ConfigurationError
from meshgov.render.base import RenderOptions

FORMATS = ("text", "json", "markdown")

_PATH = click.Path()


@click.command()
@click.argument("contracts", nargs=-1, metavar="[CONTRACT]...")
@click.option(
    "--without",
    type=_PATH,
    multiple=True,
    metavar="DIR",
    help="Folder of rules that governance names and that is to go; repeatable. With --policies NEW "
    "a changed copy takes its place.",
)
@click.option("--new-governance", type=_PATH, metavar="FILE", help="The governance.yaml to be.")
@click.option("--new-organization", type=_PATH, metavar="FILE", help="The registry to be.")
@click.option(
    "--new-waivers",
    type=_PATH,
    multiple=True,
    metavar="PATH",
    help="File or folder with waivers to be added; repeatable.",
)
@click.option(
    "--new-evaluation-time",
    metavar="TIME",
    help="Judge the new settings as of this time: what the day brings, such as an effective_on or "
    "the end of a waiver.",
)
@click.option(
    "--base-ref",
    metavar="REF",
    help="The current settings are those in this git ref; the new ones those in the working tree.",
)
@click.option(
    "--fail-on-new", is_flag=True, help="End with 1 when something would fail that does not today."
)
@results_option
@run_options
def command(  # noqa: PLR0913  # what the command line has
    contracts: tuple[str, ...],
    *,
    base_ref: str | None,
    fail_on_new: bool,
    results: str | None,
    settings: RunSettings,
    output: Output,
    **given: Any,
) -> int:
    """Dry-run new rules or settings: what would newly fail, newly pass, and for whom.

    Judges each CONTRACT (files, folders, globs; without any, the contracts of governance.yaml, or
    the working directory) under the current settings and under new ones. Current is what `meshgov
    check` would find; --policies adds folders of rules to that, the --new options replace or add
    the rest. Nothing is switched on, and the exit code is 0 unless --fail-on-new is given.
    """
    _check(output)
    time = given["new_evaluation_time"]
    new = NewSettings(
        policies=settings.policies,
        without=given["without"],
        governance=given["new_governance"],
        organization=given["new_organization"],
        waivers=given["new_waivers"],
        time=clock.parse(time) if time else None,
        base_ref=base_ref,
    )
    with Progress(quiet=output.quiet) as progress:
        current = replace(settings, policies=())  # those that are given are the new ones
        impact = planned(current, new, contracts, progress, results)
    plain = RenderOptions(width=WIDTH, quiet=output.quiet, verbose=output.verbose)
    for target in output.targets:
        if target.file is not None:
            save(target.file, rendered(impact, target.format, plain))
    for target in output.targets:
        if target.file is None:
            output.write(rendered(impact, target.format, output.options))
    for notice in impact.notices:
        output.note(notice)
    return int(fail_on_new and impact.newly_fails)


def _check(output: Output) -> None:
    """Refuse what has no meaning for a dry run."""
    for target in output.targets:
        if target.format not in FORMATS:
            raise ConfigurationError(
                f"impact has no format called {target.format!r}",
                hint=f"its formats are {', '.join(FORMATS)}",
            )
    context = click.get_current_context()
    for name in ("opa_url", "opa_push"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise ConfigurationError(
                f"--{name.replace('_', '-')} names a server, which holds one pack, and two are "
                "compared",
                hint="leave it out; --engine opa asks a local OPA",
            )
