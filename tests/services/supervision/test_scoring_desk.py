"""Scoring on the screen: a dropped table behind the guard, or a closed month's own rates."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from jiugai.domain.calendar import Month
from jiugai.services.actor import NotAllowed
from jiugai.services.supervision import scoring_desk
from jiugai.services.supervision.scoring_desk import NoSuchScoring, ScoredTable
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import OCTOBER, close_october

TODAY = date(2020, 11, 20)
JIANGXI = "县区,总分\n甲县,95\n乙县,91.5\n丙县,70\n"
LINEAR_HEAD = (
    "县区",
    "started",
    "planned",
    "completed",
    "投资完成率",
    "资料移交",
    "漏报次数",
    "迟报次数",
)
LINEAR = (
    ("甲县", 30, 40, 20, 0.75, "是", 0, 0),
    ("乙县", 1, 2, 1, 0.5, "是", 0, 1),
    ("丙县", 20, 40, 20, 0.9, "否", 2, 0),
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LINEAR_HEAD)
    for row in LINEAR:
        sheet.append(row)
        sheet.cell(sheet.max_row, 5).number_format = "0.0%"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def scored(little: LittleCity, content: bytes, name: str, scheme: str) -> ScoredTable:
    return scoring_desk.score_file(
        content, document=name, scheme=scheme, actor=little.clerk, today=TODAY
    )


class TestATable:
    def test_of_a_province_whose_paper_leaves_a_score_open_says_so(
        self, little: LittleCity
    ) -> None:
        found = scored(little, JIANGXI.encode(), "考核.csv", "jiangxi_2022")
        grades = {row.unit: row.grade for row in found.scores.rows}
        assert grades == {"甲县": None, "乙县": "良好", "丙县": "差"}
        assert [f.code for f in found.scores.findings] == ["scoring.grade_undefined"]
        assert [hole.word for hole in found.scores.holes] == ["95分", "85分", "75分"]

    def test_in_a_workbook_is_scored_item_by_item(self, little: LittleCity) -> None:
        found = scored(little, workbook(), "考核.xlsx", "linear")
        assert not found.refused
        first = found.scores.rows[0]
        assert (first.unit, first.rank) == ("甲县", 1)
        marks = {mark.criterion.code: mark.read for mark in first.marks}
        assert marks["start_rate"].startswith("30/40")
        assert marks["investment_rate"] == "75.00%"

    def test_bears_the_interval_of_a_small_unit(self, little: LittleCity) -> None:
        found = scored(little, workbook(), "考核.xlsx", "linear")
        assert found.intervals.keys() == {"乙县"}
        assert found.intervals["乙县"].planned == 2

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"", "x.xlsx"),
            (b"PK\x03\x04broken", "x.xlsx"),
            (b"%PDF-1.4", "x.csv"),
            ("县区\n".encode(), "x.csv"),
            ("单位,别的\n甲县,1\n".encode(), "x.csv"),
        ],
    )
    def test_that_cannot_be_read_gives_findings_and_no_rows(
        self, little: LittleCity, content: bytes, name: str
    ) -> None:
        found = scored(little, content, name, "linear")
        assert found.refused
        assert found.scores.rows == ()

    def test_needs_a_scheme_on_file(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchScoring):
            scored(little, JIANGXI.encode(), "考核.csv", "../secret")

    def test_is_the_city_offices_to_score(self, little: LittleCity) -> None:
        for actor in (little.filer, little.auditor, little.administrator):
            with pytest.raises(NotAllowed):
                scoring_desk.scorings(actor=actor)


class TestAClosedMonth:
    def test_gives_the_rates_it_counted_and_tells_what_is_missing(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        close_october(little, tmp_path)
        found = scoring_desk.score_month(OCTOBER, 2020, scheme="linear", actor=little.clerk)
        rows = {row.unit: row for row in found.scores.rows}
        marks = {mark.criterion.code: mark for mark in rows["石泉县"].marks}
        assert marks["start_rate"].read == "1/2（50.00%）"
        assert rows["石泉县"].score is None
        codes = {finding.code for finding in found.scores.findings}
        assert codes == {"scoring.item_missing"}
        assert scoring_desk.cohorts_of(OCTOBER, actor=little.clerk) == (2020,)

    def test_that_is_open_gives_nothing(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchScoring):
            scoring_desk.score_month(Month(2020, 9), 2020, scheme="linear", actor=little.clerk)


def test_the_workbook_opens_every_mark(little: LittleCity) -> None:
    found = scored(little, workbook(), "考核.xlsx", "linear")
    sheet = openpyxl.load_workbook(BytesIO(scoring_desk.scores_workbook(found))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 3 * 6
    late = next(row for row in rows if row[1] == "乙县" and row[5] == "迟报次数")
    assert late[8:11] == (-0.5, 0.5, "0 − 0.5 × 1 次 ＝ -0.5")
