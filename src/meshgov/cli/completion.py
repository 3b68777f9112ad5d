"""``meshgov completion``: the script that teaches a shell our commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_FILES = {
    "bash": '~/.bashrc: eval "$(meshgov completion bash)"',
    "zsh": '~/.zshrc: eval "$(meshgov completion zsh)"',
    "fish": "~/.config/fish/completions/meshgov.fish: meshgov completion fish | source",
}


@click.command(epilog="Add to " + "; to ".join(_FILES.values()))
@click.argument("shell", type=click.Choice(sorted(_FILES)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL."""
    generator = get_completion_class(shell)
    if generator is None:  # pragma: no cover  # the choices are click's own shells
        ctx.fail(f"no completion for {shell}")
    root = ctx.find_root().command
    click.echo(generator(root, {}, "meshgov", "_MESHGOV_COMPLETE").source())
