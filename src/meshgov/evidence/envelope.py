"""DSSE envelopes: a payload, its type, and signatures over both."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Final

from meshgov.errors import InputError
from meshgov.evidence import canonical
from meshgov.evidence.keys import PublicKey, Signer, keyid
from meshgov.model.document import Json

TYPE: Final = "application/vnd.in-toto+json"

_MOST: Final = 100
"""Signatures that an envelope may have; each costs time to check."""


def encoded(kind: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding: what is signed."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def seal(payload: bytes, signers: Iterable[Signer]) -> bytes:
    """The envelope around ``payload``, one line of canonical JSON without a line break."""
    text = encoded(TYPE, payload)
    signatures: list[Json] = [
        {
            "keyid": keyid(one.public.value),
            "sig": base64.b64encode(one.sign(text)).decode(),
        }
        for one in signers
    ]
    return canonical.encode(
        {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": TYPE,
            "signatures": signatures,
        }
    )


def unseal(data: bytes, source: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """The payload and the signatures (key id, value) of an envelope; nothing is verified.

    Raises:
        InputError: it is none, or carries something else than a statement.
    """
    try:
        value = canonical.decode(data)
    except (ValueError, RecursionError):
        raise _refusal(source, "it is no JSON") from None
    if not isinstance(value, dict):
        raise _refusal(source, "it is no JSON object")
    if value.get("payloadType") != TYPE:
        raise _refusal(source, f"its payloadType is not {TYPE}")
    signatures = value.get("signatures")
    if not isinstance(signatures, list) or len(signatures) > _MOST:
        raise _refusal(source, f"it has no list of signatures, or one of more than {_MOST}")
    payload = _base64(value.get("payload"))
    if payload is None:
        raise _refusal(source, "its payload is not base64")
    return payload, tuple(_signature(one, source) for one in signatures)


def signed_by(
    payload: bytes,
    signatures: Sequence[tuple[str, bytes]],
    keys: Iterable[PublicKey],
    time: str,
) -> tuple[str, ...]:
    """The known keys, in use at ``time``, whose signature holds. A key id is only a hint."""
    text = encoded(TYPE, payload)
    return tuple(
        str(key)
        for key in keys
        if key.in_use(time) and any(key.verifies(value, text) for _, value in signatures)
    )


def _signature(value: Json, source: str) -> tuple[str, bytes]:
    if isinstance(value, dict):
        written, name = _base64(value.get("sig")), value.get("keyid", "")
        if written is not None and isinstance(name, str):
            return name, written
    raise _refusal(source, "one of its signatures is malformed")


def _base64(text: Json) -> bytes | None:
    """DSSE allows both alphabets."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        return None


def _refusal(source: str, why: str) -> InputError:
    return InputError(
        f"{source} is no verdict record: {why}",
        hint="give a file of DSSE envelopes, as meshgov writes them",
    )
