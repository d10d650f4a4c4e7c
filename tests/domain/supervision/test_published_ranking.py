"""Published tables ranked: the real ones line by line, and every doubt that a table can raise."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.reporting.indicators import Measure, in_force
from jiugai.domain.supervision.published import TableBasis
from jiugai.domain.supervision.published_ranking import RankedTable, rank_published
from jiugai.domain.supervision.ranking import Method, Ties
from jiugai.exchange.measure_files import all_measures
from jiugai.exchange.published_table import read_published

DATA = Path(__file__).parents[4] / "shared" / "data"
MEASURES: Mapping[str, Measure] = in_force(all_measures(), date(2024, 6, 1))

# 湖南省2021年8月: 市州, 计划, 开工, 开工率%, 计划投资（万元）, 完成投资（万元）, 完成率%
HUNAN = """市州,计划小区（个）,开工小区（个）,开工率（%）,计划投资（万元）,完成投资（万元）,投资完成率（%）
长沙,150,143,95.33,86157.25,36836.13,42.75
株洲,71,44,61.97,13533.40,4756.44,35.15
湘潭,87,71,81.61,19099.87,6930.72,36.29
衡阳,146,58,39.73,68429.76,27456.40,40.12
邵阳,183,79,43.17,83689.78,10050.88,12.01
岳阳,170,159,93.53,89130.86,48045.67,53.90
常德,136,121,88.97,57054.40,36359.30,63.73
张家界,48,48,100.00,6828.00,5952.00,87.17
益阳,43,34,79.07,26690.00,14671.00,54.97
郴州,34,34,100.00,38063.98,10522.20,27.64
永州,148,92,62.16,56330.86,18240.71,32.38
怀化,167,167,100.00,76729.00,29257.97,38.13
娄底,32,30,93.75,53254.60,27135.00,50.95
湘西州,85,30,35.29,77402.00,5468.18,7.06
全省,1500,1110,74.00,752393.73,281682.60,37.44
"""


def ranked(text: str, measure: str = "start_rate", **options: Any) -> RankedTable:
    """Rank a table given as text; options are the method's, ``basis`` and ``full_words``."""
    basis, full_words = options.pop("basis", None), options.pop("full_words", False)
    table = read_published(text.encode(), "通报.csv")
    method = Method(measure, "", **options)
    return rank_published(table, MEASURES, method, basis=basis, full_words=full_words)


def published(folder: str) -> str:
    path = DATA / folder / "progress.csv"
    if not path.exists():
        pytest.skip(f"the published table {folder} is not here")
    return path.read_text(encoding="utf-8")


def lines(table: RankedTable) -> list[str]:
    return [f"{row.rank or '-'} {row.region} {row.shown}" for row in table.rows]


def regions(table: RankedTable) -> str:
    return " ".join(f"{row.rank or '-'}{row.region}" for row in table.rows)


def codes(table: RankedTable) -> list[str]:
    return [finding.code.removeprefix("rank_table.") for finding in table.findings]


class TestTheNationOf2024:
    """B01: 32 regions, starts and rates to one decimal, no plans."""

    def test_is_reproduced_line_by_line(self) -> None:
        text = published("B01_national_2024-05")
        table = ranked(text)

        printed = [line.split(",") for line in text.strip().splitlines()[1:]]
        assert lines(table) == [f"{n} {region} {rate}" for n, region, _, rate in printed]
        assert [row.numerator for row in table.rows] == [int(row[2]) for row in printed]
        assert table.total.numerator == 22_627
        assert (table.total.denominator, table.total.rate) == (None, None)
        assert table.findings == ()

    def test_shares_a_rank_where_it_cannot_be_told(self) -> None:
        table = ranked(published("B01_national_2024-05"), ties=Ties.SHARED)

        ranks = {row.region: row.rank for row in table.rows}
        assert (ranks["江西"], ranks["黑龙江"], ranks["河南"]) == (11, 11, 13)
        assert (ranks["海南"], ranks["青海"]) == (31, 31)

    def test_tells_where_whole_per_cents_are_rounded_twice(self) -> None:
        table = ranked(published("B01_national_2024-05"), decimals=0)

        assert lines(table)[:3] == ["1 江苏 95%", "2 山东 81%", "3 河北 79%"]
        (finding,) = table.findings
        assert finding.code == "rank_table.rounded_twice"
        assert finding.message.startswith("河北、浙江、北京、江西、黑龙江、天津 的率")

    def test_shows_no_second_decimal_that_nobody_printed(self) -> None:
        table = ranked(published("B01_national_2024-05"), decimals=2)

        assert lines(table)[0] == "1 江苏 94.8%"
        assert codes(table) == ["fewer_digits"]


