"""A ranking on its way out: shown, objected to, answered by another hand, released once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from jiugai.domain.supervision.hearing import (
    Answer,
    Hearing,
    HearingRule,
    HearingState,
    Objection,
    Showing,
    answered,
    check_answer,
    check_objection,
    check_release,
    check_showing,
    objected,
    released,
    shown,
)

DAY = date(2020, 11, 4)
RULE = HearingRule(clause="GS", source="默认", in_force_from=date(2015, 1, 1), least_days=3)
CLERK, HEAD, COUNTY = 1, 2, 3
SHOWN = shown(Hearing(CLERK), Showing(CLERK, DAY, DAY + timedelta(days=3)))
RAISED = Objection(1, 22, 1, COUNTY, DAY, "开工小区应为 3 个", "开工令已录入")
OBJECTED = objected(SHOWN, RAISED)
YES, NO = Answer(True, HEAD, DAY, "属实"), Answer(False, HEAD, DAY, "封账以后的事实")
AFTER = DAY + timedelta(days=4)


class TestShowing:
    def test_lasts_the_days_that_the_rule_asks(self) -> None:
        short = Showing(CLERK, DAY, DAY + timedelta(days=2))
        assert [f.code for f in check_showing(Hearing(CLERK), short, RULE)] == ["hearing.too_short"]
        long = replace(short, until=DAY + timedelta(days=3))
        assert check_showing(Hearing(CLERK), long, RULE) == ()

    @pytest.mark.parametrize(
        ("hearing", "code"),
        [
            (SHOWN, ["hearing.nothing_upheld"]),
            (OBJECTED, ["hearing.open_objections"]),
            (answered(OBJECTED, 1, NO), ["hearing.nothing_upheld"]),
            (answered(OBJECTED, 1, YES), []),
            (released(SHOWN, AFTER), ["hearing.released"]),
        ],
    )
    def test_happens_again_only_for_what_was_upheld(
        self, hearing: Hearing, code: list[str]
    ) -> None:
        again = Showing(CLERK, DAY, DAY + timedelta(days=9))
        assert [f.code for f in check_showing(hearing, again, RULE)] == code


class TestObjecting:
    @pytest.mark.parametrize(
        ("hearing", "changed", "code"),
        [
            (SHOWN, {}, []),
            (SHOWN, {"on": DAY + timedelta(days=3)}, []),
            (SHOWN, {"on": DAY + timedelta(days=4)}, ["hearing.too_late"]),
            (SHOWN, {"what": " ", "why": ""}, ["hearing.no_what", "hearing.no_why"]),
            (Hearing(CLERK), {}, ["hearing.not_shown"]),
            (released(SHOWN, AFTER), {"on": DAY}, ["hearing.released"]),
        ],
    )
    def test_is_heard_while_the_ranking_is_shown(
        self, hearing: Hearing, changed: dict[str, object], code: list[str]
    ) -> None:
        objection = replace(RAISED, **changed)  # type: ignore[arg-type]
        assert [f.code for f in check_objection(hearing, objection)] == code


class TestAnswering:
    @pytest.mark.parametrize(
        ("hearing", "answer", "code"),
        [
            (OBJECTED, YES, []),
            (OBJECTED, replace(YES, user_id=CLERK), ["hearing.own_ranking"]),
            (OBJECTED, replace(YES, user_id=COUNTY), ["hearing.own_objection"]),
            (OBJECTED, replace(NO, words=" "), ["hearing.no_words"]),
            (answered(OBJECTED, 1, NO), YES, ["hearing.answered"]),
        ],
    )
    def test_is_done_once_by_another_hand_with_a_reason(
        self, hearing: Hearing, answer: Answer, code: list[str]
    ) -> None:
        assert [f.code for f in check_answer(hearing, 1, answer)] == code

    def test_needs_an_objection(self) -> None:
        with pytest.raises(KeyError):
            check_answer(SHOWN, 1, YES)


class TestReleasing:
    @pytest.mark.parametrize(
        ("hearing", "on", "code"),
        [
            (SHOWN, AFTER, []),
            (SHOWN, DAY + timedelta(days=3), ["hearing.still_shown"]),
            (Hearing(CLERK), AFTER, ["hearing.not_shown"]),
            (OBJECTED, AFTER, ["hearing.open_objections"]),
            (answered(OBJECTED, 1, NO), AFTER, []),
            (answered(OBJECTED, 1, YES), AFTER, ["hearing.must_rank_anew"]),
            (released(SHOWN, AFTER), AFTER, ["hearing.released"]),
        ],
    )
    def test_waits_for_the_day_and_for_every_answer(
        self, hearing: Hearing, on: date, code: list[str]
    ) -> None:
        assert [f.code for f in check_release(hearing, on)] == code


PEOPLE = st.sampled_from([CLERK, HEAD, COUNTY, 4])


class Hearings(RuleBasedStateMachine):
    """Anybody tries anything on any day; only what the rules let through happens."""

    raised = Bundle("raised")

    def __init__(self) -> None:
        super().__init__()
        self.hearing, self.today = Hearing(CLERK), DAY

    @rule(days=st.integers(0, 5))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(who=PEOPLE, days=st.integers(-1, 9))
    def show(self, who: int, days: int) -> None:
        made_by = self.hearing.made_by if not self.hearing.showings else who
        showing = Showing(made_by, self.today, self.today + timedelta(days=days))
        if not check_showing(self.hearing, showing, RULE):
            self.hearing = shown(self.hearing, showing)

    @rule(target=raised, who=PEOPLE, what=st.sampled_from(["", "开工"]))
    def object(self, who: int, what: str) -> int:
        number = len(self.hearing.objections) + 1
        objection = Objection(
            number, 22, len(self.hearing.showings), who, self.today, what, "开工令"
        )
        if not check_objection(self.hearing, objection):
            self.hearing = objected(self.hearing, objection)
        return number

    @rule(number=raised, who=PEOPLE, upheld=st.booleans())
    def answer(self, number: int, who: int, upheld: bool) -> None:
        if number > len(self.hearing.objections):
            return
        answer = Answer(upheld, who, self.today, "已核")
        if not check_answer(self.hearing, number, answer):
            self.hearing = answered(self.hearing, number, answer)

    @rule()
    def release(self) -> None:
        if not check_release(self.hearing, self.today):
            self.hearing = released(self.hearing, self.today)

    @invariant()
    def nothing_goes_out_unheard(self) -> None:
        if self.hearing.state is not HearingState.RELEASED:
            return
        assert self.hearing.last is not None
        assert self.hearing.released_on is not None
        assert self.hearing.released_on > self.hearing.last.until
        assert not self.hearing.open
        assert not self.hearing.must_rank_anew

    @invariant()
    def nobody_answers_for_his_own_ranking(self) -> None:
        for objection in self.hearing.objections:
            if objection.answer is not None:
                made_by = self.hearing.showings[objection.showing - 1].made_by
                assert objection.answer.user_id not in {made_by, objection.user_id}

    @invariant()
    def each_showing_lasts(self) -> None:
        for showing in self.hearing.showings:
            assert (showing.until - showing.on).days >= RULE.least_days


Hearings.TestCase.settings = settings(max_examples=60, stateful_step_count=30)
TestHearings = Hearings.TestCase
