"""Tables of results: what was typed is read as the scheme means it, or told and left out."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import blocking
from jiugai.exchange.results_table import Results, read_results
from jiugai.exchange.scoring_files import schemes_on_file

SCHEMES = schemes_on_file()
LINEAR_HEAD = "县区,开工率,完工率,投资完成率,资料移交,漏报次数,迟报次数"


def read(text: str, scheme: str = "linear") -> Results:
    return read_results(text.encode("gb18030"), "结果.csv", SCHEMES[scheme])


def codes(results: Results) -> list[str]:
    return [finding.code for finding in results.findings]


class TestReadResults:
    def test_reads_rates_counts_and_yes_or_no(self):
        found = read(f"{LINEAR_HEAD}\n汉滨区,97.5%,１００,全部完成,是,2次,0\n")

        assert found.findings == ()
        assert {code: result.value for code, result in found.sheets[0].results.items()} == {
            "start_rate": Fraction(195, 2),
            "completion_rate": 100,
            "investment_rate": 100,
            "handed_over": 1,
            "reports_missing": 2,
            "reports_late": 0,
        }

    def test_counts_a_rate_from_its_two_counts(self):
        text = "unit,planned,started,completed,investment_rate,handed_over,reports_missing,reports_late\n汉滨区,45,2,0,10%,否,0,0\n"

        found = read(text)

        assert found.sheets[0].results["start_rate"].value == Fraction(200, 45)
        assert found.sheets[0].results["start_rate"].shown == "2/45（4.44%）"

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("约九成", "scoring.not_a_figure"),
            ("-5", "scoring.not_a_figure"),
            ("95.5.5", "scoring.not_a_figure"),
            ("95户", "scoring.not_a_figure"),
        ],
    )
    def test_leaves_out_what_is_not_one_rate_and_says_where(self, cell: str, code: str):
        found = read(f"{LINEAR_HEAD}\n汉滨区,{cell},100%,100%,是,0,0\n")

        assert codes(found) == [code]
        assert found.findings[0].place.cell == "B2"
        assert "start_rate" not in found.sheets[0].results

    @pytest.mark.parametrize("cell", ["", "-", "/", "无"])
    def test_takes_a_blank_for_missing(self, cell: str):
        found = read(f"{LINEAR_HEAD}\n汉滨区,{cell},100%,100%,是,0,0\n")

        assert found.findings == ()
        assert "start_rate" not in found.sheets[0].results

    def test_refuses_a_column_that_may_be_fractions(self):
        found = read(f"{LINEAR_HEAD}\n汉滨区,0.95,100%,100%,是,0,0\n石泉县,1,100%,100%,是,0,0\n")

        assert codes(found) == ["scoring.fractions"]
        assert found.sheets == ()

    def test_refuses_a_table_that_lacks_an_item_and_says_how_to_head_it(self):
        found = read("县区,开工率\n汉滨区,95%\n")

        assert blocking(found.findings)
        assert "表头可写 reports_late 或 迟报次数" in str(found.findings[-1])

    def test_refuses_a_unit_that_stands_there_twice(self):
        row = "汉滨区,95%,100%,100%,是,0,0\n"

        found = read(f"{LINEAR_HEAD}\n{row}{row}")

        assert codes(found) == ["scoring.same_twice"]
        assert found.sheets == ()

    def test_needs_the_part_of_the_year_where_the_scheme_has_parts(self):
        head = "县区,开工率,完工率,资金拨付率,迟报次数"

        without = read(f"{head}\n汉滨区,95%,95%,95%,0\n", "quarterly_70_30")
        odd = read(f"{head},季度\n汉滨区,95%,95%,95%,0,五季度\n", "quarterly_70_30")

        assert codes(without) == ["scoring.no_part"]
        assert codes(odd) == ["scoring.unknown_part"]

    def test_takes_totals_alone_where_the_scheme_allows_it(self):
        found = read("设区市,得分\n南昌市,95\n赣州市,96.5分\n", "jiangxi_2022")

        assert [(sheet.unit, sheet.total) for sheet in found.sheets] == [
            ("南昌市", 95),
            ("赣州市", Fraction(193, 2)),
        ]
        assert found.findings == ()

    def test_says_which_columns_it_did_not_use(self):
        found = read(f"{LINEAR_HEAD},备注\n汉滨区,95%,100%,100%,是,0,0,好\n")

        assert codes(found) == ["table.unused_columns"]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "upload.empty"),
            (b"PK\x03\x04 not a workbook", "upload.damaged"),
            (b"\x89PNG\r\n\x1a\n", "upload.not_a_workbook"),
            ("县区\n".encode(), "table.empty"),
            (b"\xff\xfe\x00", "upload.encoding"),
            ("县区,县区\n甲,乙\n".encode(), "table.two_columns"),
        ],
    )
    def test_refuses_what_is_no_table(self, content: bytes, code: str):
        found = read_results(content, "结果.csv", SCHEMES["linear"])

        assert found.sheets == ()
        assert code in codes(found)

    @given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
    def test_never_breaks_on_what_is_in_a_file(self, content: bytes):
        found = read_results(content, "结果.csv", SCHEMES["linear"])

        assert found.sheets == () or not blocking(found.findings)
