"""``meshgov report``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial, wraps
from typing import Any, Final, NamedTuple

import click
from click.core import ParameterSource

from meshgov.app import clock
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
"""Exit code of a report with gaps: some input was bad, or is missing, and is named."""

_FOR_BOTH: Final = frozenset({
    "formats", "out", "product", "domain", "framework", "period", "sample", "seed", "no_color",
    "log", "expected", "pins", "trusted",
})  # fmt: skip
_FOR_LOGS: Final = ("expected", "pins", "trusted")


class _Given(NamedTuple):
    """What says where a report comes from, when that is a log."""

    log: str | None
    expected: str | None
    pins: tuple[str, ...]
    trusted: tuple[str, ...]


def _log_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a report from a log; the command gets them as ``given``."""

    @wraps(command)
    def gathered(**options: Any) -> Any:
        given = _Given(*(options.pop(name) for name in _Given._fields))
        _must_fit(given, options["paths"])
        return command(given=given, **options)

    found: Callable[..., Any] = gathered
    for option in reversed(_LOG):
        found = option(found)
    return found


_LOG = (
    click.option(
        "--log",
        type=click.Path(),
        metavar="FILE",
        help="Report from this evidence log, and not from a run: the last verdict of the period on "
        "each contract, since when, and what changed. Nothing is judged.",
    ),
    click.option(
        "--expected",
        type=click.Path(),
        metavar="TREE|LIST",
        help="With --log: contracts that must have been judged, as for `audit ingest`.",
    ),
    click.option(
        "--pin",
        "pins",
        type=click.Path(),
        multiple=True,
        metavar="CHECKPOINT",
        help="With --log: a checkpoint that was kept elsewhere; repeatable.",
    ),
    click.option(
        "--key",
        "trusted",
        type=click.Path(),
        multiple=True,
        metavar="FILE",
        help="With --log: public keys that are trusted, as for `audit verify`; repeatable.  "
        "[env var: MESHGOV_AUDIT_KEYS]",
    ),
)


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
    help="The days that the report is about, both included: 2026-10-01..2026-12-31. With --log: "
    "the runs of these days; without it, the day of the run must be one of them.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Draw N contracts to look at again."
)
@click.option(
    "--seed", type=int, metavar="S", help="Seed of the sample; the same one draws the same."
)
@_log_options
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
    given: _Given,
    settings: RunSettings,
    output: Output,
) -> int:
    """Report on compliance: population, controls, tests, exceptions, waivers, evidence.

    PATH is as for `meshgov check`; with --log nothing is judged, and the report is about the runs
    that the evidence log holds. What can't be read or is missing is a named gap, and ends with exit
    code 2. A log that was altered gives no report: exit code 1.
    """
    targets = tuple(map(Target.parse, formats or (USUAL if out else ("markdown",))))
    check(targets, out)
    wanted = Wanted(product, domain, framework, _period(period), _sample(sample, seed))
    hand_out = partial(_hand_out, targets=targets, out=out)
    if given.log is not None:
        found = _from_log(given, wanted, hand_out, output)
    else:
        governed = with_results(govern(settings), results)
        with Progress(quiet=False) as progress:
            found = of_run(paths, governed, wanted, progress)
        hand_out(found)
    said = "not evaluated" if given.log is None else "missing"
    for gap in found.population.gaps:
        output.note(f"{said}: {gap.path}: {gap.reason}")
    return _code(found)


def _from_log(
    given: _Given, wanted: Wanted, hand_out: Callable[[Report], dict[str, bytes]], output: Output
) -> Report:
    """The report from a log, which then says that it was handed out."""
    from meshgov.app import evidence_of_runs, report_export  # noqa: PLC0415  # for logs only
    from meshgov.app.audit import AuditSettings  # noqa: PLC0415  # likewise
    from meshgov.cli.audit_options import trusted_keys  # noqa: PLC0415  # likewise

    settings = AuditSettings(given.log or "", clock.current(), trusted_keys(given.trusted))
    _must_have_begun(wanted, settings.now)
    actor = evidence_of_runs.facts("report", os.environ).actor
    reported = report_export.report(settings, wanted, given.pins, given.expected)
    files = hand_out(reported.report)
    unwritten = report_export.note(settings, reported, wanted, files, actor)
    if unwritten is not None:
        output.note(f"the log does not say that this report was handed out: {unwritten}")
    return reported.report


def _must_have_begun(wanted: Wanted, now: str) -> None:
    """Refuse a period to come: runs that judged as of its days tell nothing of them yet."""
    if wanted.period and wanted.period[0] > now[: len("2026-01-31")]:
        raise ConfigurationError(
            f"the period begins on {wanted.period[0]}, and today is {now[: len('2026-01-31')]}",
            hint="a log tells of what was judged; give a period that has begun",
        )


def _hand_out(found: Report, targets: Sequence[Target], out: str | None) -> dict[str, bytes]:
    """Write a report; what was written, by what it is."""
    files = made(found, targets, out)
    write(files)
    given = {one.name: one.data for one in files}
    for target in targets:
        if target.file is None and out is None:
            said = text(found, target.format)
            streams.out([said], document=target.format == "json")
            given[target.format] = said.encode()
    return given


def _must_fit(given: _Given, paths: Sequence[str]) -> None:
    """Refuse what would have no effect: a log was judged already, and a run has no log."""
    context = click.get_current_context()
    asked = [
        one
        for one in context.command.params
        if one.name and context.get_parameter_source(one.name) is ParameterSource.COMMANDLINE
    ]
    if given.log is None:
        for one in asked:
            if one.name in _FOR_LOGS:
                raise ConfigurationError(
                    f"{one.opts[0]} is about an evidence log",
                    hint="name the log: --log evidence.db",
                )
        return
    if paths:
        raise ConfigurationError(
            "a report from a log judges nothing, so it takes no PATH",
            hint="leave the path out, or leave --log out; --product and --domain narrow a report",
        )
    for one in asked:
        if one.name not in _FOR_BOTH:
            raise ConfigurationError(
                f"{one.opts[0]} has no effect on a report from a log, which judges nothing",
                hint="leave it out, or leave --log out",
            )


def _code(report: Report) -> int:
    if not report.population.complete or report.status == "incomplete":
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
