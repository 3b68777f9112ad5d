"""Limits as people write them: a direction and a value with its unit, ``>= 99%``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from meshgov.model.document import Json
from meshgov.policy.reader import Node, Reader

_WRITTEN: Final = re.compile(r"(>=|<=|≥|≤|[<>=!]*)\s*(.*)", re.DOTALL)
_DIRECTIONS: Final = {"higher": (">=", "≥"), "lower": ("<=", "≤")}
_EXAMPLES: Final = {"ratio": "99%", "duration": "24 hours"}


class Units(NamedTuple):
    """Readers of texts with units; each gives None for what it can't read.

    Attributes:
        ratio: to millionths.
        duration: to seconds.
    """

    ratio: Callable[[Json], int | None]
    duration: Callable[[Json], int | None]


def read(reader: Reader, node: Node, schema: Mapping[str, Any], units: Units) -> Json:
    """The integer that a parameter with ``x-unit`` means, None for null or what was refused.

    The direction must be written, and be the tighter one of ``x-tighten``: a bare number leaves
    open whether it is a minimum or a maximum, and whether 0.99 is a ratio or a percentage.
    """
    unit = schema["x-unit"]
    signs = _DIRECTIONS[schema["x-tighten"]]
    if node.value is None:
        return None
    if not isinstance(node.value, str):
        reader.wrong(node, f'a text such as "{signs[0]} {_EXAMPLES[unit]}"')
        return None
    match = _WRITTEN.fullmatch(node.value.strip())
    sign, rest = match.groups() if match else ("", "")
    value: int | None = getattr(units, unit)(rest)
    if sign not in signs:
        meant = rest if value is not None else _EXAMPLES[unit]
        reader.wrong(node, f"a limit that starts with {signs[0]}", f'write "{signs[0]} {meant}"')
        return None
    if value is None:
        reader.wrong(node, f"a {unit}", f'write it like "{signs[0]} {_EXAMPLES[unit]}"')
    return value
