"""Options that several commands share, and what they mean together."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from meshgov.app import clock
from meshgov.app.governed import find_governance
from meshgov.app.recording import DEFAULT, Recording
from meshgov.app.settings import (
    CONSUMERS,
    ENGINES,
    FAIL_ON,
    ConsumerSettings,
    EngineSettings,
    PastSettings,
    RunSettings,
)
from meshgov.cli.output import TEXT, Output
from meshgov.engine.base import DEADLINE
from meshgov.errors import ConfigurationError
from meshgov.model.change import LEVELS
from meshgov.render.base import ANNOTATIONS
from meshgov.render.registry import names

Decorated = Callable[..., Any]

_PATH = click.Path()

_PACK = (
    click.option(
        "--policies",
        type=_PATH,
        multiple=True,
        metavar="DIR|TAR",
        help="Folder or bundle (.tar.gz) with rules of your own; repeatable.",
    ),
    click.option(
        "--policies-key",
        type=_PATH,
        metavar="FILE",
        help="Key that every --policies must be signed with.",
    ),
    click.option(
        "--governance",
        type=_PATH,
        metavar="FILE",
        help="Settings of the organisation. Default: governance.yaml here or in a folder above.",
    ),
    click.option("--organization", type=_PATH, metavar="FILE", help="Registry of the domains."),
)

_TIME = click.option(
    "--evaluation-time",
    metavar="TIME",
    help="Judge as of this time (2026-01-31T12:00:00Z or 2026-01-31). Default: now.",
)

_JUDGING = (
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default="auto",
        help="Who evaluates Rego. auto (default): the OPA server if a URL is configured, else "
        "embedded. opa without a URL: a local `opa`, started and stopped again.",
    ),
    click.option(
        "--opa-url", metavar="URL", envvar="MESHGOV_OPA_URL", show_envvar=True, help="OPA server."
    ),
    click.option(
        "--opa-token",
        metavar="TOKEN",
        envvar="MESHGOV_OPA_TOKEN",
        show_envvar=True,
        help="Bearer token for the server.",
    ),
    click.option(
        "--opa-ca",
        type=_PATH,
        metavar="FILE",
        envvar="MESHGOV_OPA_CA",
        show_envvar=True,
        help="CA certificates of the server.",
    ),
    click.option("--opa-push", is_flag=True, help="Upload the policy pack to the server first."),
    click.option(
        "--deadline",
        type=click.FloatRange(min=0.001),
        default=DEADLINE,
        show_default=True,
        metavar="SECONDS",
        help="Longest time for one evaluation.",
    ),
    *_PACK,
    click.option(
        "--waivers",
        type=_PATH,
        multiple=True,
        metavar="PATH",
        help="File or folder with waivers, beyond those that governance names; repeatable.",
    ),
    _TIME,
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default="error",
        show_default=True,
        help="Lowest severity that fails the run; dangerous: error, and every change from that"
        " level on.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Evaluations at a time. Default: the number of processors, fewer for small runs.",
    ),
)

_NO_COLOUR = click.option("--no-color", is_flag=True, help="No colours. [env var: NO_COLOR]")

_PRINTING = (
    click.option(
        "--format",
        "formats",
        multiple=True,
        metavar="NAME[=FILE]",
        help=f"{', '.join(one for one in names() if one != TEXT)} or {TEXT} (default), to standard "
        "output or to a file; repeatable.",
    ),
    click.option(
        "--annotations-max",
        "annotations",
        type=click.IntRange(min=0),
        default=ANNOTATIONS,
        show_default=True,
        metavar="N",
        help="Annotations that the format github gives at most; 10 of a kind at most anyway.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Only the verdict and what fails."),
    click.option("--verbose", "-v", is_flag=True, help="Every rule and every passing contract."),
    _NO_COLOUR,
)


_ONLY = click.option(
    "--only",
    metavar="LEVEL,...",
    help=f"Show changes of these levels only ({', '.join(LEVELS)}); all of them still count.",
)


_PAST = (
    click.option(
        "--since",
        metavar="REF|PATH",
        help="Compare with the last released version in this git ref, file or folder too.",
    ),
    click.option(
        "--transitive",
        is_flag=True,
        help="Compare with every released version of the same major number too, and with the last "
        "one of all, as found in the tags of git.",
    ),
    click.option(
        "--history",
        type=_PATH,
        metavar="DIR",
        help="Folder of past versions, in the place of tags; implies --transitive.",
    ),
)


_CONSUMERS = (
    click.option(
        "--consumers",
        type=click.Choice(CONSUMERS),
        default="any",
        show_default=True,
        help="Who may read: anybody, or registered consumers only. With known, a dangerous change "
        "that none of them reads counts as compatible.",
    ),
    click.option(
        "--consumers-file",
        "consumers_files",
        type=_PATH,
        multiple=True,
        metavar="FILE",
        help="Who reads what, beyond what contracts say in `consumes`; repeatable.",
    ),
)


_RESULTS = click.option(
    "--results",
    type=_PATH,
    metavar="FILE",
    help="What came of the quality checks, as YAML or JSON; without it their gates are not tested.",
)


_RECORDING = (
    click.option(
        "--record",
        "log",
        metavar="[=LOG]",
        help="Add the run to an evidence log; write --record=LOG to name its file. Default: the "
        "log that governance.yaml names, else MESHGOV_AUDIT_LOG, else evidence.db.",
    ),
    click.option(
        "--record-to",
        "records",
        type=_PATH,
        metavar="DIR|FILE",
        help="Write the verdict records there, signed with MESHGOV_SIGNING_KEY (text or file) "
        "where that is set.",
    ),
)


class RecordingCommand(click.Command):
    """A command with ``--record[=LOG]``, whose value stands behind ``=`` and nowhere else.

    Else ``--record contracts/`` would make a log of the contracts, and judge something else.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say what ``--record`` alone means, before click looks for a value behind it."""
        end = args.index("--") if "--" in args else len(args)
        usual = [f"--record={DEFAULT}" if one == "--record" else one for one in args[:end]]
        return super().parse_args(ctx, [*usual, *args[end:]])


def recording_options(command: Decorated) -> Decorated:
    """Options that ask for evidence; the command gets them as ``recording``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        context = click.get_current_context()
        recording = Recording(str(context.info_name), given.pop("log"), given.pop("records"))
        return command(recording=recording, **given)

    return _decorate(gathered, _RECORDING)


