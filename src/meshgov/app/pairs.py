"""Which contract of one folder is the earlier version of which contract of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meshgov.app.known import Known, latest
from meshgov.diff import versions


@dataclass(frozen=True, slots=True)
class Pair:
    """A contract with its predecessor; one of the two may be missing.

    ``stays`` says that the predecessor goes on beside it, under its own major version.
    """

    old: Known | None
    new: Known | None
    stays: bool = False


def match(old: Sequence[Known], new: Sequence[Known]) -> list[Pair]:
    """Pair what belongs together: the new contracts in their order, then what is gone.

    Name and major version decide. A major version that is new goes with the highest lower one,
    which may have a successor of its own already: versions live together.
    """
    before, after = _by_name(old), _by_name(new)
    partner: dict[str, Known] = {}
    for name, ones in after.items():
        partner |= _partners(before.get(name, []), ones)
    used = {id(one) for one in partner.values()}
    gone = [one for one in old if id(one) not in used and not _is_past(one, after)]
    pairs = [_pair(partner.get(one.one.shown), one, after) for one in new]
    return [*pairs, *(Pair(one, None) for one in gone)]


def _pair(old: Known | None, new: Known, after: dict[str, list[Known]]) -> Pair:
    stays = old is not None and old.major != new.major and _lives_on(old, after)
    return Pair(old, new, stays)


def _partners(old: list[Known], new: list[Known]) -> dict[str, Known]:
    """Predecessors of the versions of one product, by the name that the new file is shown with."""
    free, found = list(old), dict[str, Known]()
    for wanted in (3, 2, 1, 0):  # how much else agrees beside name and major version
        for one in new:
            same = [
                other
                for other in free
                if one.one.shown not in found
                and other.major == one.major
                and _agreement(other, one) >= wanted
            ]
            if same:
                found[one.one.shown] = latest(same, one.version)
                free.remove(found[one.one.shown])
    for one in new:
        if one.one.shown not in found:
            other = _neighbour(one, old, free, [other.major for other in new])
            if other is not None:
                found[one.one.shown] = other
                free = [left for left in free if left is not other]
    return found


def _agreement(old: Known, new: Known) -> int:
    """The same file weighs more than the same domain: a product may move between domains."""
    return 2 * (old.one.inside == new.one.inside) + (old.domain == new.domain)


def _neighbour(
    one: Known, old: list[Known], free: list[Known], majors: list[int | None]
) -> Known | None:
    """The predecessor of a contract whose major version the old folder doesn't have."""
    if one.major is None or any(other.major is None for other in free):
        # A version that can't be read is no reason to lose the trail of a product.
        left = [other for other in free if one.major is None or other.major is None]
        if left:
            return latest(left, one.version)
    if one.major is None:
        return None
    if any(other.major == one.major for other in old):
        return None  # another contract of this folder is its successor
    lower = [other for other in old if other.major is not None and other.major < one.major]
    if lower:
        return latest(lower, one.version)
    # The major version fell. What goes on under its own number is not what was before this one.
    higher = [other for other in free if other.major not in majors]
    return latest(higher, one.version) if higher else None


def _is_past(one: Known, after: dict[str, list[Known]]) -> bool:
    """Whether a contract without partner is a past version of one that is still there."""
    return any(
        (other.major, other.domain) == (one.major, one.domain)
        and not versions.is_later(one.version, other.version)
        for other in after.get(one.name, [])
    )


def _lives_on(one: Known, after: dict[str, list[Known]]) -> bool:
    """Whether the product goes on under the same major version."""
    return any(
        (other.major, other.domain) == (one.major, one.domain) for other in after.get(one.name, [])
    )


def _by_name(ones: Iterable[Known]) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    for one in ones:
        found[one.name].append(one)
    return found
