"""A verdict or an error to text, and text to a file that is whole or not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meshgov.errors import ConfigurationError, MeshgovError, exit_code_of
from meshgov.load.files import write_atomically
from meshgov.model.verdict import Verdict
from meshgov.render import registry
from meshgov.render.base import RenderOptions


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


def render(name: str, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """A verdict in a format, in pieces."""
    return registry.renderer(name).render(verdict, options)


def error_document(name: str, error: MeshgovError) -> str | None:
    """The document that stands for ``error`` in a format; None where it has none."""
    if name not in registry.names():
        return None
    chosen = registry.renderer(name)
    if not chosen.error_document:
        return None
    return "".join(chosen.render_errors(error.each(), exit_code_of(error), RenderOptions()))


def sentences(error: MeshgovError, options: RenderOptions) -> Iterator[str]:
    """Each error as a sentence with its position and hint, harmless to a terminal."""
    return registry.renderer("text").render_errors(error.each(), exit_code_of(error), options)


def save(file: str, chunks: Iterable[str]) -> None:
    """Write a file whole, or leave what was there.

    Raises:
        MeshgovError: the file can't be written.
    """
    write_atomically(file, chunks)
