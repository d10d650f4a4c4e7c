import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import NotAllowed
from jiugai.services.funding.book.refusals import NoSuchVoucher
from jiugai.services.funding.book.writing import (
    post_voucher,
    refuse_voucher,
    reverse,
    write_voucher,
)
from jiugai.storage import reach
from jiugai.storage.audit.models import Act
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.funding import book_queries
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused
from tests.officers import City
from tests.services.funding.book.little_book import OCTOBER, TODAY, LittleBook, open_book

WAY = (MoneyStep.GRANT, MoneyStep.ALLOT, MoneyStep.COMMIT, MoneyStep.FUND, MoneyStep.PAY)


@pytest.fixture
def little(city: City) -> LittleBook:
    return open_book(city)


def held(day: date = TODAY) -> dict[AccountKind, int]:
    """Return what lies in each kind of account."""
    found: dict[AccountKind, int] = {}
    for one in book_queries.balances(last_seq=last_mark().seq, on_day=day):
        found[one.key.kind] = found.get(one.key.kind, 0) + one.balance_fen
    return {kind: fen for kind, fen in found.items() if fen}


class TestAVoucher:
    def test_counts_once_another_has_posted_it(self, little: LittleBook):
        told = little.voucher(MoneyStep.GRANT, 500)
        written = write_voucher(told, actor=little.maker, today=TODAY)
        assert written.id is not None
        assert held() == {}

        posted = post_voucher(written.id, actor=little.checker, today=TODAY)

        assert posted.entered
        assert held() == {AccountKind.GRANTED: -500, AccountKind.UNALLOTTED: 500}
        verbs = Act.objects.order_by("-pk").values_list("verb", "user_id")[:2]
        assert list(verbs) == [
            ("funding.post_voucher", little.checker.user_id),
            ("funding.write_voucher", little.maker.user_id),
        ]

    def test_is_not_posted_by_who_wrote_it(self, little: LittleBook):
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY
        )
        assert written.id is not None

        done = post_voucher(written.id, actor=little.maker, today=TODAY)

        assert [found.code for found in done.findings] == ["book.own_voucher"]
        assert held() == {}

    def test_is_posted_once(self, little: LittleBook):
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY
        )
        assert written.id is not None
        post_voucher(written.id, actor=little.checker, today=TODAY)

        again = post_voucher(written.id, actor=little.checker, today=TODAY)

        assert [found.code for found in again.findings] == ["book.done_meanwhile"]
        assert held()[AccountKind.UNALLOTTED] == 500

    def test_that_was_sent_back_is_not_posted(self, little: LittleBook):
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY
        )
        assert written.id is not None
        silent = refuse_voucher(written.id, " ", actor=little.checker)
        refused = refuse_voucher(written.id, "与文件不符", actor=little.checker)

        done = post_voucher(written.id, actor=little.checker, today=TODAY)

        assert ([f.code for f in silent.findings], refused.entered) == (["book.no_reason"], True)
        assert [found.code for found in done.findings] == ["book.done_meanwhile"]
        assert book_queries.waiting() == ()

    def test_sent_twice_is_written_once(self, little: LittleBook):
        key, told = uuid.uuid4(), little.voucher(MoneyStep.GRANT, 500)
        write_voucher(told, actor=little.maker, today=TODAY, key=key)

        with pytest.raises(AlreadyDone):
            write_voucher(told, actor=little.maker, today=TODAY, key=key)
        with pytest.raises(KeyReused):
            write_voucher(
                little.voucher(MoneyStep.GRANT, 501), actor=little.maker, today=TODAY, key=key
            )

        assert len(book_queries.waiting()) == 1

    def test_is_written_by_finance_alone(self, little: LittleBook, clerk):
        with pytest.raises(NotAllowed):
            write_voucher(little.voucher(MoneyStep.GRANT, 500), actor=clerk, today=TODAY)
        with pytest.raises(NotAllowed):
            post_voucher(1, actor=clerk, today=TODAY)

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"earmark": 10**9}, "book.no_earmark"),
            ({"amount_fen": 0}, "voucher.amount_not_positive"),
            ({"contract": 10**9}, "book.contract_elsewhere"),
        ],
    )
    def test_with_a_fault_is_not_written(self, little: LittleBook, told, code: str):
        voucher = little.voucher(MoneyStep.PAY, told.pop("amount_fen", 500), **told)

        done = write_voucher(voucher, actor=little.maker, today=TODAY)

        assert [found.code for found in done.findings] == [code]
        assert book_queries.waiting() == ()

    def test_names_no_project_before_money_is_allotted(self, little: LittleBook):
        voucher = little.voucher(MoneyStep.GRANT, 500, project=little.project)

        done = write_voucher(voucher, actor=little.maker, today=TODAY)

        assert [found.code for found in done.findings] == ["book.project_too_early"]


