"""What a person gives to reach an OPA server, checked before anything is sent."""

from __future__ import annotations

import ssl
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from meshgov.errors import ConfigurationError

_PORTS: Final = {"http": 80, "https": 443}
_HINT: Final = "give scheme, host and port, as in http://localhost:8181"
_LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "[::1]"))


class Address(NamedTuple):
    """Where a server is. IPv6 hosts stand in brackets."""

    scheme: str
    host: str
    port: int

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine."""
        return self.host in _LOOPBACK


def address(url: str) -> Address:
    """The parts of ``url``.

    Raises:
        ConfigurationError: it is no URL, or one that OPA can't have.
    """
    parts, port = _split(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ConfigurationError(f"{url!r} is no URL of an OPA server", hint=_HINT)
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(
            "the URL of the OPA server holds a password, which would end up in logs",
            hint="leave it out; a token goes into MESHGOV_OPA_TOKEN",
        )
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{url!r} has more than scheme, host and port; OPA is asked at /v1 of its host",
            hint="give OPA a host or a port of its own instead of a path behind a proxy",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Address(parts.scheme, host, port or _PORTS[parts.scheme])


def token(text: str | None) -> str | None:
    """``text``, None when it is empty.

    Raises:
        ConfigurationError: it can't stand in a header.
    """
    if text and not (text.isascii() and text.isprintable() and " " not in text):
        raise ConfigurationError(
            "the token for OPA holds a character that no token has",
            hint="look for a line break or a blank in MESHGOV_OPA_TOKEN",
        )
    return text or None


def authorities(file: str | None) -> str | None:
    """``file``, None when it is empty.

    Raises:
        ConfigurationError: it holds no certificates.
    """
    if not file:
        return None
    try:
        ssl.create_default_context(cafile=file)
    except OSError as error:  # an SSLError is one too
        raise ConfigurationError(
            f"the CA file {file} can't be used: {error.strerror or error}",
            hint="it holds certificates in PEM form",
        ) from error
    return file


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(
            f"{url!r} is no URL of an OPA server: {error}", hint=_HINT
        ) from error
    return parts, port
