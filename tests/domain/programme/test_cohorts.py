"""Three cohorts in three phases, cut into stages that add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.programme.cohorts import Phase, Segment, Stage, phase_bar, phase_of, stage_of
from jiugai.domain.programme.pipeline import PIPELINE, Standing, Step

DAY = date(2020, 11, 3)


def at(step: Step | None, exit_: Step | None = None) -> Standing:
    return Standing(step, DAY if step else None, exit_, DAY if exit_ else None)


class TestPhaseOf:
    @pytest.mark.parametrize(
        ("stages", "phase"),
        [
            ([], Phase.PLANNING),
            ([Stage.APPLIED, Stage.RESERVED], Phase.PLANNING),
            ([Stage.EXITED], Phase.PLANNING),
            ([Stage.APPLIED, Stage.APPROVED], Phase.STARTING),
            ([Stage.TENDERED, Stage.UNDER_WORKS], Phase.STARTING),
            ([Stage.UNDER_WORKS], Phase.FINISHING),
            ([Stage.UNDER_WORKS, Stage.HANDED_OVER], Phase.FINISHING),
            ([Stage.COMPLETED], Phase.FINISHED),
            ([Stage.COMPLETED, Stage.EXITED], Phase.FINISHED),
            ([Stage.UNDER_WORKS, Stage.EXITED], Phase.FINISHING),
        ],
    )
    def test_is_the_phase_of_the_hindmost_that_stayed(self, stages: list[Stage], phase: Phase):
        assert phase_of(stages) is phase


class TestPhaseBar:
    def test_shows_the_three_cohorts_of_the_speech(self):
        first = phase_bar([at(Step.COMPLETION)] * 9 + [at(Step.START)] * 12)
        second = phase_bar([at(Step.START)] * 2 + [at(Step.TENDER)] * 6 + [at(Step.APPROVAL)] * 37)
        third = phase_bar([at(Step.APPLICATION)] * 72)

        assert [bar.phase.word for bar in (first, second, third)] == ["收官", "攻坚", "谋划"]
        assert [bar.sites for bar in (first, second, third)] == [21, 45, 72]
        assert second.segments == (
            Segment(Stage.UNDER_WORKS, 2),
            Segment(Stage.TENDERED, 6),
            Segment(Stage.APPROVED, 37),
        )

    def test_shows_those_that_left_last(self):
        bar = phase_bar([at(Step.START, Step.VETO), at(None), at(Step.HANDOVER)])

        assert [segment.stage.word for segment in bar.segments] == ["已移交", "未入库", "已退出"]

    @given(
        st.lists(
            st.builds(at, st.none() | st.sampled_from(PIPELINE), st.none() | st.just(Step.SWAP))
        )
    )
    def test_adds_up_to_the_cohort(self, standings: list[Standing]):
        bar = phase_bar(standings)

        assert bar.sites == len(standings)
        assert all(segment.sites > 0 for segment in bar.segments)
        assert [s.stage for s in bar.segments] == sorted(
            {stage_of(s) for s in standings}, reverse=True
        )


def test_every_step_has_a_stage_of_its_own_in_the_same_order():
    stages = [stage_of(at(step)) for step in PIPELINE]

    assert stages == sorted(set(stages))
    assert {*stages, Stage.EXITED, Stage.NOT_ENTERED} == set(Stage)
