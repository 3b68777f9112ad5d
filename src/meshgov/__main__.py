"""Entry point of the ``meshgov`` command."""

from __future__ import annotations

import sys

from meshgov import __version__


def main() -> None:
    """Run the command line; ``--version`` answers before anything heavy is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"meshgov {__version__}\n")
        return
    from meshgov.cli.main import run  # noqa: PLC0415  # start-up budget: click is not needed above

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