class TestMoney:
    def test_goes_from_the_paper_to_the_firm(self, little: LittleBook):
        for step in WAY:
            assert little.book(step, 500).entered, step

        assert held() == {
            AccountKind.GRANTED: -500,
            AccountKind.SPENT: 500,
            AccountKind.TREASURY: -500,
            AccountKind.PAYEE: 500,
        }
        assert book_queries.faults() == ()

    @pytest.mark.parametrize("missing", WAY[:-1])
    def test_skips_no_step(self, little: LittleBook, missing: MoneyStep):
        results = [little.book(step, 500) for step in WAY if step is not missing]

        codes = {found.code for done in results for found in done.findings}
        assert codes == {"book.overdrawn"}
        assert not results[-1].entered
        assert AccountKind.SPENT not in held()

    def test_is_never_more_than_is_there(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)

        done = little.book(MoneyStep.ALLOT, 501)

        (found,) = done.findings
        assert "5.01 元" in found.message
        assert found.message.endswith("没有写入任何数据。")
        assert held() == {AccountKind.GRANTED: -500, AccountKind.UNALLOTTED: 500}

    def test_of_one_earmark_does_not_pay_for_another(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)

        done = little.book(MoneyStep.ALLOT, 500, earmark=little.other)

        assert [found.code for found in done.findings] == ["book.overdrawn"]

    def test_is_assigned_from_the_city_to_a_county(self, little: LittleBook):
        city = little.city.ankang
        little.book(MoneyStep.GRANT, 500, county=city)
        assert little.book(MoneyStep.ASSIGN, 300, giver=city).entered

        found = {
            one.key.county: one.balance_fen
            for one in book_queries.balances(last_seq=last_mark().seq, on_day=TODAY)
            if one.key.kind is AccountKind.UNALLOTTED
        }
        assert found == {city: 200, little.city.shiquan: 300}

    def test_counts_on_the_day_on_which_it_moved(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)

        assert held(date(2020, 10, 8)) == {}
        assert held(OCTOBER) == {AccountKind.GRANTED: -500, AccountKind.UNALLOTTED: 500}


class TestAReversal:
    def test_is_the_exact_mirror_once(self, little: LittleBook):
        posted = little.book(MoneyStep.GRANT, 500)
        assert posted.id is not None

        for _ in range(2):
            written = reverse(
                posted.id, paper="更正单", reason="重复入账", actor=little.maker, today=TODAY
            )
            assert written.id is not None
            last = post_voucher(written.id, actor=little.checker, today=TODAY)

        assert [found.code for found in last.findings] == ["book.done_meanwhile"]
        assert held() == {}
        assert book_queries.faults() == ()
        moved = book_queries.movements(last_seq=last_mark().seq, on_day=TODAY)
        assert moved == {}

    def test_asks_for_paper_and_reason(self, little: LittleBook):
        posted = little.book(MoneyStep.GRANT, 500)
        assert posted.id is not None

        done = reverse(posted.id, paper="", reason="", actor=little.maker, today=TODAY)

        assert {found.code for found in done.findings} == {"book.no_reason", "book.no_paper"}

    def test_of_a_reversal_is_refused(self, little: LittleBook):
        posted = little.book(MoneyStep.GRANT, 500)
        assert posted.id is not None
        written = reverse(posted.id, paper="更正单", reason="错", actor=little.maker, today=TODAY)
        assert written.id is not None
        undone = post_voucher(written.id, actor=little.checker, today=TODAY)
        assert undone.id is not None

        done = reverse(undone.id, paper="更正单", reason="错", actor=little.maker, today=TODAY)

        assert [found.code for found in done.findings] == ["book.reversal_of_reversal"]

    def test_of_money_that_went_on_is_refused(self, little: LittleBook):
        posted = little.book(MoneyStep.GRANT, 500)
        little.book(MoneyStep.ALLOT, 500)
        assert posted.id is not None
        written = reverse(posted.id, paper="更正单", reason="错", actor=little.maker, today=TODAY)
        assert written.id is not None

        done = post_voucher(written.id, actor=little.checker, today=TODAY)

        assert [found.code for found in done.findings] == ["book.overdrawn"]


