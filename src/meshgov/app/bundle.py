"""``meshgov policy bundle``: the resolved pack as a bundle that an OPA server loads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from meshgov.app.check import counted
from meshgov.app.engines import start
from meshgov.app.governed import Governed
from meshgov.errors import ConfigurationError
from meshgov.load import files
from meshgov.model.bundled import Bundled, Signing
from meshgov.policy import bundle as bundles
from meshgov.policy.terms import ALGORITHMS
from meshgov.render.parts.plain import safe


def signing_of(key: str | None, algorithm: str | None, scope: str, key_id: str) -> Signing | None:
    """How to sign; None without a key.

    Raises:
        ConfigurationError: something is said about a key that isn't there, or can't be.
    """
    if algorithm and algorithm not in ALGORITHMS:
        raise ConfigurationError(
            f"OPA signs nothing with {algorithm!r}", hint=f"it knows {', '.join(ALGORITHMS)}"
        )
    if key:
        return Signing(key, algorithm or "", scope, key_id)
    if algorithm or scope or key_id:
        raise ConfigurationError(
            "--algorithm, --scope and --key-id are about a signature, and there is no key",
            hint="add --sign KEY",
        )
    return None


def bundle(governed: Governed, file: str, signing: Signing | None) -> Bundled:
    """Write the pack, once it is known to compile, whole or not at all.

    Raises:
        PolicyError: the pack doesn't compile.
        EngineError: the engine that would compile it doesn't work.
        ConfigurationError: the file can't be written, or the key can't be used.
    """
    pack = governed.pack
    contents = bundles.files(pack)
    if signing is not None:
        one = signing
        contents = bundles.signed(contents, one.key, one.algorithm, one.scope, one.key_id)
    # Whatever server is configured: whether the rules compile is for no network to say.
    with start(pack, governed.settings.engine, configured_url=None, work=1) as engine:
        engine.ready()
    data = bundles.archive(contents)
    files.write_atomically(file, [data])
    return Bundled(
        file=file,
        sha256=sha256(data).hexdigest(),
        digest=pack.digest,
        size=len(data),
        rules=len(pack.rules),
        modules=len(pack.modules),
        old=sum(not module.rego for module in pack.modules),
        roots=tuple(json.loads(contents[".manifest"])["roots"]),
        signed=signing is not None,
    )


def page(found: Bundled) -> Iterator[str]:
    """What was written, and how a server gets it."""
    old = f", {found.old} in Rego v0" if found.old else ""
    yield f"{safe(found.file)}  {found.size:,} bytes{', signed' if found.signed else ''}\n"
    yield f"  pack    {found.digest}\n"
    yield f"  file    sha256:{found.sha256}\n"
    yield f"  holds   {counted(found.rules, 'rule')} in {counted(found.modules, 'module')}{old}\n"
    yield f"  roots   {safe(', '.join(found.roots)) or 'all of data'}\n"
