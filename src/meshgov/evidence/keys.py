"""Ed25519 keys: one that signs, and those that are trusted, each for a time.

Public keys are PEM, or lines of the form that tools for signed notes use::

    NAME+8HEX+BASE64  [FROM]  [UNTIL]

with days such as 2026-01-31 (``-`` for none), the last one included. ``#`` begins a comment.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meshgov.errors import ConfigurationError, Location, MeshgovError

ED25519: Final = b"\1"
"""Type byte of these keys and signatures in signed notes."""

_PEM: Final = "-----BEGIN "
_BLOCK: Final = re.compile("-----BEGIN [^-]+-----.*?-----END [^-]+-----", re.DOTALL)
_LINE: Final = re.compile(r"\S+\+[0-9a-f]{8}\+\S+")
_PREFIX: Final = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 public key in DER (RFC 8410)."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that is trusted.

    Attributes:
        name: who signs with it; empty for whoever has it (a PEM file names nobody).
        value: 32 bytes.
        since, until: the first and the last day of its use, or None.
        source: where it was read, for people.
    """

    name: str
    value: bytes
    since: str | None = None
    until: str | None = None
    source: str = ""

    def __str__(self) -> str:
        return f"{self.name}+{self.short(self.name)}" if self.name else keyid(self.value)[:16]

    def short(self, name: str) -> str:
        """Its id under ``name`` in a signed note: 8 hexadecimal digits."""
        hashed = hashlib.sha256(name.encode() + b"\n" + ED25519 + self.value)
        return hashed.hexdigest()[:8]

    def is_of(self, name: str, short: str) -> bool:
        """Whether a signature line's name and id are those of this key."""
        return self.name in {"", name} and self.short(name) == short

    def in_use(self, time: str) -> bool:
        """Whether its time covers ``time``, RFC 3339 UTC."""
        day = time[: len("2026-01-31")]
        return (self.since or "") <= day <= (self.until or "9999-12-31")

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether ``signature`` over ``data`` was made with it."""
        crypto = _cryptography()
        try:
            crypto.Ed25519PublicKey.from_public_bytes(self.value).verify(signature, data)
        except crypto.InvalidSignature:
            return False
        return True

    @property
    def line(self) -> str:
        """The key as a line for a file of trusted keys."""
        written = base64.b64encode(ED25519 + self.value).decode()
        return f"{self.name}+{self.short(self.name)}+{written}"


class Signer:
    """A private key, and the name that it signs under."""

    def __init__(self, private: Any, name: str) -> None:
        self._private = private
        raw = private.public_key().public_bytes_raw()
        self.public = PublicKey(name, raw)

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        signature: bytes = self._private.sign(data)
        return signature


def signer(text: str, name: str, source: str) -> Signer:
    """The private key in ``text``, PEM (PKCS #8) without a password.

    Raises:
        ConfigurationError: it is something else, or ``cryptography`` is not installed.
    """
    crypto = _cryptography()
    try:
        private = crypto.load_pem_private_key(text.encode(), None)
    except (ValueError, TypeError, crypto.UnsupportedAlgorithm):
        private = None
    if not isinstance(private, crypto.Ed25519PrivateKey):
        raise ConfigurationError(
            f"{source} holds no private Ed25519 key without a password",
            hint="make one: openssl genpkey -algorithm ed25519 -out signing-key.pem",
        )
    return Signer(private, name)


def trusted(texts: Iterable[tuple[str, str]]) -> tuple[PublicKey, ...]:
    """The keys in some texts, each given with its source.

    Raises:
        ConfigurationError: a text holds something else, or nothing.
    """
    found: list[PublicKey] = []
    for text, source in texts:
        own = list(_pem(text, source) if _PEM in text else _lines(text, source))
        if not own:
            raise ConfigurationError(f"{source} holds no public key", hint=_ADVICE)
        found += own
    return tuple(found)


def keyid(value: bytes) -> str:
    """Fingerprint of a public key: SHA-256 over its DER form, as ``openssl`` shows it too."""
    return hashlib.sha256(_PREFIX + value).hexdigest()


_ADVICE: Final = (
    "give a public Ed25519 key in PEM, or lines such as those of "
    "`meshgov audit checkpoint --public-key`"
)


def _pem(text: str, source: str) -> Iterator[PublicKey]:
    """Every key in ``text``; words between them are nobody's business, lines of keys are."""
    between = _BLOCK.sub("", text)
    if _PEM in between:
        raise ConfigurationError(f"{source} holds no public Ed25519 key", hint=_ADVICE)
    if _LINE.search(between):
        raise ConfigurationError(
            f"{source} holds lines of keys beside PEM", hint="put one kind into a file of its own"
        )
    crypto = _cryptography()
    for block in _BLOCK.findall(text):
        try:
            key = crypto.load_pem_public_key(block.encode())
        except (ValueError, crypto.UnsupportedAlgorithm):
            key = None
        if not isinstance(key, crypto.Ed25519PublicKey):
            raise ConfigurationError(f"{source} holds no public Ed25519 key", hint=_ADVICE)
        yield PublicKey("", key.public_bytes_raw(), source=source)


def _lines(text: str, source: str) -> Iterator[PublicKey]:
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        where = Location(source, number, 1)
        if len(words) > len(("key", "from", "until")):
            raise _refusal("has more than a key and two days", where)
        days = [_day(word, where) for word in words[1:]] + [None, None]
        name, value = _parsed(words[0], where)
        if days[0] and days[1] and days[0] > days[1]:
            raise _refusal(f"ends on {days[1]}, before it begins", where)
        yield PublicKey(name, value, days[0], days[1], source)


def _parsed(word: str, where: Location) -> tuple[str, bytes]:
    name, _, rest = word.partition("+")
    short, _, written = rest.partition("+")
    try:
        data = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not name or data[:1] != ED25519 or len(data) != len(ED25519) + 32:
        raise _refusal("is no Ed25519 key of the form NAME+ID+BASE64", where)
    value = data[1:]
    if PublicKey(name, value).short(name) != short:
        raise _refusal(f"has the id {short!r}, which is not that of its key", where)
    return name, value


def _day(word: str, where: Location) -> str | None:
    if word == "-":
        return None
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError:
        raise _refusal(f"has {word!r} where a day such as 2026-01-31 belongs", where) from None


def _refusal(message: str, where: Location) -> MeshgovError:
    return ConfigurationError(f"this line {message}", hint=_ADVICE, location=where)


class _Crypto:
    """What we need of ``cryptography``, which is an extra and costs start-up."""

    def __init__(self) -> None:
        from cryptography import exceptions  # noqa: PLC0415  # an extra
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # as above
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  # as above

        self.InvalidSignature = exceptions.InvalidSignature
        self.UnsupportedAlgorithm = exceptions.UnsupportedAlgorithm
        self.Ed25519PrivateKey = ed25519.Ed25519PrivateKey
        self.Ed25519PublicKey = ed25519.Ed25519PublicKey
        self.load_pem_private_key = serialization.load_pem_private_key
        self.load_pem_public_key = serialization.load_pem_public_key


def _cryptography() -> _Crypto:
    try:
        return _Crypto()
    except ImportError:
        raise ConfigurationError(
            "signatures need the package `cryptography`, which is not installed",
            hint="install it with: pip install 'meshgov[audit]'",
        ) from None
