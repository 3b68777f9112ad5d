"""A verdict or an error to text, and text to a file that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from meshgov.app import rooted
from meshgov.errors import ConfigurationError, MeshgovError, exit_code_of
from meshgov.load.files import write_atomically
from meshgov.model.verdict import Verdict
from meshgov.render import registry
from meshgov.render.base import RenderOptions

_SOURCES = (".yaml", ".yml", ".json", ".rego")
_MARK = b'"meshgov/'
_MARK_WITHIN = 200
"""Our documents name their schema at their beginning."""
_EMPTY = {b"", b"[]"}
"""Files in which nothing is lost; a list without elements has no place for a mark."""


def check_format(name: str) -> None:
    """Let the name of a format pass.

    Raises:
        ConfigurationError: there is no such format.
    """
    if name not in registry.names():
        raise ConfigurationError(
            f"there is no format called {name!r}",
            hint=f"the formats are {', '.join(registry.names())}",
        )


def check_target(name: str, file: str) -> None:
    """Let a file pass that a result may replace, so that no contract is ever overwritten by one.

    Raises:
        ConfigurationError: the file is a YAML, JSON or Rego file that meshgov didn't write.
    """
    if not file.endswith(_SOURCES) or not os.path.isfile(file):
        return
    with open(file, "rb") as existing:
        start = existing.read(_MARK_WITHIN)
    if start.strip() not in _EMPTY and _MARK not in start:
        raise ConfigurationError(
            f"--format {name} would replace {file}, which meshgov didn't write",
            hint="choose another file, or delete this one",
        )


def is_document(name: str) -> bool:
    """Whether a format is for machines, with a document of its own for errors."""
    return registry.renderer(name).error_document


def render(name: str, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """A verdict in a format, in pieces."""
    chosen = registry.renderer(name)
    if chosen.rooted:
        verdict = rooted.verdict(verdict, rooted.folder())
    return chosen.render(verdict, options)


def error_document(name: str, error: MeshgovError, *, in_file: bool) -> str | None:
    """The text that stands for ``error`` in a format; None where it has none.

    Standard output gets documents for machines only, a file gets what every format has to say.
    """
    if name not in registry.names() or not (in_file or is_document(name)):
        return None
    chosen = registry.renderer(name)
    below = rooted.folder() if chosen.rooted else ""
    errors = [rooted.error(one, below) for one in error.each()]
    return "".join(chosen.render_errors(errors, exit_code_of(error), RenderOptions()))


def sentences(error: MeshgovError, options: RenderOptions) -> Iterator[str]:
    """Each error as a sentence with its position and hint, harmless to a terminal."""
    return registry.renderer("text").render_errors(error.each(), exit_code_of(error), options)


def save(file: str, chunks: Iterable[str]) -> None:
    """Write a file whole, or leave what was there.

    Raises:
        MeshgovError: the file can't be written.
    """
    write_atomically(file, chunks)
