"""What the version texts of two contracts say, without judging it. Source: SemVer 2.0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meshgov.model.change import VersionFacts
from meshgov.model.contract import Contract
from meshgov.model.document import Json

if TYPE_CHECKING:
    from semver import Version  # start-up budget: at run time it is imported when it is needed

STEPS = ("major", "minor", "patch")

_LONGEST = 255
"""Characters of a version: SemVer's FAQ calls that many overkill, and numbers must be printable."""


def facts(old: Contract | None, new: Contract) -> VersionFacts:
    """Both versions, the step between them and what can't be read.

    Args:
        old: the earlier contract; None when there is none, and then nothing is said about it.
        new: the later contract.
    """
    was, old_missing = read(old.version if old else None)
    now, new_missing = read(new.version)
    return VersionFacts(
        old=old.version if old else None,
        new=new.version,
        declared=_step(was, now) if was and now else None,
        parsed={side: _parts(version) for side, version in (("old", was), ("new", now)) if version},
        precedence=now.compare(was) if was and now else None,
        next=_next(was) if was else {},
        problems=(
            *([new_missing] if new_missing else []),
            *([f"old-{old_missing}"] if old and old_missing else []),
        ),
    )


def is_later(version: Json, than: Json) -> bool:
    """Whether ``version`` comes after ``than``; False when either can't be read."""
    one, other = read(version)[0], read(than)[0]
    return one is not None and other is not None and one > other


def read(written: Json) -> tuple[Version | None, str | None]:
    """A version and None, or None and what is wrong: ``missing | number | not-semver``.

    One leading ``v`` is accepted.
    """
    if written is None or written == "":
        return None, "missing"
    if not isinstance(written, str):
        return None, "number"
    if len(written) > _LONGEST:
        return None, "not-semver"
    from semver import Version  # noqa: PLC0415  # start-up budget

    try:
        return Version.parse(written.removeprefix("v")), None
    except ValueError:
        return None, "not-semver"


def _step(old: Version, new: Version) -> str:
    """The first part of the core that rose; ``none`` when the core stayed or fell."""
    before, after = old.to_tuple()[:3], new.to_tuple()[:3]
    if after <= before:
        return "none"
    return next(name for name, a, b in zip(STEPS, before, after, strict=True) if a != b)


def _parts(version: Version) -> dict[str, Json]:
    return {name: part for name, part in version.to_dict().items() if part is not None}


def _next(version: Version) -> dict[str, str]:
    core = version.finalize_version()
    bumps = (core.bump_major(), core.bump_minor(), core.bump_patch())
    return {name: str(bumped) for name, bumped in zip(STEPS, bumps, strict=True)}
