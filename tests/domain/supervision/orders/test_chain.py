"""The chain of an order: in turn, in the right hand, and never closed by those who received it."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from jiugai.domain.supervision.orders.chain import check_deed, possible, standing
from jiugai.domain.supervision.orders.deeds import (
    OWNERS_DEEDS,
    Deed,
    DeedKind,
    Hand,
    OrderState,
)

OFFICE, BUREAU = 1, 2
CLERK, HEAD = Hand(11, OFFICE), Hand(12, OFFICE)
FILER, REVIEWER = Hand(21, BUREAU), Hand(22, BUREAU)
PROXY = Hand(11, OFFICE, on_behalf=True)
DAY, DUE = date(2020, 11, 3), date(2020, 11, 20)


def deed(kind: DeedKind, hand: Hand, days: int = 0, **more: object) -> Deed:
    return Deed(kind, hand, DAY + timedelta(days), **{"words": "已办", **more})  # type: ignore[arg-type]


OPEN = deed(DeedKind.OPEN, CLERK)
ASSIGN = deed(DeedKind.ASSIGN, CLERK, due_on=DUE)
SIGN = deed(DeedKind.SIGN, FILER, 1)
ANSWER = deed(DeedKind.ANSWER, FILER, 10)
PASS = deed(DeedKind.PASS, CLERK, 11)
CLOSE = deed(DeedKind.CLOSE, HEAD, 12)
CHAIN = [OPEN, ASSIGN, SIGN, ANSWER, PASS, CLOSE]


def codes(new: Deed, before: list[Deed], owner: int | None = BUREAU) -> list[str]:
    return [f.code for f in check_deed(new, before, owner_id=owner, issuer_id=OFFICE)]


class TestTheChain:
    def test_runs_from_the_opening_to_the_end(self) -> None:
        for n in range(1, len(CHAIN)):
            assert codes(CHAIN[n], CHAIN[:n]) == []
        assert standing(CHAIN).state is OrderState.CLOSED

    def test_begins_with_its_opening(self) -> None:
        with pytest.raises(ValueError, match="begins with"):
            standing([ASSIGN])
        with pytest.raises(ValueError, match="without a deed"):
            standing([])

    @pytest.mark.parametrize(
        ("new", "before"),
        [
            (SIGN, CHAIN[:1]),
            (ANSWER, CHAIN[:2]),
            (PASS, CHAIN[:3]),
            (CLOSE, CHAIN[:4]),
            (CLOSE, CHAIN),
            (deed(DeedKind.CHASE, CLERK, 20), CHAIN[:4]),
            (deed(DeedKind.CANCEL, CLERK, 20), CHAIN),
            (deed(DeedKind.OPEN, CLERK, 20), CHAIN[:2]),
        ],
    )
    def test_leaves_out_no_link(self, new: Deed, before: list[Deed]) -> None:
        assert "order.out_of_turn" in codes(new, before)

    def test_says_what_may_be_done_instead(self) -> None:
        found = check_deed(CLOSE, CHAIN[:4], owner_id=BUREAU, issuer_id=OFFICE)[0]
        assert found.message == (
            "这件事项现在是“待核查”，不能“销号”；此时可以办的是：核查通过、退回整改、撤销立项。"
            "没有写入任何数据。"
        )

    def test_an_answer_sent_back_must_come_again(self) -> None:
        back = [*CHAIN[:4], deed(DeedKind.RETURN, CLERK, 11, due_on=DUE)]
        known = standing(back)
        assert (known.state, known.returned, known.answered_on) == (OrderState.SIGNED, 1, None)
        assert codes(deed(DeedKind.PASS, CLERK, 12), back) == ["order.out_of_turn"]


class TestOtherHands:
    @pytest.mark.parametrize("kind", [DeedKind.PASS, DeedKind.RETURN])
    @pytest.mark.parametrize("hand", [FILER, REVIEWER])
    def test_the_owner_never_checks(self, kind: DeedKind, hand: Hand) -> None:
        assert "order.own_order" in codes(deed(kind, hand, 11), CHAIN[:4])

    def test_whoever_answered_from_another_post_does_not_check(self) -> None:
        moved = Hand(FILER.user_id, OFFICE)
        assert codes(deed(DeedKind.PASS, moved, 11), CHAIN[:4]) == ["order.own_answer"]

    def test_one_person_does_not_check_and_close(self) -> None:
        assert codes(deed(DeedKind.CLOSE, CLERK, 12), CHAIN[:5]) == ["order.own_check"]

    def test_a_third_body_does_nothing(self) -> None:
        other = Hand(31, 3)
        assert possible(other, CHAIN[:3], owner_id=BUREAU, issuer_id=OFFICE) == ()
        assert codes(deed(DeedKind.SIGN, other, 1), CHAIN[:2]) == ["order.not_the_owner"]

    def test_enters_the_paper_of_a_body_without_a_desk(self) -> None:
        sign = deed(DeedKind.SIGN, PROXY, 1, paper="复函〔2020〕8号")
        answer = deed(DeedKind.ANSWER, PROXY, 2, paper="复函〔2020〕9号")
        before = [OPEN, ASSIGN, sign, answer]
        assert codes(sign, CHAIN[:2], owner=None) == []
        assert codes(deed(DeedKind.SIGN, PROXY, 1), CHAIN[:2], owner=None) == ["order.no_paper"]
        assert codes(sign, CHAIN[:2]) == ["order.owner_has_a_desk"]
        assert codes(deed(DeedKind.PASS, CLERK, 3), before, owner=None) == ["order.own_answer"]
        passed = deed(DeedKind.PASS, HEAD, 3)
        assert codes(passed, before, owner=None) == []
        assert codes(deed(DeedKind.CLOSE, CLERK, 4), [*before, passed], owner=None) == []


class TestExtensions:
    ASKED = deed(DeedKind.ASK_EXTENSION, FILER, 3, due_on=date(2020, 12, 1))

    def test_are_granted_only_when_asked_for(self) -> None:
        grant = deed(DeedKind.EXTEND, HEAD, 4, due_on=date(2020, 12, 1))
        assert codes(grant, CHAIN[:3]) == ["order.nothing_asked"]
        assert codes(grant, [*CHAIN[:3], self.ASKED]) == []
        known = standing([*CHAIN[:3], self.ASKED, grant])
        assert (known.due_on, known.first_due_on) == (date(2020, 12, 1), DUE)
        assert (known.extended, known.asked) == (1, None)

    def test_lead_to_a_later_day(self) -> None:
        again = deed(DeedKind.ASK_EXTENSION, FILER, 3, due_on=DUE)
        assert codes(again, CHAIN[:3]) == ["order.not_later"]

    def test_need_a_reason(self) -> None:
        silent = deed(DeedKind.ASK_EXTENSION, FILER, 3, due_on=date(2020, 12, 1), words=" ")
        assert codes(silent, CHAIN[:3]) == ["order.no_words"]

    def test_refused_leave_the_day(self) -> None:
        refused = deed(DeedKind.REFUSE_EXTENSION, HEAD, 4)
        assert standing([*CHAIN[:3], self.ASKED, refused]).due_on == DUE


class TestDays:
    def test_deeds_are_not_entered_backwards(self) -> None:
        assert codes(deed(DeedKind.SIGN, FILER, -1), CHAIN[:2]) == ["order.before_the_last"]

    def test_a_new_duty_is_not_due_yesterday(self) -> None:
        late = deed(DeedKind.ASSIGN, CLERK, due_on=DAY - timedelta(1))
        assert codes(late, CHAIN[:1]) == ["order.due_in_the_past"]

    @pytest.mark.parametrize(("days", "late"), [(16, 0), (17, 0), (18, 1), (40, 23)])
    def test_lateness_is_counted_from_the_due_day(self, days: int, late: int) -> None:
        assert standing(CHAIN[:3]).days_late(DAY + timedelta(days)) == late

    def test_an_answer_in_time_is_not_late_however_long_the_check_takes(self) -> None:
        assert standing(CHAIN[:4]).days_late(DAY + timedelta(100)) == 0

    def test_an_order_without_a_day_is_never_late(self) -> None:
        bare = [OPEN, deed(DeedKind.ASSIGN, CLERK), SIGN]
        assert standing(bare).days_late(date(2030, 1, 1)) == 0


PEOPLE = [CLERK, HEAD, FILER, REVIEWER, Hand(FILER.user_id, OFFICE), Hand(31, 3)]


class OrderMachine(RuleBasedStateMachine):
    """Anybody tries anything; only what the rules let through is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = [OPEN]

    @rule(kind=st.sampled_from(DeedKind), hand=st.sampled_from(PEOPLE), days=st.integers(0, 20))
    def try_a_deed(self, kind: DeedKind, hand: Hand, days: int) -> None:
        on = self.deeds[-1].on
        new = Deed(kind, hand, on, on + timedelta(days), "已办", "来文")
        if not codes(new, self.deeds):
            self.deeds.append(new)

    @rule(hand=st.sampled_from(PEOPLE))
    def go_on(self, hand: Hand) -> None:
        for kind in possible(hand, self.deeds, owner_id=BUREAU, issuer_id=OFFICE)[:1]:
            self.try_a_deed(kind, hand, 5)

    @invariant()
    def what_is_possible_is_in_turn(self) -> None:
        for hand in PEOPLE:
            for kind in possible(hand, self.deeds, owner_id=BUREAU, issuer_id=OFFICE):
                assert (kind in OWNERS_DEEDS) == (hand.organisation_id == BUREAU)

    @invariant()
    def nobody_who_answered_checks_or_closes(self) -> None:
        answered: set[int] = set()
        checker = None
        for entry in self.deeds:
            if entry.kind is DeedKind.ANSWER:
                answered.add(entry.hand.user_id)
            if entry.kind in {DeedKind.PASS, DeedKind.RETURN, DeedKind.CLOSE}:
                assert entry.hand.user_id not in answered
                assert entry.hand.organisation_id == OFFICE
            if entry.kind is DeedKind.PASS:
                checker = entry.hand.user_id
            if entry.kind is DeedKind.CLOSE:
                assert checker not in {None, entry.hand.user_id}

    @invariant()
    def a_closed_order_was_answered_and_checked(self) -> None:
        if standing(self.deeds).state is OrderState.CLOSED:
            kinds = [entry.kind for entry in self.deeds]
            assert kinds.index(DeedKind.ANSWER) < kinds.index(DeedKind.PASS)


OrderMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestOrderMachine = OrderMachine.TestCase
