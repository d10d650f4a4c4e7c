"""Which money may pay for what: denied unless every level that speaks allows it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.source_rules import (
    MayPay,
    Permission,
    SourceRule,
    Waiver,
    faults_of,
    may_pay,
)
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, items_in_force
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.policy_files import scope_items

ANKANG, DAY = "610900", date(2020, 11, 3)
ITEMS = items_in_force(scope_items(), ANKANG, DAY)
CITY = SourceRule(
    clause="甲", source="市办法", in_force_from=date(2020, 1, 1), region=ANKANG, fund=Source.CITY,
    answer=Permission.ALLOW, classes=(ScopeClass.BASIC,),
)  # fmt: skip
NATION = replace(CITY, clause="国", source="国办法", region="CN")


def asked(*rules: SourceRule, item: str = "B02", **more: Any) -> MayPay:
    told = {"code": ANKANG, "on": DAY, **more}
    return may_pay(Source.CITY, ITEMS[item], rules, **told)


def allowed(*rules: SourceRule, **more: Any) -> bool:
    return asked(*rules, **more).allowed


class TestWhoSpeaks:
    def test_nobody_denies(self) -> None:
        found = may_pay(Source.CITY, ITEMS["B02"], (), code=ANKANG, on=DAY)

        assert not found.allowed
        assert found.is_unspoken
        assert found.because == (
            "没有规定说市级配套可以用于排水（含雨污分流）（B02），按不可以办；确有文件的，凭文件例外。"
        )

    def test_a_class_speaks_of_its_items_alone(self) -> None:
        assert allowed(CITY)
        assert not allowed(CITY, item="W02")

    def test_a_single_item_is_named_by_its_code(self) -> None:
        assert allowed(replace(CITY, items=("W02",)), item="W02")

    def test_other_money_is_not_spoken_of(self) -> None:
        found = may_pay(Source.COUNTY, ITEMS["B02"], (CITY,), code=ANKANG, on=DAY)

        assert found.is_unspoken

    @pytest.mark.parametrize(
        "silent",
        [
            {"in_force_from": date(2020, 11, 4)},
            {"in_force_until": date(2020, 11, 2)},
            {"region": "610800"},
        ],
    )
    def test_a_rule_of_another_day_or_place_is_silent(self, silent: dict[str, object]) -> None:
        assert not allowed(replace(CITY, **silent))  # type: ignore[arg-type]


class TestSeveralWhoSpeak:
    def test_the_latest_paper_of_a_level_decides(self) -> None:
        later = replace(CITY, clause="乙", answer=Permission.BAR, in_force_from=date(2020, 6, 1))

        assert not allowed(CITY, later)
        assert allowed(replace(CITY, in_force_from=date(2020, 7, 1)), later)

    def test_on_one_day_the_bar_decides(self) -> None:
        bar = replace(CITY, clause="乙", answer=Permission.BAR)

        assert not allowed(CITY, bar)
        assert not allowed(bar, CITY)

    def test_a_city_narrows_what_the_nation_allows(self) -> None:
        assert not allowed(NATION, replace(CITY, answer=Permission.BAR))

    def test_a_city_never_widens_what_the_nation_bars(self) -> None:
        assert not allowed(replace(NATION, answer=Permission.BAR), CITY)

    def test_the_smallest_share_and_every_paper_hold(self) -> None:
        found = may_pay(
            Source.CITY,
            ITEMS["B02"],
            (
                replace(NATION, most_share=Fraction(60, 100), papers=("批复",)),
                replace(CITY, most_share=Fraction(30, 100), papers=("批复", "决议")),
            ),
            code=ANKANG,
            on=DAY,
        )

        assert found.most_share == Fraction(3, 10)
        assert set(found.papers) == {"批复", "决议"}
        assert "，不超过该项费用的30%，须有批复、决议，依据市办法；国办法。" in found.because


class TestPlaces:
    INSIDE = replace(CITY, reach=(Reach.INSIDE,))

    def test_a_rule_of_the_inside_is_silent_about_the_outside(self) -> None:
        assert allowed(self.INSIDE, reach=Reach.INSIDE)
        assert not allowed(self.INSIDE, reach=Reach.SURROUNDINGS)

    def test_an_unknown_place_is_not_taken_for_the_right_one(self) -> None:
        assert not allowed(self.INSIDE)


class TestWaiver:
    PAPER = Waiver(Source.CITY, "B02", "安政函〔2020〕9号")

    def test_opens_what_nobody_speaks_of(self) -> None:
        found = may_pay(Source.CITY, ITEMS["B02"], (), code=ANKANG, on=DAY, waivers=(self.PAPER,))

        assert found.allowed
        assert found.most_share == 1
        assert found.because == (
            "市级配套经批准可以用于排水（含雨污分流）（B02），批准文件安政函〔2020〕9号。"
        )

    def test_opens_nothing_else(self) -> None:
        assert not allowed(item="B03", waivers=(self.PAPER,))

    def test_opens_nothing_that_is_barred(self) -> None:
        assert not allowed(replace(CITY, answer=Permission.BAR), waivers=(self.PAPER,))


class TestTheRulesOnFile:
    """The pairs that decided what the customer could not have renovated whole (发改、财政两个口)."""

    @pytest.mark.parametrize("item", ["B14", "B15", "B16", "W14", "W15"])
    def test_let_the_treasury_and_not_the_planners_pay_for_the_body_of_houses(
        self, item: str
    ) -> None:
        on_file = source_rules()
        found = [
            may_pay(fund, ITEMS[item], on_file, code=ANKANG, on=date(2020, 12, 1))
            for fund in (Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT)
        ]

        assert [one.allowed for one in found] == [True, False]
        assert "待核实" in found[1].because

    def test_keep_the_citys_money_to_what_is_basic(self) -> None:
        classes = {
            item.scope_class
            for item in ITEMS.values()
            if may_pay(Source.CITY, item, source_rules(), code=ANKANG, on=DAY).allowed
        }

        assert classes == {ScopeClass.BASIC}

    def test_let_no_loan_of_a_platform_pay_for_anything(self) -> None:
        found = [
            may_pay(Source.POLICY_BANK_LOAN, item, source_rules(), code=ANKANG, on=DAY)
            for item in ITEMS.values()
        ]

        assert not any(one.allowed for one in found)
        assert all("安政通报第五十六期" in one.because for one in found)

    def test_let_the_inside_alone_have_the_treasurys_services(self) -> None:
        places = [
            place
            for place in Reach
            if may_pay(
                Source.CENTRAL_SUBSIDY,
                ITEMS["T05"],
                source_rules(),
                code=ANKANG,
                on=DAY,
                reach=place,
            ).allowed
        ]

        assert places == [Reach.INSIDE]

    def test_never_let_money_of_no_known_source_pay(self) -> None:
        for fund in (Source.OTHER, Source.UNSPLIT):
            assert not any(
                may_pay(fund, item, source_rules(), code=ANKANG, on=DAY).allowed
                for item in ITEMS.values()
            )


class TestFaults:
    @pytest.mark.parametrize(
        ("rule", "said"),
        [
            (replace(CITY, classes=()), "不知道说的是哪些内容"),
            (replace(CITY, items=("B99",)), "“B99”"),
            (replace(CITY, answer=Permission.BAR, most_share=Fraction(1, 2)), "请只留一个"),
        ],
    )
    def test_are_told(self, rule: SourceRule, said: str) -> None:
        (fault,) = faults_of([rule], ITEMS)
        assert said in fault

    def test_are_none_in_a_whole_rule(self) -> None:
        assert faults_of([CITY], ITEMS) == ()


@given(
    st.lists(
        st.builds(
            replace,
            st.sampled_from([CITY, NATION]),
            answer=st.sampled_from(Permission),
            in_force_from=st.dates(date(2019, 1, 1), date(2021, 12, 31)),
            most_share=st.none(),
        ),
        max_size=6,
    )
)
def test_one_more_bar_never_opens_anything(rules: list[SourceRule]) -> None:
    bar = replace(NATION, answer=Permission.BAR, in_force_from=DAY)
    older = [one for one in rules if one.in_force_from != DAY or one.region != "CN"]

    if not allowed(*older):
        assert not allowed(*older, bar)
    assert not allowed(*older, bar)