class TestTheNationOf2022:
    """B05: communities and households, plans and starts, rates to one decimal; 万户 rounded."""

    def test_is_reproduced_by_communities(self) -> None:
        table = ranked(published("B05_national_2022-05_partial"))

        assert lines(table) == [
            "1 河北 100.0%",
            "2 湖北 87.1%",
            "3 山东 81.2%",
            "4 内蒙古 74.5%",
            "5 贵州 74.1%",
            "6 北京 70.8%",
            "7 重庆 69.9%",
            "8 安徽 64.3%",
            "9 宁夏 63.4%",
            "10 广东 57.8%",
            "11 江苏 55.0%",
        ]
        assert table.basis is TableBasis.COMMUNITIES
        assert table.findings == ()

    def test_is_reproduced_by_households_though_the_inputs_are_rounded(self) -> None:
        table = ranked(
            published("B05_national_2022-05_partial"),
            basis=TableBasis.HOUSEHOLDS,
            full_words=True,
        )

        assert lines(table) == [
            "1 河北 全部开工",
            "2 湖北 89.7%",
            "3 山东 85.8%",
            "4 内蒙古 81.3%",
            "5 贵州 77.7%",
            "6 重庆 71.6%",
            "7 北京 67.9%",
            "8 安徽 64.4%",  # 16.37 ÷ 25.44 is 64.347 %, of rounded counts
            "9 宁夏 63.4%",
            "10 江苏 52.3%",  # not printed: of the counts
            "11 广东 49.2%",
        ]
        assert table.findings == ()


class TestHunan:
    """F1: 28 rates at two decimals, three ties at 100 %, a total that rounding moved."""

    @pytest.mark.parametrize(("measure", "place"), [("start_rate", 3), ("investment_rate", 6)])
    def test_recomputes_all_rates_to_the_digit(self, measure: str, place: int) -> None:
        printed = {row[0]: row[place] for row in (line.split(",") for line in HUNAN.split()[1:-1])}
        without = "\n".join(
            ",".join(cell for n, cell in enumerate(line.split(",")) if n != place)
            for line in HUNAN.strip().splitlines()
        )

        table = ranked(without, measure, decimals=2)

        assert {row.region: row.shown for row in table.rows} == {
            region: f"{rate}%" for region, rate in printed.items()
        }

    @pytest.mark.parametrize(
        ("options", "first"),
        [
            ({}, "1张家界 2郴州 3怀化 4长沙"),
            ({"ties": Ties.SHARED}, "1张家界 1郴州 1怀化 4长沙"),
            ({"second_key": "投资完成率（%）"}, "1张家界 2怀化 3郴州 4长沙"),
            ({"second_key": "投资完成率"}, "1张家界 2怀化 3郴州 4长沙"),
            ({"second_key": "investment_rate"}, "1张家界 2怀化 3郴州 4长沙"),
            ({"second_key": "planned"}, "1怀化 2张家界 3郴州 4长沙"),
            ({"second_key": "communities_started"}, "1怀化 2张家界 3郴州 4长沙"),
            ({"second_key": "investment_rate", "ties": Ties.SHARED}, "1张家界 2怀化 3郴州 4长沙"),
        ],
    )
    def test_parts_the_three_at_100_as_the_method_says(
        self, options: dict[str, Any], first: str
    ) -> None:
        assert regions(ranked(HUNAN, decimals=2, **options)).startswith(first)

    def test_names_the_difference_of_the_total_that_rounding_explains(self) -> None:
        table = ranked(HUNAN, decimals=2)

        (finding,) = table.findings
        assert (finding.code, finding.weight) == ("rank_table.total_by_rounding", Weight.WARNS)
        assert finding.place.cell == "E16"
        assert finding.message == (
            "“全省”行的“计划投资（万元）”写 752,393.73，各行相加为 752,393.76，相差 0.03万元，"
            "在各行四舍五入的误差之内。合计按各行相加计。"
        )

    def test_gives_the_total_in_base_units(self) -> None:
        assert ranked(HUNAN).total.rate == "0.74"
        assert ranked(HUNAN, "investment_rate").total.denominator == Decimal("7523937600")


