"""JSON as meshgov writes it: two spaces of indent, UTF-8 as it is, nothing that a log obeys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from meshgov.errors import Location
from meshgov.model.document import Json
from meshgov.render.parts.plain import LOG_COMMAND

_UNSAFE: Final = re.compile(
    LOG_COMMAND + "|[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Legal inside a JSON string, but obeyed by terminals or logs of CI services, or no text in UTF-8:
written as \\uXXXX."""


def document(value: Json) -> str:
    """Any value, without the final line break."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def streamed(head: Mapping[str, Json], name: str, items: Iterable[Json]) -> Iterator[str]:
    """An object whose last member ``name`` is a list that is written one by one: memory is flat."""
    yield document(dict(head)).removesuffix("\n}") + f',\n  "{name}": ['
    between = "\n    "
    for item in items:
        yield between + document(item).replace("\n", "\n    ")
        between = ",\n    "
    yield "\n  ]\n}\n" if between.startswith(",") else "]\n}\n"


def located(location: Location | None) -> Json:
    """A place in a file, or null."""
    return None if location is None else location._asdict()
