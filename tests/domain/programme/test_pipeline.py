"""Where a site stands is computed from its steps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.pipeline import (
    EXITS,
    PIPELINE,
    STEP_OF_COLUMN,
    Standing,
    Step,
    StepEvent,
    exit_named,
    reached_on,
    standing,
)

DAY = date(2020, 11, 3)


def event(step: Step, days: int = 0) -> StepEvent:
    return StepEvent(step, DAY + timedelta(days=days))


events = st.lists(st.builds(event, st.sampled_from(Step), st.integers(-300, 300)), max_size=8)


class TestStep:
    def test_bears_the_numbers_that_are_stored(self):
        assert {step.word: step.value for step in Step} == {
            "储备": 10, "申报": 20, "批复": 30, "前期": 40, "招标": 50, "开工": 60, "完工": 70,
            "竣工验收": 80, "结算": 90, "移交": 100, "居民否决": 201, "调换": 202, "撤销": 203,
        }  # fmt: skip

    def test_is_either_of_the_pipeline_or_an_exit(self):
        assert [*PIPELINE, *EXITS] == list(Step)
        assert EXITS == (Step.VETO, Step.SWAP, Step.WITHDRAWAL)

    def test_has_a_ledger_column_for_every_dated_step_but_the_reserve(self):
        assert set(STEP_OF_COLUMN.values()) == set(PIPELINE) - {Step.RESERVE}


class TestStanding:
    def test_is_nowhere_before_the_first_step(self):
        assert standing([event(Step.RESERVE, 1)], DAY) == Standing()
        assert standing([], DAY).word == "未入库"

    def test_counts_a_step_on_its_own_day(self):
        assert standing([event(Step.START)], DAY) == Standing(Step.START, DAY)
        assert standing([event(Step.START)], DAY - timedelta(days=1)) == Standing()

    def test_takes_the_furthest_step_and_not_the_newest(self):
        late_acceptance = [event(Step.SETTLEMENT, -20), event(Step.ACCEPTANCE, -1)]

        where = standing(late_acceptance, DAY)

        assert (where.step, where.since) == (Step.SETTLEMENT, DAY - timedelta(days=20))
        assert where.word == "结算"

    def test_takes_the_first_day_of_a_step_recorded_twice(self):
        assert standing([event(Step.START, -1), event(Step.START, -9)], DAY).since == (
            DAY - timedelta(days=9)
        )

    def test_keeps_how_far_it_had_come_when_it_left(self):
        where = standing([event(Step.TENDER, -30), event(Step.VETO, -3)], DAY)

        assert (where.step, where.exit) == (Step.TENDER, Step.VETO)
        assert where.exited_on == DAY - timedelta(days=3)
        assert not where.in_pipeline
        assert where.word == "居民否决"

    def test_takes_the_first_of_several_exits(self):
        where = standing([event(Step.WITHDRAWAL, -1), event(Step.SWAP, -2)], DAY)

        assert where.exit is Step.SWAP

    def test_has_not_left_before_the_day_of_the_exit(self):
        assert standing([event(Step.SWAP, 1)], DAY).in_pipeline

    @pytest.mark.parametrize(
        ("step", "reached"), [(Step.TENDER, True), (Step.START, True), (Step.COMPLETION, False)]
    )
    def test_has_reached_all_steps_up_to_its_own(self, step: Step, reached: bool):
        assert Standing(Step.START, DAY).reached(step) is reached
        assert not Standing().reached(step)

    @given(events=events, days=st.integers(0, 100))
    def test_never_goes_back_as_days_pass(self, events: list[StepEvent], days: int):
        today, later = standing(events, DAY), standing(events, DAY + timedelta(days=days))

        assert (later.step or 0) >= (today.step or 0)
        assert today.in_pipeline or not later.in_pipeline

    @given(events=events)
    def test_does_not_heed_the_order_in_which_facts_are_read(self, events: list[StepEvent]):
        assert standing(events, DAY) == standing(reversed(events), DAY)


def test_the_day_of_a_step_is_its_first_up_to_the_day_asked():
    starts = [event(Step.START, -3), event(Step.START, -1), event(Step.COMPLETION)]

    assert reached_on(starts, Step.START, DAY) == DAY - timedelta(days=3)
    assert reached_on(starts, Step.COMPLETION, DAY) == DAY
    assert reached_on(starts, Step.COMPLETION, DAY - timedelta(days=1)) is None
    assert reached_on(starts, Step.HANDOVER, DAY) is None


@pytest.mark.parametrize(
    ("cell", "step"),
    [
        ("居民否决", Step.VETO),
        ("群众不同意", Step.VETO),
        ("已调换", Step.SWAP),
        ("撤销", Step.WITHDRAWAL),
        ("取消改造", Step.WITHDRAWAL),
        ("否决后撤销", None),  # two readings
        ("否", None),
        ("", None),
    ],
)
def test_an_exit_is_read_only_where_one_is_named(cell: str, step: Step | None):
    assert exit_named(cell) is step
