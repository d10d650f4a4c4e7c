"""One fact, three masters: the little city's October for housing, planning and finance."""

import io
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.domain.reporting.masters.differences import StepKind
from jiugai.domain.reporting.masters.forms import Idea, Master
from jiugai.domain.reporting.submission.cells import Typed, TypedReason
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.services.reporting.masters import desk
from jiugai.services.reporting.submission import desk as return_desk
from jiugai.services.reporting.submission import moving
from jiugai.storage.programme.models import Site
from tests.services.funding.book.little_book import LittleBook, open_book
from tests.services.little_city import LittleCity

OCTOBER = Month(2020, 10)
NOW = datetime(2020, 11, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def of_shiquan(little: LittleCity) -> desk.CountyMasters:
    return desk.county_of(OCTOBER, little.divisions.shiquan, actor=little.clerk)


@pytest.fixture
def booked(little: LittleCity) -> LittleBook:
    """Book 300,000 yuan of the subsidy to a project of 石泉县's plan, 120,000 of them in the bank."""
    book = open_book(little.divisions)
    site = Site.objects.get(project__name="金州家属院改造项目")
    for step, yuan in (
        (MoneyStep.GRANT, 400_000),
        (MoneyStep.ALLOT, 300_000),
        (MoneyStep.FUND, 120_000),
    ):
        told = {} if step in (MoneyStep.GRANT, MoneyStep.FUND) else {"project": site.project_id}
        assert book.book(step, yuan * 100, **told).entered
    return book


class TestCountyOf:
    def test_counts_housing_from_the_facts(self, little: LittleCity) -> None:
        found = of_shiquan(little)
        shown = {
            one.cell.idea: one.cell.shown(one.stored)
            for one in found.figures
            if one.cell.master is Master.HOUSING
        }
        assert shown == {
            Idea.PLAN: 2, Idea.HOUSEHOLDS: 180, Idea.STARTED: 1, Idea.COMPLETED: 0,
            Idea.PLANNED: 540, Idea.INVESTED: 50, Idea.RECEIVED: 200, Idea.PAID: 30,
        }  # fmt: skip

    def test_counts_finance_from_the_book(self, little: LittleCity, booked: LittleBook) -> None:
        found = of_shiquan(little)
        granted, received = (found.of(Master.FINANCE, i) for i in (Idea.GRANTED, Idea.RECEIVED))
        assert granted is not None
        assert received is not None
        assert (granted.stored, received.stored) == (30_000_000, 12_000_000)
        assert received.by_project == {None: 12_000_000}
        assert desk.earmarks_behind(found, granted) == {
            booked.earmark: (Source.CENTRAL_SUBSIDY, 30_000_000)
        }

    def test_tells_scope_from_error(self, little: LittleCity, booked: LittleBook) -> None:
        found = of_shiquan(little).difference("ZJ-07", "CZ-05")
        assert [(step.kind, step.amount) for step in found.steps] == [
            (StepKind.SCOPE, -80_000_000),
            (StepKind.RECORD, -108_000_000),
        ]
        assert (found.first, found.second) == (200_000_000, 12_000_000)
        assert booked.earmark

    def test_asks_planning_up_to_its_own_day(self, little: LittleCity) -> None:
        assert of_shiquan(little).difference("ZJ-06", "FG-05").steps[0].kind is StepKind.CUT_OFF

    def test_is_closed_to_another_county(self, little: LittleCity) -> None:
        with pytest.raises(desk.NoSuchMasterReturn):
            desk.county_of(OCTOBER, little.divisions.shiquan, actor=little.sibling)


class TestTyped:
    def test_is_metered_and_stands_in_the_difference(self, little: LittleCity) -> None:
        page = return_desk.page(OCTOBER, little.divisions.shiquan, actor=little.filer, now=NOW)
        (paid,) = [cell for cell in page.cells if cell.name == "paid_fen"]
        typed = Typed(paid.counted + 5_000_000, TypedReason.PENDING, "回单在途")
        done = moving.move_return(
            OCTOBER, little.divisions.shiquan, MoveKind.SUBMIT, words="",
            typed={(paid.list_id, paid.name): typed}, seen=0, actor=little.filer, now=NOW,
            key=uuid4(),
        )  # fmt: skip
        assert done.made, done.findings
        found = of_shiquan(little)
        meter = found.meters[0]
        assert (meter.cells, meter.typed_cells, meter.projects) == (20, 1, 2)
        assert meter.typed == {TypedReason.PENDING: 1}
        step = found.difference("ZJ-08", "CZ-06").steps[0]
        assert (step.kind, step.amount) == (StepKind.TYPED, -5_000_000)


class TestWorkbook:
    @pytest.mark.parametrize(("master", "cells"), [*zip(Master, (8, 8, 6), strict=True)])
    def test_holds_a_return_with_its_definitions(
        self, little: LittleCity, master: Master, cells: int
    ) -> None:
        content = desk.workbook_of(of_shiquan(little), master, actor=little.clerk)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        assert len(rows) == cells
        assert all("待核实" in str(row[7]) for row in rows)
