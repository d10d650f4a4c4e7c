"""A statement is taken in once, held against the book, and what is the same is confirmed by a person."""

import io
import uuid
from datetime import date

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import NotAllowed
from jiugai.services.funding.bank.comparing import (
    BalanceSheet,
    Comparison,
    balance_sheet,
    balance_workbook,
    comparison,
    confirm,
    take_back,
)
from jiugai.services.funding.bank.refusals import NoSuchAccount
from jiugai.services.funding.bank.taking import BankDone, open_account, take_statement
from jiugai.services.funding.book.writing import post_voucher, reverse
from jiugai.storage import reach
from jiugai.storage.funding.bank_models import BankAccount, Match, Statement, StatementLine
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work
from tests.officers import City
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book

HEADS = "交易日期,金额（元）,方向,对方户名,摘要,余额（元）,流水号"
OCTOBER = Month(2020, 10)


@pytest.fixture
def little(city: City) -> LittleBook:
    """Open the little book with 石泉县's special account; 5 yuan came, 3 and 1 were paid."""
    little = open_book(city)
    done = open_account(city.shiquan, "长安银行石泉支行", "6109 2201", actor=little.maker)
    assert done.count == 1
    for step, fen, day in (
        (MoneyStep.GRANT, 900, 1), (MoneyStep.ALLOT, 900, 1), (MoneyStep.COMMIT, 900, 2),
        (MoneyStep.FUND, 500, 9), (MoneyStep.PAY, 300, 12), (MoneyStep.PAY, 100, 20),
    ):  # fmt: skip
        project = {} if step in (MoneyStep.GRANT, MoneyStep.FUND) else {"project": little.project}
        assert little.book(step, fen, on=date(2020, 10, day), **project).entered
    return little


def account() -> int:
    return BankAccount.objects.get().pk


def statement(*rows: tuple[str, str, str, str, str]) -> bytes:
    """Return a file of (day, amount, way, balance, serial)."""
    told = [f"2020-10-{d},{a},{w},某单位,摘要,{b},{s}" for d, a, w, b, s in rows]
    return "\n".join([HEADS, *told]).encode()


FIRST = (("10", "5.00", "收", "5.00", "A1"), ("12", "3.00", "付", "2.00", "A2"))
NEXT = (("25", "0.50", "收", "2.50", "A3"),)


def take(little: LittleBook, *rows: tuple[str, str, str, str, str]) -> BankDone:
    return take_statement(
        account(), statement(*rows), document="对账单.csv", actor=little.maker, today=TODAY
    )


def seen(little: LittleBook) -> Comparison:
    return comparison(account(), actor=little.checker, today=TODAY)


def sheet(little: LittleBook, month: Month = OCTOBER) -> BalanceSheet:
    return balance_sheet(account(), month, actor=little.checker, today=TODAY)


def codes(done: BankDone) -> list[str]:
    return [found.code for found in done.findings]


class TestTaking:
    def test_enters_its_lines_and_who_did_it(self, little: LittleBook):
        assert take(little, *FIRST) == BankDone(2)

        (row,) = Statement.objects.all()
        assert (row.opening_fen, row.closing_fen, row.user_id) == (0, 200, little.maker.user_id)
        assert [one.amount_fen for one in StatementLine.objects.order_by("number")] == [500, -300]
        assert row.act.verb == "funding.import_statement"

    def test_is_done_once_by_digest_and_by_serial(self, little: LittleBook):
        take(little, *FIRST)
        assert codes(take(little, *FIRST)) == ["bank.statement_known"]
        assert take(little, *FIRST, *NEXT) == BankDone(1)
        assert codes(take(little, *FIRST[1:], *NEXT)) == ["bank.nothing_new"]
        assert StatementLine.objects.count() == 3

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ((("25", "0.50", "收", "9.50", "A3"),), "bank.gap"),
            ((("12", "2.00", "付", "3.00", "A2"), *NEXT), "bank.balance_broken"),
            ((("12", "2.00", "付", "3.00", "A2"),), "bank.serial_changed"),
            ((("25", "0.50", "收", "2.50", ""),), "bank_file.bad_value"),
        ],
    )
    def test_takes_nothing_of_what_does_not_run_on(self, little: LittleBook, rows, code: str):
        take(little, *FIRST)
        assert codes(take(little, *rows)) == [code]
        assert StatementLine.objects.count() == 2

    def test_refuses_a_day_that_is_not_over(self, little: LittleBook):
        done = take_statement(
            account(), statement(*NEXT), document="x.csv", actor=little.maker,
            today=date(2020, 10, 24),
        )  # fmt: skip
        assert codes(done) == ["bank.in_future"]

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", "没有表".encode()]
    )
    def test_survives_any_file(self, little: LittleBook, content: bytes):
        done = take_statement(
            account(), content, document="x.xlsx", actor=little.maker, today=TODAY
        )
        assert done.findings
        assert not Statement.objects.exists()

    def test_reads_a_workbook_as_it_reads_text(self, little: LittleBook):
        book, target = openpyxl.Workbook(), io.BytesIO()
        page = book.active
        assert page is not None
        page.append(HEADS.split(","))
        page.append(["2020-10-10", 5, "收", "财政局", "拨款", 5, "A1"])
        page.append(["2020-10-12", 3, "付", "建工", "工程款", 2, "A2"])
        book.save(target)
        done = take_statement(
            account(), target.getvalue(), document="x.xlsx", actor=little.maker, today=TODAY
        )
        assert done == BankDone(2)

    def test_is_for_whoever_keeps_the_countys_book(self, little: LittleBook, clerk):
        with pytest.raises(NotAllowed):
            take_statement(account(), b"", document="x.csv", actor=clerk, today=TODAY)
        with reach.within(little.county_maker.scope):
            done = take_statement(
                account(), statement(*FIRST), document="x.csv", actor=little.county_maker,
                today=TODAY,
            )  # fmt: skip
        assert done == BankDone(2)


