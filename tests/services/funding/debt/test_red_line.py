"""The red line at the book's doors: refused at entry and at posting, with one sentence and nothing written."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.services.actor import NotAllowed, PostKind
from jiugai.services.facts import horizon
from jiugai.services.funding.book.importing import post_file
from jiugai.services.funding.book.opening import (
    CrossesRedLine,
    NewContract,
    earmark_for,
    open_contract,
)
from jiugai.services.funding.book.writing import post_voucher, reverse, write_voucher
from jiugai.services.funding.debt import Listing, debt_page, declare, list_company, sign
from jiugai.storage.funding.book_models import Contract, Earmark, PostingRow, VoucherRow
from jiugai.storage.funding.debt_models import DebtDeclaration
from tests.officers import City, appoint
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book

PLATFORM = "石泉县城市建设投资有限公司"
SPEECH = date(2020, 11, 3)


@pytest.fixture
def little(city: City) -> LittleBook:
    return open_book(city)


def listed(little: LittleBook, name: str = PLATFORM, *, on: date = TODAY, into: bool = True):
    told = Listing(little.city.shiquan, name, into, on, "石财〔2020〕18号")
    return list_company(told, actor=little.maker, today=TODAY)


class TestEntry:
    def test_opens_no_barred_loan(self, little: LittleBook) -> None:
        before = Earmark.objects.count()
        with pytest.raises(CrossesRedLine, match="政策性银行贷款是借来的钱"):
            earmark_for(
                Source.POLICY_BANK_LOAN, "贷〔2020〕1号", 2020, actor=little.maker, today=SPEECH
            )
        assert Earmark.objects.count() == before
        earlier = earmark_for(
            Source.POLICY_BANK_LOAN,
            "贷〔2020〕1号",
            2020,
            actor=little.maker,
            today=date(2020, 10, 9),
        )
        assert earlier, "on that day no paper barred it; the alert looks back"

    def test_enters_no_contract_with_a_listed_company(self, little: LittleBook) -> None:
        assert listed(little) == ()
        told = NewContract(little.project, "HT-9", PLATFORM, 100, date(2020, 10, 1))
        done = open_contract(told, actor=little.maker, today=TODAY)
        (refused,) = done.findings
        assert refused.code == "debt.platform_listed"
        assert "石财〔2020〕18号" in refused.message
        assert not Contract.objects.filter(number="HT-9").exists()

    @pytest.mark.parametrize("field", ["paper", "memo"])
    def test_writes_no_voucher_that_names_one(self, little: LittleBook, field: str) -> None:
        told = little.voucher(MoneyStep.GRANT, 100, **{field: "石泉城投借款合同"})
        done = write_voucher(told, actor=little.maker, today=TODAY)
        assert [one.code for one in done.findings] == ["debt.platform_named"]
        assert not VoucherRow.objects.exists()

    def test_takes_no_line_of_a_file(self, little: LittleBook) -> None:
        line = {
            "key": "1", "step": "收到指标", "source": "政策性银行贷款", "paper": "贷〔2020〕1号", "year": 2020,
            "county": "610922", "amount": "1", "unit": "元", "on": "2020-10-09", "basis": "贷款合同",
        }  # fmt: skip
        done = post_file(
            json.dumps(line, ensure_ascii=False).encode(),
            document="x.jsonl", maker=little.maker, checker=little.checker, today=TODAY,
        )  # fmt: skip
        assert [one.code for one in done.lines[0].findings] == ["debt.borrowed"]
        assert not VoucherRow.objects.exists()


class TestPosting:
    def test_stops_what_was_written_before_the_company_was_listed(self, little: LittleBook) -> None:
        assert little.book(MoneyStep.GRANT, 900).entered
        told = little.voucher(MoneyStep.GRANT, 100, memo=f"由{PLATFORM}转来")
        written = write_voucher(told, actor=little.maker, today=date(2020, 10, 30))
        assert written.id is not None, written.findings
        assert listed(little) == ()
        done = post_voucher(written.id, actor=little.checker, today=TODAY)
        assert [one.code for one in done.findings] == ["debt.platform_listed"]
        assert PostingRow.objects.count() == 1

    def test_never_stands_in_the_way_of_an_undoing(self, little: LittleBook) -> None:
        told = little.voucher(MoneyStep.GRANT, 100, memo=f"由{PLATFORM}转来")
        early = date(2020, 10, 30)
        written = write_voucher(told, actor=little.maker, today=early)
        posted = post_voucher(written.id or 0, actor=little.checker, today=early)
        assert posted.id is not None
        assert listed(little) == ()
        undone = reverse(
            posted.id,
            paper="更正1号",
            reason=f"{PLATFORM}的钱退回",
            actor=little.maker,
            today=TODAY,
        )
        assert post_voucher(undone.id or 0, actor=little.checker, today=TODAY).entered


class TestTheList:
    def test_keeps_who_left_it(self, little: LittleBook) -> None:
        assert listed(little, on=date(2020, 10, 1)) == ()
        assert [one.code for one in listed(little)] == ["debt.listed_already"]
        assert listed(little, into=False) == ()
        assert not debt_page(horizon(TODAY), None, actor=little.maker).companies
        before = debt_page(horizon(date(2020, 10, 15)), None, actor=little.maker)
        assert [one.company.name for one in before.companies] == [PLATFORM]

    def test_is_kept_by_the_countys_own(self, little: LittleBook) -> None:
        told = Listing(little.city.hanbin, PLATFORM, True, TODAY, "汉财〔2020〕1号")
        refused = list_company(told, actor=little.county_maker, today=TODAY)
        assert [one.code for one in refused] == ["debt.out_of_reach"]


class TestTheDeclaration:
    def test_is_drawn_up_from_the_book_and_signed_by_another(self, little: LittleBook) -> None:
        city = little.city
        reviewer = appoint(city, "rv", PostKind.COUNTY_REVIEWER, "石泉县住建局", city.shiquan)
        for step in (MoneyStep.GRANT, MoneyStep.FUND):
            assert little.book(step, 12_300).entered
        told = (city.shiquan, 2020, "石政函〔2020〕3号", horizon(TODAY))
        assert declare(*told, actor=little.county_maker, today=TODAY) == ()
        row = DebtDeclaration.objects.get()
        assert "中央财政补助 123.00 元" in row.text
        waiting = debt_page(horizon(TODAY), 2020, actor=reviewer).counties
        assert [one.row.signed_at for one in waiting if one.row] == [None]

        with pytest.raises(NotAllowed):
            sign(row.pk, 2020, horizon(TODAY), actor=little.county_checker)
        assert sign(row.pk, 2020, horizon(TODAY), actor=reviewer) == ()
        (signed,) = debt_page(horizon(TODAY), 2020, actor=reviewer).counties
        assert signed.row is not None
        assert signed.row.signed_at is not None
        again = declare(*told[:3], horizon(TODAY), actor=little.county_maker, today=TODAY)
        assert [one.code for one in again] == ["debt.signed_already"]

    def test_is_never_signed_by_its_writer(self, little: LittleBook) -> None:
        told = (little.city.shiquan, 2020, "石政函〔2020〕3号", horizon(TODAY))
        assert declare(*told, actor=little.county_maker, today=TODAY) == ()
        row = DebtDeclaration.objects.get()
        with (
            pytest.raises(IntegrityError, match="funding_declaration_another_hand"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO funding_declaration_signature (act_id, declaration_id, county_id,"
                " drawn_by, user_id) VALUES (%s, %s, %s, %s, %s)",
                [row.act_id, row.pk, row.county_id, row.user_id, row.user_id],
            )
