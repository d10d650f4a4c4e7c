"""The service that ranks a published table: through the guard and the reading process."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from jiugai.services.supervision.rank_table import (
    NoSuchMeasure,
    measure_titles,
    rank_table,
    to_csv,
    to_json,
)

TABLE = "地区,新开工小区数（个）,开工率\n江苏,982,94.8%\n江西,558,41.5%\n黑龙江,590,41.5%\n合计,2130,57.8%\n"


def told(text: str = TABLE, **options: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"document": "进度.csv", "measure": "start_rate"} | options
    return to_json(rank_table(text.encode(), **given))


class TestRankTable:
    def test_gives_one_document_as_machines_read_it(self) -> None:
        assert told() == {
            "measure": "start_rate",
            "basis": "communities",
            "rows": [
                {
                    "rank": 1,
                    "region": "江苏",
                    "planned": None,
                    "started": 982,
                    "rate": "0.948",
                    "shown": "94.8%",
                },
                {
                    "rank": 2,
                    "region": "江西",
                    "planned": None,
                    "started": 558,
                    "rate": "0.415",
                    "shown": "41.5%",
                },
                {
                    "rank": 3,
                    "region": "黑龙江",
                    "planned": None,
                    "started": 590,
                    "rate": "0.415",
                    "shown": "41.5%",
                },
            ],
            "total": {"planned": None, "started": 2130, "rate": "0.578"},
            "findings": [],
        }

    def test_reads_a_workbook_through_the_guard(self) -> None:
        book = openpyxl.Workbook()
        for row in (["县区", "计划数", "开工数"], ["汉滨区", 45, 2], ["石泉县", 3, 3]):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)

        table = rank_table(
            content.getvalue(), document="进度.xlsx", measure="start_rate", decimals=1
        )

        assert [(row.rank, row.region, row.shown) for row in table.rows] == [
            (1, "石泉县", "100.0%"),
            (2, "汉滨区", "4.4%"),
        ]

    def test_names_the_counts_of_other_measures_by_what_they_are(self) -> None:
        (row,) = told(
            "单位,计划投资（万元）,完成投资（万元）\n甲县,0.5,0.12\n", measure="investment_rate"
        )["rows"]

        assert (row["planned"], row["invested"], row["rate"]) == (5000, 1200, "0.24")

    @pytest.mark.parametrize(
        ("content", "document", "code"),
        [
            (b"%PDF-1.7", "表.xlsx", "upload.not_a_workbook"),
            (b"", "表.csv", "upload.empty"),
            ("各县要加快。\n".encode(), "表.csv", "rank_table.no_table"),
        ],
    )
    def test_refuses_with_one_sentence_and_no_rows(
        self, content: bytes, document: str, code: str
    ) -> None:
        document_told = to_json(rank_table(content, document=document, measure="start_rate"))

        assert document_told["rows"] == []
        assert document_told["total"] == {"planned": None, "started": None, "rate": None}
        ((found, weight),) = [(f["code"], f["weight"]) for f in document_told["findings"]]
        assert (found, weight) == (code, "blocks")

    def test_survives_a_workbook_that_is_a_bomb(self) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"<c/>" * 100_000_000)

        table = rank_table(content.getvalue(), document="表.xlsx", measure="start_rate")

        assert table.refused
        assert table.rows == ()

    def test_refuses_a_measure_that_is_not_declared(self) -> None:
        with pytest.raises(NoSuchMeasure):
            rank_table(b"", document="表.csv", measure="happiness_rate")
        assert measure_titles()["start_rate"] == "开工率"


class TestToCsv:
    def test_names_the_measure_beside_every_rank_and_lets_no_formula_live(self) -> None:
        table = rank_table(
            '地区,计划数,开工数\n"=HYPERLINK(""http://a"")",4,1\n石泉县,3,3\n'.encode(),
            document="表.csv",
            measure="start_rate",
        )

        content = to_csv(table)

        assert content.startswith(b"\xef\xbb\xbf")
        assert content.decode("utf-8-sig").splitlines() == [
            "名次,指标,地区,计划,开工,开工率",
            "1,开工率（未注明口径）,石泉县,3,3,100.0%",
            '2,开工率（未注明口径）,"\'=HYPERLINK(""http://a"")",4,1,25.0%',
            ",开工率（未注明口径）,合计,7,4,57.1%",
        ]
