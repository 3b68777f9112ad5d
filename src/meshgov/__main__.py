"""Entry point of the ``meshgov`` command."""

from __future__ import annotations

import os
import sys

from meshgov import __version__


def main() -> None:
    """Run the command line; ``--version`` answers before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"meshgov {__version__}\n")
        return
    _open_what_is_closed()
    _end_on_request()
    from meshgov.cli.main import run  # noqa: PLC0415  # start-up budget: click is not needed above

    sys.exit(run(sys.argv[1:]))


def _open_what_is_closed() -> None:
    """Keep the numbers of the standard streams from being given to a pipe or a file of ours."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is this one; an engine's process inherits it.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003  # its name
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  # as long as we


def _end_on_request() -> None:
    """Let a request to end pass through the code that stops engines and removes their files."""
    import signal  # noqa: PLC0415  # start-up budget

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):  # Windows lacks the second
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


if __name__ == "__main__":
    main()
