"""Sentences for a run that ended without a verdict."""

from __future__ import annotations

from meshgov.errors import EngineError, InputError, Location, ManyErrors
from meshgov.render.base import RenderOptions
from meshgov.render.text import RENDERER

ERRORS = (
    ManyErrors(
        [
            InputError(
                "the key `name` stands twice, first in line 2",
                hint="remove one of them",
                location=Location("contracts/\x1b[2Jorders.yaml", 7, 1),
            ),
            InputError("\x1b]0;owned\x07 is\nno contract"),
        ]
    ),
    EngineError("OPA is down", hint="start it, or use --engine embedded " * 3),
)


def test_plain() -> None:
    page = "".join(RENDERER.render_errors(ERRORS, 2, RenderOptions(width=60)))

    assert page == (
        "error: the key `name` stands twice, first in line 2\n"
        "  contracts/\\x1b[2Jorders.yaml:7:1\n"
        "  hint   remove one of them\n"
        "error: \\x1b]0;owned\\x07 is no contract\n"
        "error: OPA is down\n"
        "  hint   start it, or use --engine embedded start it, or use\n"
        "         --engine embedded start it, or use --engine\n"
        "         embedded\n"
    )


def test_colour_and_a_narrow_terminal() -> None:
    errors = [InputError("a sentence that does not fit on one line of it")]

    page = "".join(RENDERER.render_errors(errors, 2, RenderOptions(colour=True, width=10)))

    assert page == (
        "\x1b[1;31merror: \x1b[0ma sentence that does not fit on\n       one line of it\n"
    )
