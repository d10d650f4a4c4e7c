"""What communities are granted: the published sums, and what the residents' part moves."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.grant_rule import SetUp
from jiugai.domain.funding.grants import GrantClaim, floor_share, grant, moved_by, total_fen
from jiugai.domain.scheme.catalogue import ScopeClass
from jiugai.exchange.funding.grant_rules import grant_rules

WENZHOU, CHENGDU = grant_rules()["wenzhou_2020"], grant_rules()["chengdu"]
(AREA,) = WENZHOU.areas
BASIC, IMPROVEMENT, UPGRADE = ScopeClass
NOTHING = dict.fromkeys(SetUp, False)


def of_area(residents: str, **more: object) -> GrantClaim:
    said = {
        "community": "甲", "area_m2": Fraction(10_000), "ratio": Fraction(1, 2),
        "invested": {BASIC: Fraction(1)}, "yuan_per_m2": Fraction(300), "set_up": NOTHING,
        "residents_share": Fraction(residents) / 100,
    }  # fmt: skip
    return GrantClaim(**{**said, **more})


def of_households(district: str, **more: object) -> GrantClaim:
    said = {"community": "甲", "households": 320, "district": district, "invested": {}, "set_up": NOTHING}  # fmt: skip
    return GrantClaim(**{**said, **more})


class TestWenzhou:
    @pytest.mark.parametrize(("residents", "yuan"), [("12.3", 1_590_000), ("8.5", 1_380_000)])
    def test_comes_to_the_worked_figures(self, residents: str, yuan: int):
        assert grant(WENZHOU, of_area(residents)).fen == yuan * 100

    @pytest.mark.parametrize(
        ("residents", "moved"),
        [
            ("10", 0), ("10.01", 1), ("11", 1), ("11.01", 2), ("20", 10), ("20.01", 10), ("95", 10),
            ("9.99", -2), ("9", -2), ("8.99", -4), ("0", -20),
        ],
    )  # fmt: skip
    def test_counts_a_part_of_a_step_as_one_and_stops_at_ten(self, residents: str, moved: int):
        assert moved_by(AREA, Fraction(residents) / 100, Fraction(1, 10))[0] == Fraction(moved, 100)

    def test_weighs_the_floors_of_several_classes_by_their_investment(self):
        invested = {BASIC: Fraction(60), IMPROVEMENT: Fraction(30), UPGRADE: Fraction(10)}

        assert floor_share(AREA, invested) == Fraction(6 + 9 + 7, 100)

    @pytest.mark.parametrize(
        ("cost", "said"), [(250, "按实"), (300, "上限"), (480, "实际 480 元，取上限")]
    )
    def test_counts_what_a_square_metre_really_costs_up_to_the_cap(self, cost: int, said: str):
        found = grant(WENZHOU, of_area("10", yuan_per_m2=Fraction(cost)))

        assert found.fen == min(cost, 300) * 5_000 * 100
        assert said in found.because

    def test_never_falls_below_nought(self):
        found = grant(WENZHOU, of_area("0", ratio=Fraction(1, 10)))

        assert found.fen == 0
        assert "扣到 0 为止" in found.because

    def test_rounds_once_to_the_fen(self):
        third = of_area("10", area_m2=Fraction("33.33"), yuan_per_m2=Fraction(100, 3))

        assert grant(WENZHOU, third).fen == 55_550

    @given(st.integers(0, 10_000), st.integers(0, 10_000))
    def test_grants_never_less_to_those_who_pay_more(self, one, other):
        less, more = sorted((one, other))

        assert (
            grant(WENZHOU, of_area(str(Fraction(less, 100)))).fen
            <= grant(WENZHOU, of_area(str(Fraction(more, 100)))).fen
        )


class TestChengdu:
    @pytest.mark.parametrize(
        ("district", "yuan"),
        [("锦江区", 1_600_000), ("成都市武侯区", 1_600_000), ("简阳市", 640_000)],
    )
    def test_grants_more_a_household_in_the_five_districts(self, district: str, yuan: int):
        assert grant(CHENGDU, of_households(district)).fen == yuan * 100

    @pytest.mark.parametrize("missing", [None, *SetUp])
    def test_pays_once_when_all_three_are_set_up(self, missing: SetUp | None):
        set_up = {one: one is not missing for one in SetUp}
        found = grant(CHENGDU, of_households("简阳市", set_up=set_up))

        assert found.parts[1].fen == (0 if missing else 5_000_000)
        assert (missing is None) or f"还没有{missing.word}" in found.because

    def test_does_not_pay_it_twice(self):
        ready = dict.fromkeys(SetUp, True)
        found = grant(CHENGDU, of_households("简阳市", set_up=ready, granted_before=True))

        assert found.parts[1].fen == 0
        assert "以前已领过" in found.because

    def test_says_what_was_not_seen(self):
        assert CHENGDU.doubts == ("《成都市老旧院落改造补助标准》的文号和起始日",)
        assert "系本平台的读法" in WENZHOU.doubts[0]


def test_a_sum_of_grants_is_the_sum_of_its_parts():
    grants = [grant(CHENGDU, of_households("锦江区")), grant(WENZHOU, of_area("10"))]

    assert total_fen(grants) == 160_000_000 + 150_000_000
