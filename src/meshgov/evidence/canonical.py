"""RFC 8785: one JSON text for one value, so that a hash of it means something.

Nearly all of what we hash has ASCII keys and whole numbers; the standard library's C encoder
writes that as the RFC wants. What differs is done here: keys beyond ASCII are ordered by UTF-16
code units, and floats are written as ECMAScript does.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from meshgov.errors import InputError
from meshgov.model.document import Json

SAFE: Final = 2**53 - 1
"""Largest whole number that every reader of JSON keeps exactly."""

_FIXED: Final = range(-6, 21)
"""Decimal exponents that ECMAScript writes without an ``e``."""

_PLAIN = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
)


def encode(value: Any) -> bytes:
    """``value`` in the RFC's form.

    Raises:
        InputError: it has no such form: a number beyond 53 bits or not finite, a lone surrogate, a
            key that is no text, a type that JSON lacks.
    """
    try:
        text = _PLAIN.encode(value) if _is_plain(value) else _text(value)
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("a text with half a surrogate pair can't be hashed") from None


def decode(data: bytes) -> Json:
    """The value of a JSON text; a key may stand only once in an object.

    Raises:
        ValueError: it is no JSON, or says one thing twice.
    """
    value: Json = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse)
    return value


def read(data: bytes) -> Any:
    """The value of a text that is in the RFC's form.

    Raises:
        ValueError: it is no JSON, or in another form.
    """
    try:
        text = data.decode()
        with suppress(_FloatError):
            if data.isascii():  # quick, and right for nearly all that we write
                value = _QUICK.decode(text)
                if _PLAIN.encode(value) == text:
                    return value  # a key that stood twice would be gone by now
        value = json.loads(text)
        if encode(value) == data:
            return value
    except (InputError, RecursionError, UnicodeError):
        pass
    raise ValueError("it is not in canonical form")


class _FloatError(Exception):
    """The standard library writes such a number in another way than the RFC."""


def _no_float(text: str) -> None:
    raise _FloatError(text)


def _safe(text: str) -> int:
    value = int(text)
    if -SAFE <= value <= SAFE:
        return value
    raise ValueError(f"{value} is no number that every reader keeps")


_QUICK: Final = json.JSONDecoder(parse_float=_no_float, parse_int=_safe)


def digest(data: bytes) -> str:
    """``sha256:`` and the hexadecimal hash of ``data``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def is_digest(text: str) -> bool:
    """Whether a text is what :func:`digest` makes."""
    return _DIGEST.fullmatch(text) is not None


_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _is_plain(value: Any) -> bool:
    """Whether the standard encoder writes it as the RFC does."""
    if value is None or isinstance(value, bool | str):
        return True
    if type(value) is int:
        return -SAFE <= value <= SAFE
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(
            isinstance(key, str) and key.isascii() and _is_plain(own) for key, own in value.items()
        )
    return False


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise InputError("a key that is no text can't be hashed")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_PLAIN.encode(key)}:{_text(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float):
        return _float(value)
    if _is_plain(value):
        return _PLAIN.encode(value)
    raise InputError(
        f"{value!r:.60} can't be hashed: JSON has no such value", hint="write it as text"
    )


def _float(value: float) -> str:
    """As ECMAScript's ``Number::toString``; both start from the shortest digits that read back."""
    if not math.isfinite(value):
        raise InputError(f"{value} can't be hashed: JSON has no such number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).strip("0")
    leading = len(fraction) - len(fraction.lstrip("0")) if whole == "0" else 0
    exponent = int(power or 0) + (-leading - 1 if whole == "0" else len(whole) - 1)
    return sign + _placed(digits, exponent)


def _placed(digits: str, exponent: int) -> str:
    """``digits``, the first of which counts ``10 ** exponent``."""
    if exponent not in _FIXED:
        tail = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{digits[0]}{tail}e{exponent:+d}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    rest = digits[exponent + 1 :]
    return f"{whole}.{rest}" if rest else whole
