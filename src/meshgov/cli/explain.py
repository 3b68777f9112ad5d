"""``meshgov explain``."""

from __future__ import annotations

import click

from meshgov.app.catalogue import explain
from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings
from meshgov.cli.options import pack_options
from meshgov.cli.output import Output


@click.command()
@click.argument("wanted", metavar="ID")
@pack_options
def command(wanted: str, settings: RunSettings, output: Output) -> None:
    """Explain a rule, change or control: what it means, why, how to fix it, an example.

    ID is a rule (pii_handling/encryption_required), a change (field-removed) or a control of a
    framework (gdpr:32(1)(a); CC6.1, where one framework alone has it).
    """
    output.write(explain(govern(settings), wanted, output.options))
