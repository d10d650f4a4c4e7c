"""Indicators, and what cumulative readings may and may not say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Weight, blocking
from jiugai.domain.programme.pipeline import Standing, Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.works import (
    INDICATOR_OF_COLUMN,
    PIPES_BY_KIND,
    CumulativeReading,
    Indicator,
    check_pipes,
    check_reading,
    check_return,
    stored_value,
)
from jiugai.exchange.policy_files import indicator_definitions

DAY = date(2020, 10, 31)
DEFINED = indicator_definitions()
FILED = Sizes(households=146, buildings=12, area_dm2=1_183_000, investment_fen=428_000_000)
HOUSEHOLDS = Indicator.HOUSEHOLDS


def reading(value: int, days: int = 0, indicator: Indicator = HOUSEHOLDS) -> CumulativeReading:
    return CumulativeReading(indicator, DAY + timedelta(days=days), value)


def check(
    new: CumulativeReading, *known: CumulativeReading, filed: Sizes | None = None
) -> list[Finding]:
    return list(check_reading(new, known, DEFINED, filed))


class TestCheckReading:
    @pytest.mark.parametrize("value", [84, 85, 200])
    def test_lets_a_figure_stand_still_or_rise(self, value: int):
        assert check(reading(value), reading(84, -30)) == []
        assert check(reading(84), reading(value, 30)) == []

    def test_remarks_on_a_figure_that_falls(self):
        (finding,) = check(reading(48), reading(84, -30), reading(20, -60))

        assert (finding.code, finding.weight) == ("reading.falls", Weight.WARNS)
        assert finding.message == (
            "累计完成户数从 84 户（2020-10-01）减为 48 户（2020-10-31），累计数不应减少；"
            "如果是前一数有误，请更正那条记录并写明原因。本条照原样写入，提示随记录保留。"
        )

    def test_remarks_on_a_late_entry_that_makes_the_next_one_fall(self):
        (finding,) = check(reading(90), reading(84, 30), reading(200, 60))

        assert "从 90 户（2020-10-31）减为 84 户（2020-11-30）" in finding.message

    def test_looks_only_at_its_own_indicator(self):
        assert check(reading(48), reading(84, -30, Indicator.BUILDINGS)) == []

    def test_refuses_two_figures_for_one_day(self):
        (finding,) = check(reading(48), reading(84))

        assert (finding.code, finding.weight) == ("reading.again", Weight.BLOCKS)
        assert [each.code for each in check(reading(90), reading(84))] == ["reading.again"]
        assert check(reading(84), reading(84)) == []

    def test_refuses_less_than_nothing(self):
        (finding,) = check(reading(-1), reading(84, -30), filed=FILED)

        assert (finding.code, finding.weight) == ("reading.negative", Weight.BLOCKS)
        assert check(reading(0)) == []

    @pytest.mark.parametrize(
        ("indicator", "enough"),
        [
            (Indicator.HOUSEHOLDS, 146),
            (Indicator.BUILDINGS, 12),
            (Indicator.AREA, 1_183_000),
            (Indicator.INVESTMENT, 428_000_000),
        ],
    )
    def test_lets_more_than_the_plan_through_but_asks_for_a_reason(
        self, indicator: Indicator, enough: int
    ):
        assert check(reading(enough, indicator=indicator), filed=FILED) == []
        (finding,) = check(reading(enough + 1, indicator=indicator), filed=FILED)
        assert (finding.code, finding.weight) == ("reading.above_plan", Weight.WARNS)

    def test_tells_by_how_much_it_is_above_the_plan(self):
        (finding,) = check(reading(150), filed=FILED)

        assert (
            "累计完成户数 150 户，超过上报的计划户数 146 户，为 102.7%；超过 100% 允许"
            in finding.message
        )

    def test_has_no_share_of_a_plan_of_nothing(self):
        (finding,) = check(reading(1), filed=Sizes())

        assert "0 户；超过" in finding.message

    def test_has_no_plan_to_hold_lifts_against(self):
        assert check(reading(99, indicator=Indicator.LIFTS), filed=FILED) == []

    @given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
    def test_is_silent_of_a_history_exactly_where_it_never_falls(self, values: list[int]):
        history = [reading(value, 30 * n) for n, value in enumerate(values)]

        told = [check(new, *history[:n]) for n, new in enumerate(history)]

        assert (not any(told)) is (values == sorted(values))


def at(step: Step | None) -> Standing:
    return Standing(step, DAY if step else None)


def returned(step: Step | None, **values: int) -> list[Finding]:
    latest = {Indicator[name.upper()]: value for name, value in values.items()}
    return list(check_return(latest, at(step), DEFINED, FILED))


class TestCheckReturn:
    @pytest.mark.parametrize("step", [None, Step.APPROVAL, Step.TENDER])
    def test_refuses_works_done_before_any_start(self, step: Step | None):
        (finding,) = returned(step, households=20, lifts=1, buildings=0)

        assert (finding.code, finding.weight) == ("return.done_before_start", Weight.BLOCKS)
        assert "完成户数 20 户、加装电梯 1 部" in finding.message
        assert "楼栋" not in finding.message

    def test_only_remarks_on_money_before_the_start(self):
        (finding,) = returned(Step.APPROVAL, investment=12_345_678)

        assert (finding.code, finding.weight) == ("return.invested_before_start", Weight.WARNS)
        assert "完成投资 12.345678 万元" in finding.message

    def test_has_nothing_to_say_of_a_site_under_works(self):
        assert returned(Step.START, households=20, investment=1_000_000) == []
        assert returned(Step.APPROVAL, households=0, investment=0) == []

    @pytest.mark.parametrize(("done", "told"), [(145, False), (146, True), (150, True)])
    def test_asks_for_the_completion_when_all_households_are_done(self, done: int, told: bool):
        findings = returned(Step.START, households=done)

        assert [each.code for each in findings] == ["return.done_but_open"] * told

    def test_asks_why_a_completed_site_falls_short(self):
        findings = returned(Step.COMPLETION, households=140, buildings=12, area=1_182_999)

        assert [each.code for each in findings] == ["return.completed_but_short"] * 2
        assert "完成户数只有 140 户，少于计划户数 146 户" in findings[0].message
        assert "完成建筑面积只有 1.182999 万㎡，少于计划建筑面积 1.183 万㎡" in findings[1].message

    def test_does_not_ask_a_completed_site_for_all_of_its_money(self):
        assert returned(Step.ACCEPTANCE, investment=1) == []

    def test_asks_for_the_money_of_a_completed_site_that_cost_nothing(self):
        (finding,) = returned(Step.HANDOVER, investment=0)

        assert finding.code == "return.completed_without_investment"

    def test_needs_no_plan(self):
        latest = {HOUSEHOLDS: 146}

        assert check_return(latest, at(Step.START), DEFINED) == ()
        assert check_return(latest, at(Step.COMPLETION), DEFINED) == ()

    @given(
        st.sampled_from(Step), st.dictionaries(st.sampled_from(Indicator), st.integers(0, 10**9))
    )
    def test_refuses_only_what_was_never_begun(self, step: Step, latest: dict[Indicator, int]):
        if step.is_exit:
            step = Step.RESERVE

        refused = blocking(check_return(latest, at(step), DEFINED, FILED))

        built = any(value for each, value in latest.items() if each is not Indicator.INVESTMENT)
        assert bool(refused) is (step < Step.START and built)


class TestCheckPipes:
    SPLIT = dict.fromkeys(PIPES_BY_KIND, 100)

    def test_adds_up_where_all_kinds_are_given(self):
        assert check_pipes({Indicator.PIPES: 600, **self.SPLIT}, DEFINED) == ()
        (finding,) = check_pipes({Indicator.PIPES: 650, **self.SPLIT}, DEFINED)
        assert "合计 0.65 千米，分项相加为 0.6 千米，相差 0.05 千米" in finding.message

    def test_asks_nothing_of_a_split_that_is_not_whole(self):
        part = {Indicator.PIPES: 650, Indicator.GAS_PIPES: 100}

        assert check_pipes(part, DEFINED) == ()
        assert check_pipes(self.SPLIT, DEFINED) == ()


class TestIndicatorDefinition:
    def test_shows_rounded_and_says_exactly(self):
        money = DEFINED[Indicator.INVESTMENT]

        assert money.shown(428_050_000) == Decimal("428.1")
        assert money.said(428_050_000) == "428.05 万元"
        assert money.said(1_234_000_000_00) == "123,400 万元"
        assert money.said(0) == "0 万元"

    def test_stands_on_file_for_every_indicator(self):
        assert set(DEFINED) == set(Indicator)
        assert len({definition.word for definition in DEFINED.values()}) == len(Indicator)


class TestStoredValue:
    @pytest.mark.parametrize(
        ("indicator", "figure", "stored"),
        [
            (Indicator.INVESTMENT, "4280500.01", 428_050_001),
            (Indicator.AREA, "11830.25", 1_183_025),
            (Indicator.HOUSEHOLDS, "146", 146),
            (Indicator.PIPES, "650", 650),
        ],
    )
    def test_keeps_whole_numbers_of_the_smallest_unit(
        self, indicator: Indicator, figure: str, stored: int
    ):
        assert stored_value(indicator, Decimal(figure)) == stored

    @pytest.mark.parametrize(
        ("indicator", "figure"),
        [(Indicator.HOUSEHOLDS, "1.5"), (Indicator.INVESTMENT, "0.001")],
    )
    def test_refuses_to_round(self, indicator: Indicator, figure: str):
        with pytest.raises(ValueError, match="finer than the unit"):
            stored_value(indicator, Decimal(figure))


def test_indicators_bear_the_numbers_that_are_stored():
    assert [Indicator.INVESTMENT, HOUSEHOLDS, Indicator.BUILDINGS, Indicator.PIPES] == [1, 2, 3, 4]
    assert set(INDICATOR_OF_COLUMN.values()) <= set(Indicator)
