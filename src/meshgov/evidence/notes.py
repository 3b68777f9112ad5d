"""Checkpoints as signed notes: C2SP's signed-note and tlog-checkpoint, to the letter.

A checkpoint is three lines (origin, number of entries, base64 of the root), an empty line, and a
line for each signature. Without a key the signatures are missing; such a text proves integrity to
whoever kept it, and tells nobody who made it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Final

from meshgov.errors import ConfigurationError, InputError
from meshgov.evidence.keys import PublicKey, Signer
from meshgov.model.evidence import Checkpoint, Signature, Tampering

_MARK: Final = "— "
_MOST: Final = 100
"""Signature lines that a note may have; witnesses may add some, nobody adds more."""

_SIZE: Final = re.compile("0|[1-9][0-9]{0,17}")
_NAME: Final = re.compile(r"[^\s+]+")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_ROOT_BYTES: Final = 32
_ID_BYTES: Final = 4


def checkpoint(origin: str, size: int, root: bytes) -> Checkpoint:
    """What shall be signed."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    return Checkpoint(origin, size, root, text)


def signed(text: str, signers: Iterable[Signer]) -> str:
    """The note: ``text``, an empty line, and what each key says of it."""
    lines = [_line(text, one) for one in signers]
    return f"{text}\n{''.join(lines)}"


def is_name(name: str) -> bool:
    """Whether a log or a key may be called so."""
    return _NAME.fullmatch(name) is not None and not _CONTROL.search(name)


def origin_of(text: str) -> str:
    """A name for a new log, as somebody gave it.

    Raises:
        ConfigurationError: a checkpoint couldn't carry it.
    """
    if not is_name(text):
        raise ConfigurationError(
            f"{text!r} can't be the name of a log",
            hint="write it like an address: example.com/mesh, without spaces and +",
        )
    return text


def parse(note: str, source: str) -> Checkpoint:
    """A checkpoint, whoever signed it.

    Raises:
        InputError: it is none.
    """
    text, signatures = _split(note.removeprefix("\ufeff").replace("\r\n", "\n"), source)
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < len(("origin", "size", "root")) or not all(lines):
        raise _refusal(source, "it has fewer than three lines, or an empty one among them")
    if not _SIZE.fullmatch(lines[1]):
        raise _refusal(source, "its second line is no number of entries")
    root = _base64(lines[2])
    if root is None or len(root) != _ROOT_BYTES:
        raise _refusal(source, "its third line is no SHA-256 hash in base64")
    return Checkpoint(lines[0], int(lines[1]), root, text, signatures, source)


def check(
    found: Checkpoint, keys: Iterable[PublicKey], time: str | None
) -> tuple[tuple[str, ...], tuple[Tampering, ...]]:
    """Which known keys signed a checkpoint, and what is wrong with its signatures.

    Args:
        found: the checkpoint.
        keys: those that are trusted; without any, nothing is checked.
        time: of the last entry that it covers: it was signed no earlier. None when not known.

    Returns:
        Names of the keys whose signature holds, and what does not.
    """
    known = tuple(keys)
    good: list[str] = []
    bad: list[Tampering] = []
    for one in found.signatures if known else ():
        for key in known:
            if not key.is_of(one.name, one.key):
                continue
            what = f"{found.source}: the signature of {one.name}+{one.key}"
            if not key.verifies(one.value, found.text.encode()):
                bad.append(Tampering("signature", f"{what} doesn't fit the text"))
            elif time is not None and key.until and time[:10] > key.until:
                message = f"{what} covers an entry of {time}, and the key ended on {key.until}"
                bad.append(Tampering("signature", message))
            else:
                good.append(f"{one.name}+{one.key}")
    if known and not good and not bad:
        bad.append(_unknown(found))
    return tuple(dict.fromkeys(good)), tuple(bad)


def _unknown(found: Checkpoint) -> Tampering:
    if not found.signatures:
        return Tampering("unknown-key", f"{found.source}: the checkpoint is not signed")
    names = ", ".join(f"{one.name}+{one.key}" for one in found.signatures)
    return Tampering("unknown-key", f"{found.source}: signed with {names}, which is no trusted key")


def _line(text: str, signer: Signer) -> str:
    public = signer.public
    value = bytes.fromhex(public.short(public.name)) + signer.sign(text.encode())
    return f"{_MARK}{public.name} {base64.b64encode(value).decode()}\n"


def _split(note: str, source: str) -> tuple[str, tuple[Signature, ...]]:
    """The text and the signatures; the last empty line stands between them."""
    note = note.strip("\n") + "\n"
    if _CONTROL.search(note):
        raise _refusal(source, "it has control characters")
    text, gap, below = note.rpartition("\n\n")
    if not gap:
        return note, ()
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > _MOST:
        raise _refusal(source, f"it has more than {_MOST} signatures")
    return f"{text}\n", tuple(_signature(line, source) for line in lines)


def _signature(line: str, source: str) -> Signature:
    name, _, written = line.removeprefix(_MARK).partition(" ")
    value = _base64(written)
    if not line.startswith(_MARK) or not is_name(name) or not value or len(value) <= _ID_BYTES:
        raise _refusal(source, f"{line[:40]!r} is no signature")
    return Signature(name, value[:_ID_BYTES].hex(), value[_ID_BYTES:])


def _base64(text: str) -> bytes | None:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if base64.b64encode(value).decode() == text else None


def _refusal(source: str, why: str) -> InputError:
    return InputError(
        f"{source} is no checkpoint: {why}",
        hint="give the text that `meshgov audit checkpoint` printed, whole",
    )