class TestOrder:
    def test_goes_by_the_counts_where_shown_rates_are_alike(self) -> None:
        text = "地区,计划数,开工数,开工率\n甲县,1000,414,41.4%\n乙县,10000,4144,41.4%\n"

        assert lines(ranked(text)) == ["1 乙县 41.4%", "2 甲县 41.4%"]

    def test_keeps_what_cannot_be_told_among_what_can(self) -> None:
        text = "地区,计划数,开工数,开工率\n甲县,,5,41.5%\n乙县,1000,414,41.4%\n丙县,1000,416,41.6%\n丁县,,,41.5%\n"

        assert regions(ranked(text)) == "1丙县 2甲县 3丁县 4乙县"

    def test_puts_all_started_first_in_words_or_in_numbers(self) -> None:
        text = "地区,开工率\n甲县,99.9%\n乙县,全部开工\n丙县,106.4%\n"

        assert lines(ranked(text)) == ["1 乙县 全部开工", "2 丙县 106.4%", "3 甲县 99.9%"]

    def test_leaves_those_without_a_rate_last_and_unranked(self) -> None:
        text = "地区,计划数,开工数\n甲县,0,0\n乙县,5,\n丙县,5,1\n"
        table = ranked(text)

        assert lines(table) == ["1 丙县 20.0%", "- 甲县 ", "- 乙县 "]
        assert codes(table) == ["no_rate", "no_rate"]

    @given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 600)), min_size=1, max_size=12))
    def test_is_that_of_the_exact_shares(self, rows: list[tuple[int, int]]) -> None:
        body = "\n".join(f"第{n}县,{plan},{done}" for n, (plan, done) in enumerate(rows))
        # A second column keeps a sum of the others from being taken for a total.
        table = ranked(f"地区,计划数,开工数\n{body}\n合计,0,0\n")

        shares = [Fraction(done, plan) for plan, done in rows]
        told = [shares[int(row.region[1:-1])] for row in table.rows]
        assert told == sorted(shares, reverse=True)
        assert table.total.numerator == sum(done for _, done in rows)


