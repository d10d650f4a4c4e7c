from datetime import date

import pytest
from django.db import connection

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.ageing import StayLevel
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.funding.book.closing import close_period
from jiugai.services.funding.book.reading import idle, verify
from jiugai.services.funding.book.writing import post_voucher, reverse, write_voucher
from jiugai.storage.funding import book
from jiugai.storage.funding.book_models import PostingRow
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import City
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book

OCTOBER = Month(2020, 10)


@pytest.fixture
def little(city: City) -> LittleBook:
    return open_book(city)


def codes(done) -> set[str]:
    return {found.code for found in done.findings}


class TestClosing:
    def test_sends_what_comes_late_into_the_open_month(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)
        assert close_period(OCTOBER, actor=little.checker, today=TODAY).entered

        late = little.book(MoneyStep.GRANT, 300)

        row = PostingRow.objects.get(pk=late.id)
        assert (row.value_on.month, row.period) == (10, date(2020, 11, 1))
        assert verify().faults == ()

    def test_waits_for_the_month_to_be_over_and_its_vouchers_to_be_checked(
        self, little: LittleBook
    ):
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY
        )
        assert written.entered

        early = close_period(Month(2020, 11), actor=little.checker, today=TODAY)
        waited = close_period(OCTOBER, actor=little.checker, today=TODAY)

        assert codes(early) == {"book.month_not_over", "book.vouchers_waiting"}
        assert codes(waited) == {"book.vouchers_waiting"}

    def test_is_done_once_and_backwards_too(self, little: LittleBook):
        close_period(OCTOBER, actor=little.checker, today=TODAY)

        for month in (OCTOBER, Month(2020, 9)):
            done = close_period(month, actor=little.checker, today=TODAY)
            assert codes(done) == {"book.month_closed"}

    def test_is_the_citys(self, little: LittleBook, clerk):
        for actor in (little.county_checker, clerk):
            with pytest.raises(NotAllowed):
                close_period(OCTOBER, actor=actor, today=TODAY)

    def test_cannot_be_got_round(self, little: LittleBook):
        """Posting into the closed month by hand, as the storage alone would."""
        close_period(OCTOBER, actor=little.checker, today=TODAY)
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY
        )
        new = book.NewPosting(
            voucher_id=written.id or 0,
            earmark_id=little.earmark,
            county_id=little.city.shiquan,
            step="grant",
            period=date(2020, 10, 1),
            value_on=date(2020, 10, 9),
            made_by=little.maker.user_id,
            checked_by=little.checker.user_id,
        )

        with (
            pytest.raises(book.PeriodClosed),
            unit_of_work(verb="tests.x", user_id=little.checker.user_id, post_id=0) as act,
        ):
            book.post(act, new, ())


class TestVerify:
    def test_finds_a_whole_book_whole(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)
        close_period(OCTOBER, actor=little.checker, today=TODAY)

        found = verify()

        assert (found.postings, found.accounts, found.closes, found.faults) == (1, 2, 1, ())


class TestIdle:
    def test_says_with_whom_money_lies_and_since_when(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500, on=date(2020, 3, 1))
        little.book(MoneyStep.ALLOT, 300, on=date(2020, 9, 1))

        page = idle(horizon(TODAY), actor=little.checker)

        assert [
            (
                line.kind,
                line.holder,
                line.project,
                line.stay.balance_fen,
                line.stay.days,
                line.level,
            )
            for line in page.lines
        ] == [
            (AccountKind.UNALLOTTED, "石泉县财政局", "", 200, 247, StayLevel.STUCK),
            (AccountKind.BUDGET, "石泉县住建局", "向阳小区改造", 300, 63, StayLevel.SLOW),
        ]
        assert page.sum_of(AccountKind.UNALLOTTED) == 200

    def test_forgets_what_was_reversed(self, little: LittleBook):
        posted = little.book(MoneyStep.GRANT, 500, on=date(2020, 3, 1))
        written = reverse(
            posted.id or 0, paper="更正单", reason="错", actor=little.maker, today=TODAY
        )
        post_voucher(written.id or 0, actor=little.checker, today=TODAY)

        assert idle(horizon(TODAY), actor=little.checker).lines == ()

    def test_asks_no_more_for_a_longer_list(
        self, little: LittleBook, django_assert_max_num_queries
    ):
        little.book(MoneyStep.GRANT, 500)
        little.book(MoneyStep.ALLOT, 300)
        connection.queries_log.clear()

        with django_assert_max_num_queries(9):
            idle(horizon(TODAY), actor=little.checker)
