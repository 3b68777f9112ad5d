"""``meshgov gate``."""

from __future__ import annotations

from dataclasses import replace

import click
from click.core import ParameterSource

from meshgov.app import gate_plan
from meshgov.app.gate import gate
from meshgov.app.gate_asked import POLICIES_FROM, GateSettings
from meshgov.app.recording import Recording
from meshgov.app.settings import ConsumerSettings, RunSettings
from meshgov.cli.options import (
    RecordingCommand,
    consumer_options,
    diff_options,
    recording_options,
    results_option,
)
from meshgov.cli.output import Output
from meshgov.cli.progress import Progress
from meshgov.errors import ConfigurationError


@click.command(cls=RecordingCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--base-ref",
    metavar="REF",
    help="Compare with this branch, tag or commit. Default: the target of the pull or merge request"
    " in GitHub Actions and GitLab CI, what the default branch was before a push to it, else the"
    " default branch.",
)
@click.option("--all", "everything", is_flag=True, help="Judge unchanged contracts too.")
@click.option(
    "--policies-from",
    type=click.Choice(POLICIES_FROM),
    default=POLICIES_FROM[0],
    show_default=True,
    help="Whose policies, waivers and registries judge. With head, a branch chooses what judges"
    " it.",
)
@click.option(
    "--publish-plan",
    "plan",
    type=click.Path(),
    metavar="FILE",
    help="Write what may be published now, as JSON, for the next step.",
)
@click.option(
    "--transitive", is_flag=True, help="Compare with every released version in git's tags too."
)
@consumer_options
@results_option
@recording_options
@diff_options
def command(  # noqa: PLR0913  # options, by name
    paths: tuple[str, ...],
    *,
    base_ref: str | None,
    everything: bool,
    policies_from: str,
    plan: str | None,
    transitive: bool,
    consumers: ConsumerSettings,
    results: str | None,
    recording: Recording,
    settings: RunSettings,
    output: Output,
) -> int:
    """Judge every contract that a branch changes, before it is published.

    Run it in the repository, with the branch checked out. The working tree counts as it is, new
    files too unless git ignores them. Contracts are compared with the commit that the branch left
    the base at; a file that was renamed is the same product, and a product that is gone is a
    breaking change.

    PATH is a file, a folder or a glob with the contracts that count; without one, `contracts` of
    the base's governance.yaml say that.

    Policies, governance.yaml, waivers and registries are those of the base, and options that name
    such files in this repository name them there, so that no branch can approve itself.
    """
    if plan is not None:
        _check(plan, output)
        gate_plan.prepare(plan)
    asked = GateSettings(base_ref, everything, policies_from, transitive, paths, recording.watch)
    with recording, Progress(quiet=output.quiet) as progress:
        gated = gate(
            _without_found(settings, policies_from),
            asked,
            consumers=consumers,
            results=results,
            progress=progress,
        )
        gated = replace(gated, verdict=recording.keep(gated.verdict, gated.head))
    code = output.verdict(gated.verdict)
    if plan is not None:
        gate_plan.write(plan, gated)
    return code


def _without_found(settings: RunSettings, policies_from: str) -> RunSettings:
    """The same without the governance that was found beside the branch."""
    source = click.get_current_context().get_parameter_source("governance")
    if policies_from == "head" or source is ParameterSource.COMMANDLINE:
        return settings
    return replace(settings, governance=None)


def _check(plan: str, output: Output) -> None:
    """Refuse one file for two documents."""
    if not plan:
        raise ConfigurationError("--publish-plan names no file", hint="--publish-plan plan.json")
    if any(target.file == plan for target in output.targets):
        raise ConfigurationError(
            f"a verdict and the plan would both be written to {plan}",
            hint="give each a file of its own",
        )