class TestDoubts:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("地区,计划数,开工数\n甲县,5,4\n乙县,3,3\n合计,8,7\n", []),
            ("地区,计划数,开工数\n甲县,5,4\n乙县,3,3\n合计,9,7\n", ["total_differs"]),
            ("地区,计划数,开工数\n全市,9,7\n甲县,5,4\n乙县,3,3\n", ["total_differs"]),
            ("地区,计划数,开工数\n甲县,5,4\n乙县,3,\n合计,8,7\n", ["total_unchecked", "no_rate"]),
            ("地区,计划数,开工数\n甲县,5,4\n乙县,3,\n合计,8,2\n", ["total_differs", "no_rate"]),
            ("地区,开工率,计划数,开工数\n甲县,80.0%,5,4\n乙县,66.7%,3,2\n", []),
            ("地区,开工率,计划数,开工数\n甲县,90.0%,5,4\n乙县,66.7%,3,2\n", ["rate_differs"]),
            ("地区,开工率,计划数,开工数\n甲县,全部开工,5,4\n乙县,66.7%,3,2\n", ["rate_differs"]),
            ("地区,开工数,开工率\n甲县,3,40.0%\n", ["no_whole_plan"]),  # 3 ÷ 0.4 is no whole plan
            ("地区,开工数,开工率\n甲县,2,40.0%\n乙县,0,0.0%\n", []),
            ("地区,开工数,开工率\n甲县,0,4.0%\n", ["no_whole_plan"]),
            ("地区,计划数,开工数\n甲县,5,4\n甲县,5,4\n", ["region_twice"]),
            (
                "地区,计划数,开工数\n甲县,5,4\n乙县,3,3\n陕南小计,8,7\n丙县,2,1\n陕北小计,2,2\n合计,10,8\n",
                ["total_differs"],
            ),
            ("地区,计划数,开工数\n陕南小计,8,7\n甲县,5,4\n乙县,3,3\n", []),
            ("地区,计划数,开工数\n安康市,10,8\n甲县,5,4\n乙县,3,3\n丙县,2,1\n", ["taken_as_total"]),
            ("地区,计划数,开工数\n安康市,9,8\n甲县,5,4\n乙县,3,3\n丙县,2,1\n", []),
            ("地区,计划数,开工数\n安康市,8,7\n甲县,5,4\n乙县,3,3\n", ["total_in_doubt"]),
            ("地区,计划数,开工数\n安康市,5,0\n甲县,5,0\n乙县,0,0\n丙县,0,0\n", ["no_rate"] * 2),
            ("地区,计划数,开工数\n安康市,10,8\n甲县,5,4\n乙县,3,4\n丙县,2,\n", ["no_rate"]),
            ("地区,计划数,开工数\n甲县,8,4\n乙县,,3\n合计,8,7\n", ["total_unchecked", "no_rate"]),
            (
                "地区,计划（万户）,开工（万户）\n甲县,1.00,0.50\n合计,1.01,0.50\n",
                ["total_by_rounding"],
            ),
            ("地区,计划（万户）,开工（万户）\n甲县,1.00,0.50\n合计,1.02,0.50\n", ["total_differs"]),
            ("地区,开工数,开工率\n甲县,3,全部开工\n乙县,1,0.0%\n", []),
            ("地区,计划数,开工数,开工率\n甲县,,3,40.0%\n", ["no_whole_plan"]),
        ],
    )
    def test_are_told_and_stop_nothing(self, text: str, found: list[str]) -> None:
        table = ranked(text)

        assert codes(table) == found
        assert table.rows
        assert not table.refused

    def test_about_a_total_never_let_it_be_ranked(self) -> None:
        table = ranked("地区,计划数,开工数\n安康市,10,8\n甲县,5,4\n乙县,3,3\n丙县,2,1\n")

        assert regions(table) == "1乙县 2甲县 3丙县"
        assert (table.total.numerator, table.total.denominator) == (8, 10)

    def test_name_the_place_what_was_read_and_what_it_should_be(self) -> None:
        (finding,) = ranked("地区,开工率,计划数,开工数\n甲县,90.0%,5,4\n乙县,66.7%,3,2\n").findings

        assert str(finding) == (
            "《通报.csv》 B2：“甲县”的“开工率”写“90.0%”，按表中两数计算为 80.0%。"
            "排名按计算值，请核对原表。"
        )

    def test_leave_the_stated_total_where_no_sum_can_be_had(self) -> None:
        total = ranked("地区,计划数,开工数\n甲县,5,4\n乙县,,3\n合计,8,7\n").total

        assert (total.denominator, total.numerator, total.rate) == (8, 7, "0.875")


class TestTotal:
    @pytest.mark.parametrize(
        ("total", "rate"),
        [
            ("合计,3.00,2.00,66.8%", "0.668"),  # as printed: made from the unrounded counts
            ("合计,3.00,2.00,66.7%", "0.666667"),  # the counts say the same with more digits
            ("合计,3.01,2.00,66.8%", "0.666667"),  # the sums are others
            ("合计,3.00,2.00,", "0.666667"),
        ],
    )
    def test_keeps_the_printed_rate_while_the_sums_are_its_own(self, total: str, rate: str) -> None:
        text = f"地区,计划（万户）,开工（万户）,开工率\n甲县,1.00,1.00,\n乙县,2.00,1.00,\n{total}\n"

        assert ranked(text).total.rate == rate


