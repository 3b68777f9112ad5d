"""Where results go: standard output, and files that are written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from meshgov.app.results import check_format, error_document, render, save, sentences
from meshgov.errors import ConfigurationError, MeshgovError, exit_code_of
from meshgov.model.verdict import Verdict
from meshgov.render.base import RenderOptions
from meshgov.render.parts.plain import prose

TEXT = "text"
WIDTH = 100
"""Columns of text that doesn't go to a terminal."""


@dataclass(frozen=True, slots=True)
class Target:
    """One ``--format NAME[=FILE]``; ``file`` None is standard output."""

    format: str
    file: str | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read one value of ``--format``."""
        name, equals, file = text.partition("=")
        return cls(name, file if equals else None)


@dataclass(frozen=True, slots=True)
class Output:
    """What a run prints, and how.

    Attributes:
        targets: at least one.
        colour: None decides by the terminal and NO_COLOR.
        only: levels of changes to show; empty shows all.
    """

    targets: tuple[Target, ...] = (Target(TEXT),)
    quiet: bool = False
    verbose: bool = False
    colour: bool | None = None
    only: tuple[str, ...] = ()

    @classmethod
    def parse(
        cls,
        formats: Sequence[str],
        *,
        quiet: bool,
        verbose: bool,
        colour: bool | None,
        only: tuple[str, ...] = (),
    ) -> Output:
        """Read the values of ``--format`` and what goes with them.

        Raises:
            ConfigurationError: an unknown format, no file behind ``=``, or one place for two.
        """
        targets = tuple(Target.parse(text) for text in formats or (TEXT,))
        places = [target.file for target in targets]
        for target in targets:
            check_format(target.format)
            if target.file == "":
                raise ConfigurationError(
                    f"--format {target.format}= names no file",
                    hint=f"write --format {target.format}, or --format {target.format}=FILE",
                )
            if places.count(target.file) > 1:
                raise ConfigurationError(
                    f"two formats would be written to {target.file or 'standard output'}",
                    hint="give all but one a file of their own: --format json=verdict.json",
                )
        return cls(targets, quiet=quiet, verbose=verbose, colour=colour, only=only)

    @classmethod
    def guess(cls, argv: Sequence[str]) -> Output:
        """The targets in raw arguments, for errors that occur before they could be parsed."""
        values = [value for option, value in pairwise(argv) if option == "--format"]
        values += [one.removeprefix("--format=") for one in argv if one.startswith("--format=")]
        return cls(tuple(Target.parse(value) for value in values) or (Target(TEXT),))

    @property
    def options(self) -> RenderOptions:
        """How to render for standard output."""
        colour = self.colour
        if colour is None:
            colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return RenderOptions(colour, _width(), self.quiet, self.verbose, self.only)

    def verdict(self, verdict: Verdict) -> int:
        """Write and print a verdict; returns its exit code."""
        plain = replace(self.options, colour=False, width=WIDTH)
        for target in self.targets:
            if target.file is not None:
                save(target.file, render(target.format, verdict, plain))
        for target in self.targets:
            if target.file is None:
                self.write(render(target.format, verdict, self.options))
        for text in verdict.notices:
            self.note(text)
        return verdict.exit_code

    def write(self, chunks: Iterable[str]) -> None:
        """Print on standard output."""
        for chunk in chunks:
            sys.stdout.write(chunk)
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Say something that changes nothing in the verdict, on standard error."""
        if not self.quiet:
            sys.stderr.write(f"note: {prose(text)}\n")

    def fail(self, error: MeshgovError) -> int:
        """Say an error: the error document where a format has one, else sentences.

        A file that was asked for gets the document too: no stale verdict is left to be read.
        """
        said = False
        for target in self.targets:
            document = error_document(target.format, error)
            if document is None:
                continue
            if target.file is None:
                self.write([document])
                said = True
            elif target.file:
                _try_save(target.file, document)
        if not said:
            say(error)
        return exit_code_of(error)


def say(error: MeshgovError) -> None:
    """Print each error with its position and its hint, on standard error."""
    sys.stderr.writelines(sentences(error, RenderOptions(width=WIDTH)))


def _try_save(file: str, document: str) -> None:
    try:
        save(file, [document])
    except MeshgovError as error:
        say(error)


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return WIDTH
