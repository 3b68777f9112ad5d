"""What every engine is: a compiled pack that answers requests, in order, or fails in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, Self

from meshgov.engine.request import Request
from meshgov.errors import EngineError
from meshgov.model.pack import Answer

DEADLINE: Final = 10.0
"""Seconds for one evaluation."""

LARGEST_INPUT: Final = 128 * 1024 * 1024
"""Characters of one input: about what two versions come to that are as large as a file may be."""

LARGEST_FLEET: Final = 256 * 1024 * 1024
"""The same of the records of all contracts; a server of OPA takes no more by default."""

FLEET_DEADLINE: Final = 300.0
"""Seconds for the question about all contracts, unless every evaluation has more."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What every engine is told.

    Attributes:
        jobs: most evaluations at a time.
        deadline: seconds for one evaluation.
        largest_input: most characters of one input.
    """

    jobs: int = 1
    deadline: float = DEADLINE
    largest_input: int = LARGEST_INPUT

    def limit(self, request: Request) -> float:
        """Seconds that there are for ``request``."""
        return max(self.deadline, FLEET_DEADLINE) if request.fleet else self.deadline

    def check_size(self, request: Request) -> None:
        """Refuse an input that no engine should be given.

        Raises:
            EngineError: ``request`` is larger than allowed.
        """
        size = max(len(request.text), len(request.document or ""))
        if request.fleet:
            _check_fleet(size)
            return
        if size > self.largest_input:
            raise EngineError(
                f"{request.subject}: its facts are {size:,} characters, and an engine is given "
                f"at most {self.largest_input:,}",
                hint="split the contract; one data product has no use for that much text",
            )


def _check_fleet(size: int) -> None:
    if size > LARGEST_FLEET:
        raise EngineError(
            f"the records of all contracts are {size:,} characters, and an engine is given at "
            f"most {LARGEST_FLEET:,}",
            hint="check the contracts of some domains at a time, or switch the fleet rules off",
        )


class Engine(Protocol):
    """A pack, compiled once, that judges inputs.

    Attributes:
        name: ``regorus`` or ``opa``.
        version: of that engine; empty when it doesn't say.
    """

    @property
    def name(self) -> str:
        """Which engine judges, as verdicts name it."""

    @property
    def version(self) -> str:
        """The engine's own version; empty when it doesn't say."""

    def ready(self) -> None:
        """Wait until the pack is compiled; evaluating does so too.

        Raises:
            PolicyError: the pack doesn't compile, or calls what it must not.
            EngineError: the engine is missing, down or too slow.
        """

    @property
    def begins(self) -> bool:
        """Whether :meth:`begin` is of use."""

    def begin(self, request: Request) -> object:
        """Judge what is known already, while the caller learns about the version before.

        Args:
            request: about the version to judge alone.

        Returns:
            What belongs into the request that follows; None: that has to ask for everything.
        """

    def evaluate(self, requests: Iterable[Request]) -> Iterator[Answer]:
        """An answer for each request, in order, reading few requests ahead.

        Raises:
            PolicyError: as :meth:`ready`, or a rule answers in the wrong shape.
            EngineError: as :meth:`ready`, or there is no answer to a request; the answers to
                those before it have been given.
        """

    def close(self) -> None:
        """End every process and connection. Safe to call again."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
