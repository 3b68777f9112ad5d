"""Which of the released versions of a product a new one has to be compatible with."""

from __future__ import annotations

from collections.abc import Sequence

from meshgov.app.known import Known, latest
from meshgov.diff import versions
from meshgov.model.document import Json

_NAMES = 10
"""Versions that a remark names; it counts the others."""


def demanding(ones: Sequence[Known], version: Json) -> list[Known]:
    """The released versions that ``version`` has to be compatible with.

    Those are the last one, and all of the same major version. From any lower one a new major
    version may differ as it likes, and a guide and a notice are owed to readers of the last one.
    """
    last = latest(ones, version)
    read = versions.read(version)[0]
    same = [
        one
        for one in ones
        if read is not None
        and one.major == read.major
        and one is not last
        and not versions.is_later(one.version, version)
    ]
    return [last, *same]


def left_out(ones: Sequence[Known], version: Json) -> str:
    """What a person should know about released versions that don't count.

    Args:
        ones: they; each has a version that can be read.
        version: of the contract that is new.
    """
    read = {str(one.version): versions.read(one.version)[0] for one in ones}
    cores = {text: found.to_tuple()[:3] for text, found in read.items() if found}
    names = sorted(cores, key=cores.__getitem__)
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    new = versions.read(version)[0]
    which = f"count those of major version {new.major}, and the last" if new else "counts the last"
    return (
        f"not compared with {', '.join(names[:_NAMES])}{more}: of the released versions up to this"
        f" one {which}"
    )