class TestWordsForAll:
    @pytest.mark.parametrize(
        ("full_words", "expected"),
        [
            (True, ["1 乙县 全部开工", "2 甲县 全部开工", "3 丙县 99.9%"]),
            (False, ["1 乙县 106.4%", "2 甲县 100.0%", "3 丙县 99.9%"]),
        ],
    )
    def test_stand_from_100_on_if_they_are_asked_for(
        self, full_words: bool, expected: list[str]
    ) -> None:
        text = "地区,计划数,开工数\n甲县,5,5\n乙县,1000,1064\n丙县,1000,999\n"

        assert lines(ranked(text, full_words=full_words)) == expected


class TestRefusals:
    def test_keep_the_basis_that_was_asked_for(self) -> None:
        text = "地区,计划小区,开工小区\n甲县,5,4\n"

        assert ranked(text, basis=TableBasis.AREA).basis is TableBasis.AREA
        assert ranked("地区,开工数\n甲县,4\n").basis is TableBasis.UNNAMED

    @pytest.mark.parametrize(
        ("text", "measure", "options", "code"),
        [
            ("地区,备注\n甲,乙\n", "start_rate", {}, "no_table"),
            ("地区,计划数,开工数\n甲县,5,4\n", "completion_rate", {}, "no_columns"),
            ("地区,开工数\n甲县,4\n", "start_rate", {}, "no_columns"),
            ("地区,计划数,开工数\n甲县,5,4\n", "start_rate", {"second_key": "满意度"}, "no_second_key"),
            ("地区,计划数,开工数\n甲县,5,4\n", "start_rate", {"second_key": "数"}, "no_second_key"),
            ("地区,计划小区,开工小区\n甲县,5,4\n", "start_rate", {"basis": TableBasis.AREA}, "no_columns"),
        ],
    )  # fmt: skip
    def test_rank_nothing_and_say_what_is_there(
        self, text: str, measure: str, options: dict[str, Any], code: str
    ) -> None:
        table = ranked(text, measure, **options)

        assert codes(table) == [code]
        assert table.refused
        assert table.rows == ()

    def test_say_which_columns_were_recognised(self) -> None:
        (finding,) = ranked("地区,计划数,开工数\n甲县,5,4\n", "completion_rate").findings

        assert finding.message == (
            "表中没有完工率，也没有能算出它的两列（计划和完工）。认得的列有：“计划数”、“开工数”。"
            "请补上这些列，或换一个指标；本次没有排名。"
        )


class TestOtherMeasures:
    @pytest.mark.parametrize(
        ("measure", "expected"),
        [
            ("funding_rate", ["1 乙县 100.0%", "2 甲县 50.0%"]),
            ("payment_rate", ["1 甲县 80.0%", "2 乙县 25.0%"]),
            ("investment_rate", ["1 甲县 60.0%", "2 乙县 12.5%"]),
        ],
    )
    def test_divide_what_they_declare(self, measure: str, expected: list[str]) -> None:
        text = (
            "单位,计划投资（万元）,完成投资（万元）,到位资金（万元）,拨付资金（万元）\n"
            "甲县,100,60,50,40\n乙县,80,10,80,20\n"
        )

        assert lines(ranked(text, measure)) == expected

    def test_part_equals_by_a_heading_that_divides_by_something_else(self) -> None:
        text = (
            "单位,计划投资（万元）,到位资金（万元）,拨付资金（万元）,资金拨付率\n"
            "甲县,100,100,40,40%\n乙县,10,10,9,90%\n"
        )

        assert regions(ranked(text, "funding_rate", second_key="资金拨付率")) == "1乙县 2甲县"
