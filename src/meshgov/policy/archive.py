"""Bundles of OPA as ``.tar.gz``: read whole within limits, and nothing in them believed."""

from __future__ import annotations

import gzip
import io
import os
import re
import tarfile
import zlib
from typing import Final

from meshgov.errors import PolicyError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a bundle once it is unpacked; also what stands between its members counts."""

MOST: Final = 10_000
"""Members of a bundle."""

_BLOCK: Final = 512
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\:]")
_HINT: Final = "build it again with `opa build -b` or `meshgov policy bundle`"


def read(path: str, source: str) -> dict[str, bytes]:
    """The files in a bundle by their path inside, without a leading slash.

    Args:
        path: of the bundle.
        source: the same as it was given.

    Raises:
        PolicyError: it can't be read, is too large, or holds what no bundle of policies holds.
    """
    data = _unpacked(path, source)
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            found = _members(archive, source)
            end = archive.offset
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise _broken(source, str(error)) from None
    # tarfile takes a damaged header for the end, and so would leave rules out without a word.
    if len(data) - end < _BLOCK or data.count(0, end) != len(data) - end:
        raise _broken(source, "it doesn't end where an archive ends")
    return found


def _unpacked(path: str, source: str) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):
        raise PolicyError(f"the bundle {source} is no file", hint="give the .tar.gz itself")
    try:
        with gzip.open(path) as file:
            data = file.read(LARGEST + 1)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise _broken(source, str(error)) from None
    except OSError as error:
        raise PolicyError(
            f"can't read the bundle {source}: {error.strerror}", hint="check the path"
        ) from None
    if len(data) > LARGEST:
        raise PolicyError(
            f"the bundle {source} is larger than {LARGEST:,} bytes once it is unpacked",
            hint="leave out what isn't policy, or give a folder",
        )
    return data


def _members(archive: tarfile.TarFile, source: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for count, member in enumerate(archive, 1):
        if count > MOST:
            raise PolicyError(
                f"the bundle {source} has more than {MOST:,} members",
                hint="leave out what isn't policy, or give a folder",
            )
        name = _name(member, source)
        if not member.isdir():
            if name in found:
                raise _refuse(source, member.name, "stands there twice")
            found[name] = _content(archive, member)
    return found


def _name(member: tarfile.TarInfo, source: str) -> str:
    """The member's path; OPA itself begins them with a slash."""
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE) or member.issparse():
        raise _refuse(source, member.name, "is no plain file")
    name = member.name.removeprefix("./").removeprefix("/")
    if member.isdir():
        name = name.rstrip("/")
        if name in {"", "."}:
            return ""
    if _UNSAFE.search(name) or any(step in {"", ".", ".."} for step in name.split("/")):
        raise _refuse(source, member.name, "has a path that could lead elsewhere")
    return name


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _refuse(source: str, name: str, what: str) -> PolicyError:
    return PolicyError(f"{name!r} in the bundle {source} {what}", hint=_HINT)


def _broken(source: str, why: str) -> PolicyError:
    return PolicyError(f"{source} is no bundle that can be read: {why}", hint=_HINT)
