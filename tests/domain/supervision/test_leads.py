"""Leaders who answer by name: terms that overlap, visits that are due, and what may be written down."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.leads import (
    ChargeKind,
    LeaderLevel,
    NewCharge,
    Term,
    VisitRule,
    VisitState,
    check_charge,
    check_end,
    check_visit,
    visit_standing,
    worst,
)
from jiugai.exchange.supervision_policy import visit_rules

JUNE, DAY = date(2020, 6, 1), date(2020, 11, 3)
RULE = VisitRule(
    clause="T", source="T", in_force_from=JUNE, kind=ChargeKind.PROJECT, every_days=31, red_days=62
)
DAYS = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def charge(
    term: Term, *, name: str = "王志远", office: str = "副市长", ground: str = "纪要"
) -> NewCharge:
    return NewCharge(name, office, LeaderLevel.CITY, term, ground)


def state(
    last_on: date | None, *, begun_on: date | None = JUNE, term: Term | None = None
) -> VisitState:
    held = term or Term(JUNE)
    return visit_standing(held, begun_on=begun_on, last_on=last_on, rule=RULE, today=DAY).state


class TestATerm:
    @pytest.mark.parametrize(
        ("day", "holds"),
        [(31, False), (32, True), (60, True), (61, False)],
    )
    def test_holds_on_its_first_and_on_its_last_day(self, day: int, holds: bool) -> None:
        start = date(2020, 1, 1)
        term = Term(start + timedelta(32), start + timedelta(60))
        assert term.holds(start + timedelta(day)) is holds

    def test_without_an_end_holds_on(self) -> None:
        assert Term(JUNE).holds(date(2099, 1, 1))

    @given(first=st.tuples(DAYS, DAYS), second=st.tuples(DAYS, DAYS), day=DAYS)
    def test_meets_another_if_a_day_lies_in_both(
        self, first: tuple[date, date], second: tuple[date, date], day: date
    ) -> None:
        one, other = Term(min(first), max(first)), Term(min(second), max(second))
        assert one.meets(other) is other.meets(one)
        shared = max(one.since, other.since)
        assert one.meets(other) is (one.holds(shared) and other.holds(shared))
        if one.holds(day) and other.holds(day):
            assert one.meets(other)


class TestVisits:
    @pytest.mark.parametrize(
        ("ago", "found"),
        [
            (0, VisitState.GREEN),
            (31, VisitState.GREEN),
            (32, VisitState.AMBER),
            (62, VisitState.AMBER),
            (63, VisitState.RED),
        ],
    )
    def test_are_due_after_so_many_days(self, ago: int, found: VisitState) -> None:
        assert state(DAY - timedelta(ago)) is found

    def test_are_counted_from_the_start_of_works_where_there_was_none(self) -> None:
        assert state(None, begun_on=DAY - timedelta(31)) is VisitState.GREEN
        assert state(None, begun_on=DAY - timedelta(32)) is VisitState.AMBER

    def test_are_not_asked_of_him_for_the_time_before_his_charge(self) -> None:
        assert state(None, term=Term(DAY)) is VisitState.GREEN

    def test_are_not_asked_for_without_works_nor_after_his_charge(self) -> None:
        assert state(None, begun_on=None) is VisitState.NOT_ASKED
        assert state(None, term=Term(JUNE, DAY - timedelta(1))) is VisitState.NOT_ASKED
        none = visit_standing(Term(JUNE), begun_on=JUNE, last_on=None, rule=None, today=DAY)
        assert none.due_on is None

    def test_say_until_when_the_next_is_in_time(self) -> None:
        found = visit_standing(
            Term(JUNE), begun_on=JUNE, last_on=date(2020, 10, 20), rule=RULE, today=DAY
        )
        assert (found.due_on, found.waiting) == (date(2020, 11, 20), 14)

    @given(last=DAYS, today=DAYS)
    def test_are_never_worse_after_one_more(self, last: date, today: date) -> None:
        order = list(VisitState)
        by = {"begun_on": JUNE, "rule": RULE, "today": today}
        before = visit_standing(Term(JUNE), last_on=None, **by).state  # type: ignore[arg-type]
        after = visit_standing(Term(JUNE), last_on=last, **by).state  # type: ignore[arg-type]
        assert order.index(after) >= order.index(before)

    def test_of_several_things_tell_the_worst(self) -> None:
        assert worst([VisitState.GREEN, VisitState.RED, VisitState.NOT_ASKED]) is VisitState.RED
        assert worst([]) is VisitState.NOT_ASKED

    @pytest.mark.parametrize("kind", ChargeKind)
    def test_have_a_rule_that_says_it_is_only_assumed(self, kind: ChargeKind) -> None:
        rules = [rule for rule in visit_rules() if rule.kind is kind]
        rule = rule_in_force(rules, NATION, DAY)
        assert rule is not None
        assert not rule.verified
        assert 0 < rule.every_days < rule.red_days


class TestACharge:
    def test_is_taken_when_it_overlaps_none(self) -> None:
        before = [Term(JUNE, date(2020, 8, 31)), Term(date(2021, 1, 1))]
        assert check_charge(charge(Term(date(2020, 9, 1), date(2020, 12, 31))), before) == ()

    def test_is_refused_in_one_sentence_where_it_overlaps(self) -> None:
        (finding,) = check_charge(charge(Term(DAY)), [Term(JUNE), Term(date(2020, 1, 1))])
        assert finding.code == "charge.overlaps"
        assert "王志远从2020-06-01起已经包抓这里" in finding.message

    def test_says_all_that_is_missing_at_once(self) -> None:
        wrong = charge(Term(DAY, JUNE), office=" ", ground="")
        codes = [one.code for one in check_charge(wrong, [Term(JUNE)])]
        assert codes == ["charge.no_name", "charge.no_ground", "charge.no_day"]

    @pytest.mark.parametrize(
        ("last_day", "reason", "visited", "codes"),
        [
            (DAY, "职务调整", None, []),
            (JUNE, "职务调整", JUNE, []),
            (JUNE - timedelta(1), "职务调整", None, ["charge.ends_before_it_began"]),
            (date(2021, 1, 1), "职务调整", None, ["charge.ended_already"]),
            (JUNE, "职务调整", DAY, ["charge.visited_later"]),
            (DAY, " ", None, ["charge.no_reason"]),
        ],
    )
    def test_ends_within_its_term_and_not_before_his_visits(
        self, last_day: date, reason: str, visited: date | None, codes: list[str]
    ) -> None:
        term = Term(JUNE, date(2020, 12, 31))
        assert [one.code for one in check_end(term, last_day, reason, visited)] == codes


class TestAVisit:
    @pytest.mark.parametrize(
        ("on", "found", "codes"),
        [
            (DAY, "外墙已完成两栋", []),
            (JUNE, "外墙已完成两栋", []),
            (DAY + timedelta(1), "外墙已完成两栋", ["visit.in_future"]),
            (JUNE - timedelta(1), "外墙已完成两栋", ["visit.outside_term"]),
            (DAY, " ", ["visit.nothing_found"]),
        ],
    )
    def test_lies_in_the_term_and_not_in_the_future(
        self, on: date, found: str, codes: list[str]
    ) -> None:
        assert [one.code for one in check_visit(on, found, [Term(JUNE)], DAY)] == codes

    def test_of_what_is_not_his_says_so(self) -> None:
        (finding,) = check_visit(DAY, "外墙", [], DAY)
        assert "没有包抓这里" in finding.message
