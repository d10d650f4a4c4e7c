"""The annex says in a workbook what the bulletin prints, as numbers that can be sorted and summed."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.figures import OverdueSite
from jiugai.exchange.bulletin.annex import write_annex
from tests.domain.bulletins.examples import DIGEST, october, red_head

BULLETIN = compose(october(), red_head())


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def annex() -> Workbook:
    return opened(write_annex(BULLETIN))


class TestTheTable:
    def test_reads_as_the_printed_one(self, annex: Workbook):
        sheet = annex["附件"]

        assert sheet["A1"].value == "2020年批次各县区开工情况表"
        assert sheet["A2"].value == "（截至2020年11月3日，按项目数计）"
        assert [cell.value for cell in sheet[4]][:3] == [1, "石泉县", 4]
        assert sheet["A16"].value == "全市"

    def test_holds_the_exact_rate_under_the_printed_format(self, annex: Workbook):
        cell = annex["附件"]["E16"]

        assert cell.value == pytest.approx(2 / 45, rel=1e-12)
        assert cell.number_format == "0.0%"

    def test_holds_values_and_no_formulas(self, annex: Workbook):
        kinds = {cell.data_type for sheet in annex for row in sheet.iter_rows() for cell in row}

        assert "f" not in kinds


class TestTheFigures:
    def test_show_the_sum_behind_each(self, annex: Workbook):
        rows = {
            row[0].value: [cell.value for cell in row] for row in annex["数据"].iter_rows(min_row=2)
        }

        assert rows["c2020.startrate.projects"][1:7] == [
            "2020年批次开工率（按项目数计）", "4.4%", pytest.approx(2 / 45, rel=1e-12), None, 2, 45,
        ]  # fmt: skip
        assert set(rows) == set(BULLETIN.figures.by_id)

    def test_name_their_snapshot(self, annex: Workbook):
        said = {row[0].value: row[1].value for row in annex["快照"].iter_rows()}

        assert said["SM3摘要"] == DIGEST
        assert said["截至"] == "2020-11-03"


def test_a_name_that_looks_like_a_formula_stays_a_name():
    (site, *_) = october().overdue
    hostile: OverdueSite = replace(site, name='=HYPERLINK("http://x","y")')
    annex = opened(write_annex(compose(october(overdue=(hostile,)), red_head())))

    cells = [
        cell for row in annex["数据"].iter_rows() for cell in row if cell.value == hostile.name
    ]

    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_bulletin_gives_the_same_bytes():
    assert write_annex(compose(october(), red_head())) == write_annex(BULLETIN)
