"""One community or two: what decisions say together, what is asked still, who is counted."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.duplicates import Entry, every_pair
from jiugai.domain.registry.pairing import (
    PairDecision,
    contradicted,
    open_pairs,
    settle,
    standing_down,
)

KEYS = {number: f"小区{number}" for number in range(10)}


def same(kept: int, other: int) -> PairDecision:
    low, high = sorted((kept, other))
    return PairDecision(low, high, kept, KEYS[low], KEYS[high])


def apart(a: int, b: int) -> PairDecision:
    low, high = sorted((a, b))
    return PairDecision(low, high, None, KEYS[low], KEYS[high])


def down(*said: PairDecision) -> dict[int, int]:
    return dict(settle(said, KEYS).stands_for)


class TestSettle:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ([], {}),
            ([same(1, 2)], {2: 1}),
            ([same(2, 1)], {1: 2}),
            ([apart(1, 2)], {}),
            ([same(1, 2), same(2, 3)], {2: 1, 3: 1}),  # who is one with 2 is one with 1
            ([same(1, 2), same(3, 2)], {1: 3, 2: 3}),
            ([same(1, 2), same(3, 4), same(2, 4)], {2: 1, 3: 1, 4: 1}),
            ([same(1, 2), same(2, 3), same(3, 1)], {1: 3, 2: 3}),  # a ring: the last word
        ],
    )
    def test_lets_one_record_stand_for_all(
        self, said: list[PairDecision], expected: dict[int, int]
    ) -> None:
        assert down(*said) == expected

    def test_knows_of_two_by_what_was_said_of_their_twins(self) -> None:
        settled = settle([same(1, 2), apart(2, 3)], KEYS)

        assert settled.answers(1, 3)
        assert settled.answers(1, 2)
        assert not settled.answers(1, 4)

    @pytest.mark.parametrize("renamed", [2, 3])
    def test_asks_again_of_two_once_a_name_has_changed(self, renamed: int) -> None:
        assert not settle([apart(2, 3)], KEYS | {renamed: "新名小区"}).answers(2, 3)

    def test_never_asks_again_of_one(self) -> None:
        assert settle([same(2, 3)], {2: "新名小区", 3: "又一个新名"}).answers(2, 3)


numbers = st.integers(0, 7)
decisions = st.lists(
    st.tuples(numbers, numbers, st.booleans())
    .filter(lambda said: said[0] != said[1])
    .map(lambda said: same(said[0], said[1]) if said[2] else apart(said[0], said[1])),
    max_size=10,
)


class TestStandingDown:
    def test_keeps_the_oldest_where_the_one_that_stands_is_not_yet_on_file(self) -> None:
        settled = settle([same(3, 1), same(3, 2)], KEYS)

        assert standing_down({1, 2, 3}, settled) == {1: 3, 2: 3}
        assert standing_down({1, 2}, settled) == {2: 1}
        assert standing_down({2}, settled) == {}

    @given(decisions, st.sets(numbers))
    def test_counts_every_community_on_file_once(
        self, said: Sequence[PairDecision], present: set[int]
    ) -> None:
        settled = settle(said, KEYS)
        gone = standing_down(present, settled)
        counted = present - gone.keys()

        groups = {settled.standing(each) for each in present}
        assert len(counted) == len(groups)
        assert {settled.standing(each) for each in counted} == groups
        assert set(gone.values()) <= counted


class TestOpenPairs:
    def test_leaves_out_what_is_settled_and_names_the_rest_by_id(self) -> None:
        entries = [
            Entry(number, "幸福小区", "汉滨区", street=f"{number}街") for number in (5, 3, 4)
        ]
        pairs = every_pair(entries)

        found = open_pairs(pairs, settle([apart(3, 4)], {3: KEYS[3], 4: KEYS[4]}))

        assert sorted(found) == [(3, 5), (4, 5)]


class TestContradicted:
    @pytest.mark.parametrize(
        ("wanted", "others", "against"),
        [
            (same(1, 2), [], None),
            (same(1, 2), [apart(1, 3)], None),
            (same(1, 3), [same(1, 2), apart(2, 3)], apart(2, 3)),
            (apart(1, 3), [same(1, 2), same(2, 3)], same(1, 2)),
            (apart(1, 4), [same(1, 2), same(2, 3)], None),
        ],
    )
    def test_names_what_cannot_be_true_as_well(
        self, wanted: PairDecision, others: list[PairDecision], against: PairDecision | None
    ) -> None:
        assert contradicted(wanted, others, KEYS) == against

    def test_minds_no_decision_on_names_that_are_gone(self) -> None:
        others = [same(1, 2), apart(2, 3)]

        assert contradicted(same(1, 3), others, KEYS | {3: "新名小区"}) is None
