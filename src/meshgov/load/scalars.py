"""Plain scalars by the YAML 1.2 core schema, with the exceptions that protect identifiers.

The core schema reads ``012`` as twelve; an author who writes it means a code or a phone number, so
a number with a leading zero stays text here. ``no``, ``12:30:45``, ``1_000`` and ``2026-01-01``
are text in YAML 1.2 anyway.
"""

from __future__ import annotations

import re
from math import isinf

from meshgov.load.wording import shortened

Scalar = bool | int | float | str | None

CORE = "tag:yaml.org,2002:"
"""What ``!!`` stands for."""

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNREAL = frozenset(
    sign + word
    for sign in ("", "+", "-")
    for word in (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
)
_MAY_BE_NUMBER = frozenset("0123456789+-.")
MAY_BE_VALUE = _MAY_BE_NUMBER | frozenset("~nNtTfF")
"""What a plain scalar that is not text begins with."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class UnreadableScalarError(Exception):
    """A scalar that looks like a value but has none; carries the sentence and the hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def resolve(text: str) -> Scalar:
    """Value of a plain (unquoted) scalar.

    Args:
        text: the scalar as written, possibly empty.

    Raises:
        UnreadableScalarError: for NaN, infinity and whole numbers with thousands of digits.
    """
    if text and text[0] not in MAY_BE_VALUE:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _MAY_BE_NUMBER else text


def _number(text: str) -> Scalar:
    if _INTEGER.fullmatch(text):
        return _exact(text, 10)
    if _BASED.fullmatch(text):
        return _exact(text, 0)
    if text in _UNREAL:
        raise _no_number(text)
    if not _FLOAT.fullmatch(text):
        return text
    value = float(text)
    if isinf(value):
        raise _no_number(text)
    return value


def _no_number(text: str) -> UnreadableScalarError:
    return UnreadableScalarError(
        f"`{shortened(text)}` is no number that can be compared: it is infinite or undefined",
        "write a finite number, or put the text in quotes",
    )


def _exact(text: str, base: int) -> int:
    """Whole number of any size that Python will print again (4,300 digits unless configured)."""
    try:
        value = int(text, base)
        if base == 0:
            str(value)  # int() limits decimal digits only, and printing would fail later
    except ValueError:
        raise UnreadableScalarError(
            f"a whole number of {len(text):,} characters is too long to read",
            "write a number of at most 4,300 digits, or put the text in quotes",
        ) from None
    return value


def tagged(tag: str, text: str) -> Scalar:
    """Value of a scalar with an explicit tag.

    Args:
        tag: the resolved tag, such as ``tag:yaml.org,2002:str``; ``!`` forces text.
        text: the scalar's content.

    Raises:
        UnreadableScalarError: for a tag outside the YAML 1.2 core, or a text that it does not fit.
    """
    name = tag.removeprefix(CORE) if tag.startswith(CORE) else ""
    if tag == "!" or name == "str":
        return text
    if name not in _FITS:
        raise misfit(tag, f"`{shortened(text)}`")
    value = resolve(text)
    if not isinstance(value, _FITS[name]) or (isinstance(value, bool) and name != "bool"):
        raise misfit(tag, f"`{shortened(text)}`")
    return float(value) if name == "float" and isinstance(value, int) else value


_FITS: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
}


_CORE_TAGS = frozenset(CORE + name for name in ("str", "map", "seq", *_FITS))


def misfit(tag: str, what: str) -> UnreadableScalarError:
    """The refusal of a tag that is not of the YAML 1.2 core, or not for ``what`` it stands on."""
    if tag in _CORE_TAGS:
        return UnreadableScalarError(
            f"`!!{tag.removeprefix(CORE)}` does not fit {what}",
            "take the tag away, or write a value that it fits",
        )
    name = shortened("!!" + tag.removeprefix(CORE) if tag.startswith(CORE) else tag)
    if name.startswith("!!python"):
        return UnreadableScalarError(
            f"the tag `{name}` asks for a Python object, which a file can't have",
            "take the tag away and write plain values",
        )
    return UnreadableScalarError(
        f"the tag `{name}` is not known",
        "take the tag away; text that begins with ! needs quotes",
    )
