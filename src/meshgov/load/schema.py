"""JSON Schema: jsonschema-rs decides in microseconds, jsonschema explains what failed."""

from __future__ import annotations

from typing import Any, NoReturn

import jsonschema_rs

from meshgov.errors import ConfigurationError, InputError, joined
from meshgov.model.document import Document, Origin

_MOST = 100
_NAMED = (["properties"], ["patternProperties"], ["prefixItems"])


class Validator:
    """A JSON Schema (2020-12), compiled when it is first needed.

    A schema may carry ``x-hint`` beside any keyword: the advice for a value that fails there.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self._compiled: Any = None

    def validate(self, document: Document) -> None:
        """Let a document pass, or say everything that is wrong with its structure.

        Raises:
            InputError: for one thing that does not fit, at its position.
            ManyErrors: for several, in the order of the file.
            ConfigurationError: when the schema itself is broken.
        """
        if self._compiled is None:
            self._compiled = self._compile()
        if self._compiled.is_valid(document.value):
            return
        self._explain(document)

    def _compile(self) -> Any:
        try:
            return jsonschema_rs.Draft202012Validator(self._schema, retriever=_refuse)
        except ValueError as error:
            reason = str(error).partition("\n")[0]
            raise ConfigurationError(
                f"this JSON Schema can't be used: {reason}", hint="mend the schema"
            ) from None

    def _explain(self, document: Document) -> NoReturn:
        # jsonschema costs more to import than a whole check; a good contract never pays for it.
        from meshgov.load.explain import explain  # noqa: PLC0415  # start-up budget

        failed = list(self._compiled.iter_errors(document.value))
        errors = explain(self._schema, document, _forbidden(failed))
        # Python's regexes and Rust's differ in corners; what decided has the last word.
        errors = errors or [_plain(error, document) for error in failed]
        if len(errors) > _MOST:
            rest = len(errors) - _MOST
            errors = [*errors[:_MOST], InputError(f"{rest} more things do not fit the schema")]
        raise joined(errors)


def _forbidden(failed: list[Any]) -> list[Origin]:
    """Nodes whose own schema is ``false``: jsonschema forgets where it met them."""
    return [
        tuple(error.instance_path)
        for error in failed
        if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.FalseSchema)
        and error.schema_path[-2:-1] in _NAMED
    ]


def _plain(error: Any, document: Document) -> InputError:
    """An error in jsonschema-rs's own words."""
    return InputError(
        error.message,
        hint="write what the schema allows here",
        location=document.locate(error.instance_path),
    )


def _refuse(uri: str) -> NoReturn:
    """Nothing is fetched while reading a contract, least of all what its schema asks for."""
    raise ValueError(f"{uri} is not part of meshgov")
