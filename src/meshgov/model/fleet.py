"""What the texts of a contract say to others: version numbers, ranges, storage prefixes."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from meshgov.model.document import Json

_MAJOR: Final = re.compile(r"\s*[vV]?([0-9]{1,18})(?![0-9])")
"""A version text begins with its major number, however little else of it can be read."""

_PART: Final = r"(?:[0-9]{1,18}|[xX*])"
_BOUND: Final = re.compile(
    rf"(\^|~>|~|>=|<=|==|=|>|<|)\s*[vV]?([0-9]{{1,18}})((?:\.{_PART})*)(?:[-+][0-9A-Za-z.+-]*)?"
)
_SPAN: Final = re.compile(r"(\S+)\s+-\s+(\S+)")
_ANY: Final = frozenset({"", "*", "x", "X"})

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.:-]*):/{2,3}")
_SAME: Final = {"s3a": "s3", "s3n": "s3"}
"""Scheme -> the one that names the same places."""

_INNER: Final = re.compile(
    r"[vV]?[0-9]+(?:[._][0-9]+)*|[^=]+=.*|.*[{*].*"
    r"|(?i:data|current|latest|live|parquet|delta|iceberg|avro|orc|csv|json|tables?|files?)"
)
"""A step below a product's own: a version, a partition, a placeholder, a file format."""

_NOWHERE: Final = frozenset(
    {"", "-", "?", "n/a", "na", "nil", "none", "null", "tba", "tbc", "tbd", "todo", "unknown"}
)
_DEEPEST: Final = 32
"""Steps of a location that are looked at."""


class Majors(NamedTuple):
    """Major versions from ``first`` to ``last``; None is without end."""

    first: int
    last: int | None


def major(version: Json) -> int | None:
    """The number that a version starts with; None without one."""
    if isinstance(version, bool) or not isinstance(version, (str, int, float)):
        return None
    match = _MAJOR.match(str(version))
    return int(match[1]) if match else None


def majors(text: str | None) -> tuple[Majors, ...] | None:
    """The major versions that a range of versions allows; None for all, also in doubt."""
    found = [_alternative(one.strip()) for one in (text or "").split("||")]
    known = [one for one in found if one is not None]
    return tuple(known) if len(known) == len(found) else None


def _alternative(text: str) -> Majors | None:
    """The majors that all bounds of a text allow; None for any."""
    span = _SPAN.fullmatch(text)
    if span:
        text = f">={span[1]} <={span[2]}"
    first, last, rest = 0, None, text.replace(",", " ").strip()
    if rest in _ANY:
        return None
    while rest:
        match = _BOUND.match(rest)
        if match is None or rest[match.end() : match.end() + 1].strip():
            return None
        lower, upper = _bound(match[1], int(match[2]), match[3])
        first = max(first, lower)
        last = upper if last is None else last if upper is None else min(last, upper)
        rest = rest[match.end() :].strip()
    return Majors(first, last)


def _bound(sign: str, number: int, rest: str) -> tuple[int, int | None]:
    if sign in {">", ">="}:
        return number, None
    if sign == "<":
        # Below 2.0.0 there is no 2; below 2.1.0 there is.
        return 0, number if rest.strip(".0xX*") else number - 1
    return (0 if sign == "<=" else number), number


def prefixes(location: str) -> list[str]:
    """A storage location and all that it lies in, the outermost first; empty for none.

    The first is a bucket, a server, a database: nothing above it is anybody's. Steps that tell
    the versions, partitions and formats of one product apart are left out at the end.
    """
    text = location.strip()
    if text.lower() in _NOWHERE:
        return []
    scheme = _SCHEME.match(text)
    if scheme is None and "/" not in text:
        return _joined([one.strip() for one in text.lower().split(".")], ".")
    if scheme is None:
        root = "/" if text.startswith("/") else ""
        return _joined([step for step in text.split("/") if step not in {"", "."}], "/", root)
    name = scheme[1].lower()
    rest = text[scheme.end() :].partition("?")[0].partition("#")[0]
    steps = [step for step in rest.split("/") if step not in {"", "."}]
    if steps:
        steps[0] = steps[0].lower()
    return _joined(steps, "/", f"{_SAME.get(name, name)}://")


def _joined(steps: list[str], between: str, root: str = "") -> list[str]:
    steps = [step for step in steps[:_DEEPEST] if step]
    while len(steps) > 1 and _INNER.fullmatch(steps[-1]):
        steps.pop()
    found: list[str] = []
    for step in steps:
        found.append(f"{found[-1]}{between}{step}" if found else f"{root}{step}")
    return found
