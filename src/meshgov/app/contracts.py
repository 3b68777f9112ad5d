"""From a path, text or mapping to a canonical contract and the way back to its positions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from meshgov.app import resources
from meshgov.errors import InputError, Location
from meshgov.formats import registry
from meshgov.load import document as documents
from meshgov.load import files
from meshgov.load.schema import Validator
from meshgov.model.contract import Contract
from meshgov.model.document import Document, Json, Note, Origin, Path
from meshgov.model.walk import Places, origin_of, origins

Source = str | os.PathLike[str] | Mapping[str, Json]
"""A contract as a caller may give it: a path, YAML or JSON text, or a mapping."""


@dataclass(frozen=True)
class Loaded:
    """A contract with the document it came from."""

    document: Document
    contract: Contract
    notes: tuple[Note, ...]

    def place(self, path: Path, occurrence: int = 1) -> tuple[Location, str]:
        """Position of a canonical path, and the source line there.

        ``occurrence`` tells duplicate fields of one path apart.
        """
        return self.place_of_origin(origin_of(self._origins, path, occurrence))

    def place_of_origin(self, origin: Origin) -> tuple[Location, str]:
        """Position of a node of the document, and the source line there."""
        location = self.document.locate(origin)
        line = location.line - 1
        return location, self._lines[line] if line < len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return [line.removesuffix("\r") for line in self.document.text.split("\n")]

    @cached_property
    def _origins(self) -> Places:
        return origins(self.contract)


def read(path: str) -> Loaded:
    """The contract in a file.

    Raises:
        InputError: it can't be read, or is not a contract; ManyErrors when there are several.
    """
    return parse(files.read(path), path)


def parse(data: bytes, file: str) -> Loaded:
    """The contract in the bytes of a file called ``file``.

    Raises:
        InputError: as :func:`read`.
    """
    return of_document(documents.parse(data, file))


def of_document(document: Document) -> Loaded:
    """The contract in a document.

    Raises:
        InputError: it is not a contract.
    """
    form = registry.detect(document.value)
    if form is None:
        raise _unknown(document)
    _validator(form.schema).validate(document)
    normalised = form.normalise(document)
    return Loaded(document, normalised.contract, document.notes + normalised.notes)


def _unknown(document: Document) -> InputError:
    """The error for a document that no format claims."""
    mark = registry.announced(document.value)
    if mark:
        key, name = mark
        return InputError(
            f"`{key}` announces {name}, which is not supported yet",
            hint=f"write it in meshgov's own shape; if it is in that already, take `{key}` away",
            location=document.locate((key,)),
        )
    return InputError(
        "this is not a data contract: it has no `name`",
        hint="a contract is a map with `name`, and `schema`, `owner` and so on beside it",
        location=document.locate(()),
    )


def given(source: Source) -> Loaded:
    """A contract as a caller of the Python interface gives it.

    Text with a line break, or that starts with ``{``, is a contract; other text is a path.

    Raises:
        InputError: as :func:`read`.
    """
    text = written(source)
    if text is not None:
        return parse(*text)
    assert not isinstance(source, Mapping)  # noqa: S101  # a mapping was written
    return read(os.fspath(source))


def written(source: Source) -> tuple[bytes, str] | None:
    """Bytes and a name for a contract that was given itself; None for the path of one.

    Raises:
        InputError: a mapping holds what JSON doesn't know.
    """
    if isinstance(source, Mapping):
        return _dumped(source).encode(), "<mapping>.json"
    if not isinstance(source, (str, os.PathLike)):
        raise InputError(
            f"a contract can't be given as {type(source).__name__}",
            hint="give a path, YAML or JSON text, or a mapping",
        )
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith("{")):
        return source.encode(), "<text>"
    return None


def _dumped(source: Mapping[str, Json]) -> str:
    try:
        return json.dumps(source, default=_not_json)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"a contract given as a mapping is not JSON: {error}",
            hint="use text as keys, no mapping inside itself, and numbers of a sane size",
        ) from None


@dataclass(frozen=True, slots=True)
class Selection:
    """The contracts of a run.

    Attributes:
        paths: the files that may be contracts, in order.
        named: those that were given outright, and so must be contracts.
    """

    paths: tuple[str, ...]
    named: frozenset[str]


def select(patterns: tuple[str, ...], base: str) -> Selection:
    """Expand files, folders and globs.

    Raises:
        InputError: a pattern matches nothing.
    """
    found = files.find(patterns, base)
    return Selection(
        tuple(one.path for one in found), frozenset(one.path for one in found if one.named)
    )


def is_contract(document: Document) -> bool:
    """Whether a file met while searching a folder is meant to be a contract."""
    return registry.looks_like_contract(document.value)


@cache
def _validator(schema: str) -> Validator:
    return Validator(resources.schema(schema))


def _not_json(value: object) -> Json:
    raise InputError(
        f"a contract given as a mapping holds {type(value).__name__}, which JSON doesn't know",
        hint="use text, numbers, booleans, lists, mappings and None; write dates as text",
    )
