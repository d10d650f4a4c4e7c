import pytest

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import Dimension
from jiugai.exchange.ledger.vocabulary_file import bounds, vocabulary


class TestVocabulary:
    def test_has_words_for_every_column(self) -> None:
        assert set(vocabulary().columns.values()) == set(Column)

    @pytest.mark.parametrize(
        ("text", "column", "unit"),
        [
            ("涉及居民", Column.HOUSEHOLDS, ""), ("楼宇", Column.BUILDINGS, ""), ("建筑面积（万㎡）", Column.FLOOR_AREA, "万平方米"), ("总投资\n(万元)", Column.INVESTMENT, "万元"),
            ("*小区名称", Column.NAME, ""), ("1.小区名称", Column.NAME, ""), ("戶數", Column.HOUSEHOLDS, ""), ("县(市、区)", Column.COUNTY, ""),
            ("累计完成投资（万元）", Column.INVESTED, "万元"), ("实际开工时间", Column.STARTED_ON, ""), ("投资/万元", Column.INVESTMENT, "万元"),
        ],
    )  # fmt: skip
    def test_knows_a_head(self, text: str, column: Column, unit: str) -> None:
        found = vocabulary().head(text)
        assert (found.column, found.unit) == (column, unit)

    @pytest.mark.parametrize(
        "text", ["其中：低保户数", "户数（已完成）", "计划投资(中央)", "计划开工日期", "拆除面积", "占地面积", "户均面积", "2021年户数", "改造前户数", "开工率", "已签约户数", "投资（%）", "计划加装电梯数", "现有停车位", "拟改造管线", "节能改造面积", "燃气改造户数"]
    )  # fmt: skip
    def test_never_takes_a_part_for_the_whole(self, text: str) -> None:
        assert vocabulary().head(text).column is None

    @pytest.mark.parametrize("text", ["户数①", "户数*", "户数²", "户 数※", "※户数"])
    def test_reads_past_the_mark_of_a_footnote(self, text: str) -> None:
        assert vocabulary().head(text).column is Column.HOUSEHOLDS

    def test_keeps_the_two_of_square_metres(self) -> None:
        assert vocabulary().head("建筑面积m²").unit == "平方米"

    @pytest.mark.parametrize(
        ("text", "gathers"),
        [
            ("改造前基本情况", True), ("小区规模情况", True), ("项目概况", True), ("改造投资情况", True),
            ("改造后情况", False), ("已完成情况", False), ("商铺情况", False), ("建筑面积", False),
        ],
    )  # fmt: skip
    def test_knows_what_only_gathers(self, text: str, gathers: bool) -> None:
        assert vocabulary().is_group(text) is gathers

    def test_lets_a_part_stand_back_behind_the_whole(self) -> None:
        words = vocabulary()
        assert words.stands_back("改造面积（㎡）")
        assert words.stands_back("惠及户数")
        assert not words.stands_back("总建筑面积")

    def test_reads_the_units_of_a_note(self) -> None:
        said = vocabulary().units_said("填报单位：样例  单位：栋、户、万平方米、万元")
        assert {d: int(u.factor) for d, u in said.items()} == {
            Dimension.BUILDINGS: 1,
            Dimension.HOUSEHOLDS: 1,
            Dimension.AREA: 10_000,
            Dimension.MONEY: 10_000,
        }

    def test_leaves_out_a_unit_of_which_a_note_says_two(self) -> None:
        assert Dimension.MONEY not in vocabulary().units_said("单位：万元、元")


def test_bounds_lie_within_each_other() -> None:
    for ratio in bounds().ratios:
        assert ratio.impossible[0] <= ratio.doubt[0] <= ratio.typical[0]
        assert ratio.typical[1] <= ratio.doubt[1] <= ratio.impossible[1]
    for limit in bounds().limits.values():
        assert limit.impossible[0] <= limit.doubt[0] <= limit.typical[0]
        assert limit.typical[1] <= limit.doubt[1] <= limit.impossible[1]
