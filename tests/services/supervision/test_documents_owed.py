"""Who owes which policy document: listed, a day set, issued, withdrawn, each by whom it is for."""

import io
from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction

from jiugai.exchange.owed_files import owed_documents
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision import documents_owed as owed
from jiugai.services.supervision.documents_owed import (
    ChangedMeanwhile,
    DocumentLine,
    DocumentState,
    NoSuchDocument,
    Promulgation,
)
from jiugai.storage.audit.models import Act
from tests.services.little_city import LittleCity

TODAY = date(2021, 1, 20)
FUNDS, COUNTY, ELSEWHERE = "ZC-06", "ZC-08.610922", "ZC-08.610902"
PAPER = Promulgation(
    "安财发〔2020〕9号",
    "安康市老旧小区改造资金筹措办法",
    date(2021, 1, 18),
    "档案 2020-9",
    ("national-idle_funds",),
)


def line(key: str, actor: Actor) -> DocumentLine:
    return owed.document(key, actor=actor, today=TODAY)


def enter(key: str, actor: Actor, new: Promulgation = PAPER, **more: object) -> list[str]:
    said = {"seen": line(key, actor).version, "actor": actor, "today": TODAY} | more
    return [one.code for one in owed.issue(key, new, **said)]  # type: ignore[arg-type]


def set_due(key: str, actor: Actor, day: date, ground: str = "专题会议纪要") -> list[str]:
    seen = line(key, actor).version
    found = owed.set_due(key, day, ground, seen=seen, actor=actor, today=TODAY)
    return [one.code for one in found]


class TestTheList:
    def test_names_every_body_and_one_for_each_county(self, little: LittleCity) -> None:
        lines = owed.documents(actor=little.clerk, today=TODAY)
        asked_for = [one for one in owed_documents() if one.in_force_from <= TODAY]
        own = [one for one in asked_for if not one.each_county]
        counties = {one.body for one in lines if one.owed.each_county}

        assert len(lines) == len(own) + len(counties)
        assert {"石泉县人民政府", "汉滨区人民政府"} <= counties
        assert {one.standing.due_on for one in lines} == {None}, "no paper gave a day"

    def test_asks_for_nothing_before_its_paper(self, little: LittleCity) -> None:
        earlier = owed.documents(actor=little.clerk, today=date(2020, 11, 20))

        assert {one.key for one in earlier} == {"ZC-01"}
        with pytest.raises(NoSuchDocument):
            owed.document(FUNDS, actor=little.clerk, today=date(2020, 12, 31))

    def test_shows_a_county_the_citys_and_its_own(self, little: LittleCity) -> None:
        lines = owed.documents(actor=little.filer, today=TODAY)

        assert {one.body for one in lines if one.owed.each_county} == {"石泉县人民政府"}
        with pytest.raises(NoSuchDocument):
            line(ELSEWHERE, little.filer)

    def test_goes_out_as_a_workbook(self, little: LittleCity) -> None:
        enter(FUNDS, little.clerk)
        lines = owed.documents(actor=little.clerk, today=TODAY)
        page = openpyxl.load_workbook(io.BytesIO(owed.documents_workbook(lines, TODAY))).active
        assert page is not None
        rows = list(page.iter_rows(min_row=3, values_only=True))

        assert len(rows) == len(lines)
        (mine,) = [row for row in rows if row[0] == FUNDS]
        assert mine[5:7] == ("未定", "已印发")
        assert mine[8] == "安财发〔2020〕9号"


class TestAnIssue:
    def test_stands_with_its_number_and_the_rules_that_it_changes(self, little: LittleCity) -> None:
        assert enter(FUNDS, little.clerk) == []

        found = line(FUNDS, little.auditor)
        assert found.standing.state is DocumentState.ISSUED
        assert found.standing.issued == PAPER
        assert Act.objects.get(verb="supervision.issue_document").subject.startswith("市财政局")
        lines = owed.documents(actor=little.clerk, today=TODAY)
        assert [o.key for o in owed.issued_changing(lines, "national-idle_funds")] == [FUNDS]

    def test_is_entered_by_the_city_and_a_countys_by_the_county_too(
        self, little: LittleCity
    ) -> None:
        assert enter(FUNDS, little.filer) == ["document.not_now"]
        assert enter(COUNTY, little.filer) == []
        assert enter(ELSEWHERE, little.clerk) == []
        for actor in (little.auditor, little.reviewer):
            with pytest.raises(NotAllowed):
                enter(FUNDS, actor)

    def test_names_only_rules_that_are_in_the_library(self, little: LittleCity) -> None:
        wrong = Promulgation("1号", "办法", TODAY, "", ("national-nothing",))
        assert enter(FUNDS, little.clerk, wrong) == ["document.unknown_rule"]

    def test_twice_is_once(self, little: LittleCity) -> None:
        key, seen = uuid4(), line(FUNDS, little.clerk).version
        enter(FUNDS, little.clerk, request=key)
        with pytest.raises(ChangedMeanwhile):
            enter(FUNDS, little.clerk, request=key, seen=seen)

        assert Act.objects.filter(verb="supervision.issue_document").count() == 1

    def test_by_two_at_once_stands_once(self, fresh_little: LittleCity) -> None:
        seen, gate, told = line(FUNDS, fresh_little.clerk).version, Barrier(2), []

        def run() -> None:
            try:
                with as_officer(fresh_little.clerk):
                    gate.wait()
                    told.append(enter(FUNDS, fresh_little.clerk, seen=seen))
            except ChangedMeanwhile:
                told.append(["changed"])
            finally:
                connection.close()

        threads = [Thread(target=run), Thread(target=run)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == [[], ["changed"]]

    def test_that_was_wrong_is_withdrawn_with_a_reason(self, little: LittleCity) -> None:
        enter(FUNDS, little.clerk)
        seen = line(FUNDS, little.clerk).version
        by = {"actor": little.clerk, "today": TODAY}
        (finding,) = owed.withdraw(FUNDS, " ", seen=seen, **by)  # type: ignore[arg-type]
        assert finding.code == "document.no_reason"
        assert owed.withdraw(FUNDS, "文号录错", seen=seen, **by) == ()  # type: ignore[arg-type]

        assert line(FUNDS, little.clerk).standing.state is DocumentState.OWED
        assert enter(FUNDS, little.clerk) == []


class TestADay:
    def test_is_set_by_who_lays_orders_and_makes_a_body_late(self, little: LittleCity) -> None:
        assert set_due(FUNDS, little.clerk, date(2021, 1, 30)) == []

        found = owed.document(FUNDS, actor=little.clerk, today=date(2021, 2, 3))
        assert (found.standing.state, found.standing.days_late) == (DocumentState.OVERDUE, 4)
        with pytest.raises(NotAllowed):
            set_due(COUNTY, little.filer, date(2021, 1, 30))

    def test_set_anew_goes_before_the_one_set_earlier(self, little: LittleCity) -> None:
        set_due(FUNDS, little.clerk, date(2021, 1, 30))
        set_due(FUNDS, little.clerk, date(2021, 3, 31), "市政府批示")

        assert line(FUNDS, little.clerk).standing.due_on == date(2021, 3, 31)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "change",
        ["UPDATE {} SET number = 'x'", "DELETE FROM {}", "UPDATE {} SET due_on = effective_on"],
    )
    def test_keeps_what_was_entered(self, little: LittleCity, change: str) -> None:
        enter(FUNDS, little.clerk)
        with (
            pytest.raises(DatabaseError, match=r"never changed|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format("supervision_promulgation"))
