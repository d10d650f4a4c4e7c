"""Published lists through the services: rows stand or are withdrawn, offers are corrected, walls hold."""

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from openpyxl import load_workbook

from jiugai.domain.funding.interest import OfferMoney, Wanted, wanted
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.funding.interest.publishing import (
    approved_batches,
    publish,
    withdraw,
)
from jiugai.services.funding.interest.reading import as_sought, interest_file, lists_of
from jiugai.services.funding.interest.refusals import NoSuchList
from jiugai.storage.funding import debt
from jiugai.storage.funding.interest_models import InterestList, InterestOffer, InterestRow
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.funding.batches.little_batches import HOME as BATCH_HOME
from tests.services.funding.batches.little_batches import NORTH as BATCH_NORTH
from tests.services.funding.batches.little_batches import answer, asked, filed, won
from tests.services.funding.interest.little_interest import (
    CARE,
    FIRM,
    HEAD,
    HOME,
    LIFT,
    NORTH,
    PUBLISHED,
    RIVER,
    TODAY,
    new_list,
    offered,
    page,
    published,
)
from tests.services.little_city import LittleCity


class TestPublishing:
    def test_takes_the_communities_that_won_money(self, little: LittleCity) -> None:
        rows = (f"{BATCH_HOME},,100", f"{BATCH_NORTH},,100")
        batch = filed(little.clerk, little.head, asked(rows))
        assert approved_batches(horizon(TODAY)) == ()
        new = new_list(little, batch=batch, numbers=())
        (refused,) = publish(new, horizon(TODAY), actor=little.clerk, today=TODAY).findings
        assert refused.code == "interest.not_approved"

        told = won((f"{BATCH_HOME},,100,", f"{BATCH_NORTH},,0,方案不成熟"))
        assert answer(little.clerk, batch, told).entered
        assert [row.id for row in approved_batches(horizon(TODAY))] == [batch]
        done = publish(new, horizon(TODAY), actor=little.clerk, today=TODAY)
        assert done.list_id is not None
        found = page(little.clerk, done.list_id)
        assert {found.cards[row.community_id].name for row in found.view.rows} == {HOME}
        assert done.count == 2

    def test_tells_every_fault_and_writes_nothing(self, little: LittleCity) -> None:
        new = new_list(little, title=" ", numbers=("没有",), kinds=("ZJ-99",))
        done = publish(new, horizon(TODAY), actor=little.clerk, today=TODAY)
        assert [one.code for one in done.findings] == [
            "interest.no_number",
            "interest.no_title",
            "interest.no_kinds",
        ]
        assert not InterestList.objects.exists()

    def test_is_the_citys(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            publish(new_list(little), horizon(TODAY), actor=little.filer, today=TODAY)

    def test_counts_from_its_day_on(self, little: LittleCity) -> None:
        list_id = published(little)
        before = horizon(PUBLISHED.replace(day=7))
        assert lists_of(before, actor=little.clerk) == ()
        assert [view.row.id for view in lists_of(horizon(TODAY), actor=little.clerk)] == [list_id]
        with pytest.raises(NoSuchList):
            page(little.clerk, list_id + 1)


class TestTakingIn:
    def test_says_who_offers_what_and_what_nobody_wants(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).count == 2
        sums = page(little.clerk, list_id).view.totals
        assert (sums.communities, sums.unwanted, sums.rows, sums.rows_unwanted) == (3, 2, 6, 4)
        assert (sums.firms, sums.offers, sums.amount_fen) == (2, 2, 120_000_050)

    def test_keeps_of_a_contact_only_a_commitment(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(o::text, '') FROM funding_interest_offer o")
            (kept,) = cursor.fetchone()
        assert "1390000000" not in kept
        first, second = InterestOffer.objects.order_by("pk")
        assert first.contact != second.contact
        assert len(first.contact) == len(first.contact_salt) == 64

    def test_tells_every_fault_with_its_cell_and_writes_nothing(self, little: LittleCity) -> None:
        list_id = published(little)
        rows = (
            f"没有的小区,加装电梯,{FIRM},1,,",
            f"{HOME},修飞船,{FIRM},1,,",
            f"{HOME},停车充电,{FIRM},1,,",
            LIFT,
            LIFT,
            f"{NORTH},加装电梯,{FIRM},1,100,",
        )
        done = offered(little.filer, list_id, rows)
        assert {one.code for one in done.findings} == {
            "batch.no_community",
            "interest.no_kind",
            "interest.not_sought",
            "interest.firm_twice",
            "interest.half_a_sum",
        }
        assert all(one.place.cell for one in done.findings)
        assert not InterestOffer.objects.exists()

    def test_refuses_a_code_whose_check_digit_is_wrong(self, little: LittleCity) -> None:
        list_id = published(little)
        wrong = LIFT.replace("37341L", "37341A")
        (refused,) = offered(little.filer, list_id, (wrong,)).findings
        assert refused.code == "funding.bad_value"
        assert "末位是按前 17 位算出来的校验码" in refused.message

    def test_takes_a_firm_once_unless_it_is_a_correction(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id, (LIFT,)).list_id
        (refused,) = offered(little.filer, list_id, (LIFT,)).findings
        assert refused.code == "interest.offered_already"

        less = LIFT.replace("1200000.50", "800000")
        assert offered(little.filer, list_id, (less,), reason="踏勘后核减").list_id
        found = page(little.clerk, list_id)
        (offer,) = (one for row in found.view.rows for one in row.offers)
        assert (offer.number, offer.offer.amount_fen) == (2, 80_000_000)
        assert InterestOffer.objects.count() == 2

    def test_is_a_countys_for_its_own(self, little: LittleCity) -> None:
        list_id = published(little)
        (refused,) = offered(little.sibling, list_id, (LIFT,)).findings
        assert refused.code == "batch.no_community"
        with pytest.raises(NotAllowed):
            offered(little.clerk, list_id)

    def test_reads_ten_thousands_as_such(self, little: LittleCity) -> None:
        list_id = published(little)
        head = HEAD.replace("元", "万元")
        assert offered(
            little.filer, list_id, (LIFT.replace("1200000.50", "12.5"),), head=head
        ).count
        assert page(little.clerk, list_id).view.totals.amount_fen == 12_500_000


class TestPlatformCompanies:
    def test_offer_their_own_money_and_are_marked(
        self, little: LittleCity, city_money: None
    ) -> None:
        list_id = published(little)
        borrowed = LIFT.replace("自有资金", "借款")
        (refused,) = offered(little.filer, list_id, (borrowed,)).findings
        assert refused.code == "interest.platform_borrows"
        assert refused.place.cell == "A2"
        assert offered(little.filer, list_id, (LIFT,)).list_id
        found = page(little.clerk, list_id)
        (offer,) = (one for row in found.view.rows for one in row.offers)
        assert offer.offer.money is OfferMoney.OWN
        assert found.listed_by(offer) == "石财〔2020〕18号"

    @pytest.fixture
    def city_money(self, little: LittleCity) -> None:
        with unit_of_work(verb="tests.list", user_id=0, post_id=0) as act:
            debt.listing(
                act,
                county_id=little.divisions.shiquan,
                name="甲电梯公司",
                listed=True,
                on=PUBLISHED,
                paper="石财〔2020〕18号",
            )


class TestWithdrawing:
    def test_needs_a_reason_and_takes_no_more_offers(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id, (LIFT,)).list_id
        found = page(little.clerk, list_id)
        row = next(row for row in found.view.rows if row.offers)
        (refused,) = withdraw(found, row.id, " ", actor=little.clerk).findings
        assert refused.code == "interest.no_reason"
        assert withdraw(found, row.id, "自行改造", actor=little.clerk).list_id
        (meanwhile,) = withdraw(found, row.id, "自行改造", actor=little.clerk).findings
        assert meanwhile.code == "interest.done_meanwhile"

        after = page(little.clerk, list_id)
        gone = next(one for one in after.view.rows if one.id == row.id)
        assert wanted(as_sought(gone)) is Wanted.WITHDRAWN
        assert len(gone.offers) == 1
        assert after.view.totals.offers == 0
        (late,) = offered(little.filer, list_id, (LIFT,), reason="改价").findings
        assert late.code == "interest.row_withdrawn"

    def test_is_of_a_row_of_the_list(self, little: LittleCity) -> None:
        found = page(little.clerk, published(little))
        with pytest.raises(NoSuchList):
            withdraw(found, 2**40, "自行改造", actor=little.clerk)


class TestTheDatabase:
    def test_refuses_borrowed_money_of_a_platform_company(self, little: LittleCity) -> None:
        with pytest.raises(IntegrityError, match="red_line"), transaction.atomic():
            self.enter(little, money="borrowed", listed_by="石财〔2020〕18号")

    def test_refuses_a_version_out_of_turn_and_a_correction_without_reason(
        self, little: LittleCity
    ) -> None:
        with pytest.raises(DatabaseError, match="in_turn"), transaction.atomic():
            self.enter(little, number=2, reason="更正")
        with pytest.raises(IntegrityError, match="grounds"), transaction.atomic():
            self.enter(little, number=2)

    def test_changes_nothing(self, little: LittleCity) -> None:
        list_id = published(little)
        with pytest.raises(DatabaseError), transaction.atomic():
            InterestRow.objects.filter(list_id=list_id).delete()

    def enter(self, little: LittleCity, **more: object) -> None:
        list_id = (
            InterestList.objects.get().pk if InterestList.objects.exists() else published(little)
        )
        row = InterestRow.objects.filter(list_id=list_id)[0]
        told = {
            "act_id": row.act_id, "row": row, "county_id": row.county_id,
            "code": "91110000600037341L", "number": 1, "firm": "甲", "trade": "建筑业",
            "contact_salt": "0" * 64, "contact": "0" * 64, "amount_fen": 100, "money": "own",
            "listed_by": "", "paper": "一号", "on_day": TODAY, "reason": "", "user_id": 0,
        }  # fmt: skip
        InterestOffer.objects.create(**(told | more))


class TestSeeing:
    def test_ends_at_the_county(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        own, other = page(little.filer, list_id), page(little.sibling, list_id)
        assert {own.cards[row.community_id].name for row in own.view.rows} == {HOME, NORTH}
        assert {other.cards[row.community_id].name for row in other.view.rows} == {RIVER}
        assert other.view.totals.offers == 0

    def test_goes_out_as_a_workbook_with_totals(self, little: LittleCity) -> None:
        list_id = published(little)
        assert offered(little.filer, list_id).list_id
        found = page(little.clerk, list_id)
        book = load_workbook(BytesIO(interest_file(found, actor=little.clerk)))
        rows = list(book["意向登记表"].iter_rows(values_only=True))
        assert len(rows) == 1 + 6
        assert [row[10] for row in rows[1:] if row[10] is not None] == [1_200_000.5]
        totals = list(book["合计"].iter_rows(values_only=True))
        assert totals[-1] == ("合计", 6, 4, 2, 2, 1_200_000.5)
        assert CARE.split(",")[5] not in str(rows)
