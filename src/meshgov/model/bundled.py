"""A bundle that was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signing:
    """How to sign a bundle.

    Attributes:
        key: file with the private key or the secret.
        algorithm: empty for the one that fits the key.
        scope: that whoever verifies it has to name; empty for none.
        key_id: name of the key at the server; empty for none.
    """

    key: str
    algorithm: str = ""
    scope: str = ""
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds.

    Attributes:
        file: where it is.
        sha256: of its bytes, in hexadecimal digits.
        digest: of the pack; the revision of the bundle.
        size: in bytes.
        old: modules in Rego v0.
    """

    file: str
    sha256: str
    digest: str
    size: int
    rules: int
    modules: int
    old: int
    roots: tuple[str, ...]
    signed: bool
