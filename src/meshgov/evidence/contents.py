"""What entries speak of and don't hold: files by SHA-256, beside the log.

Contents can be erased, because the law may demand it, while every proof about the log goes on to
hold: the log has their digests alone. An erasure is an entry of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from typing import Final

from meshgov.errors import EvidenceError, InputError
from meshgov.evidence import canonical
from meshgov.model.evidence import Content

_DIGEST: Final = re.compile("sha256:([0-9a-f]{2})([0-9a-f]{62})")


class Store:
    """The contents of one log, in a folder that is made when something is put there."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, log: str) -> Store:
        """The store of the log in the file ``log``, by whatever name that is found."""
        return cls(f"{os.path.realpath(log) if os.path.islink(log) else log}.contents")

    def put(self, data: bytes, role: str) -> Content:
        """Keep some bytes; once it returns, they outlive a crash.

        Raises:
            EvidenceError: the disk is full, or the folder can't be written.
        """
        found = Content(role, canonical.digest(data), len(data))
        path = self.path(found.digest)
        if self._holds(path, found.digest):
            return found
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _write(path, data)
        except OSError as error:
            raise EvidenceError(
                f"{path} can't be written: {error.strerror or error}",
                hint="nothing was recorded; check that the disk has room",
            ) from None
        return found

    def get(self, digest: str) -> bytes | None:
        """The bytes, unless they are gone; whether they are still the same is not asked.

        Raises:
            EvidenceError: they are there and can't be read.
        """
        path = self.path(digest)
        try:
            with open(path, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EvidenceError(f"{path} can't be read: {error.strerror or error}") from None

    def content(self, digest: str, role: str) -> Content | None:
        """The content with this digest, if it is held."""
        try:
            return Content(role, digest, os.stat(self.path(digest)).st_size)
        except OSError:
            return None

    def state(self, digest: str) -> str:
        """``held``, ``missing`` or ``altered``."""
        try:
            with open(self.path(digest), "rb") as file:
                hashed = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return "missing"
        except OSError as error:
            path = self.path(digest)
            raise EvidenceError(f"{path} can't be read: {error.strerror or error}") from None
        return "held" if f"sha256:{hashed}" == digest else "altered"

    def erase(self, digest: str) -> bool:
        """Remove some bytes for good; whether they were there."""
        try:
            os.unlink(self.path(digest))
        except FileNotFoundError:
            return False
        except OSError as error:
            path = self.path(digest)
            raise EvidenceError(f"{path} can't be removed: {error.strerror or error}") from None
        return True

    def path(self, digest: str) -> str:
        """File of a content.

        Raises:
            InputError: it is no digest.
        """
        found = _DIGEST.fullmatch(digest)
        if found is None:
            raise InputError(
                f"{digest!r} is no digest", hint="write it as sha256: and 64 hexadecimal digits"
            )
        return os.path.join(self.folder, found[1], found[2])

    def _holds(self, path: str, digest: str) -> bool:
        return os.path.exists(path) and self.state(digest) == "held"


def _write(path: str, data: bytes) -> None:
    """Whole or not at all, and for good."""
    beside = f"{path}.{os.urandom(6).hex()}.tmp"
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    _sync(os.path.dirname(path))


def _sync(folder: str) -> None:
    """Make a new name in a folder last, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
