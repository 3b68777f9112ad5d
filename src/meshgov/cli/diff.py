"""``meshgov diff``."""

from __future__ import annotations

import click

from meshgov.app.diff import diff
from meshgov.app.governed import govern, with_results
from meshgov.app.recording import Recording
from meshgov.app.settings import ConsumerSettings, PastSettings, RunSettings
from meshgov.cli.options import (
    RecordingCommand,
    consumer_options,
    diff_options,
    past_options,
    recording_options,
    results_option,
)
from meshgov.cli.output import Output


@click.command(cls=RecordingCommand)
@click.argument("old")
@click.argument("new")
@past_options
@consumer_options
@results_option
@recording_options
@diff_options
def command(  # noqa: PLR0913  # arguments and groups of options, by name
    old: str,
    new: str,
    *,
    past: PastSettings,
    consumers: ConsumerSettings,
    results: str | None,
    recording: Recording,
    settings: RunSettings,
    output: Output,
) -> int:
    """Say what changed from contract OLD to NEW, and which version that needs.

    OLD and NEW are files, `git-ref:path`, `-` for standard input, or both folders, whose contracts
    are matched by name and major version. Every change gets a level (breaking, dangerous,
    compatible, docs); together they demand a version bump, which is held against the versions that
    both contracts declare. A change names the registered consumers that it reaches: contracts
    that consume the product, and entries of consumers files.
    """
    with recording:
        governed = recording.watch(with_results(govern(settings), results))
        verdict = diff(old, new, governed, past, consumers)
        verdict = recording.keep(verdict)
    return output.verdict(verdict)
