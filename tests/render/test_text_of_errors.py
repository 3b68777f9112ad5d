"""Sentences for a run that ended without a verdict."""

from __future__ import annotations

import pytest

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
    EngineError("OPA is down", hint="start it,\nor use --engine embedded"),
)


@pytest.mark.parametrize(("colour", "lead"), [(False, "error:"), (True, "\x1b[1;31merror:\x1b[0m")])
def test_page(colour: bool, lead: str) -> None:  # noqa: FBT001  # a column
    page = "".join(RENDERER.render_errors(ERRORS, 2, RenderOptions(colour=colour)))

    assert page == (
        f"{lead} contracts/\\x1b[2Jorders.yaml:7:1: the key `name` stands twice, first in line 2\n"
        "  hint: remove one of them\n"
        f"{lead} \\x1b]0;owned\\x07 is no contract\n"
        f"{lead} OPA is down\n"
        "  hint: start it, or use --engine embedded\n"
    )