class TestReach:
    def test_of_a_county_is_its_own_book(self, little: LittleBook):
        little.book(MoneyStep.GRANT, 500)
        there = little.book(MoneyStep.GRANT, 700, county=little.city.hanbin)

        with reach.within(little.county_maker.scope):
            sums = [
                one.balance_fen
                for one in book_queries.balances(last_seq=last_mark().seq, on_day=TODAY)
            ]
            with pytest.raises(NoSuchVoucher):
                reverse(there.id or 0, paper="x", reason="x", actor=little.maker, today=TODAY)
            own = write_voucher(
                little.voucher(MoneyStep.ALLOT, 100), actor=little.county_maker, today=TODAY
            )
            assert own.id is not None
            assert post_voucher(own.id, actor=little.county_checker, today=TODAY).entered

        assert sorted(sums) == [-500, 500]

    def test_of_a_county_ends_at_its_border(self, little: LittleBook):
        for told in (
            little.voucher(MoneyStep.GRANT, 100, county=little.city.hanbin),
            little.voucher(MoneyStep.ASSIGN, 100, giver=little.city.ankang),
        ):
            with reach.within(little.county_maker.scope):
                done = write_voucher(told, actor=little.county_maker, today=TODAY)
            assert [found.code for found in done.findings] == ["book.out_of_reach"]
        assert book_queries.waiting() == ()

    def test_of_a_county_ends_there_at_the_machine_too(self, little: LittleBook):
        """Where the database itself shows all of the city, as to a command."""
        there = little.book(MoneyStep.GRANT, 700, county=little.city.hanbin)
        written = write_voucher(
            little.voucher(MoneyStep.GRANT, 1, county=little.city.hanbin),
            actor=little.maker,
            today=TODAY,
        )
        assert there.id is not None
        assert written.id is not None
        maker, checker = little.county_maker, little.county_checker

        with pytest.raises(NoSuchVoucher):
            reverse(there.id, paper="x", reason="x", actor=maker, today=TODAY)
        with pytest.raises(NoSuchVoucher):
            post_voucher(written.id, actor=checker, today=TODAY)
        with pytest.raises(NoSuchVoucher):
            refuse_voucher(written.id, "不对", actor=checker)

    def test_of_a_countys_money_ends_at_its_projects(self, little: LittleBook):
        done = write_voucher(
            little.voucher(MoneyStep.ALLOT, 100, county=little.city.hanbin),
            actor=little.maker,
            today=TODAY,
        )

        assert [found.code for found in done.findings] == ["book.project_elsewhere"]


class TestTheBookItself:
    """What is refused whoever asks, without the services: see also the state machine."""

    @pytest.mark.parametrize(
        "said",
        [
            "UPDATE funding_balance SET came_fen = came_fen + 1",
            "UPDATE funding_leg SET amount_fen = amount_fen * 2",
            "DELETE FROM funding_posting",
            "TRUNCATE funding_leg",
            "INSERT INTO funding_balance VALUES (0, true, 0, 0)",
        ],
    )
    def test_takes_no_change(self, little: LittleBook, said: str):
        little.book(MoneyStep.GRANT, 500)

        with (
            pytest.raises(DatabaseError, match=r"permission denied|never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(said)
