"""Failed JSON Schema keywords, said as sentences about a YAML file.

Imported only when a document has failed: jsonschema is slow to import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry

from meshgov.errors import InputError, Location
from meshgov.load.failure import Failure, Fault, place
from meshgov.load.sentences import SENTENCES, generic, name_refused
from meshgov.model.document import Document, Origin

_BRANCHES = ("anyOf", "oneOf")


def explain(
    schema: dict[str, Any], document: Document, forbidden: Iterable[Origin] = ()
) -> list[InputError]:
    """Everything in ``document`` that does not fit ``schema``, in the order of the file.

    Each thing is said once, by the branch of an ``anyOf`` or ``oneOf`` that fits best.

    Args:
        schema: a JSON Schema (2020-12).
        document: the file.
        forbidden: nodes whose schema is ``false``.
    """
    # An empty registry: no reference is ever fetched.
    validator = Draft202012Validator(schema, registry=Registry())
    faults = [
        Fault(f"{place(origin, document)} may not stand here", "take it away", origin, at_key=True)
        for origin in forbidden
    ]
    for failed in validator.iter_errors(document.value):
        for leaf in _leaves(failed):
            if leaf.validator:  # none for the schema `false`, without a path either
                faults += _faults(leaf, document)
    said: dict[tuple[str, Location], InputError] = {}
    for fault in faults:
        location = _locate(fault, document)
        error = InputError(fault.message, hint=fault.hint, location=location)
        said.setdefault((fault.message, location), error)
    return [said[key] for key in sorted(said, key=lambda key: key[1])]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The errors that say most about why a choice failed; other errors as they are."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        if inner.validator:  # none for a branch `false`, which has nothing to say
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    if error.validator not in _BRANCHES or not branches:
        yield error
        return
    best = min(branches.values(), key=_misfit)
    if _misfit(best)[0]:
        # No branch even takes this type of value: the choice as a whole is what to explain.
        yield error
        return
    for inner in best:
        yield from _leaves(inner)


def _misfit(errors: list[ValidationError]) -> tuple[bool, int, int]:
    """How badly a branch fits; the smallest fits best.

    First whether it wants another type of value altogether, then whether it is told apart by a
    constant that differs, then how many things are wrong with it.
    """
    wrong_type = any(one.validator == "type" and not one.relative_path for one in errors)
    told_apart = sum(one.validator in ("const", "enum") for one in errors)
    return wrong_type, told_apart, len(errors)


def _faults(error: ValidationError, document: Document) -> list[Fault]:
    value: Any = error.instance
    failure = Failure(
        keyword=str(error.validator),
        limit=error.validator_value,
        value=value,
        origin=tuple(error.absolute_path),
        schema=error.schema if isinstance(error.schema, dict) else {},
        types=tuple(dict.fromkeys(_types(error))),
        ambiguous=error.validator == "oneOf" and not error.context,
        document=document,
    )
    about_key = isinstance(value, str) and isinstance(_node(failure.origin, document), dict)
    faults = (
        name_refused(failure) if about_key else SENTENCES.get(failure.keyword, generic)(failure)
    )
    hint = failure.schema.get("x-hint")
    return [fault._replace(hint=hint) for fault in faults] if hint else faults


def _types(error: ValidationError) -> Iterator[str]:
    for inner in error.context or ():
        if inner.validator == "type" and not inner.relative_path:
            wanted: Any = inner.validator_value
            yield from [wanted] if isinstance(wanted, str) else wanted


def _node(origin: Origin, document: Document) -> Any:
    node: Any = document.value
    for step in origin:
        node = node[step]
    return node


def _locate(fault: Fault, document: Document) -> Location:
    if not (fault.at_key and fault.origin):
        return document.locate(fault.origin)
    mark = document.marks[id(_node(fault.origin[:-1], document))][fault.origin[-1]]
    return Location(document.file, mark.key_line, mark.key_column)
