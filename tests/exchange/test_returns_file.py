"""A file of returns is read leniently at its head and strictly in its cells."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Weight
from jiugai.domain.reporting.checks.series import ProjectReturn
from jiugai.exchange.returns_columns import COLUMNS
from jiugai.exchange.returns_file import MOST_FINDINGS, ReturnsFile, read_returns

HEAD = ",".join(column.code for column in COLUMNS)
ROW = "汉滨区,河滨小区,2020-10,214,1,0,80,35.5,1250000.50,600000,4,1,0"
CHINESE = (
    "县（市、区）,小区名称,月份,计划户数,是否开工,是否完工,累计完成户数,形象进度（%）,"
    "累计完成投资（元）,累计支付（元）,照片张数,投诉件数,是否停工"
)
READ = ProjectReturn(
    month=Month(2020, 10),
    planned_households=214,
    started=1,
    completed=0,
    households_done=80,
    progress=3550,
    invested_fen=125_000_050,
    paid_fen=60_000_000,
    photos=4,
    complaints=1,
    stopped=False,
)


def read(*lines: str, encoding: str = "utf-8") -> ReturnsFile:
    return read_returns("\r\n".join(lines).encode(encoding), "逐月数.csv")


def only(found: ReturnsFile) -> ProjectReturn:
    (series,) = found.series
    (told,) = series.returns
    return told


def cell(column: str, text: str) -> ReturnsFile:
    """Read the row with one cell written otherwise."""
    place = [each.code for each in COLUMNS].index(column)
    cells = ROW.split(",")
    cells[place] = f'"{text}"' if "," in text else text
    return read(HEAD, ",".join(cells))


def codes(found: ReturnsFile) -> list[str]:
    return [finding.code.removeprefix("check_returns.") for finding in found.findings]


class TestTheHead:
    @pytest.mark.parametrize("head", [HEAD, HEAD.upper(), HEAD.replace("_", " "), CHINESE])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_is_understood_in_many_spellings_and_encodings(self, head: str, encoding: str):
        found = read(head, ROW, encoding=encoding)

        assert only(found) == READ
        assert found.findings == ()
        assert found.missing == ()

    @pytest.mark.parametrize("mark", ["\t", ";", "|"])
    def test_is_understood_with_other_separators(self, mark: str):
        assert only(read(HEAD.replace(",", mark), ROW.replace(",", mark))) == READ

    def test_may_lack_columns_and_says_which_checks_suffer(self):
        found = read("county,project,month,progress_pct", "汉滨区,河滨小区,2020-10,35")

        assert only(found).photos is None
        assert "photos" in found.missing
        assert codes(found) == ["missing_columns"]
        assert "要用它们的核验项不适用" in found.findings[0].message

    def test_may_have_columns_that_mean_nothing_here(self):
        assert codes(read(f"{HEAD},联系人", f"{ROW},张三")) == ["unknown_column"]

    @pytest.mark.parametrize(
        ("head", "code", "words"),
        [
            ("project,month,progress_pct", "no_column", "表头里没有county列"),
            ("county,project,month", "no_column", "表头里没有progress_pct列"),
            (f"{HEAD},进度", "column_twice", "请只留一列"),
            (
                HEAD.replace("paid_yuan", "累计支付（万元）"),
                "head_unit",
                "单位写的是“万元”，应为元",
            ),
            (HEAD.replace("month", "月份（上旬）"), "head_unit", "这一列没有单位"),
        ],
    )
    def test_refuses_what_would_have_to_be_guessed(self, head: str, code: str, words: str):
        found = read(head, ",".join(["1"] * len(head.split(","))))

        assert code in codes(found)
        assert any(words in finding.message for finding in found.findings)
        assert found.series == ()


class TestTheCells:
    @pytest.mark.parametrize(
        ("column", "text", "field", "value"),
        [
            ("month", "2020/10", "month", Month(2020, 10)),
            ("month", "2020年10月", "month", Month(2020, 10)),
            ("month", "202010", "month", Month(2020, 10)),
            ("month", "2020-10-31", "month", Month(2020, 10)),
            ("started", "是", "started", 1),
            ("started", "0", "started", 0),
            ("started", "3", "started", 3),
            ("started", "", "started", None),
            ("completed", "False", "completed", 0),
            ("planned_households", "1,214", "planned_households", 1214),
            ("planned_households", "２１４", "planned_households", 214),
            ("planned_households", "214.0", "planned_households", 214),
            ("progress_pct", "35.5%", "progress", 3550),
            ("progress_pct", "104", "progress", 10_400),
            ("investment_yuan", "1,250,000.50", "invested_fen", 125_000_050),
            ("investment_yuan", "-", "invested_fen", None),
            ("photos", "", "photos", None),
            ("photos", "nan", "photos", None),
            ("stopped", "停工", "stopped", True),
            ("stopped", "", "stopped", False),
            ("stopped", "1", "stopped", True),
        ],
    )
    def test_are_read_where_they_say_one_thing(
        self, column: str, text: str, field: str, value: object
    ):
        assert getattr(only(cell(column, text)), field) == value

    @pytest.mark.parametrize(
        ("column", "text", "expected"),
        [
            ("county", "", "县区是空的，不应空着"),
            ("month", "2020.1", "月份读到“2020.1”，应为年月，例如 2020-10"),
            ("month", "10月", "应为年月"),
            ("month", "2020-13", "应为年月"),
            ("planned_households", "约200", "计划户数读到“约200”，应为不小于 0 的整数"),
            ("planned_households", "-3", "应为不小于 0 的整数"),
            ("planned_households", "21.5", "应为不小于 0 的整数"),
            ("planned_households", "1,21", "应为不小于 0 的整数"),
            ("started", "2020-05-12", "不填日期"),
            ("progress_pct", "过半", "应为 0—100 的百分数"),
            ("progress_pct", "-1", "应为 0—100 的百分数"),
            ("investment_yuan", "125万", "不写“万”"),
            ("investment_yuan", "1.2E+06", "不用科学计数法"),
            ("paid_yuan", "-5", "不小于 0 的数"),
            ("photos", "四", "应为不小于 0 的整数"),
            ("stopped", "部分", "应为 1（已申报停工）或 0"),
        ],
    )
    def test_are_refused_with_their_place_where_they_do_not(
        self, column: str, text: str, expected: str
    ):
        found = cell(column, text)
        (finding,) = found.findings

        assert found.series == ()
        assert expected in finding.message
        assert finding.message.endswith("请改正后重试。本次没有核验。")
        assert finding.place.cell == f"{'ABCDEFGHIJKLM'[[c.code for c in COLUMNS].index(column)]}2"

    def test_are_told_all_at_once(self):
        found = read(HEAD, ROW.replace("214", "二百"), ROW.replace("2020-10", "上月"))

        assert [finding.place.cell for finding in found.findings] == ["D2", "C3"]

    def test_finer_than_a_fen_are_rounded_and_told(self):
        found = cell("investment_yuan", "1250000.505")

        assert only(found).invested_fen == 125_000_051
        assert "有 1 格比分还细，四舍五入到分来核验" in found.findings[0].message

    def test_progress_written_as_a_share_is_not_taken_for_a_percentage(self):
        rows = [ROW.replace("35.5", f"0.{n}5").replace("-10", f"-{n:02d}") for n in range(1, 9)]

        found = read(HEAD, *rows)

        assert codes(found) == ["progress_as_share"]
        assert found.series == ()


class TestTheRows:
    def test_become_one_series_for_each_project_in_the_order_of_months(self):
        found = read(
            HEAD, ROW, ROW.replace("2020-10", "2020-09"), ROW.replace("河滨小区", "东风小区")
        )

        assert [(s.project, [str(r.month) for r in s.returns]) for s in found.series] == [
            ("河滨小区", ["2020-09", "2020-10"]),
            ("东风小区", ["2020-10"]),
        ]

    def test_keep_projects_of_one_name_in_two_counties_apart(self):
        assert len(read(HEAD, ROW, ROW.replace("汉滨区", "石泉县")).series) == 2

    def test_told_twice_alike_count_once(self):
        found = read(HEAD, ROW, ROW)

        assert only(found) == READ
        assert codes(found) == ["same_row"]

    def test_told_twice_otherwise_are_refused(self):
        found = read(HEAD, ROW, ROW.replace("35.5", "45.5"))

        assert codes(found) == ["two_rows"]
        assert "在第 2 行已经有了，两行的数不同" in found.findings[0].message

    def test_that_sum_up_are_left_out_and_told(self):
        found = read(HEAD, ROW, "合计,,,214,,,,,,,,,")

        assert only(found) == READ
        assert codes(found) == ["total_row"]

    def test_with_a_comma_too_many_are_refused_and_not_shifted(self):
        found = read(HEAD, ROW.replace("1250000.50", "1,250,000.50"))

        assert codes(found) == ["row_too_long"]

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04", b"\x00\x01", b'"'])
    def test_that_are_none_are_a_finding(self, content: bytes):
        found = read_returns(content, "空.csv")

        assert found.series == ()
        assert [finding.weight for finding in found.findings] == [Weight.BLOCKS]

    def test_with_more_faults_than_anybody_reads_are_told_in_part(self):
        rows = [ROW.replace("214", "x").replace("河滨", str(n)) for n in range(MOST_FINDINGS + 5)]

        found = read(HEAD, *rows)

        assert len(found.findings) == MOST_FINDINGS + 1
        assert "还有 5 处没有列出" in found.findings[-1].message

    @settings(max_examples=150)
    @given(st.binary(max_size=300))
    def test_never_raise_whatever_the_bytes_are(self, noise: bytes):
        for content in (noise, codecs.BOM_UTF8 + HEAD.encode() + b"\n" + noise):
            found = read_returns(content, "乱.csv")

            assert found.series == () or all(f.weight is not Weight.BLOCKS for f in found.findings)
