"""Contracts that were met while searching: what is remembered of them until they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meshgov.app.contracts import Loaded
from meshgov.app.sources import One
from meshgov.diff import versions
from meshgov.errors import MeshgovError
from meshgov.model.contract import Upstream
from meshgov.model.document import Json


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a contract that was met in a folder; its content is read again.

    Attributes:
        version: as written.
        major: of that version; None when it can't be read.
        digest: of its bytes.
        consumes: what it reads of other products.
    """

    one: One
    name: str
    version: Json
    major: int | None
    domain: str | None
    digest: str
    consumes: tuple[Upstream, ...] = ()

    @classmethod
    def of(cls, one: One, loaded: Loaded) -> Known:
        """What to remember of a contract that was loaded."""
        contract = loaded.contract
        read = versions.read(contract.version)[0]
        major = read.major if read else None
        digest = loaded.document.digest
        return cls(
            one, contract.name, contract.version, major, contract.domain, digest, contract.consumes
        )


def contracts_in(
    ones: Iterable[One], names: frozenset[str] = frozenset(), *, strict: bool = True
) -> Iterator[Known]:
    """The contracts among files.

    Args:
        ones: the files.
        names: products that are looked for; files that mention none of them are passed by. Empty
            for all.
        strict: a file that is no YAML or JSON is an error; otherwise it is passed by, as befits
            a search among files of any purpose.

    Raises:
        InputError: a file can't be read.
    """
    words = [name.encode() for name in names if name.isascii() and name.isprintable()]
    chosen = len(words) == len(names) > 0
    for one in ones:
        data = one.read()
        if chosen and not any(word in data for word in words):
            continue
        try:
            loaded = one.if_contract(data)
        except MeshgovError:
            if strict:
                raise
            continue
        if loaded is not None:
            yield Known.of(one, loaded)


def latest(ones: Sequence[Known], version: Json) -> Known:
    """The latest of them that is not later than ``version``, or else the latest of all.

    Those whose version can't be read come before all others; the first of equals wins.
    """
    reached = [one for one in ones if not versions.is_later(one.version, version)]
    best = (reached or ones)[0]
    for one in (reached or ones)[1:]:
        unread = best.major is None and one.major is not None
        if unread or versions.is_later(one.version, best.version):
            best = one
    return best


def is_released(version: Json) -> bool:
    """Whether a version can be read and is no prerelease."""
    read = versions.read(version)[0]
    return read is not None and read.prerelease is None
