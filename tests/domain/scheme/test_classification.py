"""The four renewal types, and why."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.scheme.classification import (
    Classification,
    CommunityCondition,
    RenewalThresholds,
    RenewalType,
    classify,
    is_small,
)

RULE = RenewalThresholds(
    clause="LX",
    source="讲话",
    in_force_from=date(2022, 1, 1),
    built_early_by=1990,
    small_households=50,
    incomplete_below=Fraction(1, 2),
    complete_from=Fraction(4, 5),
    verified=False,
)
LARGE = CommunityCondition(
    built_year=1985,
    buildings=6,
    households=200,
    facilities=4,
    facilities_listed=10,
    has_room=False,
    adjoins=False,
)


def of(**change: Any) -> Classification:
    return classify(replace(LARGE, **change), RULE)


def codes(result: Classification) -> list[str]:
    return [reason.code for reason in result.reasons]


class TestClassify:
    @pytest.mark.parametrize(
        ("facilities", "has_room", "word"),
        [
            (4, False, "基础完善型"),
            (4, True, "基础完善型"),
            (5, False, "环境美化型"),  # half is no longer incomplete
            (7, True, "环境美化型"),
            (8, True, "功能提升型"),  # four fifths is fairly complete
            (8, False, "环境美化型"),
            (10, True, "功能提升型"),
        ],
    )
    def test_follows_facilities_and_room(self, facilities: int, has_room: bool, word: str):
        result = of(facilities=facilities, has_room=has_room)

        assert result.type is not None
        assert result.type.word == word
        assert result.possible == {result.type}

    @pytest.mark.parametrize(
        ("buildings", "households", "merged"),
        [
            (6, 50, True),
            (6, 51, False),
            (1, 300, True),
            (1, None, True),
            (None, 40, True),
            (6, None, False),
        ],
    )
    def test_merges_the_small_and_the_single_where_something_adjoins(
        self, buildings: int | None, households: int | None, merged: bool
    ):
        result = of(buildings=buildings, households=households, adjoins=True)

        assert (result.type is RenewalType.MERGE) is merged

    @pytest.mark.parametrize(("buildings", "size"), [(1, "独栋楼"), (2, "40 户，规模较小")])
    def test_says_what_makes_it_small(self, buildings: int, size: str):
        result = of(buildings=buildings, households=40, adjoins=True)

        assert result.reasons[0].message == (
            f"{size}，有相邻小区可以合并，宜连片整合，列为整合提升型，依据讲话，待核实。"
        )

    def test_does_not_merge_what_stands_alone(self):
        result = of(buildings=1, adjoins=False)

        assert result.type is RenewalType.MAKE_GOOD
        assert codes(result)[-1] == "scheme.nothing_adjoins"

    def test_leaves_merging_open_where_nobody_looked_at_the_surroundings(self):
        result = of(households=30, adjoins=None)

        assert result.type is RenewalType.MAKE_GOOD
        assert result.possible == {RenewalType.MAKE_GOOD, RenewalType.MERGE}
        assert "scheme.adjoining_unknown" in codes(result)

    @pytest.mark.parametrize(("facilities", "listed"), [(None, 10), (0, 0)])
    def test_does_not_guess_without_a_survey(self, facilities: int | None, listed: int):
        result = of(facilities=facilities, facilities_listed=listed)

        assert result.type is None
        assert result.possible == set(RenewalType) - {RenewalType.MERGE}
        assert codes(result) == ["scheme.facilities_unknown"]

    def test_does_not_guess_the_room_of_the_fairly_complete(self):
        result = of(facilities=9, has_room=None)

        assert (result.type, result.possible) == (
            None,
            {RenewalType.UPGRADE, RenewalType.BEAUTIFY},
        )

    @pytest.mark.parametrize(
        ("year", "has_room", "told"),
        [
            (1990, False, ["scheme.early"]),
            (1991, False, ["scheme.not_early"]),
            (None, False, ["scheme.age_unknown"]),
            (1985, True, ["scheme.early", "scheme.has_room"]),
            (1985, None, ["scheme.early", "scheme.room_unsaid"]),
        ],
    )
    def test_says_which_marks_of_the_type_do_not_fit(
        self, year: int | None, has_room: bool | None, told: list[str]
    ):
        assert codes(of(built_year=year, has_room=has_room)) == ["scheme.make_good", *told]

    def test_says_in_one_sentence_why_and_that_the_numbers_are_unverified(self):
        result = of(facilities=9, has_room=True)

        assert result.reasons[0].message == (
            "设施清单 10 项中有 9 项，较为齐全，改造提升空间较大，列为功能提升型，依据讲话，待核实。"
        )
        assert (result.verified, result.clause) == (False, "LX")

    @given(
        st.builds(
            CommunityCondition,
            built_year=st.none() | st.integers(1950, 2010),
            buildings=st.none() | st.integers(0, 9),
            households=st.none() | st.integers(0, 300),
            facilities=st.none() | st.integers(0, 12),
            facilities_listed=st.sampled_from([0, 12]),
            has_room=st.none() | st.booleans(),
            adjoins=st.none() | st.booleans(),
        )
    )
    def test_what_is_chosen_was_possible_and_is_explained(self, condition: CommunityCondition):
        result = classify(condition, RULE)

        assert result.reasons
        assert result.possible
        if result.type is None:
            assert len(result.possible) > 1
        else:
            assert result.type in result.possible
            assert result.reasons[0].code == f"scheme.{result.type.value}"


def test_a_size_that_is_not_known_is_not_small():
    assert is_small(None, None, RULE) is None
    assert is_small(2, 51, RULE) is False
    assert is_small(2, 50, RULE) is True
    assert is_small(1, None, RULE) is True
