"""What a new step says that the known ones contradict."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Weight, blocking
from jiugai.domain.programme.order import PipelineRules, check_life, check_step
from jiugai.domain.programme.pipeline import PIPELINE, Step, StepEvent
from jiugai.exchange.policy_files import pipeline_rules

TODAY = date(2021, 6, 30)
RULES = pipeline_rules()
WHOLE_LIFE = [
    StepEvent(step, date(2020, 1, 1) + timedelta(days=30 * n), "某文")
    for n, step in enumerate(PIPELINE)
]


def up_to(step: Step) -> list[StepEvent]:
    return [event for event in WHOLE_LIFE if event.step < step]


def check(new: StepEvent, known: list[StepEvent]) -> tuple[Finding, ...]:
    return check_step(new, known, RULES, code="610902", today=TODAY)


def at(step: Step, on: date = TODAY, document: str = "某文") -> StepEvent:
    return StepEvent(step, on, document)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


class TestCheckStep:
    @pytest.mark.parametrize("event", WHOLE_LIFE, ids=lambda event: event.step.name)
    def test_has_nothing_to_say_of_an_orderly_life(self, event: StepEvent):
        assert check(event, up_to(event.step)) == ()

    @pytest.mark.parametrize(
        ("step", "left_out", "weight"),
        [
            (Step.APPLICATION, Step.RESERVE, Weight.WARNS),
            (Step.APPROVAL, Step.APPLICATION, Weight.WARNS),
            (Step.PREPARATION, Step.APPROVAL, Weight.WARNS),
            (Step.TENDER, Step.APPROVAL, Weight.WARNS),
            (Step.TENDER, Step.PREPARATION, Weight.WARNS),
            (Step.START, Step.APPROVAL, Weight.BLOCKS),
            (Step.START, Step.PREPARATION, Weight.WARNS),
            (Step.START, Step.TENDER, Weight.WARNS),
            (Step.COMPLETION, Step.START, Weight.BLOCKS),
            (Step.ACCEPTANCE, Step.START, Weight.BLOCKS),
            (Step.ACCEPTANCE, Step.COMPLETION, Weight.BLOCKS),
            (Step.SETTLEMENT, Step.COMPLETION, Weight.BLOCKS),
            (Step.SETTLEMENT, Step.ACCEPTANCE, Weight.WARNS),
            (Step.HANDOVER, Step.ACCEPTANCE, Weight.BLOCKS),
            (Step.HANDOVER, Step.SETTLEMENT, Weight.WARNS),
        ],
    )
    def test_refuses_a_broken_chain_and_remarks_on_a_gap(
        self, step: Step, left_out: Step, weight: Weight
    ):
        known = [event for event in up_to(step) if event.step is not left_out]

        (finding,) = check(at(step), known)

        assert finding.weight is weight
        assert left_out.word in finding.message

    def test_says_what_was_read_what_is_missing_and_what_has_not_happened(self):
        (finding,) = blocking(check(at(Step.START), []))

        assert finding.message == (
            "读到开工（2021-06-30），但没有批复的记录；"
            "请先补录批复的日期和依据，再录开工。本条没有写入。"
        )

    def test_records_a_start_before_its_approval_on_its_true_day_with_a_warning(self):
        known = [at(Step.APPROVAL, date(2021, 5, 1)), *up_to(Step.APPROVAL)]

        findings = check(at(Step.START, date(2021, 4, 30)), known)

        assert blocking(findings) == ()
        assert codes(findings) == ["step.gap", "step.order_reversed"]
        assert "开工（2021-04-30）早于批复（2021-05-01）" in findings[1].message

    def test_accepts_two_steps_on_one_day(self):
        known = [*up_to(Step.START), at(Step.START)]

        assert check(at(Step.COMPLETION), known) == ()

    def test_refuses_what_nature_forbids(self):
        known = [*up_to(Step.START), at(Step.START, date(2021, 5, 1))]

        (finding,) = check(at(Step.COMPLETION, date(2021, 4, 30)), known)

        assert (finding.code, finding.weight) == ("step.order_impossible", Weight.BLOCKS)

    def test_looks_both_ways_when_an_earlier_step_is_entered_late(self):
        known = [*up_to(Step.START), at(Step.COMPLETION, date(2021, 4, 1))]

        (finding,) = check(at(Step.START, date(2021, 5, 1)), known)

        assert finding.code == "step.order_impossible"
        assert "完工（2021-04-01）早于开工（2021-05-01）" in finding.message

    def test_remarks_on_an_acceptance_after_the_settlement(self):
        known = [*up_to(Step.ACCEPTANCE), at(Step.SETTLEMENT, date(2021, 3, 1))]

        (finding,) = check(at(Step.ACCEPTANCE, date(2021, 4, 1)), known)

        assert (finding.code, finding.weight) == ("step.order_reversed", Weight.WARNS)

    def test_refuses_a_second_start_and_points_to_the_correction(self):
        known = [*up_to(Step.START), at(Step.START, date(2021, 5, 1))]

        (finding,) = check(at(Step.START), known)

        assert (finding.code, finding.weight) == ("step.again", Weight.BLOCKS)
        assert "开工已有记录（2021-05-01）" in finding.message

    @pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, False), (1, True)])
    def test_refuses_tomorrow_but_not_today(self, days: int, refused: bool):
        findings = check(at(Step.RESERVE, TODAY + timedelta(days=days)), [])

        assert (codes(findings) == ["step.in_future"]) is refused

    @pytest.mark.parametrize("on", [date.min, date(202, 10, 28), date(1899, 12, 31)])
    def test_refuses_a_day_before_anything_here_was_built(self, on: date):
        (finding, *_) = check(at(Step.RESERVE, on), [])

        assert (finding.code, finding.weight) == ("step.before_its_time", Weight.BLOCKS)
        assert f"{on}，早于 1900 年" in finding.message
        assert "例如 2020-10-28" in finding.message

    def test_takes_the_first_day_that_can_be(self):
        assert not blocking(check(at(Step.RESERVE, date(1900, 1, 1)), []))

    @pytest.mark.parametrize("step", [Step.APPLICATION, Step.APPROVAL])
    def test_asks_for_the_paper_that_moved_it(self, step: Step):
        (finding,) = check(at(step, document=""), up_to(step))

        assert (finding.code, finding.weight) == ("step.no_document", Weight.WARNS)

    def test_holds_a_place_to_its_own_stricter_rule(self):
        assert (
            check_step(at(Step.START), [], PipelineRules((), ()), code="610902", today=TODAY) == ()
        )


class TestCheckStepAndExits:
    def test_lets_a_site_leave_before_works_begin(self):
        assert check(at(Step.VETO), up_to(Step.START)) == ()

    def test_asks_what_became_of_works_and_money(self):
        (finding,) = check(at(Step.SWAP), up_to(Step.COMPLETION))

        assert (finding.code, finding.weight) == ("step.exit_under_works", Weight.WARNS)

    @pytest.mark.parametrize("exit_", [Step.VETO, Step.SWAP, Step.WITHDRAWAL])
    def test_refuses_to_leave_what_is_completed(self, exit_: Step):
        (finding,) = check(at(exit_), up_to(Step.ACCEPTANCE))

        assert (finding.code, finding.weight) == ("step.exit_too_late", Weight.BLOCKS)

    def test_asks_for_the_paper(self):
        assert codes(check(at(Step.VETO, document=""), [])) == ["step.no_document"]

    def test_refuses_any_step_after_the_exit(self):
        known = [*up_to(Step.START), at(Step.WITHDRAWAL, date(2021, 5, 1))]

        findings = check(at(Step.START, date(2021, 5, 2)), known)

        assert codes(blocking(findings)) == ["step.after_exit"]
        assert "已于 2021-05-01 撤销退出" in findings[0].message

    def test_still_takes_what_happened_before_the_exit(self):
        known = [*up_to(Step.START), at(Step.WITHDRAWAL, date(2021, 5, 1))]

        assert check(at(Step.START, date(2021, 5, 1)), known) == ()

    def test_refuses_another_exit_and_the_same_one_twice(self):
        known = [at(Step.WITHDRAWAL, date(2021, 5, 1))]

        assert codes(check(at(Step.VETO, date(2021, 4, 1)), known)) == ["step.after_exit"]
        assert codes(check(at(Step.WITHDRAWAL), known)) == ["step.again"]

    def test_refuses_an_exit_dated_before_steps_that_followed(self):
        known = [*up_to(Step.TENDER), at(Step.TENDER, date(2021, 5, 1))]

        (finding,) = check(at(Step.SWAP, date(2021, 4, 1)), known)

        assert finding.code == "step.exit_before_others"
        assert "招标（2021-05-01）" in finding.message
        assert check(at(Step.SWAP, date(2021, 5, 1)), known) == ()

    def test_names_the_last_of_the_steps_that_followed(self):
        known = [
            *up_to(Step.PREPARATION),
            at(Step.TENDER, date(2021, 5, 1)),
            at(Step.PREPARATION, date(2021, 6, 1)),
        ]

        (finding,) = check(at(Step.SWAP, date(2021, 4, 1)), known)

        assert "前期（2021-06-01）" in finding.message

    def test_names_the_first_of_several_exits_on_record(self):
        known = [at(Step.WITHDRAWAL, date(2021, 5, 9)), at(Step.SWAP, date(2021, 5, 1))]

        (finding,) = check(at(Step.RESERVE), known)

        assert "已于 2021-05-01 调换退出" in finding.message

    def test_holds_each_kind_of_exit_to_its_own_rule(self):
        swap, *others = (RULES.for_exit(step, "610902", TODAY) for step in (Step.SWAP, Step.VETO))
        assert swap
        late = replace(swap, doubtful_from=Step.COMPLETION, wants_document=False)
        rules = PipelineRules(RULES.steps, (*(each for each in others if each), late))

        def told(exit_: Step) -> list[str]:
            new = at(exit_, document="")
            return codes(check_step(new, up_to(Step.COMPLETION), rules, code="610902", today=TODAY))

        assert told(Step.SWAP) == []
        assert told(Step.VETO) == ["step.exit_under_works", "step.no_document"]
        assert told(Step.WITHDRAWAL) == []  # a kind without a rule is only put in order


class TestCheckLife:
    def test_reads_a_row_as_a_whole(self):
        outcome = check_life(reversed(WHOLE_LIFE), [], RULES, code="610902", today=TODAY)

        assert outcome == tuple((event, ()) for event in WHOLE_LIFE)

    def test_does_not_let_a_refused_step_stand_for_those_after_it(self):
        row = [at(Step.START, date(2021, 1, 1)), at(Step.COMPLETION, date(2021, 3, 1))]

        (_, start), (_, completion) = check_life(row, [], RULES, code="610902", today=TODAY)

        assert codes(blocking(start)) == ["step.without_earlier"]
        assert "没有开工的记录" in blocking(completion)[0].message

    def test_keeps_the_first_of_two_equal_steps_and_refuses_the_second(self):
        twice = [at(Step.RESERVE), at(Step.RESERVE)]

        (_, first), (_, second) = check_life(twice, [], RULES, code="610902", today=TODAY)

        assert (first, codes(second)) == ((), ["step.again"])

    @given(
        steps=st.lists(st.sampled_from(Step), max_size=8),
        days=st.lists(st.integers(-400, 20), min_size=8, max_size=8),
    )
    def test_what_it_lets_through_is_a_chain(self, steps: list[Step], days: list[int]):
        row = [
            at(step, TODAY + timedelta(days=day)) for step, day in zip(steps, days, strict=False)
        ]

        outcome = check_life(row, [], RULES, code="610902", today=TODAY)

        kept = [event for event, findings in outcome if not blocking(findings)]
        reached = {event.step for event in kept}
        assert len(reached) == len(kept)
        assert all(event.on <= TODAY for event in kept)
        assert Step.START not in reached or Step.APPROVAL in reached
        assert Step.COMPLETION not in reached or Step.START in reached
        assert Step.ACCEPTANCE not in reached or Step.COMPLETION in reached
        assert all(finding.message.endswith("。") for _, each in outcome for finding in each)
