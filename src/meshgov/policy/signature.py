"""``.signatures.json`` of a bundle, as OPA writes it: one JWT over the hashes of all files.

The signature is checked by PyJWT, an extra; the claims in the token are read here, because its time
means nothing to OPA, and a verdict depends on no clock.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import Any, Final, cast

from meshgov.errors import ConfigurationError, PolicyError
from meshgov.policy import plain
from meshgov.policy.terms import ALGORITHMS, Terms

_HASHES: Final = {
    "SHA-256": hashlib.sha256,
    "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}
"""OPA knows weaker ones, which prove less than a signature promises."""

_STRUCTURED: Final = ("data.json", "data.yaml", "data.yml", ".manifest")
_SEPARATORS: Final = re.compile("[\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_CURVES: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_LARGEST_KEY: Final = 1 << 16
_KEY_HINT: Final = (
    "give a key in PEM (RSA, or EC on P-256, P-384 or P-521), or a file with a secret"
)
_FIT_HINT: Final = (
    "RS and PS take an RSA key, ES one on its curve, HS a file with a secret; signing takes the "
    "private key"
)
_SIGN_AGAIN: Final = "don't use it: it is not what was signed, or its signer left something out"


def verify(
    files: Mapping[str, bytes], text: bytes, terms: Terms, source: str, home: str = ""
) -> None:
    """Prove that ``files`` are those that the holder of the key signed.

    Args:
        files: all but the signature, by path.
        text: of the signature's file.
        terms: the key, and what it has to have signed.
        source: the bundle as it was given.
        home: of a folder, its absolute path with slashes.

    Raises:
        ConfigurationError: the key can't be used, or the extra isn't installed.
        PolicyError: nothing is proved.
    """
    listed = _listed(_claims(_token(text, source), terms, source), terms, source)
    if {*listed} != {*files}:
        listed = _from_inside(listed, home)
    for name in sorted({*files} - {*listed}):
        raise _unproved(source, f"{name} is not covered by it")
    for name, (algorithm, digest) in sorted(listed.items()):
        if name not in files:
            raise _unproved(source, f"it covers {name}, which isn't there")
        if algorithm not in _HASHES:
            raise _unproved(source, f"the hash of {name} is of the kind {algorithm!r}")
        if hash_of(name, files[name], algorithm) != digest.lower():
            raise _unproved(source, f"{name} is not what was signed")


def sign(  # what OPA's own `sign` is told
    files: Mapping[str, bytes], path: str, algorithm: str = "", scope: str = "", key_id: str = ""
) -> bytes:
    """The text of ``.signatures.json`` over ``files``, with the private key at ``path``.

    Raises:
        ConfigurationError: the key can't be used, or the extra isn't installed.
    """
    jws = _jws()
    claims: dict[str, Any] = {
        "files": [
            {"name": name, "hash": hash_of(name, files[name]), "algorithm": "SHA-256"}
            for name in sorted(files)
        ]
    }
    claims |= {"keyid": key_id} if key_id else {}
    claims |= {"scope": scope} if scope else {}
    key = _key(path)
    kind = algorithm or _fitting(key, path)
    _must_be_long(key, kind, path)
    payload = json.dumps(claims, separators=(",", ":"), sort_keys=True).encode()
    try:
        token = jws.encode(payload, key, kind, {"kid": key_id} if key_id else None)
    except Exception as error:  # the libraries' own, of many kinds
        raise _unusable(path, kind) from error
    return json.dumps({"signatures": [token]}).encode()


def hash_of(name: str, data: bytes, algorithm: str = "SHA-256") -> str:
    """The hash of a file as OPA counts it: structured ones by their content, others by their bytes.

    Raises:
        PolicyError: a structured file can't be read.
    """
    if os.path.basename(name) in _STRUCTURED:
        data = _canonical(_content(name, data)).encode()
    return _HASHES[algorithm](data).hexdigest()


class _Number(str):
    """A number as it is written; its hash is over its spelling."""

    __slots__ = ()


def _content(name: str, data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        try:
            return json.loads(text, parse_int=_Number, parse_float=_Number)
        except json.JSONDecodeError:
            return plain.read(text)
    except (ValueError, RecursionError, plain.Unreadable) as error:
        raise PolicyError(f"{name} is not readable: {error}") from None


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        inner = (f"{_canonical(key)}:{_canonical(value[key])}" for key in sorted(value))
        return f"{{{','.join(inner)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_canonical, value))}]"
    if isinstance(value, _Number):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    text = _SEPARATORS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return _SURROGATES.sub("\ufffd", text)


def _token(text: bytes, source: str) -> str:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    tokens = value.get("signatures") if isinstance(value, dict) else None
    if not isinstance(tokens, list) or len(tokens) != 1 or not isinstance(tokens[0], str):
        raise _unproved(source, "its .signatures.json doesn't hold exactly one signature")
    if value.get("plugin") not in {None, "", "_default"}:
        raise _unproved(source, f"it asks for the plugin {value['plugin']!r} of some OPA")
    return tokens[0]


def _claims(token: str, terms: Terms, source: str) -> dict[str, Any]:
    """What the token says, once its signature is proved.

    The algorithm is never the token's own choice: it follows from the key, or is configured.
    """
    jws = _jws()
    key = _key(terms.key)
    algorithm = terms.algorithm or _fitting(key, terms.key)
    _must_be_long(key, algorithm, terms.key)
    try:
        payload = jws.decode(token, _public(key), [algorithm])
    except Exception as error:  # the libraries' own, of many kinds
        kind = type(error).__name__
        if kind in {"InvalidKeyError", "TypeError"}:
            raise _unusable(terms.key, algorithm) from error
        raise _unproved(source, f"it doesn't fit {terms.key} ({algorithm}): {error}") from None
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError):
        claims = None
    if not isinstance(claims, dict):
        raise _unproved(source, "its token holds no claims")
    return claims


def _listed(claims: dict[str, Any], terms: Terms, source: str) -> dict[str, tuple[str, str]]:
    """Name -> kind of hash, and hash."""
    if (claims.get("scope") or "") != terms.scope:
        wanted = f"the scope {terms.scope!r}" if terms.scope else "no scope"
        raise _unproved(source, f"it is for {claims.get('scope')!r}, and {wanted} is asked for")
    found: dict[str, tuple[str, str]] = {}
    files = claims.get("files")
    for one in files if isinstance(files, list) else ():
        parts = (
            [one.get(key) for key in ("name", "algorithm", "hash")] if isinstance(one, dict) else []
        )
        if not parts or not all(isinstance(part, str) for part in parts):
            raise _unproved(source, "its token lists a file without name, hash or algorithm")
        name, algorithm, digest = cast("list[str]", parts)
        found[name.removeprefix("/")] = (algorithm, digest)
    return found


def _from_inside(listed: dict[str, tuple[str, str]], home: str) -> dict[str, tuple[str, str]]:
    """Names from the folder on: `opa sign` begins them with the folder as it was given to it."""
    steps = home.strip("/").split("/")
    for count in range(1, len(steps) + 1 if home else 1):
        lead = "/".join(steps[-count:]) + "/"
        if listed and all(name.startswith(lead) for name in listed):
            return {name.removeprefix(lead): said for name, said in listed.items()}
    return listed


def _key(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST_KEY)
    except OSError as error:
        raise ConfigurationError(
            f"can't read the key {path}: {error.strerror}", hint="check the path"
        ) from None
    if not data.strip():
        raise ConfigurationError(f"the key {path} is empty", hint=_KEY_HINT)
    return data


def _fitting(key: bytes, path: str) -> str:
    """The algorithm that a key is for; a file that holds no PEM is a shared secret."""
    if b"-----BEGIN" not in key:
        return "HS256"
    found = _parsed(key, path)
    curve = getattr(getattr(found, "curve", None), "name", None)
    kind = _CURVES.get(curve, "") if curve else "RS256" if hasattr(found, "key_size") else ""
    if kind not in ALGORITHMS:
        raise ConfigurationError(f"the key {path} is of no kind that OPA uses", hint=_KEY_HINT)
    return kind


def _must_be_long(key: bytes, algorithm: str, path: str) -> None:
    """A secret that is shorter than its hash can be guessed."""
    if algorithm.startswith("HS") and len(key) < int(algorithm[2:]) // 8:
        raise ConfigurationError(
            f"the secret {path} is too short for {algorithm}",
            hint=f"it takes {int(algorithm[2:]) // 8} bytes: `openssl rand -hex 32`",
        )


def _parsed(key: bytes, path: str) -> Any:
    from cryptography import x509  # noqa: PLC0415  # an extra
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # an extra

    readers = (
        serialization.load_pem_public_key,
        lambda data: serialization.load_pem_private_key(data, None),
        lambda data: x509.load_pem_x509_certificate(data).public_key(),
    )
    for read in readers:
        try:
            return read(key)
        except Exception:  # noqa: BLE001, S112  # of many kinds; the next reader may know it
            continue
    raise ConfigurationError(f"the key {path} can't be read", hint=_KEY_HINT)


def _public(key: bytes) -> Any:
    """What a signature is verified with: of a private key or certificate its public half."""
    if b"-----BEGIN" not in key:
        return key
    found = _parsed(key, "")
    return found.public_key() if hasattr(found, "public_key") else found


def _jws() -> Any:
    """PyJWT's signatures without its ideas about claims."""
    try:
        import cryptography  # noqa: F401, PLC0415  # an extra
        from jwt.api_jws import PyJWS  # noqa: PLC0415  # an extra
    except ImportError:
        raise ConfigurationError(
            "signatures of bundles need two packages that aren't installed",
            hint="pip install 'meshgov[signing]'",
        ) from None
    return PyJWS()


def _unusable(path: str, algorithm: str) -> ConfigurationError:
    return ConfigurationError(f"the key {path} can't be used for {algorithm}", hint=_FIT_HINT)


def _unproved(source: str, why: str) -> PolicyError:
    return PolicyError(f"the signature of {source} proves nothing: {why}", hint=_SIGN_AGAIN)
