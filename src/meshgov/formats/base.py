"""What a contract format is to the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from meshgov.model.contract import Contract
from meshgov.model.document import Document, Json, Note

MARKS: Final = {
    "apiVersion": "the Open Data Contract Standard (ODCS)",
    "dataContractSpecification": "the Data Contract Specification",
}
"""Key at the top of a contract -> the format that the key announces."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A canonical contract, and what its author should know about how it was read."""

    contract: Contract
    notes: tuple[Note, ...] = ()


class Format(Protocol):
    """One way to write contracts. A module of this package that has a ``FORMAT`` is found."""

    @property
    def name(self) -> str:
        """Short name, as people call the format."""

    @property
    def schema(self) -> str:
        """File in ``schemas/`` that describes its structure."""

    def claims(self, value: Json) -> bool:
        """Whether ``value`` is written in this format; no other format may say so too."""

    def normalise(self, document: Document) -> Normalised:
        """The canonical contract of a document that fits the schema.

        Raises:
            InputError: for what can't be read, such as two checks of one name.
            ManyErrors: for several of those.
        """
