"""Trees, proofs and notes against what is published of them, and against a naive reference."""

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.merkle import (
    EMPTY,
    Growing,
    consistency_holds,
    consistency_ranges,
    fold,
    inclusion_holds,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    parts,
    perfect_root,
)

# The vectors of Certificate Transparency's own tests: eight leaves, their roots, some proofs.
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]
INCLUSION = {
    (0, 1): [],
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip


def naive(leaves):
    """MTH as RFC 6962 writes it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(naive(leaves[:k]), naive(leaves[k:]))


def naive_path(m, leaves):
    """PATH as RFC 6962 writes it."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return [*naive_path(m, leaves[:k]), naive(leaves[k:])] if m < k else [*naive_path(m - k, leaves[k:]), naive(leaves[:k])]


def naive_proof(m, leaves, known=True):
    """SUBPROOF as RFC 6962 writes it."""
    if m == len(leaves):
        return [] if known else [naive(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_proof(m, leaves[:k], known), naive(leaves[k:])]
    return [*naive_proof(m - k, leaves[k:], False), naive(leaves[:k])]


def ours(leaves, ranges):
    """Our ranges as hashes, each put together from perfect subtrees as the stored tree does."""
    return [fold([perfect_root([leaf_hash(x) for x in leaves[a:b]]) for a, b in parts(span)]) for span in ranges]


@cache
def numbered(size):
    return [str(n).encode() for n in range(size)]


def test_the_published_roots_come_out():
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == Growing().root().hex()
    tree = Growing()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        tree.push(leaf_hash(leaf))
        assert tree.root().hex() == root == naive(LEAVES[: tree.size]).hex()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs_come_out_and_hold(index, size):
    proof = ours(LEAVES, inclusion_ranges(index, size))
    assert [h.hex() for h in proof] == INCLUSION[index, size]
    assert inclusion_holds(index, size, leaf_hash(LEAVES[index]), proof, bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_published_consistency_proofs_come_out_and_hold(first, second):
    proof = ours(LEAVES, consistency_ranges(first, second))
    assert [h.hex() for h in proof] == CONSISTENCY[first, second]
    assert consistency_holds(first, second, bytes.fromhex(ROOTS[first - 1]), bytes.fromhex(ROOTS[second - 1]), proof)


@given(size=st.integers(1, 300), data=st.data())
def test_any_inclusion_proof_is_that_of_the_reference_and_holds_for_nothing_else(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = ours(leaves, inclusion_ranges(index, size)), naive(leaves)
    assert proof == naive_path(index, leaves)
    assert inclusion_holds(index, size, leaf_hash(leaves[index]), proof, root)
    assert not inclusion_holds(index, size, leaf_hash(b"other"), proof, root)
    wrong = data.draw(st.integers(0, size).filter(lambda n: n != index))
    assert not inclusion_holds(wrong, size, leaf_hash(leaves[index]), proof, root)
    assert not inclusion_holds(index, size, leaf_hash(leaves[index]), [*proof, EMPTY], root)
    if proof:
        assert not inclusion_holds(index, size, leaf_hash(leaves[index]), proof[:-1], root)


@given(second=st.integers(1, 300), data=st.data())
def test_any_consistency_proof_is_that_of_the_reference_and_holds_for_nothing_else(second, data):
    leaves = numbered(second)
    first = data.draw(st.integers(1, second))
    proof = ours(leaves, consistency_ranges(first, second))
    old, new = naive(leaves[:first]), naive(leaves)
    assert proof == naive_proof(first, leaves)
    assert consistency_holds(first, second, old, new, proof)
    changed = [*leaves]
    changed[data.draw(st.integers(0, first - 1))] = b"changed"
    assert not consistency_holds(first, second, naive(changed[:first]), new, proof)
    assert not consistency_holds(first, second, old, naive(changed), proof)
    assert not consistency_holds(first, second, old, new, [*proof, EMPTY])


@pytest.mark.parametrize("ask", [lambda: inclusion_ranges(3, 3), lambda: inclusion_ranges(-1, 3), lambda: consistency_ranges(0, 3), lambda: consistency_ranges(4, 3)])
def test_no_proof_of_what_is_outside_the_tree(ask):
    with pytest.raises(ValueError):
        ask()


def test_a_growing_tree_tells_of_each_subtree_once_it_is_whole():
    told = []
    tree = Growing(lambda start, width, hashed: told.append((start, width, hashed)))
    tree.extend(map(leaf_hash, numbered(6)))
    assert [(s, w) for s, w, _ in told] == [(0, 2), (2, 2), (0, 4), (4, 2)]
    assert all(hashed == naive(numbered(6)[s : s + w]) for s, w, hashed in told)