class TestAnAccount:
    @pytest.mark.parametrize(
        ("bank", "number", "code"),
        [
            ("长安银行", "", "bank.account_incomplete"),
            ("长安银行", "6109 2201", "bank.account_known"),
        ],
    )
    def test_says_what_is_wrong(self, little: LittleBook, bank: str, number: str, code: str):
        done = open_account(little.city.hanbin, bank, number, actor=little.maker)
        assert codes(done) == [code]

    def test_is_entered_for_ones_own_county_once(self, little: LittleBook):
        foreign = open_account(little.city.hanbin, "甲行", "2", actor=little.county_maker)
        assert codes(foreign) == ["bank.out_of_reach"]
        again = open_account(little.city.shiquan, "甲行", "2", actor=little.maker)
        assert codes(again) == ["bank.account_known"]

    def test_of_another_county_is_not_there(self, little: LittleBook):
        open_account(little.city.hanbin, "甲行", "2", actor=little.maker)
        other = BankAccount.objects.get(number="2").pk
        with pytest.raises(NoSuchAccount):
            comparison(other, actor=little.county_checker, today=TODAY)
        with pytest.raises(NoSuchAccount):
            confirm(other, ((1, 1),), actor=little.county_checker)


class TestComparing:
    def test_proposes_what_is_alone_and_lists_what_is_open(self, little: LittleBook):
        take(little, *FIRST, *NEXT)
        found = seen(little)

        told = [(found.lines[a].serial, found.items[b].step) for a, b in found.proposal.pairs]
        assert told == [("A1", "fund"), ("A2", "pay")]
        assert [found.lines[one].serial for one in found.proposal.lines] == ["A3"]
        assert [found.items[one].amount_fen for one in found.proposal.items] == [-100]

    def test_confirms_once_and_takes_back_with_a_reason(self, little: LittleBook):
        take(little, *FIRST)
        pairs = seen(little).proposal.pairs
        key = uuid.uuid4()
        assert confirm(account(), pairs, actor=little.checker, key=key) == BankDone(2)
        with pytest.raises(AlreadyDone):
            confirm(account(), pairs, actor=little.checker, key=key)
        assert codes(confirm(account(), pairs, actor=little.checker)) == ["bank.matched_meanwhile"]

        match = Match.objects.order_by("pk")[0].pk
        assert codes(take_back(account(), match, " ", actor=little.checker)) == ["bank.no_reason"]
        assert take_back(account(), match, "对错了笔", actor=little.checker) == BankDone(1)
        again = take_back(account(), match, "对错了笔", actor=little.checker)
        assert codes(again) == ["bank.matched_meanwhile"]
        assert confirm(account(), pairs[:1], actor=little.checker) == BankDone(1)

    def test_asks_for_a_pair_that_is_one(self, little: LittleBook):
        take(little, *FIRST)
        (line, _), (_, posting) = seen(little).proposal.pairs
        assert codes(confirm(account(), (), actor=little.checker)) == ["bank.no_pair"]
        wrong = confirm(account(), ((line, posting),), actor=little.checker)
        assert codes(wrong) == ["bank.not_the_same"]
        foreign = confirm(account(), ((line, 10**9),), actor=little.checker)
        assert codes(foreign) == ["bank.matched_meanwhile"]
        assert not Match.objects.exists()

    def test_is_confirmed_by_another_than_who_wrote_the_voucher(self, little: LittleBook):
        take(little, *FIRST)
        done = confirm(account(), seen(little).proposal.pairs, actor=little.maker)
        assert codes(done) == ["bank.own_voucher"]
        assert not Match.objects.exists()

    def test_is_confirmed_by_finance_alone(self, little: LittleBook, clerk):
        with pytest.raises(NotAllowed):
            confirm(account(), ((1, 1),), actor=clerk)
        with pytest.raises(NotAllowed):
            take_back(account(), 1, "x", actor=clerk)

    def test_forgets_what_was_reversed_before_the_bank_knew_it(self, little: LittleBook):
        take(little, *FIRST)
        item = next(one for one in seen(little).items.values() if one.amount_fen == -100)
        written = reverse(item.id, paper="更正单", reason="记错", actor=little.maker, today=TODAY)
        post_voucher(written.id or 0, actor=little.checker, today=TODAY)
        assert all(abs(one.amount_fen) != 100 for one in seen(little).items.values())