def results_option(command: Decorated) -> Decorated:
    """The option that names quality results; the command gets it as ``results``."""
    return _decorate(command, (_RESULTS,))


def consumer_options(command: Decorated) -> Decorated:
    """Options that say who reads; the command gets them as ``consumers``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        consumers = ConsumerSettings(
            files=given.pop("consumers_files"), known=given.pop("consumers") == "known"
        )
        return command(consumers=consumers, **given)

    return _decorate(gathered, _CONSUMERS)


def diff_options(command: Decorated) -> Decorated:
    """Options of a command that judges changes; it gets ``settings`` and ``output``."""
    return _decorate(run_options(command), (_ONLY,))


def past_options(command: Decorated) -> Decorated:
    """Options that name earlier versions; the command gets them as ``past``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        past = PastSettings(
            since=given.pop("since"),
            transitive=given.pop("transitive"),
            history=given.pop("history"),
        )
        return command(past=past, **given)

    return _decorate(gathered, _PAST)


def run_options(command: Decorated) -> Decorated:
    """Options of a command that judges; it gets ``settings`` and ``output``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        output = Output.parse(
            given.pop("formats"),
            quiet=given.pop("quiet"),
            verbose=given.pop("verbose"),
            colour=False if given.pop("no_color") else None,
            only=_levels(given.pop("only", None)),
            annotations=given.pop("annotations"),
        )
        return command(settings=_run_settings(given), output=output, **given)

    return _decorate(gathered, (*_JUDGING, *_PRINTING))


def judging_options(command: Decorated) -> Decorated:
    """Options of a command that judges and prints no verdict; as :func:`run_options`."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        output = Output(colour=False if given.pop("no_color") else None)
        return command(settings=_run_settings(given), output=output, **given)

    return _decorate(gathered, (*_JUDGING, _NO_COLOUR))


def pack_options(command: Decorated) -> Decorated:
    """Options of a command that only looks at the pack; it gets ``settings`` and ``output``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        output = Output(colour=False if given.pop("no_color") else None)
        settings = RunSettings(now=_time(given), **_pack_settings(given))
        return command(settings=settings, output=output, **given)

    return _decorate(gathered, (*_PACK, _TIME, _NO_COLOUR))


def _time(given: dict[str, Any]) -> str:
    time = given.pop("evaluation_time")
    return clock.parse(time) if time else clock.current()


def _levels(text: str | None) -> tuple[str, ...]:
    """The levels that ``--only`` names, each once.

    Raises:
        ConfigurationError: one of them is no level.
    """
    named = [] if text is None else [one.strip() for one in text.split(",")]
    for one in named:
        if one not in LEVELS:
            raise ConfigurationError(
                f"there is no level called {one!r}", hint=f"the levels are {', '.join(LEVELS)}"
            )
    return tuple(dict.fromkeys(named))


def _decorate(command: Decorated, options: tuple[Any, ...]) -> Decorated:
    for option in reversed(options):
        command = option(command)
    return command


def _pack_settings(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "governance": given.pop("governance") or find_governance(os.getcwd()),
        "organization": given.pop("organization"),
        "policies": given.pop("policies"),
        "policies_key": given.pop("policies_key"),
    }


def _opa_url(given: dict[str, Any]) -> str | None:
    """The server's URL; one from the environment gives way to ``--engine embedded``."""
    url: str | None = given.pop("opa_url")
    source = click.get_current_context().get_parameter_source("opa_url")
    if given["engine"] == "embedded" and source is ParameterSource.ENVIRONMENT:
        return None
    return url


def _run_settings(given: dict[str, Any]) -> RunSettings:
    engine = EngineSettings(
        opa_url=_opa_url(given),
        name=given.pop("engine"),
        opa_token=given.pop("opa_token"),
        opa_ca=given.pop("opa_ca"),
        opa_binary=os.environ.get("MESHGOV_OPA"),
        push=given.pop("opa_push"),
        deadline=given.pop("deadline"),
        jobs=given.pop("jobs"),
    )
    return RunSettings(
        now=_time(given),
        fail_on=given.pop("fail_on"),
        waivers=given.pop("waivers"),
        engine=engine,
        **_pack_settings(given),
    )
