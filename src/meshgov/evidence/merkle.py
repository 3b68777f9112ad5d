"""The Merkle tree of RFC 6962, section 2.1: root, inclusion proofs and consistency proofs.

Proofs are made as the RFC defines them and checked by the iterative algorithms of RFC 9162
(sections 2.1.3.2 and 2.1.4.2), so that the two don't share a mistake. Leaves are hashes of entries,
32 bytes each; trees and entries are counted from 0 here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

EMPTY: Final = hashlib.sha256(b"").digest()
"""Root of the tree without a leaf."""


def leaf(data: bytes) -> bytes:
    """Hash of an entry; the leading byte keeps leaves and nodes apart."""
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a growing tree: all it takes to know its root."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def add(self, hashed: bytes) -> None:
        """One more leaf."""
        self.size += 1
        full = self.size
        while full & 1 == 0:  # two subtrees of one size become one
            hashed = node(self._roots.pop(), hashed)
            full >>= 1
        self._roots.append(hashed)

    def root(self) -> bytes:
        """Root of the tree as it is now."""
        if not self._roots:
            return EMPTY
        result = self._roots[-1]
        for one in reversed(self._roots[:-1]):
            result = node(one, result)
        return result


def root(leaves: Sequence[bytes]) -> bytes:
    """Root over all of ``leaves``."""
    tree = Frontier()
    for one in leaves:
        tree.add(one)
    return tree.root()


def inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of a leaf, from its sibling up to the root.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion(leaves[:split], index), root(leaves[split:]))
    return (*inclusion(leaves[split:], index - split), root(leaves[:split]))


def consistency(leaves: Sequence[bytes], old: int) -> tuple[bytes, ...]:
    """Proof that the tree of the first ``old`` leaves is the beginning of this one.

    Raises:
        IndexError: the tree never had that size.
    """
    if not 0 <= old <= len(leaves):
        raise IndexError(old)
    return _since(leaves, old, whole=True) if old else ()


def includes(hashed: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether ``path`` proves a leaf to be number ``index`` of the tree with root ``expected``."""
    if not 0 <= index < size:
        return False
    place, last, result = index, size - 1, hashed
    for one in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            result = node(one, result)
            while place and not place & 1:
                place >>= 1
                last >>= 1
        else:
            result = node(result, one)
        place >>= 1
        last >>= 1
    return last == 0 and result == expected


def continues(old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that a tree of ``size`` begins with the tree of ``old`` leaves."""
    if old == size:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY
    if not 0 < old < size or not path:
        return False
    hashes = list(path) if old & (old - 1) else [old_root, *path]
    return _walk(old, size, hashes) == (old_root, new_root)


def _walk(old: int, size: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to; None if it has the wrong length."""
    place, last = old - 1, size - 1
    while place & 1:
        place >>= 1
        last >>= 1
    first = second = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            first, second = node(one, first), node(one, second)
            while place and not place & 1:
                place >>= 1
                last >>= 1
        else:
            second = node(second, one)
        place >>= 1
        last >>= 1
    return (first, second) if last == 0 else None


def _since(leaves: Sequence[bytes], old: int, *, whole: bool) -> tuple[bytes, ...]:
    """The RFC's SUBPROOF; ``whole``: the old tree's root is known to who checks."""
    if old == len(leaves):
        return () if whole else (root(leaves),)
    split = _split(len(leaves))
    if old <= split:
        return (*_since(leaves[:split], old, whole=whole), root(leaves[split:]))
    return (*_since(leaves[split:], old - split, whole=False), root(leaves[:split]))


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return int(1 << ((size - 1).bit_length() - 1))
