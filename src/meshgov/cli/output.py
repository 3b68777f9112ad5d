"""Where results go: standard output, and files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from meshgov.app.results import (
    check_format,
    check_target,
    error_document,
    is_document,
    render,
    save,
    sentences,
)
from meshgov.cli import streams
from meshgov.errors import ConfigurationError, MeshgovError, exit_code_of
from meshgov.model.verdict import Verdict
from meshgov.render.base import ANNOTATIONS, RenderOptions
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
        annotations: how many a CI service is given at most.
    """

    targets: tuple[Target, ...] = (Target(TEXT),)
    quiet: bool = False
    verbose: bool = False
    colour: bool | None = None
    only: tuple[str, ...] = ()
    annotations: int = ANNOTATIONS

    @classmethod
    def parse(  # noqa: PLR0913  # what a command line says about its output, by name
        cls,
        formats: Sequence[str],
        *,
        quiet: bool,
        verbose: bool,
        colour: bool | None,
        only: tuple[str, ...] = (),
        annotations: int = ANNOTATIONS,
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
            if target.file is not None:
                check_target(target.format, target.file)
            if places.count(target.file) > 1:
                raise ConfigurationError(
                    f"two formats would be written to {target.file or 'standard output'}",
                    hint="give all but one a file of their own: --format json=verdict.json",
                )
        return cls(
            targets,
            quiet=quiet,
            verbose=verbose,
            colour=colour,
            only=only,
            annotations=annotations,
        )

    @classmethod
    def guess(cls, argv: Sequence[str]) -> Output:
        """The targets in raw arguments, for errors that occur before they could be parsed.

        A publish plan is among them: a stale one must not be read as an answer.
        """
        targets = [Target.parse(value) for value in _values(argv, "--format")] or [Target(TEXT)]
        plans = [Target("json", value) for value in _values(argv, "--publish-plan")]
        return cls((*targets, *plans))

    @property
    def options(self) -> RenderOptions:
        """How to render for standard output."""
        colour = streams.coloured() if self.colour is None else self.colour
        return RenderOptions(
            colour,
            streams.width(WIDTH),
            self.quiet,
            self.verbose,
            self.only,
            self.annotations,
        )

    def verdict(self, verdict: Verdict) -> int:
        """Write and print a verdict; returns its exit code."""
        plain = replace(self.options, colour=False, width=WIDTH)
        for target in self.targets:
            if target.file is not None:
                save(target.file, render(target.format, verdict, plain))
        for target in self.targets:
            if target.file is None:
                chunks = render(target.format, verdict, self.options)
                streams.out(chunks, document=is_document(target.format))
        for text in verdict.notices:
            self.note(text)
        return verdict.exit_code

    def write(self, chunks: Iterable[str]) -> None:
        """Print on standard output."""
        streams.out(chunks)

    def note(self, text: str) -> None:
        """Say something that changes nothing in the verdict, on standard error."""
        if not self.quiet:
            streams.err(f"note: {prose(text)}\n")

    def fail(self, error: MeshgovError) -> int:
        """Say an error: the error document where a format has one, else sentences.

        A file that was asked for gets the document too: no stale verdict is left to be read.
        """
        said = [_deliver(target, error) for target in self.targets]
        if not any(said):
            say(error)
        return exit_code_of(error)


def _values(argv: Sequence[str], option: str) -> list[str]:
    """What is given to an option, in either spelling."""
    values = [value for name, value in pairwise(argv) if name == option]
    lead = f"{option}="
    return values + [one.removeprefix(lead) for one in argv if one.startswith(lead)]


def say(error: MeshgovError) -> None:
    """Print each error with its position and its hint, on standard error."""
    streams.err("".join(sentences(error, RenderOptions(width=WIDTH))))


def _deliver(target: Target, error: MeshgovError) -> bool:
    """Put the error's document where the target is; whether a person or program sees it there."""
    document = error_document(target.format, error, in_file=target.file is not None)
    if document is None or target.file == "":
        return False
    try:
        if target.file is None:
            streams.out([document], document=True)
        else:
            check_target(target.format, target.file)
            save(target.file, [document])
    except (MeshgovError, streams.ReaderLeftError):
        return False
    return target.file is None
