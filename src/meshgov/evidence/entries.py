"""Entries: a draft becomes the next link of the chain, and a stored text is read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from meshgov.errors import ConfigurationError, EvidenceError, InputError
from meshgov.evidence import canonical
from meshgov.model.document import Json
from meshgov.model.evidence import GENESIS, KINDS, Content, Draft, Entry, Stored

SCHEMA: Final = "meshgov/entry/v1"

_PARTS: Final = {"schema", "seq", "time", "kind", "actor", "prev", "body", "contents"}

SKEW: Final = timedelta(minutes=5)
"""How far the clocks of two machines may differ; an entry is then as late as the one before it."""

_LOGIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\[\]-]{0,63}")
_TIME: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z")


def is_login(actor: str) -> bool:
    """Whether a text is a login: no space, no ``@``, so neither a name nor an address."""
    return _LOGIN.fullmatch(actor) is not None


@lru_cache(maxsize=1024)
def is_time(text: str) -> bool:
    """Whether a text is a time as entries write it: RFC 3339 UTC in whole seconds."""
    if _TIME.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def must_be_login(actor: str) -> None:
    """Refuse an actor who is named by more than a login.

    Raises:
        ConfigurationError: it is no login.
    """
    if not is_login(actor):
        raise ConfigurationError(
            f"the actor {actor!r} is no login",
            hint="name actors by login: letters, digits, and . _ - [ ], without spaces and @",
        )


def build(draft: Draft, last: Entry | None, time: str) -> tuple[Entry, bytes]:
    """The draft as the entry after ``last`` (None for the first one), and its text.

    Raises:
        ConfigurationError: the actor is no login, or the kind is unknown.
        EvidenceError: the clock stands before the last entry.
    """
    if draft.kind not in KINDS:
        raise ConfigurationError(f"there is no kind of entry called {draft.kind!r}")
    must_be_login(draft.actor)
    value: dict[str, Json] = {
        "schema": SCHEMA,
        "seq": last.seq + 1 if last else 1,
        "time": _moment(time, last),
        "kind": draft.kind,
        "actor": draft.actor,
        "prev": last.hash if last else GENESIS,
        "body": dict(draft.body),
        "contents": [
            {"role": one.role, "digest": one.digest, "size": one.size} for one in draft.contents
        ],
        **({} if draft.once is None else {"once": draft.once}),
    }
    text = canonical.encode(value)
    return _entry(value, text), text


def parse(text: bytes) -> dict[str, Any]:
    """The JSON object of an entry, of which every part has its type.

    Raises:
        ValueError: the text is no entry in canonical form.
    """
    value: dict[str, Any] = canonical.read(text)
    try:
        fine = value["schema"] == SCHEMA and value.keys() - {"once"} == _PARTS
        fine = fine and type(value["seq"]) is int and is_time(value["time"])
        fine = fine and value["kind"] in KINDS and isinstance(value["actor"], str)
        fine = fine and isinstance(value["prev"], str) and isinstance(value["body"], dict)
        fine = fine and isinstance(value.get("once"), str | None)
        fine = fine and all(map(_is_content, value["contents"]))
    except (TypeError, KeyError, AttributeError):
        fine = False
    if not fine:
        raise ValueError(f"it is no {SCHEMA}")
    return value


def read(text: bytes) -> Entry:
    """The entry in a stored text.

    Raises:
        ValueError: it is no entry in canonical form.
    """
    return _entry(parse(text), text)


def whole(row: Stored) -> Entry:
    """The entry in a row, which is what the row says.

    Raises:
        InputError: it was altered.
    """
    try:
        entry = read(row.text)
    except ValueError as error:
        raise _altered(row, str(error)) from None
    if (entry.seq, entry.hash) != (row.seq, row.hash):
        raise _altered(row, "it is not the one that its row tells of")
    return entry


def _altered(row: Stored, why: str) -> InputError:
    return InputError(
        f"entry {row.seq} was altered: {why}", hint="`meshgov audit verify` says more"
    )


def _entry(value: Mapping[str, Any], text: bytes) -> Entry:
    return Entry(
        seq=value["seq"],
        time=value["time"],
        kind=value["kind"],
        actor=value["actor"],
        prev=value["prev"],
        body=value["body"],
        contents=tuple(Content(**one) for one in value["contents"]),
        once=value.get("once"),
        hash=hashlib.sha256(text).hexdigest(),
    )


def _is_content(value: Mapping[str, Any]) -> bool:
    return (
        value.keys() == {"role", "digest", "size"}
        and isinstance(value["role"], str)
        and isinstance(value["digest"], str)
        and type(value["size"]) is int
    )


def _moment(time: str, last: Entry | None) -> str:
    """The time of an entry: never before the one that it follows."""
    if not is_time(time):
        raise ConfigurationError(f"{time!r} is no time such as 2026-01-31T12:00:00Z")
    if last is None or time >= last.time:
        return time
    if datetime.fromisoformat(last.time) - datetime.fromisoformat(time) <= SKEW:
        return last.time
    raise EvidenceError(
        f"the clock says {time}, and entry {last.seq} was written at {last.time}",
        hint="set the clock of this machine; nothing was recorded",
    )
