"""Names of types: one table, and what their parameters mean. No other module knows a synonym."""

from __future__ import annotations

import re
from typing import Final

from meshgov.model.contract import Type

_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "int8": ("byte", "tinyint"),
    "int16": ("short", "smallint"),
    "int32": ("int", "integer"),
    "int64": ("long", "bigint"),
    "float32": ("float", "real"),
    "float64": ("double", "double precision"),
    "decimal": ("numeric",),
    "string": ("text", "str"),
    "varchar": ("character varying",),
    "char": ("character",),
    "boolean": ("bool",),
    "binary": ("bytes", "blob"),
    "date": (),
    "time": ("time without time zone",),
    "timestamp": ("datetime", "timestamp_ntz", "timestamp without time zone"),
    "timestamp_tz": ("timestamptz", "timestamp_ltz", "timestamp with time zone"),
    "uuid": (),
    "json": ("variant",),
    "interval": (),
    "void": ("unknown",),
    "struct": ("record", "row"),
    "array": ("list",),
    "map": (),
}
"""Canonical name -> the other names it goes by, in lower case with single spaces."""

_WITH_PARAMETERS: Final[dict[tuple[str, int], tuple[str, tuple[int, ...]]]] = {
    ("decimal", 0): ("decimal", (38, 0)),
    ("decimal", 1): ("decimal", (0,)),
    ("decimal", 2): ("decimal", ()),
    ("varchar", 0): ("string", ()),
    ("varchar", 1): ("varchar", ()),
    ("string", 1): ("varchar", ()),
    ("char", 0): ("char", (1,)),
    ("char", 1): ("char", ()),
    ("time", 1): ("time", ()),
    ("timestamp", 1): ("timestamp", ()),
    ("timestamp_tz", 1): ("timestamp_tz", ()),
}
"""(name, number of parameters written) -> (name, parameters that the language adds at the end)."""

CANONICAL: Final[dict[str, str]] = {
    written: name for name, others in _SYNONYMS.items() for written in (name, *others)
}
"""Every known name -> its canonical one."""

_QUOTED: Final = re.compile("""('[^']*'|"[^"]*"|`[^`]*`)""")
_SPACES: Final = re.compile(r"\s+")

CONTAINERS: Final = frozenset({"struct", "array", "map"})
"""Canonical names of the types that have something inside."""


def named(name: str, params: tuple[int, ...] | None = ()) -> Type | None:
    """The type called ``name``, or None when the table has none with such parameters.

    Args:
        name: one or several words in any case.
        params: the numbers in brackets behind the name; empty without brackets.
    """
    canonical = CANONICAL.get(folded(name))
    if canonical is None or params is None:
        return None
    if not params and (canonical, 0) not in _WITH_PARAMETERS:
        return Type(canonical)
    meant = _WITH_PARAMETERS.get((canonical, len(params)))
    return Type(meant[0], params + meant[1]) if meant else None


def unknown(written: str) -> Type:
    """A type that the table doesn't have: equal only to itself after folding case and spaces.

    What stands in quotes, such as the values of an enum, is data and stays.
    """
    parts = _QUOTED.split(written)
    parts[::2] = [_SPACES.sub(" ", part.lower()) for part in parts[::2]]
    return Type("".join(parts).strip(), known=False)


def folded(name: str) -> str:
    """``name`` in lower case, with single spaces."""
    return " ".join(name.lower().split())
