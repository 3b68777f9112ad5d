"""``meshgov action``: the steps of the GitHub Action. Hidden: nobody types this."""

from __future__ import annotations

import os

import click

from meshgov.app import action, action_frameworks
from meshgov.app.action_inputs import Inputs
from meshgov.app.comment import NotSaid, update
from meshgov.cli import streams
from meshgov.cli.output import Output, Target
from meshgov.errors import MeshgovError
from meshgov.render.parts.plain import for_logs, prose


@click.group(hidden=True)
def command() -> None:
    """Steps of action.yml; each takes everything from the environment."""


@command.command()
def gate() -> int:
    """Run the gate, and tell the workflow what came of it."""
    from meshgov.cli import main  # noqa: PLC0415  # it knows this module by name

    output = os.environ.get("GITHUB_OUTPUT")
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    try:
        inputs = Inputs.read(os.environ)
        action.prepare(inputs)
        extra = list(action_frameworks.pages(inputs))
    except MeshgovError as error:
        action.publish(action.Told(exit_code=error.exit_code), output)
        action.summarise(["**meshgov judged nothing**: see the log of this step.\n"], page)
        return Output((Target("github"),)).fail(error)
    code = main.run(list(inputs.arguments))
    found = action.told(code, inputs)
    if found.verdict != "error":
        streams.out([action.report(inputs, "text")])
    streams.out([action.report(inputs, "github")])
    pages = [action.report(inputs, "summary"), *extra] if inputs.summary else []
    if not action.summarise(pages, page):
        streams.err("note: the summary is full; the reports hold what is missing\n")
    action.publish(found, output)
    return found.exit_code


@command.command()
def comment() -> int:
    """Write or update the comment on the pull request; nothing here changes the verdict."""
    try:
        streams.out([f"comment on the pull request: {update()}\n"])
    except NotSaid as reason:
        words = for_logs(prose(str(reason)))
        streams.out([f"::notice title=meshgov::no comment on the pull request: {words}\n"])
    return 0
