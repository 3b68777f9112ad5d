"""The door: parse, run, and turn every error into a sentence and an exit code, in one place."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from importlib import import_module

import click

from meshgov import __version__
from meshgov.cli import streams
from meshgov.cli.output import Output
from meshgov.errors import ConfigurationError, EngineError, MeshgovError

INTERRUPTED = 130

_WITHOUT_COMMAND = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What click raises since 8.2 where a command is missing; before, it prints the help itself."""

_COMMANDS = (
    "action",
    "audit",
    "bump",
    "check",
    "completion",
    "config",
    "controls",
    "diff",
    "explain",
    "gate",
    "init",
    "policy",
    "report",
    "waiver",
)


class _LazyGroup(click.Group):
    """Imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"meshgov.cli.{cmd_name}").command
        return command


@click.command(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 pass, 1 a policy failed, 2 bad input or configuration, "
    "3 the engine failed.",
)
@click.version_option(__version__, prog_name="meshgov", message="%(prog)s %(version)s")
def group() -> None:
    """Policy-as-code governance for data products, judged by Rego."""


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code. Never raises."""
    # Contracts make no reference cycles, so that frequent collections only cost time: a tenth of
    # a run over 2,000 contracts, and 6 % of a diff of 10,000 fields, which makes a million objects.
    gc.set_threshold(1_000_000, 20, 100)
    try:
        result = group.main(args=list(argv), prog_name="meshgov", standalone_mode=False)
    except _WITHOUT_COMMAND as asked:  # a command is missing: these there are
        streams.err(f"{asked.ctx.get_help() if asked.ctx else ''}\n")
        return ConfigurationError.exit_code
    except (KeyboardInterrupt, click.Abort):
        streams.err("\ninterrupted: nothing was judged\n")
        return INTERRUPTED
    except SystemExit as leaving:  # a signal that asks us to end
        return leaving.code if isinstance(leaving.code, int) else EngineError.exit_code
    except streams.ReaderLeftError:  # silence, and no pass
        return EngineError.exit_code
    except Exception as error:  # noqa: BLE001  # the last door: no traceback reaches a user
        return Output.guess(argv).fail(_said(error))
    return result if isinstance(result, int) else 0


def _said(error: Exception) -> MeshgovError:
    """Any error as one of ours."""
    if isinstance(error, MeshgovError):
        return error
    if isinstance(error, click.UsageError):
        return _usage(error)
    return _unexpected(error)


def _usage(error: click.UsageError) -> ConfigurationError:
    command = error.ctx.command_path if error.ctx else "meshgov"
    return ConfigurationError(error.format_message(), hint=f"see `{command} --help`")


def _unexpected(error: Exception) -> EngineError:
    if os.environ.get("MESHGOV_DEBUG"):
        import traceback  # noqa: PLC0415  # start-up budget

        traceback.print_exc()
    return EngineError(
        f"meshgov itself failed: {type(error).__name__}: {error}",
        hint="this is a bug; run again with MESHGOV_DEBUG=1 and report what it prints",
    )
