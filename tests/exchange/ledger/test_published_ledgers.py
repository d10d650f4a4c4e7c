"""The ledgers and plans that cities have published, read as they were copied."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from jiugai.domain.registry.ledger import Column, LedgerReading

DATA = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data 不在，公布数据的核对未做")
Reader = Callable[..., LedgerReading]


def _read(read_it: Reader, name: str) -> LedgerReading:
    path = DATA / name
    return read_it(path.read_bytes(), document=path.name, year=2022)


class TestTianchang:
    """A01: eight projects of 2021, each figure with its unit in the cell."""

    def test_is_read_whole(self, read_it: Reader) -> None:
        reading = _read(read_it, "A01_tianchang_2021/projects.csv")

        assert reading.all_findings == ()
        assert all(row.accepted for row in reading.rows)
        first = reading.rows[0]
        assert (first.name, first.values[Column.HOUSEHOLDS], first.values[Column.BUILDINGS]) == (
            "天阳楼小区",
            105,
            3,
        )
        assert first.values[Column.FLOOR_AREA] == 13000
        assert first.values[Column.INVESTMENT] == 4180000

    @pytest.mark.parametrize(
        ("column", "total"),
        [
            (Column.HOUSEHOLDS, 554),
            (Column.BUILDINGS, 18),
            (Column.FLOOR_AREA, 56600),
            (Column.INVESTMENT, 18222000),
        ],
    )
    def test_adds_up_to_what_was_published(
        self, read_it: Reader, column: Column, total: int
    ) -> None:
        rows = _read(read_it, "A01_tianchang_2021/projects.csv").rows
        assert sum(Decimal(str(row.values[column])) for row in rows) == total

    def test_lists_a_repair_for_each_cell_with_a_unit(self, read_it: Reader) -> None:
        repairs = _read(read_it, "A01_tianchang_2021/projects.csv").repairs
        assert len(repairs) == 8 * 4
        assert (repairs[0].place.cell, repairs[0].read, repairs[0].value) == ("C2", "105户", 105)


class TestFuyang:
    """A07: seventeen communities by name alone."""

    def test_is_read_as_names(self, read_it: Reader) -> None:
        reading = _read(read_it, "A07_fuyang_2021/communities.csv")

        assert len(reading.rows) == 17
        assert all(row.accepted for row in reading.rows)
        assert reading.all_findings == ()
        assert reading.rows[4].name == "市委北门1-6排"
        assert reading.rows[0].values[Column.COUNTY] == "阜阳市区"


class TestDezhou:
    """A10: a plan by county, its total on top, its area in 万㎡ without saying so."""

    def test_agrees_with_its_total(self, read_it: Reader) -> None:
        totals = _read(read_it, "A10_shandong_dezhou_2022/plan.csv").totals
        assert [(t.column, t.stated, t.agrees) for t in totals] == [
            (Column.BUILDINGS, 1164, True),
            (Column.HOUSEHOLDS, 35305, True),
            (Column.FLOOR_AREA, 3777200, True),
        ]

    def test_tells_that_the_unit_was_inferred(self, read_it: Reader) -> None:
        (finding,) = _read(read_it, "A10_shandong_dezhou_2022/plan.csv").findings
        assert (finding.code, finding.place.cell) == ("ledger.unit_inferred", "F1")

    def test_holds_no_communities(self, read_it: Reader) -> None:
        rows = _read(read_it, "A10_shandong_dezhou_2022/plan.csv").rows
        assert len(rows) == 12
        assert {f.code for row in rows for f in row.findings} == {"ledger.no_name_column"}


class TestFacts:
    """A12: fifty-five facts as their pages wrote them."""

    def test_is_read_or_told_cell_by_cell(self, read_it: Reader) -> None:
        reading = _read(read_it, "A12_city_plan_facts/facts.csv")
        by_row = {row.row: row for row in reading.rows}

        assert len(by_row) == 55
        assert by_row[2].values[Column.HOUSEHOLDS] == 671300
        assert by_row[2].values[Column.FLOOR_AREA] == 62045900
        assert by_row[6].values[Column.HOUSEHOLDS] is None  # 3.98万户(另页39851户)
        assert by_row[13].values[Column.HOUSEHOLDS] == 9000  # 9000余户, told
        assert by_row[17].values[Column.COHORT] is None  # 2019-2022合计
        told = {f.place.cell for row in reading.rows for f in row.findings}
        assert {"F6", "G6", "F13", "E18", "G18", "B17"} <= told


@pytest.mark.parametrize(
    "name",
    [
        "A01_tianchang_2021/published_totals.csv",
        "A07_fuyang_2021/published_totals.csv",
        "A17_anshan_work_items_2023/items.csv",
    ],
)
def test_a_table_of_something_else_is_told_and_not_read(read_it: Reader, name: str) -> None:
    reading = _read(read_it, name)
    assert reading.refused
    assert {finding.code for finding in reading.findings} == {"ledger.no_ledger", "ledger.no_table"}
