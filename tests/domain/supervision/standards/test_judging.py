"""Facts go before what was recorded by hand; what was recorded stands in where no fact tells."""

from datetime import date

from jiugai.domain.scheme.checklists import MarkState
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.catalogue import CHECKS
from jiugai.domain.supervision.standards.check import BasisKind, StandardOutcome
from jiugai.domain.supervision.standards.judging import Judgement, judge, tally
from jiugai.exchange.policy_files import standards
from tests.domain.supervision.standards.examples import DAY, a_case, limits, mark

EARLY = date(2022, 2, 1)
LIMITS = {check.code: limits(check.code) for check in CHECKS}


def judged(case: StandardCase, code: str) -> Judgement:
    (found,) = [one for one in judge(case, standards(), LIMITS) if one.check.code == code]
    return found


class TestJudging:
    def test_asks_all_twenty_in_their_order(self) -> None:
        found = judge(a_case(), standards(), LIMITS)

        assert [one.standard.clause for one in found] == [f"N50-{n:02d}" for n in range(1, 21)]
        assert sum(tally(found).values()) == 20

    def test_takes_what_was_recorded_where_no_fact_tells(self) -> None:
        found = judged(a_case(marks=mark("N50-19", EARLY)), "N50-19")

        assert found.answer.outcome is StandardOutcome.KEPT
        assert found.by_hand
        assert [one.kind for one in found.answer.bases] == [BasisKind.MARK]

    def test_takes_that_it_does_not_apply_with_the_reason(self) -> None:
        marks = mark("N50-19", EARLY, state=MarkState.NOT_APPLICABLE)

        found = judged(a_case(marks=marks), "N50-19")
        assert found.answer.outcome is StandardOutcome.NOT_APPLICABLE
        assert "说明" in found.answer.words

    def test_takes_that_it_is_not_done(self) -> None:
        found = judged(a_case(marks=mark("N50-19", EARLY, state=MarkState.UNMET)), "N50-19")

        assert found.answer.outcome is StandardOutcome.BROKEN

    def test_does_not_let_a_record_outweigh_a_fact(self) -> None:
        case = a_case(marks=mark("N50-07", EARLY), needs=())
        assert judged(case, "N50-07").by_hand

        case = a_case(marks=mark("N50-13", EARLY), together=())
        found = judged(case, "N50-13")
        assert found.answer.outcome is StandardOutcome.BROKEN
        assert found.against == "手工登记为已办，与事实不符"
        assert DAY > EARLY
