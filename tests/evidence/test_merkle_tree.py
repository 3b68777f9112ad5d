"""RFC 6962 trees: the test data of certificate-transparency, and properties of proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.evidence import merkle

INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
LEAVES = [merkle.leaf(bytes.fromhex(one)) for one in INPUTS]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

# Leaf (from 1), size, path; as in the data of the certificate-transparency project.
PATHS = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, [D, E, ROOTS[4]]),
    (3, 3, [ROOTS[2]]),
    (2, 5, [ROOTS[1], B, D]),
]
GROWTH = [
    (1, 1, []),
    (1, 8, [A, B, C]),
    (6, 8, [F, E, ROOTS[4]]),
    (2, 5, [B, D]),
]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("leaf", "size", "path"), PATHS)
def test_inclusion_proofs(leaf: int, size: int, path: list[str]) -> None:
    made = merkle.inclusion(LEAVES[:size], leaf - 1)
    assert [one.hex() for one in made] == path
    assert merkle.includes(LEAVES[leaf - 1], leaf - 1, size, made, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "size", "path"), GROWTH)
def test_consistency_proofs(old: int, size: int, path: list[str]) -> None:
    made = merkle.consistency(LEAVES[:size], old)
    assert [one.hex() for one in made] == path
    assert merkle.continues(old, bytes.fromhex(ROOTS[old]), size, bytes.fromhex(ROOTS[size]), made)


def leaves(size: int, salt: int = 0) -> list[bytes]:
    return [hashlib.sha256(b"%d %d" % (salt, number)).digest() for number in range(size)]


TREE = st.integers(1, 70)


@given(TREE, st.data())
def test_every_leaf_is_proved_and_at_its_place_alone(size: int, data: st.DataObject) -> None:
    tree, index = leaves(size), data.draw(st.integers(0, size - 1))
    path, root = merkle.inclusion(tree, index), merkle.root(tree)
    assert merkle.includes(tree[index], index, size, path, root)
    places = [place for place in range(-1, size + 1) if place != index]
    assert not any(merkle.includes(tree[index], one, size, path, root) for one in places)
    assert not merkle.includes(leaves(1, 7)[0], index, size, path, root)
    assert not merkle.includes(tree[index], index, size, (*path, root), root)
    for place in range(len(path)):
        spoilt = [*path[:place], bytes(32), *path[place + 1 :]]
        assert not merkle.includes(tree[index], index, size, spoilt, root)
        assert not merkle.includes(tree[index], index, size, path[:place], root)


@given(TREE, st.data())
def test_every_growth_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    tree = leaves(size)
    path, was, now = merkle.consistency(tree, old), merkle.root(tree[:old]), merkle.root(tree)
    assert merkle.continues(old, was, size, now, path)
    if old:  # the empty tree is the beginning of everything
        assert not merkle.continues(old, bytes(32), size, now, path)
        assert not merkle.continues(old, was, size, bytes(32), path)
    assert not merkle.continues(old, was, size, now, (*path, now))
    for place in range(len(path)):
        assert not merkle.continues(
            old, was, size, now, [*path[:place], bytes(32), *path[place + 1 :]]
        )
        assert not merkle.continues(old, was, size, now, path[:place])


@given(st.integers(0, 70), st.data())
def test_a_changed_entry_is_no_growth(old: int, data: st.DataObject) -> None:
    size = old + data.draw(st.integers(1, 20))
    before, after = leaves(old), leaves(size, salt=1)
    path = merkle.consistency(after, old)
    holds = merkle.continues(old, merkle.root(before), size, merkle.root(after), path)
    assert holds == (old == 0)


def test_sizes_that_never_were() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion(LEAVES, 8)
    with pytest.raises(IndexError):
        merkle.consistency(LEAVES, 9)
    assert not merkle.continues(9, merkle.EMPTY, 8, merkle.root(LEAVES), [merkle.EMPTY])
    assert not merkle.continues(4, merkle.root(LEAVES[:4]), 8, merkle.root(LEAVES), [])
    assert not merkle.continues(0, bytes(32), 8, merkle.root(LEAVES), [])


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_a_growing_tree_has_the_root_of_the_definition(data: list[bytes]) -> None:
    def defined(hashes: list[bytes]) -> bytes:
        if len(hashes) < 2:
            return hashes[0] if hashes else merkle.EMPTY
        split = 1
        while split * 2 < len(hashes):
            split *= 2
        return merkle.node(defined(hashes[:split]), defined(hashes[split:]))

    hashes = [merkle.leaf(one) for one in data]
    assert merkle.root(hashes) == defined(hashes)
