"""A change as one sentence: the thing, what happened to it, old and new value, the impact.

An id of the change table is ``<noun>-<ending>``, so the words follow from the id, and a new id
needs no code. What reads badly that way has an entry below.
"""

from __future__ import annotations

import json
from typing import Final

from meshgov.model.change import Change
from meshgov.model.document import Json, Path

WHOLE: Final = {
    "decimal-scale-changed": ("scale", "was changed"),
    "field-name-case-changed": ("field", "changed the case of its name"),
    "field-reordered": ("order of the fields", "was changed"),
    "field-reordered-positional": ("order of the fields", "was changed"),
    "partition-reordered": ("order of the partition columns", "was changed"),
    "product-retired": ("status of the product", "was changed"),
}
"""Ids that are no noun with an ending -> noun, verb."""

NOUNS: Final = {
    "aliases": "list of aliases",
    "enum": "list of allowed values",
    "enum-value": "allowed value",
    "max": "maximum",
    "max-length": "maximum length",
    "min": "minimum",
    "min-length": "minimum length",
    "not-null": "`not_null`",
    "partition": "partition column",
    "pii-category": "PII category",
    "pii-field": "PII",
    "pii-flag": "PII mark",
    "privacy": "basis of use",
    "quality-query": "query of quality check",
    "quality-severity": "severity of quality check",
    "quality-threshold": "threshold of quality check",
    "read-grant": "reader",
    "sla-value": "service promise",
    "stability": "status",
    "trash-retention": "retention of deleted data",
    "unique": "`unique`",
    "write-grant": "writer",
}
"""Noun in an id -> as people read it; the others only lose their hyphens."""

ENDINGS: Final = {
    "added": "was added",
    "added-required": "was added and is never empty",
    "changed": "was changed",
    "declared": "was declared",
    "decreased": "was decreased",
    "disabled": "was switched off",
    "duplicated": "stands more than once",
    "enabled": "was switched on",
    "increased": "was increased",
    "increased-with-pii": "of personal data was increased",
    "inserted-positional": "was inserted before other fields",
    "less-frequent": "became less frequent",
    "loosened": "was loosened",
    "lowered": "was lowered",
    "more-frequent": "became more frequent",
    "moved-earlier": "was moved earlier",
    "moved-later": "was moved later",
    "narrowed": "was narrowed",
    "promoted": "was promoted",
    "raised": "was raised",
    "removed": "was removed",
    "removed-after-sunset": "was removed after its sunset",
    "renamed": "was renamed",
    "shifted": "was shifted",
    "tightened": "was tightened",
    "too-soon": "is too soon",
    "undeclared": "is no longer declared",
    "widened": "was widened",
}
"""Ending of an id -> verb."""

NAMED: Final = {
    "alert": -1,
    "changelog-entry": -1,
    "constraint": -1,
    "extension": -1,
    "metric": -1,
    "owner-contact": -1,
    "partition": -1,
    "port": -1,
    "privacy": -1,
    "quality-check": 2,
    "quality-query": 2,
    "quality-severity": 2,
    "quality-threshold": 2,
    "read-grant": -1,
    "sla-value": -1,
    "upstream": -1,
    "write-grant": -1,
}
"""Nouns of which a contract has several -> the step of the path that tells which."""

ABOUT_FIELDS: Final = frozenset({"field", "pii-field", "order of the fields"})
"""Nouns whose path ends in a field; the others end in an attribute of one."""

UNITS: Final = {"retention": " days", "trash-retention": " days"}
"""Noun -> what its numbers count."""

NOISY: Final = frozenset({"description", "quality-query"})
"""Nouns whose values are prose or code, and would drown the sentence."""

SHORT: Final = 40
"""Characters of a value that a sentence can carry."""

LONG: Final = 80
"""The same for a name, which tells where to look."""


def sentence(change: Change, impact: str) -> str:
    """One sentence on one line about ``change``, ending in the ``impact`` of the change table."""
    noun, verb = _noun_and_verb(change.id)
    thing = _thing(noun, change)
    happened = f"{thing[:1].upper()}{thing[1:]} {verb}{_values(noun, change)}"
    if not impact:
        return f"{happened}."
    # An abbreviation such as PII or SQL keeps its capitals.
    start = impact[:1] if impact[1:2].isupper() else impact[:1].lower()
    return f"{happened}: {start}{impact[1:].rstrip('.')}."


def _noun_and_verb(change: str) -> tuple[str, str]:
    if change in WHOLE:
        return WHOLE[change]
    parts = change.split("-")
    for length in range(1, len(parts)):
        verb = ENDINGS.get("-".join(parts[length:]))
        if verb:
            noun = "-".join(parts[:length])
            return (noun if noun == "field" else noun.removeprefix("field-")), verb
    return "", "was changed"


def _thing(noun: str, change: Change) -> str:
    """What changed, with its name: ``type of field `amount` ``, ``reader `role:analyst` ``."""
    if not noun:
        return _name(change.path)
    words = NOUNS.get(noun, noun.replace("-", " "))
    if noun in NAMED:
        own = change.path[NAMED[noun] :][:1] or change.path
        words += f" {_name(own)}"
    if noun == "enum-value":
        words += f" {_shown(change.old if change.new is None else change.new)}"
    steps = _field(noun, change.path)
    if not steps:
        return words
    field = f"field {_name(steps)}"
    return field if noun == "field" else f"{words} of {field}"


def _field(noun: str, path: Path) -> Path:
    """The names of the field that ``path`` stands in, from the top; empty outside of fields."""
    if path[:1] != ("schema",) or "fields" not in path:
        return ()
    steps = path[path.index("fields") + 1 :]
    if noun in ABOUT_FIELDS:
        return steps
    # Everything else is an attribute of a field, some of them one level further down.
    inner = [steps.index(key, 1) for key in ("constraints", "deprecated") if key in steps[1:]]
    return steps[: min([*inner, len(steps) - 1])]


def _values(noun: str, change: Change) -> str:
    """Old and new value, where they are short and say more than the verb does."""
    given = [value for value in (change.old, change.new) if value is not None]
    if noun in NOISY or noun == "enum-value" or any(_is_unspeakable(value) for value in given):
        return ""
    if len(given) == 2:  # noqa: PLR2004  # the old and the new one
        return f" from {_shown(given[0])} to {_shown(given[1])}{UNITS.get(noun, '')}"
    said = not given or change.path[-1:] == (given[0],)
    return "" if said else f" ({_shown(given[0])}{UNITS.get(noun, '')})"


def _is_unspeakable(value: Json) -> bool:
    return isinstance(value, (bool, dict))


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return _quoted(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if isinstance(value, (int, float)) else _quoted(text)


def _quoted(text: str, room: int = SHORT) -> str:
    folded = " ".join(text.split())
    return f"`{folded if len(folded) <= room else folded[: room - 3] + '...'}`"


def _name(path: Path) -> str:
    return _quoted(".".join(path), LONG)
