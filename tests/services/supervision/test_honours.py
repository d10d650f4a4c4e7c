"""The red and the black list: only of what was released, as it was released."""

from datetime import date
from pathlib import Path

import pytest

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.lights import Light
from jiugai.services.actor import NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision import hearings
from jiugai.services.supervision.hearings import NoSuchHearing
from jiugai.services.supervision.honours import HonoursTable, honours_of
from jiugai.services.supervision.ranking_runs import rank_close
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, send
from tests.services.supervision.drawn_city import OCTOBER, close_october

SHOWN, UNTIL, AFTER = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)


@pytest.fixture
def shown(little: LittleCity, tmp_path: Path) -> LittleCity:
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    assert hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=SHOWN).entered
    return little


@pytest.fixture
def released(shown: LittleCity) -> LittleCity:
    assert hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER).entered
    return shown


def starts(little: LittleCity) -> HonoursTable:
    tables = honours_of(OCTOBER, actor=little.clerk).tables
    (table,) = [table for table in tables if table.measure == "start_rate"]
    return table


def standing(table: HonoursTable) -> dict[str, tuple[int | None, Light | None, int]]:
    return {
        table.names[row.entrant.county]: (row.rank, row.light, row.to_average)
        for row in table.board.rows
        if row.rank is not None
    }


class TestHonours:
    def test_are_none_before_the_release(self, shown: LittleCity) -> None:
        page = honours_of(OCTOBER, actor=shown.clerk)
        assert (page.released_on, page.tables) == (None, ())

    def test_of_a_month_that_is_not_closed_are_not_there(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchHearing):
            honours_of(Month(2020, 9), actor=little.clerk)

    def test_need_the_power_to_look(self, released: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            honours_of(OCTOBER, actor=released.administrator)

    def test_say_who_leads_who_trails_and_what_is_lacking(self, released: LittleCity) -> None:
        table = starts(released)
        assert standing(table) == {
            "旬阳县": (1, Light.GREEN, 0),
            "石泉县": (2, Light.GREEN, 0),
            "汉滨区": (3, Light.RED, 1),
        }
        named = [[table.names[row.entrant.county] for row in end] for end in ends(table)]
        assert named == [["旬阳县", "石泉县"], ["汉滨区"]]

    def test_keep_the_ranks_that_were_released(self, released: LittleCity) -> None:
        shown = hearings.hearing_of(OCTOBER, actor=released.clerk).tables
        boards = honours_of(OCTOBER, actor=released.clerk).tables
        assert [ranks(board) for board in boards] == [
            {row["code"]: row["rank"] for row in table.result["rows"]} for table in shown
        ]

    def test_stay_when_more_is_entered_later(self, released: LittleCity) -> None:
        before = honours_of(OCTOBER, actor=released.clerk)
        late = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-10-28,")
        send(a_return((late,), name="补报.csv"), actor=released.filer)
        assert honours_of(OCTOBER, actor=released.clerk) == before

    def test_count_the_objections(self, shown: LittleCity) -> None:
        hearings.object_to(OCTOBER, "开工", "开工令", actor=shown.filer, today=SHOWN)
        (row,) = hearings.hearing_of(OCTOBER, actor=shown.clerk).row.objections
        hearings.answer(
            OCTOBER, row.id, upheld=False, words="已核对", actor=shown.head, today=SHOWN
        )
        hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER)
        page = honours_of(OCTOBER, actor=shown.clerk)
        assert (page.raised, page.upheld) == (1, 0)

    def test_open_to_a_county_its_own_figures_only(self, released: LittleCity) -> None:
        with as_officer(released.filer):
            page = honours_of(OCTOBER, actor=released.filer)
        assert page.opens == {"610922": released.divisions.shiquan}
        assert not page.opens_city
        assert standing(page.tables[0]) == standing(starts(released))

    def test_open_to_a_street_nothing(self, released: LittleCity) -> None:
        with as_officer(released.street):
            page = honours_of(OCTOBER, actor=released.street)
        assert (page.opens, page.opens_city) == ({}, False)


def ends(table: HonoursTable) -> tuple[tuple[object, ...], ...]:
    return table.board.red, table.board.black


def ranks(table: HonoursTable) -> dict[str, int | None]:
    return {row.entrant.county: row.rank for row in table.board.rows}
