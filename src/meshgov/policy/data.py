"""Data files of an organisation's policies, merged under their folders as OPA does it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn

from meshgov.errors import Location, PolicyError
from meshgov.model.document import Json
from meshgov.policy import plain
from meshgov.policy.folder import File
from meshgov.policy.scan import Package, reference

RESERVED: Final = {
    "meshgov": "the shipped policies",
    "parameters": "the organisation's parameters",
}
"""Top-level names of ``data`` that no data file may set, and what they hold."""

Place = tuple[str, ...]


def merge(files: Sequence[File]) -> dict[str, Json]:
    """One tree of base documents, rooted at ``data``.

    Raises:
        PolicyError: a file isn't a mapping, sets a reserved name, or what another one set.
    """
    tree: dict[str, Json] = {}
    read: list[tuple[File, dict[str, Json]]] = []
    for file in files:
        document = _nested(file)
        place = _conflict(tree, document)
        if place is not None:
            other = next(earlier for earlier, own in read if _says(own, place))
            raise PolicyError(
                f"data.{reference(place)} is set by {other.name} and by {file.name}",
                hint="keep one of them",
                location=Location(file.name, 1, 1),
            )
        read.append((file, document))
        _merge(tree, document)
    return tree


def check_packages(tree: dict[str, Json], packages: Iterable[tuple[File, Package]]) -> None:
    """Refuse data where a package stands, because the one would hide the other.

    Raises:
        PolicyError: naming the Rego file.
    """
    for file, package in packages:
        if _says(tree, package.segments):
            raise PolicyError(
                f"data.{package.reference} is a package in {file.name}, and a data file sets it",
                hint="move the data to a folder or name of its own",
                location=Location(file.name, package.line, 1),
            )


def _nested(file: File) -> dict[str, Json]:
    """The file's document under the keys of its folder, and nothing where it is reserved."""
    document = parse(file.name, file.text, as_json=file.relative.endswith(".json"))
    if not isinstance(document, dict):
        _refuse(file.name, f"{file.name} must hold a mapping at its top")
    for step in reversed(file.relative.split("/")[:-1]):
        document = {step: document}
    for name, holds in RESERVED.items():
        if name in document:
            _refuse(file.name, f"{file.name} sets data.{name}, which holds {holds}")
    return document


def _conflict(tree: Json, document: Json, place: Place = ()) -> Place | None:
    """The first place that both set, unless both hold a mapping there."""
    if not isinstance(tree, dict) or not isinstance(document, dict):
        return place
    for key in document:
        if key in tree:
            found = _conflict(tree[key], document[key], (*place, key))
            if found is not None:
                return found
    return None


def _says(document: Json, place: Place) -> bool:
    """Whether ``document`` sets ``place``, something in it, or a value above it."""
    for step in place:
        if not isinstance(document, dict):
            return True
        if step not in document:
            return False
        document = document[step]
    return True


def _merge(tree: dict[str, Json], document: dict[str, Json]) -> None:
    for key, value in document.items():
        inner = tree.get(key)
        if isinstance(inner, dict) and isinstance(value, dict):
            _merge(inner, value)
        else:
            tree[key] = value


def parse(name: str, text: str, *, as_json: bool = False) -> Json:
    """The value of a data file, or of another one that describes policies.

    Raises:
        PolicyError: at the place where it can't be read.
    """
    try:
        return _json(text) if as_json else plain.read(text)
    except plain.Unreadable as error:
        _refuse(name, f"{name} is not readable: {error.message}", error.line, error.column)
    except json.JSONDecodeError as error:
        line, column = error.lineno - 1, error.colno - 1
        _refuse(name, f"{name} is not readable JSON: {error.msg}", line, column)
    except ValueError as error:
        _refuse(name, f"{name} is not readable JSON: {error}")
    except RecursionError:
        _refuse(name, f"{name} is nested too deep")


def _json(text: str) -> Json:
    loaded: Json = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    return loaded


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands twice")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _refuse(name: str, message: str, line: int = 0, column: int = 0) -> NoReturn:
    raise PolicyError(message, location=Location(name, line + 1, column + 1))
