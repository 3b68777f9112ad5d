"""``meshgov report``."""

from __future__ import annotations

from datetime import date

import click

from meshgov.app.governed import govern, with_results
from meshgov.app.report import Wanted, of_run
from meshgov.app.reports import USUAL, Target, check, made, text, write
from meshgov.app.settings import RunSettings
from meshgov.cli import streams
from meshgov.cli.options import judging_options, results_option
from meshgov.cli.output import Output
from meshgov.cli.progress import Progress
from meshgov.errors import ConfigurationError
from meshgov.model.report import Report
from meshgov.render.reports import registry

INCOMPLETE = 2
"""Exit code of a report with gaps: some input was bad, and is named."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help=f"{', '.join(registry.names())}, to standard output (markdown by default), to a file, or "
    "into the folder of --out; repeatable.",
)
@click.option(
    "--out",
    type=click.Path(),
    metavar="DIR",
    help="Folder for several formats, with a manifest of their digests. Default: "
    f"{', '.join(USUAL)}.",
)
@click.option("--product", metavar="NAME", help="Only this product, in all its versions.")
@click.option("--domain", metavar="NAME", help="Only the products of this domain.")
@click.option(
    "--framework",
    metavar="NAME[:CONTROL]",
    help="Only the rules that bear on this framework (gdpr), or on one control (gdpr:32).",
)
@click.option(
    "--period",
    metavar="FROM..TO",
    help="The days that the report is about, both included: 2026-10-01..2026-12-31.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Draw N contracts to look at again."
)
@click.option(
    "--seed", type=int, metavar="S", help="Seed of the sample; the same one draws the same."
)
@results_option
@judging_options
def command(  # noqa: PLR0913  # the options of a command
    paths: tuple[str, ...],
    *,
    formats: tuple[str, ...],
    out: str | None,
    product: str | None,
    domain: str | None,
    framework: str | None,
    period: str | None,
    sample: int | None,
    seed: int | None,
    results: str | None,
    settings: RunSettings,
    output: Output,
) -> int:
    """Report on compliance: population, controls, tests, exceptions, waivers, evidence.

    PATH is as for `meshgov check`. What can't be read is a named gap, and ends with exit code 2.
    """
    targets = tuple(map(Target.parse, formats or (USUAL if out else ("markdown",))))
    check(targets, out)
    wanted = Wanted(product, domain, framework, _period(period), _sample(sample, seed))
    governed = with_results(govern(settings), results)
    with Progress(quiet=False) as progress:
        found = of_run(paths, governed, wanted, progress)
    write(made(found, targets, out))
    for target in targets:
        if target.file is None and out is None:
            streams.out([text(found, target.format)], document=target.format == "json")
    for gap in found.population.gaps:
        output.note(f"not evaluated: {gap.path}: {gap.reason}")
    return _code(found)


def _code(report: Report) -> int:
    if not report.population.complete:
        return INCOMPLETE
    return int(report.status == "non-compliant")


def _period(text_: str | None) -> tuple[str, str] | None:
    if text_ is None:
        return None
    since, dots, until = text_.partition("..")
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        first, last = date.max, date.min
    if not dots or last < first:
        raise ConfigurationError(
            f"{text_!r} is no period",
            hint="write its first and its last day: --period 2026-10-01..2026-12-31",
        )
    return first.isoformat(), last.isoformat()


def _sample(size: int | None, seed: int | None) -> tuple[int, int] | None:
    if (size is None) != (seed is None):
        raise ConfigurationError(
            "--sample and --seed go together",
            hint="choose any number as the seed, and write it down: --sample 25 --seed 7",
        )
    return None if size is None or seed is None else (size, seed)
