"""The tree: the known shapes of RFC 6962 and 9162, and proofs that prove nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.sealing.sm3 import sm3_in_python as sm3
from jiugai.domain.sealing.tree import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root,
)

RFC = [
    bytes.fromhex(event)
    for event in (
        "", "00", "10", "2021", "3031", "40414243",
        "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
"""The eight events on which Certificate Transparency's reference vectors stand."""
LEAVES = [leaf_hash(event) for event in RFC]
A, B, C, D, E, F, G, H = LEAVES


def mth(leaves: list[bytes]) -> bytes:
    """Return the root by the definition of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sm3(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sm3(b"\1" + mth(leaves[:k]) + mth(leaves[k:]))


def leaves(many: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(many)]


class TestRoot:
    def test_tells_leaves_from_nodes(self):
        assert leaf_hash(A + B) != node_hash(A, B)
        assert leaf_hash(b"x") == sm3(b"\0x")

    def test_of_nothing_is_the_digest_of_nothing(self):
        assert root([]) == Tree([]).root == EMPTY_ROOT == sm3(b"")

    @pytest.mark.parametrize(
        ("many", "expected"),
        [
            (1, A),
            (2, node_hash(A, B)),
            (3, node_hash(node_hash(A, B), C)),
            (4, node_hash(node_hash(A, B), node_hash(C, D))),
            (5, node_hash(node_hash(node_hash(A, B), node_hash(C, D)), E)),
            (6, node_hash(node_hash(node_hash(A, B), node_hash(C, D)), node_hash(E, F))),
            (
                7,
                node_hash(
                    node_hash(node_hash(A, B), node_hash(C, D)), node_hash(node_hash(E, F), G)
                ),
            ),
        ],
    )
    def test_has_the_shapes_that_the_rfc_draws(self, many: int, expected: bytes):
        assert root(LEAVES[:many]) == Tree(LEAVES[:many]).root == expected

    @pytest.mark.parametrize("many", [*range(70), 127, 128, 129, 255, 257])
    def test_is_the_same_by_definition_by_frontier_and_by_level(self, many: int):
        found = leaves(many)

        assert root(found) == Tree(found).root == mth(found)


class TestFrontier:
    @given(st.lists(st.integers(0, 40), max_size=5))
    def test_grows_in_any_steps_to_the_same(self, steps: list[int]):
        all_leaves = leaves(sum(steps))
        frontier, at = Frontier(), 0
        for step in steps:
            frontier = frontier.with_leaves(all_leaves[at : at + step])
            frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())
            at += step

        assert frontier.root == root(all_leaves)
        assert len(frontier.peaks) <= 40

    @pytest.mark.parametrize(("size", "peaks"), [(1, b""), (3, bytes(32)), (1, bytes(31))])
    def test_refuses_peaks_that_are_not_of_its_size(self, size: int, peaks: bytes):
        with pytest.raises(ValueError, match="peaks"):
            Frontier.from_bytes(size, peaks)


class TestInclusion:
    @pytest.mark.parametrize(
        ("index", "proof"),
        [
            (0, [B, node_hash(C, D), node_hash(node_hash(E, F), G)]),
            (3, [C, node_hash(A, B), node_hash(node_hash(E, F), G)]),
            (4, [F, G, node_hash(node_hash(A, B), node_hash(C, D))]),
            (6, [node_hash(E, F), node_hash(node_hash(A, B), node_hash(C, D))]),
        ],
    )
    def test_is_proved_by_the_paths_of_rfc_9162_section_2_1_5(self, index: int, proof: list[bytes]):
        assert list(Tree(LEAVES[:7]).inclusion(index)) == proof

    @pytest.mark.parametrize("many", [1, 2, 3, 7, 8, 9, 31, 33])
    def test_is_proved_for_every_leaf_and_for_no_other_place(self, many: int):
        found = leaves(many)
        tree = Tree(found)

        for index in range(many):
            proof = tree.inclusion(index)
            places = [
                place
                for place in range(many + 2)
                if is_included(found[index], place, many, proof, tree.root)
            ]
            assert places == [index]

    def test_of_one_in_a_million_takes_twenty_digests(self):
        assert len(Tree([A] * (1 << 10)).inclusion(5)) == 10

    @given(st.integers(1, 60), st.data())
    def test_is_never_proved_by_a_proof_with_any_bit_changed(self, many: int, data: st.DataObject):
        tree = Tree(leaves(many))
        index = data.draw(st.integers(0, many - 1))
        proof = list(tree.inclusion(index))
        parts = [leaves(many)[index], tree.root, *proof]
        at = data.draw(st.integers(0, len(parts) - 1))
        bit = data.draw(st.integers(0, 255))
        changed = int.from_bytes(parts[at], "big") ^ (1 << bit)
        parts[at] = changed.to_bytes(32, "big")

        assert not is_included(parts[0], index, many, parts[2:], parts[1])

    @pytest.mark.parametrize("index", [-1, 7])
    def test_is_refused_where_there_is_no_leaf(self, index: int):
        with pytest.raises(IndexError):
            Tree(LEAVES[:7]).inclusion(index)


class TestConsistency:
    @pytest.mark.parametrize(
        ("first", "proof"),
        [
            (3, [C, D, node_hash(A, B), node_hash(node_hash(E, F), G)]),
            (4, [node_hash(node_hash(E, F), G)]),
            (6, [node_hash(E, F), G, node_hash(node_hash(A, B), node_hash(C, D))]),
        ],
    )
    def test_is_proved_by_the_paths_of_rfc_9162_section_2_1_5(self, first: int, proof: list[bytes]):
        assert list(Tree(LEAVES[:7]).consistency(first)) == proof

    @pytest.mark.parametrize("many", [1, 2, 3, 5, 8, 13, 32, 33])
    def test_is_proved_from_every_earlier_size(self, many: int):
        found = leaves(many)
        tree = Tree(found)

        for first in range(many + 1):
            proof = tree.consistency(first)
            assert is_consistent(first, many, root(found[:first]), tree.root, proof)

    @given(st.integers(2, 40), st.data())
    def test_is_never_proved_where_history_was_rewritten(self, many: int, data: st.DataObject):
        first = data.draw(st.integers(1, many))
        at = data.draw(st.integers(0, first - 1))
        told = leaves(many)
        rewritten = [*told[:at], leaf_hash(b"forged"), *told[at + 1 :]]
        tree = Tree(rewritten)

        assert not is_consistent(
            first, many, root(told[:first]), tree.root, tree.consistency(first)
        )

    def test_is_never_proved_backwards_or_with_more_than_is_needed(self):
        tree = Tree(LEAVES)

        assert not is_consistent(8, 7, tree.root, root(LEAVES[:7]), tree.consistency(7))
        assert not is_consistent(8, 8, tree.root, tree.root, (A,))
        for one, other in pairwise(range(1, 8)):
            proof = (*tree.consistency(one), A)
            assert not is_consistent(one, 8, root(LEAVES[:one]), tree.root, proof)
            assert not is_consistent(other, 8, root(LEAVES[:one]), tree.root, tree.consistency(one))
