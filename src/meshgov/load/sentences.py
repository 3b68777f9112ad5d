"""One sentence and one hint per JSON Schema keyword, in the words of YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from difflib import get_close_matches

from meshgov.load.failure import Failure, Fault, place, spelled
from meshgov.load.wording import in_quotes
from meshgov.model.document import Json

_Maker = Callable[[Failure], list[Fault]]

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_PLAIN = re.compile(r"[^\s,\]}#]+")


def found(value: Json) -> str:
    """What a value is: ``a list``, ``text``, ``nothing``."""
    if isinstance(value, bool):
        return "true or false"
    names: dict[type, str] = {
        dict: "a mapping",
        list: "a list",
        str: "text",
        int: "a whole number",
        float: "a number",
        type(None): "nothing",
    }
    return names[type(value)]


def generic(failure: Failure) -> list[Fault]:
    """For a keyword without a sentence of its own."""
    message = f"{failure.place}: this does not fit the schema's `{failure.keyword}`"
    return [Fault(message, "see the documentation for what may stand here", failure.origin)]


def name_refused(failure: Failure) -> list[Fault]:
    """For a key that ``propertyNames`` refuses."""
    key = (*failure.origin, failure.value)
    message = f"{place(key, failure.document)} is no key that may stand here"
    if failure.keyword == "enum":
        known = [name for name in failure.limit if isinstance(name, str)]
        hint = _nearest(failure.value, known, "known here")
    else:
        hint = f"write a key that fits {failure.keyword} `{spelled(failure.limit)}`"
    return [Fault(message, hint, key, at_key=True)]


def _type(failure: Failure) -> list[Fault]:
    limit = failure.limit
    return _wrong_type(failure, (limit,) if isinstance(limit, str) else tuple(limit))


def _choice(failure: Failure) -> list[Fault]:
    """An ``anyOf`` or ``oneOf`` of which no branch takes this type, or too many fit."""
    if failure.types:
        return _wrong_type(failure, failure.types)
    if not failure.ambiguous:
        return generic(failure)
    message = f"{failure.place}: this can be read in more than one way"
    return [Fault(message, "write it so that it fits one form only", failure.origin)]


def _wrong_type(failure: Failure, wanted: tuple[str, ...]) -> list[Fault]:
    expected = " or ".join(_TYPES[name] for name in wanted)
    message = f"{failure.place}: expected {expected}, found {found(failure.value)}"
    return [Fault(message, _type_hint(failure, wanted), failure.origin)]


def _type_hint(failure: Failure, wanted: tuple[str, ...]) -> str:
    value = failure.value
    if value is None:
        return "give it a value, or take the line away"
    if isinstance(value, bool) and not _NUMBERS.isdisjoint(wanted):
        return f"write {_plain(wanted)}"
    if "string" in wanted and not isinstance(value, (dict, list)):
        return f"put it in quotes: {in_quotes(_written(failure))}"
    if isinstance(value, str) and "boolean" in wanted:
        return "write true or false, without quotes; yes, no, on and off are text in YAML 1.2"
    if isinstance(value, str) and wanted[0] in ("integer", "number"):
        return "write the number alone, without quotes or a unit"
    return _WRITE.get(wanted[0], f"write {_TYPES[wanted[0]]}")


def _plain(wanted: tuple[str, ...]) -> str:
    """The types of one word or number that are wanted: text that says true is no quantity."""
    return " or ".join(_TYPES[name] for name in wanted if name in {"string", *_NUMBERS})


_NUMBERS = frozenset({"integer", "number"})
_WRITE = {
    "array": "write a list: each item on a line of its own that begins with `- `",
    "object": "write `key: value` lines, indented below it",
}


def _written(failure: Failure) -> str:
    """A scalar as its author wrote it (``1.50``, not ``1.5``)."""
    location = failure.document.locate(failure.origin)
    match = _PLAIN.match(failure.document.excerpt(location.line), location.column - 1)
    return match[0] if match else spelled(failure.value)


def _required(failure: Failure) -> list[Fault]:
    # jsonschema reports each missing key on its own; here all are said, and said once.
    where = f"{failure.place}: " if failure.origin else ""
    return [
        Fault(f"{where}`{key}` is missing", f"add `{key}: ...`", failure.origin)
        for key in failure.limit
        if key not in failure.value
    ]


def _dependent(failure: Failure) -> list[Fault]:
    return [
        Fault(
            f"{failure.place}: `{key}` needs `{other}` beside it",
            f"add `{other}: ...`",
            failure.origin,
        )
        for key, others in failure.limit.items()
        if key in failure.value
        for other in others
        if other not in failure.value
    ]


def _additional(failure: Failure) -> list[Fault]:
    known = list(failure.schema.get("properties", ()))
    patterns = failure.schema.get("patternProperties", ())
    return [
        Fault(
            f"{place((*failure.origin, key), failure.document)} is not known here",
            _nearest(key, known, "known here"),
            (*failure.origin, key),
            at_key=True,
        )
        for key in failure.value
        if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    ]


def _nearest(word: str, known: list[str], what: str) -> str:
    near = get_close_matches(word, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"{what}: {', '.join(known)}" if known else "take it away"


def _enum(failure: Failure) -> list[Fault]:
    allowed = [spelled(value) for value in failure.limit]
    value = spelled(failure.value)
    message = f"{failure.place}: expected {_either(allowed)}, found `{value}`"
    return [Fault(message, _nearest(value, allowed, "write one of"), failure.origin)]


def _either(words: list[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def _bound(sentence: str, hint: str) -> _Maker:
    """A keyword whose sentence needs the place, its limit and the value only."""

    def make(failure: Failure) -> list[Fault]:
        limit = spelled(failure.limit)
        message = sentence.format(place=failure.place, limit=limit, found=spelled(failure.value))
        return [Fault(message, hint.format(limit=limit), failure.origin)]

    return make


def _shortest(failure: Failure) -> list[Fault]:
    if not failure.value:
        return [Fault(f"{failure.place} is empty", "write something", failure.origin)]
    return _TOO_SHORT(failure)


_TOO_SHORT = _bound(
    "{place}: {found} is shorter than {limit} characters", "write at least {limit} characters"
)


def _unique(failure: Failure) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for index, item in enumerate(failure.value):
        text = json.dumps(item, sort_keys=True)
        if text in seen:
            message = f"{failure.place}: {spelled(item)} is listed twice"
            faults.append(Fault(message, "keep one of the two", (*failure.origin, index)))
        seen.add(text)
    return faults or generic(failure)


SENTENCES: dict[str, _Maker] = {
    "type": _type,
    "anyOf": _choice,
    "oneOf": _choice,
    "required": _required,
    "dependentRequired": _dependent,
    "additionalProperties": _additional,
    "enum": _enum,
    "const": _bound("{place}: expected `{limit}`, found `{found}`", "write `{limit}`"),
    "pattern": _bound("{place}: `{found}` does not fit the pattern `{limit}`", "write what fits"),
    "minLength": _shortest,
    "maxLength": _bound("{place} is longer than {limit} characters", "shorten it"),
    "minItems": _bound(
        "{place}: too few items; at least {limit} are needed", "add what is missing"
    ),
    "maxItems": _bound("{place}: too many items; {limit} at most", "take some away"),
    "minProperties": _bound(
        "{place}: too few keys; at least {limit} are needed", "add what is missing"
    ),
    "maxProperties": _bound("{place}: too many keys; {limit} at most", "take some away"),
    "minimum": _bound("{place}: expected {limit} or more, found {found}", "write {limit} or more"),
    "maximum": _bound("{place}: expected {limit} or less, found {found}", "write {limit} or less"),
    "exclusiveMinimum": _bound(
        "{place}: expected more than {limit}, found {found}", "write more than {limit}"
    ),
    "exclusiveMaximum": _bound(
        "{place}: expected less than {limit}, found {found}", "write less than {limit}"
    ),
    "uniqueItems": _unique,
}
"""Keyword -> how a value that fails it is said."""
