"""A community's scheme: entered whole or not at all, changed formally, held against what is lacking."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.findings import blocking
from jiugai.domain.scheme.bill import BillStage
from jiugai.domain.scheme.changes import ChangeKind, Grounds
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.exchange.digests import sm3
from jiugai.exchange.plain_sheet import read_plain_sheet
from jiugai.exchange.scheme.bill_table import bill_of
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.scheme.bills import (
    AlreadyDone,
    EnteredMeanwhile,
    NoSuchCommunity,
    SchemePage,
    bill_file,
    enter_bill,
    look_at_bill,
    scheme_of,
)
from jiugai.services.scheme.needs import NoSuchNeed, enter_need, withdraw_need
from jiugai.storage.audit.as_of import rows
from jiugai.storage.scheme import entries, models
from jiugai.storage.unit_of_work import unit_of_work
from tests.domain.scheme.test_bill import ROOF, TREES
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import DAY, DEARER, PIPES, WHOLE, now, send_bill, sent

HOME = "金州家属院"
LATER = date(2021, 12, 1)
LEAK = Need(NeedKind.SURVEYED, "B14", "3号楼屋面漏水")


def page(little: LittleCity) -> SchemePage:
    return scheme_of(little.number_of(HOME), now(), actor=little.clerk)


def codes(found: SchemePage) -> set[str]:
    return {one.code for one in found.findings}


class TestEntering:
    def test_keeps_lines_total_papers_and_who(self, little: LittleCity) -> None:
        bill = sent()
        done = send_bill(little, HOME, bill)

        assert done.entered
        found = page(little)
        assert found.current is not None
        assert found.current.lines == (ROOF, TREES)
        assert found.current.total_fen == 10_414_325
        assert (found.current.user_id, found.current.origin) == (little.filer.user_id, "清单.xlsx")
        (kept,) = rows(
            "SELECT d.sm3 FROM scheme_bill b JOIN audit_evidence_item i ON i.evidence_id = b.evidence_id"
            " JOIN audit_document d ON d.id = i.document_id",
            {},
        )
        assert bytes(kept["sm3"]) == sm3(bill.content)
        (act,) = rows("SELECT subject FROM audit_act WHERE verb = 'scheme.enter_bill'", {})
        assert act["subject"].endswith("估算第1版")

    def test_writes_nothing_where_a_line_is_wrong(self, little: LittleCity) -> None:
        done = send_bill(little, HOME, sent([replace(ROOF, item="B99"), TREES]))

        assert not done.entered
        assert [one.code for one in blocking(done.findings)] == ["scheme.bill_unknown_item"]
        assert models.Bill.objects.count() == 0

    def test_refuses_a_file_that_is_no_table(self, little: LittleCity) -> None:
        done = send_bill(little, HOME, sent(content=b"PK\x03\x04nothing"))

        assert not done.entered
        assert done.findings

    def test_is_done_once_however_often_it_is_sent(self, little: LittleCity) -> None:
        key, bill = uuid4(), sent()
        send_bill(little, HOME, bill, key=key)

        # The same file again is no change: it is refused before the request number is asked.
        assert not send_bill(little, HOME, bill, key=key).entered
        with pytest.raises(AlreadyDone):
            send_bill(little, HOME, sent([DEARER], grounds=WHOLE), key=key)
        assert models.Bill.objects.count() == 1

    def test_is_not_for_who_records_nothing_or_reaches_it_not(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            send_bill(little, HOME, sent(), actor=little.auditor)
        with pytest.raises(NoSuchCommunity):
            send_bill(little, HOME, sent(), actor=little.sibling)

    def test_looked_at_first_writes_nothing(self, little: LittleCity) -> None:
        looked = look_at_bill(little.number_of(HOME), sent(), now(), actor=little.filer)

        assert not looked.entered
        assert len(looked.lines) == 2
        assert models.Bill.objects.count() == 0


class TestChanging:
    def test_asks_for_grounds(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        done = send_bill(little, HOME, sent([DEARER, TREES]))

        assert not done.entered
        assert {one.code for one in blocking(done.findings)} == {
            "scheme.change_no_reason",
            "scheme.change_no_paper",
        }

    def test_keeps_both_versions_and_what_moved(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        done = send_bill(little, HOME, sent([DEARER, replace(PIPES, number=2)], grounds=WHOLE))

        assert (done.entered, done.number) == (True, 2)
        newest, first = page(little).versions[BillStage.ESTIMATE]
        assert {one.item: one.kind for one in newest.changed} == {
            "B02": ChangeKind.ADDED,
            "B14": ChangeKind.DEARER,
            "W02": ChangeKind.DROPPED,
        }
        assert first.row.lines == (ROOF, TREES)
        assert newest.row.grounds == WHOLE

    def test_of_two_at_once_enters_one(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        own = page(little)
        new = entries.NewBill(
            own.card.id, BillStage.ESTIMATE, 1, DAY, (DEARER,), Grounds(), {}, None, ""
        )
        with (
            pytest.raises(EnteredMeanwhile),
            unit_of_work(verb="tests.again", user_id=0, post_id=0) as act,
        ):
            entries.bill(act, new)


class TestStages:
    def test_stand_apart_and_are_held_against_each_other(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent([ROOF]))
        send_bill(
            little, HOME, sent([replace(ROOF, unit_price_fen=12_000)], stage=BillStage.BUDGET)
        )

        found = page(little)
        assert found.current is not None
        assert found.current.stage is BillStage.BUDGET
        assert {"scheme.over_total", "scheme.over_item"} <= codes(found)


class TestLocalCatalogues:
    def test_keep_the_places_head_beside_the_national_code(self, little: LittleCity) -> None:
        lines = [replace(ROOF, head="完善类"), replace(TREES, head="口袋公园")]
        sent_later = sent(lines, catalogue="chengdu", effective_on=LATER)
        enter_bill(little.number_of(HOME), sent_later, horizon(LATER), actor=little.filer)

        found = scheme_of(little.number_of(HOME), horizon(LATER), actor=little.clerk)
        assert found.current is not None
        assert [one.head for one in found.current.lines] == ["完善类", "口袋公园"]
        assert [one.word for one in found.heads] == ["安全类", "基础类", "完善类", "提升类"]
        assert {"scheme.head_item", "scheme.head_own"} <= codes(found)

    def test_are_not_looked_for_before_they_are_in_force(self, little: LittleCity) -> None:
        done = send_bill(little, HOME, sent([replace(ROOF, head="完善类")], catalogue="chengdu"))

        assert done.entered
        assert "scheme.head_no_catalogue" in {one.code for one in done.findings}


class TestUnits:
    def test_that_are_not_the_items_are_told_and_kept_as_written(self, little: LittleCity) -> None:
        done = send_bill(little, HOME, sent([replace(ROOF, unit="项")]))

        assert done.entered
        found = page(little)
        assert found.current is not None
        assert found.current.lines[0].unit == "项"
        assert "scheme.bill_unit" in codes(found)


class TestNeeds:
    def enter(self, little: LittleCity, need: Need = LEAK) -> None:
        assert enter_need(little.number_of(HOME), need, actor=little.filer, today=DAY) == ()

    def test_that_no_item_answers_are_told(self, little: LittleCity) -> None:
        self.enter(little)
        send_bill(little, HOME, sent([TREES]))

        (missing,) = [one for one in page(little).findings if one.code == "scheme.need_uncovered"]
        assert "3号楼屋面漏水" in missing.message

    def test_that_an_item_answers_are_not(self, little: LittleCity) -> None:
        self.enter(little)
        send_bill(little, HOME, sent([ROOF]))

        assert "scheme.need_uncovered" not in codes(page(little))
        assert page(little).answered[0].covered

    def test_that_are_waived_keep_their_reason(self, little: LittleCity) -> None:
        self.enter(little)
        send_bill(little, HOME, sent([TREES], waived=(("B14", "2019年已修"),)))

        assert page(little).answered[0].waived == "2019年已修"
        assert "scheme.need_uncovered" not in codes(page(little))

    @pytest.mark.parametrize(
        ("need", "on", "code"),
        [
            (replace(LEAK, item="B99"), DAY, "scheme.need_unknown_item"),
            (LEAK, DAY.replace(day=4), "scheme.need_in_future"),
        ],
    )
    def test_are_refused(self, little: LittleCity, need: Need, on: object, code: str) -> None:
        (found,) = enter_need(
            little.number_of(HOME),
            need,
            actor=little.filer,
            today=DAY,
            on=on,  # type: ignore[arg-type]  # a day
        )

        assert found.code == code
        assert models.Need.objects.count() == 0

    def test_are_withdrawn_with_a_reason_and_once(self, little: LittleCity) -> None:
        self.enter(little)
        (row,) = page(little).needs
        where = little.number_of(HOME)

        (refused,) = withdraw_need(where, row.id, " ", now(), actor=little.filer)
        assert refused.code == "scheme.need_no_reason"
        assert withdraw_need(where, row.id, "复查不漏", now(), actor=little.filer) == ()
        assert page(little).needs == ()
        with pytest.raises(NoSuchNeed):
            withdraw_need(where, row.id, "复查不漏", now(), actor=little.filer)

    def test_of_another_community_are_not_found(self, little: LittleCity) -> None:
        self.enter(little)
        (row,) = page(little).needs

        with pytest.raises(NoSuchNeed):
            withdraw_need(little.number_of("江北小区"), row.id, "复查", now(), actor=little.sibling)


class TestFiles:
    def test_come_back_as_they_were_entered(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        content = bill_file(
            little.number_of(HOME), BillStage.ESTIMATE, 1, now(), actor=little.clerk
        )

        found = bill_of(read_plain_sheet(content, "清单.xlsx"))  # type: ignore[arg-type]  # a table
        assert [replace(line, told_fen=None) for line in found.lines] == [ROOF, TREES]

    def test_of_no_version_are_not_found(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchCommunity):
            bill_file(little.number_of(HOME), BillStage.FINAL, 1, now(), actor=little.clerk)


class TestTheDatabaseItself:
    """What holds whoever writes, past the services."""

    def bill(self, little: LittleCity, **more: object) -> None:
        own = page(little)
        with unit_of_work(verb="tests.bill", user_id=0, post_id=0) as act:
            told = {
                "act": act, "community_id": own.card.id, "stage": 10, "number": 1,
                "effective_on": DAY, "waived": {}, "total_fen": 10_384_325, **more,
            }  # fmt: skip
            bill = models.Bill.objects.create(**told)
            models.Line.objects.create(
                act=act, bill=bill, number=1, item="B14", reach="inside", name="防水", unit="㎡",
                quantity="1200.5", unit_price_fen=8_650, amount_fen=10_384_325,
            )  # fmt: skip
        with connection.cursor() as cursor:  # what is held at the commit, held now
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_takes_what_is_whole(self, little: LittleCity) -> None:
        self.bill(little)

        assert models.Bill.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"total_fen": 10_384_324}, "scheme_bill_total_is_the_sum"),
            ({"number": 2, "reason": "甲", "paper": "乙"}, "scheme_bill_in_turn"),
        ],
    )
    def test_refuses_what_does_not_hold_together(
        self, little: LittleCity, wrong: dict[str, object], why: str
    ) -> None:
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            self.bill(little, **wrong)

    def test_refuses_a_change_without_grounds(self, little: LittleCity) -> None:
        self.bill(little)
        with (
            pytest.raises(IntegrityError, match="scheme_bill_change_has_grounds"),
            transaction.atomic(),
        ):
            self.bill(little, number=2)

    def test_refuses_an_amount_that_is_no_product(self, little: LittleCity) -> None:
        self.bill(little)
        with pytest.raises(IntegrityError, match="amount_is_the_product"), transaction.atomic():
            models.Line.objects.create(
                act=models.Bill.objects.get().act, bill=models.Bill.objects.get(), number=2,
                item="B14", reach="inside", name="防水", unit="㎡", quantity=Fraction(2).numerator,
                unit_price_fen=100, amount_fen=199,
            )  # fmt: skip

    def test_refuses_a_line_that_comes_later(self, little: LittleCity) -> None:
        self.bill(little)
        with (
            pytest.raises(DatabaseError, match="scheme_line_too_late"),
            unit_of_work(verb="tests.later", user_id=0, post_id=0) as act,
        ):
            models.Line.objects.create(
                act=act, bill=models.Bill.objects.get(), number=2, item="B14", reach="inside",
                name="防水", unit="㎡", quantity=1, unit_price_fen=0, amount_fen=0,
            )  # fmt: skip

    def test_changes_nothing_that_stands(self, little: LittleCity) -> None:
        self.bill(little)
        with pytest.raises((DatabaseError, psycopg.Error)), transaction.atomic():
            models.Line.objects.update(unit_price_fen=1)
