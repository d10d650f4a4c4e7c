"""Proposals to renovate small adjoining communities as one."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.scheme.areas import Adjoining, AreaProposal, AreaRule, Plot, propose_areas
from tests.domain.scheme.test_classification import RULE as SMALL

RULE = AreaRule(
    clause="PQ",
    source="默认",
    in_force_from=date(2022, 1, 1),
    metres=150,
    door_numbers=6,
    most_households=200,
)
STREET = "610902001"
METRE = 1 / 111_320  # degrees of latitude


def plot(key: str, **rest: Any) -> Plot:
    plain: dict[str, Any] = {
        "key": key,
        "name": f"{key}楼",
        "division_code": f"{STREET}001",
        "buildings": 2,
        "households": 30,
    }
    return Plot(**(plain | rest))


def north(key: str, metres: float, **rest: Any) -> Plot:
    return plot(key, point=(109.02, 32.69 + metres * METRE), **rest)


def groups(*plots: Plot) -> list[str]:
    return ["".join(each.key for each in area.members) for area in propose(*plots)]


def propose(*plots: Plot) -> tuple[AreaProposal, ...]:
    return propose_areas(plots, SMALL, RULE)


class TestProposeAreasByCoordinates:
    @pytest.mark.parametrize(("metres", "joined"), [(149, ["ab"]), (151, [])])
    def test_joins_what_lies_near(self, metres: float, joined: list[str]):
        assert groups(north("a", 0), north("b", metres)) == joined

    def test_measures_east_as_well_as_north(self):
        # at 32.69 degrees north a degree of longitude is 0.84 of one of latitude
        near, far = (
            replace(north("b", 0), point=(109.02 + metres * METRE, 32.69)) for metres in (170, 185)
        )

        assert groups(north("a", 0), near) == ["ab"]  # 143 m
        assert groups(north("a", 0), far) == []  # 156 m

    def test_believes_coordinates_rather_than_house_numbers(self):
        far = [north("a", 0, address="兴安中路12号"), north("b", 900, address="兴安中路14号")]

        assert groups(*far) == []

    def test_looks_across_neighborhoods_of_one_street_but_not_across_streets(self):
        beside = north("b", 10, division_code=f"{STREET}002")
        beyond = north("b", 10, division_code="610902002001")

        assert groups(north("a", 0), beside) == ["ab"]
        assert groups(north("a", 0), beyond) == []

    def test_says_how_far_apart(self):
        (area,) = propose(north("a", 0), north("b", 90))

        assert [reason.message for reason in area.reasons] == [
            "“a楼”与“b楼”相距约 90 米，可连片改造。"
        ]
        assert (area.surest, area.households) == (Adjoining.COORDINATES, 60)


class TestProposeAreasByAddress:
    @pytest.mark.parametrize(
        ("one", "other", "joined"),
        [
            ("兴安中路12号", "兴安中路18号", ["ab"]),
            ("兴安中路12号", "兴安中路19号", []),
            ("汉滨区兴安中路12号院", "汉滨区兴安中路14号", ["ab"]),
            ("兴安中路12号", "兴安东路12号", []),
            (
                "操兵巷1、18号",
                "操兵巷3号",
                ["ab"],
            ),  # the list of doors is not one door: same neighborhood
        ],
    )
    def test_joins_near_house_numbers_of_one_road(self, one: str, other: str, joined: list[str]):
        assert groups(plot("a", address=one), plot("b", address=other)) == joined

    def test_says_how_many_doors_apart(self):
        (area,) = propose(plot("a", address="巴山路2号"), plot("b", address="巴山路6号"))

        assert area.reasons[0].message == "“a楼”与“b楼”在同一条路上，门牌相差 4 号，可连片改造。"
        assert area.surest is Adjoining.ADDRESS


class TestProposeAreasByNeighborhood:
    def test_proposes_with_a_warning_that_somebody_must_look(self):
        (area,) = propose(plot("a"), plot("b"))

        assert area.surest is Adjoining.NEIGHBORHOOD
        assert area.reasons[0].weight is Weight.WARNS
        assert "是否相邻请实地核对" in area.reasons[0].message

    def test_does_not_take_a_street_for_a_neighborhood(self):
        assert groups(plot("a", division_code=STREET), plot("b", division_code=STREET)) == []
        unit = "610900-L01"
        assert groups(plot("a", division_code=unit), plot("b", division_code=unit)) == []

    def test_asks_for_two_small_ones(self):
        assert groups(plot("a"), plot("b", households=100)) == []


class TestProposeAreas:
    def test_asks_for_one_small_partner_where_it_is_sure(self):
        assert groups(north("a", 0), north("b", 10, households=100)) == ["ab"]
        assert groups(north("a", 0, households=60), north("b", 10, households=100)) == []
        assert groups(north("a", 0, buildings=1, households=60), north("b", 10, households=60)) == [
            "ab"
        ]

    def test_chains_neighbours_of_neighbours(self):
        (area,) = propose(north("a", 0), north("b", 100), north("c", 200))

        assert [each.key for each in area.members] == ["a", "b", "c"]
        assert len(area.reasons) == 2

    def test_is_only_as_sure_as_its_weakest_pair(self):
        (area,) = propose(north("a", 0), north("b", 10), plot("c"))

        assert [reason.weight for reason in area.reasons] == [Weight.NOTES, Weight.WARNS]
        assert area.surest is Adjoining.NEIGHBORHOOD

    def test_stops_before_an_area_grows_too_large(self):
        row = [
            north("a", 0, households=50),
            north("b", 10, households=101),
            north("c", 40, households=50),
        ]

        assert groups(*row) == ["ab"]
        assert groups(*(replace(each, households=50) for each in row)) == ["abc"]

    def test_lets_an_area_be_exactly_as_large_as_it_may(self):
        assert groups(north("a", 0, households=50), north("b", 10, households=150)) == ["ab"]

    def test_refuses_two_communities_under_one_key(self):
        with pytest.raises(ValueError, match="one key"):
            propose(plot("a"), plot("a"))

    @given(
        places=st.lists(
            st.tuples(
                st.integers(0, 600),
                st.integers(1, 120),
                st.sampled_from(["001", "002"]),
                st.booleans(),
            ),
            max_size=9,
        ),
        order=st.randoms(use_true_random=False),
    )
    def test_puts_each_community_into_one_area_at_most_whatever_the_order(
        self, places: list[tuple[int, int, str, bool]], order: Random
    ):
        plots = [
            (north if known else lambda key, _, **rest: plot(key, **rest))(
                str(n), metres, households=households, division_code=STREET + code
            )
            for n, (metres, households, code, known) in enumerate(places)
        ]
        shuffled = list(plots)
        order.shuffle(shuffled)

        areas = propose(*plots)

        assert areas == propose(*shuffled)
        members = [each.key for area in areas for each in area.members]
        assert len(members) == len(set(members))
        assert all(len(area.reasons) == len(area.members) - 1 for area in areas)
        assert all(len(area.members) > 1 and area.households <= 200 for area in areas)
