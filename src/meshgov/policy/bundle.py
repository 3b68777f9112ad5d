"""The resolved pack as a bundle of OPA: the same bytes for the same pack, wherever it is made.

A server that serves it answers as an engine of meshgov's own would; the digest in the entry module,
which is the bundle's revision too, is how a run knows it.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from meshgov.model.pack import Module, Pack
from meshgov.policy import folder, manifest, scan, signature

_UNPLAIN: Final = re.compile(r"[^A-Za-z0-9_-]")
_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""Of gzip: deflate, no name, no time, best compression, no system in particular."""


def files(pack: Pack) -> dict[str, bytes]:
    """What a bundle of ``pack`` holds, by path; all but the signature."""
    named = dict(_named(pack))
    found = {name: module.text.encode() for name, module in named.items()}
    found["data.json"] = _json(dict(pack.data))
    old = {f"/{name}": 0 for name, module in named.items() if not module.rego}
    described = {"revision": pack.digest, "roots": _roots(pack), "rego_version": 1}
    found[manifest.NAME] = _json({**described, "file_rego_versions": old} if old else described)
    return dict(sorted(found.items()))


def signed(
    contents: Mapping[str, bytes], key: str, algorithm: str, scope: str, key_id: str
) -> dict[str, bytes]:
    """``contents`` with a signature of all of them.

    Args:
        contents: of the bundle.
        key: file with the private key or the secret.
        algorithm: empty for the one that fits the key.
        scope: that whoever verifies it has to name; empty for none.
        key_id: name of the key at the server; empty for none.

    Raises:
        ConfigurationError: the key can't be used, or the extra isn't installed.
    """
    text = signature.sign(contents, key, algorithm, scope, key_id)
    return dict(sorted({**contents, folder.SIGNATURES: text}.items()))


def archive(contents: Mapping[str, bytes]) -> bytes:
    """``contents`` as ``.tar.gz``, in their order, without any time or owner."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in contents.items():
            member = tarfile.TarInfo(f"/{name}")  # as OPA's own, which the manifest's names need
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    text = packed.getvalue()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    end = zlib.crc32(text).to_bytes(4, "little") + len(text).to_bytes(4, "little")
    return _HEADER + deflate.compress(text) + deflate.flush() + end


def _named(pack: Pack) -> Iterator[tuple[str, Module]]:
    """Modules under their packages, where the folders they came from make no difference."""
    taken: Counter[str] = Counter()
    for module in sorted(pack.modules, key=lambda one: (_segments(one), one.text)):
        path = "/".join(_UNPLAIN.sub("_", segment) for segment in _segments(module))
        taken[path] += 1
        yield f"{path}{f'.{taken[path]}' if taken[path] > 1 else ''}.rego", module


def _segments(module: Module) -> tuple[str, ...]:
    found = scan.package(module.text)
    return found.segments if found else ()


def _roots(pack: Pack) -> list[str]:
    """The parts of ``data`` that the pack fills, as wide as its first names."""
    named = {_segments(module)[:1] for module in pack.modules} | {(key,) for key in pack.data}
    roots = sorted("".join(one) for one in named)
    return [""] if any("/" in root for root in roots) else roots


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