class TestTheBalanceSheet:
    def test_agrees_with_what_is_under_way(self, little: LittleBook):
        take(little, *FIRST, *NEXT)
        confirm(account(), seen(little).proposal.pairs, actor=little.checker)
        found = sheet(little).found

        assert (found.bank_fen, found.book_fen) == (250, 100)
        assert found.adjusted_bank_fen == found.adjusted_book_fen == 150
        assert found.difference_fen == 0

    def test_is_of_a_month_with_a_statement(self, little: LittleBook):
        with pytest.raises(NoSuchAccount):
            sheet(little)
        take(little, *FIRST)
        with pytest.raises(NoSuchAccount):
            sheet(little, Month(2020, 9))
        assert sheet(little, Month(2020, 11)).found.difference_fen == -500  # not yet confirmed
        confirm(account(), seen(little).proposal.pairs, actor=little.checker)
        assert sheet(little, Month(2020, 11)).found.difference_fen == 0

    def test_is_a_workbook_too(self, little: LittleBook):
        take(little, *FIRST, *NEXT)
        confirm(account(), seen(little).proposal.pairs, actor=little.checker)
        content = balance_workbook(sheet(little), actor=little.checker)
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert page is not None
        rows = {str(row[0]): row[4] for row in page.iter_rows(min_row=3, values_only=True)}
        assert float(str(rows["调节后的账面余额"])) == float(str(rows["调节后的银行余额"]))
        assert float(str(rows["差额"])) == 0


class TestTheTablesThemselves:
    """What is refused whoever asks, without the services."""

    @pytest.mark.parametrize(
        "said",
        [
            "UPDATE funding_statement_line SET amount_fen = 1",
            "DELETE FROM funding_match",
            "TRUNCATE funding_statement_line",
        ],
    )
    def test_take_no_change(self, little: LittleBook, said: str):
        take(little, *FIRST)
        confirm(account(), seen(little).proposal.pairs, actor=little.checker)
        with (
            pytest.raises(DatabaseError, match=r"permission denied|never changed|foreign key"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(said)

    @pytest.mark.parametrize(
        ("change", "refused"),
        [
            ({}, "_once"),
            ({"line_turn": 1}, "funding_match_turn"),
            ({"line_turn": 1, "posting_turn": 1}, "funding_match_turn"),
        ],
    )
    def test_match_a_line_or_a_posting_once(self, little: LittleBook, change, refused: str):
        take(little, *FIRST)
        pairs = seen(little).proposal.pairs
        confirm(account(), pairs, actor=little.checker)
        told = {"line_turn": 0, "posting_turn": 0} | change
        with (
            pytest.raises(IntegrityError, match=refused),
            unit_of_work(verb="tests.x", user_id=0, post_id=0) as act,
        ):
            Match.objects.create(
                act=act, county_id=little.city.shiquan, line_id=pairs[0][0],
                posting_id=pairs[0][1], user_id=0, **told,
            )  # fmt: skip

    def test_match_no_sums_that_differ(self, little: LittleBook):
        take(little, *FIRST)
        (line, _), (_, posting) = seen(little).proposal.pairs
        with (
            pytest.raises(IntegrityError, match="funding_match_amount"),
            unit_of_work(verb="tests.x", user_id=0, post_id=0) as act,
        ):
            Match.objects.create(
                act=act, county_id=little.city.shiquan, line_id=line, posting_id=posting,
                line_turn=0, posting_turn=0, user_id=0,
            )  # fmt: skip
