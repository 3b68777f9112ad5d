"""The evidence log in words: entries, what a check proved and couldn't, what came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from meshgov.model.document import Json
from meshgov.model.evidence import (
    Checkpoint,
    Content,
    Entry,
    Pinned,
    Tampering,
    Verification,
)
from meshgov.render.base import RenderOptions
from meshgov.render.parts.json_text import document, streamed
from meshgov.render.parts.kept import LABEL
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import safe
from meshgov.render.parts.sections import section

__all__ = [
    "UNSIGNED",
    "document",
    "entries_json",
    "entries_text",
    "proof",
    "verification_json",
    "verification_text",
]

LOG: Final = "meshgov/audit-log/v1"
VERIFICATION: Final = "meshgov/audit-verification/v1"

UNSIGNED: Final = f"no signing key: this checkpoint proves {LABEL}"

_NO_PIN: Final = (
    "That this is the log of yesterday: no checkpoint was given. The owner of the database could "
    "have written every entry anew, or cut off the end. Keep checkpoints elsewhere, and give one "
    "with --pin."
)
_NO_KEY: Final = (
    f"Who made it ({LABEL}): give signed checkpoints with --pin and the public key with --key."
)
_TRUTH: Final = (
    "That entries were true when they were written, that nothing was left out before it reached "
    "the log (`audit ingest --expected` compares with what should be there), or that data is "
    "treated as its contract declares."
)


def entries_text(origin: str, entries: Iterable[Entry], options: RenderOptions) -> Iterator[str]:
    """A line for each entry, and a second one for what it says."""
    paint = Paint(colour=options.colour)
    number = 0
    for one in entries:
        number += 1
        head = f"{one.seq:>6}  {one.time}  {one.kind:<14}  {safe(one.actor)}"
        yield f"{paint('name', head)}  {paint('quiet', one.hash[:12])}\n"
        yield f"        {_told(one)}\n"
    yield f"{_entries(number)} of {safe(origin)}\n"


def entries_json(origin: str, entries: Iterable[Entry]) -> Iterator[str]:
    """All of them, one document, written one by one."""
    head: dict[str, Json] = {"schema": LOG, "log": origin}
    yield from streamed(head, "entries", map(_entry, entries))


def verification_text(checked: Verification, options: RenderOptions) -> Iterator[str]:
    """The verdict, what is wrong, what is proved, and what is not."""
    paint = Paint(colour=options.colour)
    word = paint("fail", "TAMPERED") if checked.tampering else paint("pass", "OK")
    span = f", {checked.first} to {checked.last}" if checked.size else ""
    yield f"{word}  {_entries(checked.size)} of {safe(checked.origin)}{span}\n"
    yield from section("found", [_found(one) for one in checked.tampering], paint, options)
    yield from section("proved", _proved(checked), paint, options)
    yield from section("not proved", _not_proved(checked), paint, options)
    yield f"\nroot {checked.root}\nhead {checked.head}\n"


def verification_json(checked: Verification) -> Iterator[str]:
    """Everything that the page says, as one document."""
    contents = checked.contents
    value: Json = {
        "schema": VERIFICATION,
        "verdict": "tampered" if checked.tampering else "intact",
        "log": checked.origin,
        "size": checked.size,
        "root": checked.root,
        "head": checked.head,
        "first": checked.first,
        "last": checked.last,
        "kinds": dict(checked.kinds),
        "contents": {
            "held": contents.held,
            "erased": contents.erased,
            "unchecked": contents.unchecked,
        },
        "label": None if checked.authenticated else LABEL,
        "proved_entries": checked.kept,
        "authenticated_entries": checked.authenticated,
        "proved": list(_proved(checked)),
        "not_proved": list(_not_proved(checked)),
        "pins": [_pin(one) for one in checked.pins],
        "tampering": [
            {"kind": one.kind, "message": one.message, "seq": one.seq, "last": one.last}
            for one in checked.tampering
        ],
    }
    yield document(value) + "\n"


def proof(
    seq: int,
    now: Checkpoint,
    pins: Sequence[Pinned],
    found: Sequence[Tampering],
    options: RenderOptions,
) -> Iterator[str]:
    """What the proof of one entry comes to."""
    paint = Paint(colour=options.colour)
    word = paint("fail", "FAIL") if found else paint("pass", "OK")
    yield f"{word}  entry {seq} of {now.size:,} in {safe(now.origin)}\n"
    yield from section("found", [_found(one) for one in found], paint, options)
    proved, missing = [], []
    if not found:
        proved.append(f"Entry {seq} is in the log whose checkpoint the proof carries.")
        proved += [
            f"{one.checkpoint.source} is a checkpoint of the same log{_reach(seq, one)}."
            for one in pins
            if one.holds
        ]
    signers = sorted({name for one in pins if one.covers for name in one.signed_by})
    if signers:
        proved.append(f"Signed by {', '.join(signers)}.")
    else:
        missing.append(_NO_KEY)
    if not any(one.holds and one.covers for one in pins):
        missing.append(
            "That anybody else ever saw this entry in the log: give a checkpoint that covers it "
            "with --pin."
        )
    yield from section("proved", proved, paint, options)
    yield from section("not proved", missing, paint, options)


def _reach(seq: int, pin: Pinned) -> str:
    if pin.covers:
        return ", and covers the entry"
    return f" from before entry {seq}, about which it says nothing"


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _proved(checked: Verification) -> Iterator[str]:
    if not checked.tampering and checked.size:
        yield (
            f"Entries 1 to {checked.size} are one gapless chain: each has the hash beside it and "
            "names the one before."
        )
    for one in checked.pins:
        if one.holds and one.checkpoint.size:
            by = f", signed by {', '.join(one.signed_by)}" if one.signed_by else ""
            yield (
                f"{_first(one.checkpoint.size)} as {one.checkpoint.source} says{by}: none was "
                "changed, added or removed since."
            )
    contents = checked.contents
    if contents.held:
        yield f"Contents that are byte for byte as their entries say: {contents.held:,}."
    if contents.erased:
        yield f"Contents that were erased, which entries tell of: {contents.erased:,}."


def _first(size: int) -> str:
    return "The first entry is" if size == 1 else f"The first {size:,} entries are"


def _not_proved(checked: Verification) -> Iterator[str]:
    if not checked.pins:
        yield _NO_PIN
    elif not checked.kept:
        yield "That any entry is what it was: no checkpoint that was given holds and covers one."
    elif checked.kept < checked.size:
        yield (
            f"Entries after {checked.kept}: no checkpoint that was given covers them, so the "
            "database's owner could have changed or cut them."
        )
    if not checked.authenticated:
        yield _NO_KEY
    if checked.contents.unchecked:
        yield f"Contents: {checked.contents.unchecked:,} were not looked at."
    yield _TRUTH


def _found(one: Tampering) -> str:
    return f"{one.message} ({one.kind})"


def _pin(one: Pinned) -> Json:
    return {
        "source": one.checkpoint.source,
        "size": one.checkpoint.size,
        "holds": one.holds,
        "signed_by": list(one.signed_by),
    }


def _entry(one: Entry) -> Json:
    return {
        "seq": one.seq,
        "time": one.time,
        "kind": one.kind,
        "actor": one.actor,
        "hash": one.hash,
        "prev": one.prev,
        "once": one.once,
        "contents": [_content(content) for content in one.contents],
        "body": dict(one.body),
    }


def _content(content: Content) -> Json:
    return {"role": content.role, "digest": content.digest, "size": content.size}


_SHOWN: Final = (
    "product", "version", "command", "result", "verdict", "contracts", "failed", "waiver", "rule",
    "approver", "pack", "run", "id", "digest", "reason", "message", "what", "from", "to", "size",
)  # fmt: skip


def _told(one: Entry) -> str:
    """The facts of an entry that a person looks for first."""
    facts = ((key, one.body.get(key)) for key in _SHOWN)
    return ", ".join(
        f"{key} {safe(_brief(str(value)))}" for key, value in facts if value not in {None, ""}
    )


def _brief(text: str) -> str:
    return text[:19] if text.startswith("sha256:") else text
