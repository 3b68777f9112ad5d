"""Errors that reach a person: a sentence, a position, advice and an exit code.

Every stage raises subclasses of :class:`MeshgovError`; only the command line catches them, in one
place. A stage that finds several problems in one input raises :class:`ManyErrors` with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple


class Location(NamedTuple):
    """A place in a file as a person reads it: line and column from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class MeshgovError(Exception):
    """Base of everything that ends a run with a sentence instead of a verdict.

    Attributes:
        kind: stable machine-readable name, printed in the error document.
        message: what is wrong, one sentence without a final line break.
        hint: how to fix it, or None.
        location: where, or None when no file is to blame.
        exit_code: 2 for bad input or configuration, 3 for a failing engine or evidence log.
    """

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2

    def __init__(
        self, message: str, *, hint: str | None = None, location: Location | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.location = location

    def each(self) -> tuple[MeshgovError, ...]:
        """The single errors in this one, at least one."""
        return (self,)


class InputError(MeshgovError):
    """A contract, or the path that names it, can't be read or isn't a contract."""

    kind = "input"


class ConfigurationError(MeshgovError):
    """An option, ``governance.yaml`` or ``organization.yaml`` is wrong."""

    kind = "configuration"


class PolicyError(MeshgovError):
    """A policy pack can't be used: it doesn't compile, clashes, or answers in the wrong shape."""

    kind = "policy"


class EngineError(MeshgovError):
    """The Rego engine is missing, down, too slow, or gave no decision. Never a pass."""

    kind = "engine"
    exit_code = 3


class EvidenceError(MeshgovError):
    """The evidence log can't be written or read now: the disk is full, somebody else holds it."""

    kind = "evidence"
    exit_code = 3


class ManyErrors(MeshgovError):  # noqa: N818  # the plural says what it is
    """Several errors reported together; the exit code is that of the first kind that occurred."""

    kind = "many"

    def __init__(self, errors: Iterable[MeshgovError]) -> None:
        self.errors = tuple(single for error in errors for single in error.each())
        super().__init__(self.errors[0].message, hint=self.errors[0].hint)
        self.location = self.errors[0].location

    def each(self) -> tuple[MeshgovError, ...]:
        """The single errors in this one, at least one."""
        return self.errors


def joined(errors: Sequence[MeshgovError]) -> MeshgovError:
    """At least one error as one to raise: itself where it is alone."""
    return errors[0] if len(errors) == 1 else ManyErrors(errors)


def exit_code_of(error: MeshgovError) -> int:
    """Exit code of a run that ended with ``error``: bad input outranks a failing engine."""
    return min(single.exit_code for single in error.each())
