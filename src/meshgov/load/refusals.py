"""Bounds of what is read, and the collector of everything refused in one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from meshgov.errors import InputError, Location, MeshgovError, joined


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for.

    Attributes:
        size: bytes of the file.
        depth: mappings and lists inside each other; the root counts as one.
        expansion: nodes that aliases add when they are written out (long text counts as several).
        errors: reports after which reading stops.
    """

    size: int = 20 * 1024 * 1024
    depth: int = 64
    expansion: int = 200_000
    errors: int = 100


DEFAULT_LIMITS = Limits()


class Refusals:
    """Collects the errors of one file, so that its author sees all of them at once."""

    def __init__(self, file: str, most: int) -> None:
        self.file = file
        self._most = most
        self._errors: list[InputError] = []

    def add(self, message: str, hint: str | None, line: int, column: int) -> None:
        """Keep an error at ``line`` and ``column`` (from 1) and read on.

        Raises:
            ManyErrors: when there are so many that more would help nobody.
        """
        location = Location(self.file, line, column)
        self._errors.append(InputError(message, hint=hint, location=location))
        if len(self._errors) > self._most:
            self._errors[-1] = InputError(
                f"there are more than {self._most} errors; reading stopped here",
                hint="mend the ones above first",
                location=location,
            )
            self.raise_any()

    def stop(self, message: str, hint: str | None, line: int, column: int) -> NoReturn:
        """Keep an error after which nothing more can be known, and raise all of them.

        Raises:
            InputError: when it is the only one.
            ManyErrors: when there were others before it.
        """
        self.add(message, hint, line, column)
        raise self._all()

    def too_deep(self, depth: int, line: int, column: int) -> NoReturn:
        """Stop at a container that stands below the ``depth`` levels allowed.

        Raises:
            InputError: when it is the only one.
            ManyErrors: when there were others before it.
        """
        self.stop(
            f"mappings and lists stand more than {depth} levels deep inside each other here",
            "flatten the structure",
            line,
            column,
        )

    def raise_any(self) -> None:
        """Raise what was collected, if anything was.

        Raises:
            InputError: for one error.
            ManyErrors: for several.
        """
        if self._errors:
            raise self._all()

    def _all(self) -> MeshgovError:
        return joined(self._errors)
