"""Options that the commands of ``meshgov audit`` share."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from meshgov.app import audit, clock
from meshgov.app.audit import AuditSettings
from meshgov.cli.output import Output
from meshgov.evidence.log import PATIENCE

PATH = click.Path()
_KEYS = "MESHGOV_AUDIT_KEYS"

_OPTIONS = (
    click.option(
        "--log",
        "log",
        type=PATH,
        default=audit.DEFAULT_LOG,
        envvar="MESHGOV_AUDIT_LOG",
        show_default=True,
        show_envvar=True,
        metavar="FILE",
        help="The log.",
    ),
    click.option(
        "--key",
        "trusted",
        type=PATH,
        multiple=True,
        metavar="FILE",
        help="Public keys that are trusted: PEM, or lines of `audit checkpoint --public-key` with "
        f"a first and a last day behind; repeatable.  [env var: {_KEYS}, the text or a file]",
    ),
    click.option(
        "--lock-timeout",
        type=click.FloatRange(min=0),
        default=PATIENCE,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for another writer.",
    ),
    click.option("--no-color", is_flag=True, help="No colours. [env var: NO_COLOR]"),
)

SIGNING = click.option(
    "--signing-key",
    "signing",
    type=PATH,
    metavar="FILE",
    envvar="MESHGOV_AUDIT_SIGNING_KEY",
    help="Private Ed25519 key (PEM) to sign with.  [env var: MESHGOV_AUDIT_SIGNING_KEY, the "
    "text or a file]",
)

FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")

PIN = click.option(
    "--pin",
    "pins",
    type=PATH,
    multiple=True,
    metavar="CHECKPOINT",
    help="A checkpoint that was kept elsewhere; repeatable.",
)


def trusted_keys(named: tuple[str, ...]) -> tuple[str, ...]:
    """The public keys to trust: those that are named, else what the environment gives."""
    from_environment = os.environ.get(_KEYS)
    return named or ((from_environment,) if from_environment else ())


def audit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of each command here; it gets ``settings`` and ``output``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        output = Output(colour=False if given.pop("no_color") else None)
        settings = AuditSettings(
            log=given.pop("log"),
            now=clock.current(),
            trusted=trusted_keys(given.pop("trusted")),
            signing=given.pop("signing", None) or None,
            patience=given.pop("lock_timeout"),
        )
        return command(settings=settings, output=output, **given)

    decorated: Callable[..., Any] = gathered
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
