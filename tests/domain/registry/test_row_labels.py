import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.row_labels import (
    TotalKind,
    is_derived,
    is_example,
    is_footer,
    is_place,
    is_section,
    total_kind,
)

COMMUNITIES = ["统计局家属院", "会计学校宿舍", "总工会家属院", "合兴小区", "共和小区", "计生委家属院", "全福小区", "本溪路小区", "注塑厂宿舍", "日报社家属院", "其中路小区", "一建小区", "第一中学家属院", "平均路小区"]  # fmt: skip


class TestTotalKind:
    @pytest.mark.parametrize(
        "label",
        [
            "合计",
            "合　　计",
            "总计：",
            "共计",
            "全市小计：",
            "合计（8个）",
            "共8个小区",
            "一、合计",
            "Total",
        ],
    )
    def test_knows_the_total_of_all(self, label: str) -> None:
        assert total_kind(label) is TotalKind.WHOLE

    @pytest.mark.parametrize("label", ["小计", "老城街道小计", "汉滨区合计", "本页小计"])
    def test_knows_the_total_of_a_block(self, label: str) -> None:
        assert total_kind(label) is TotalKind.BLOCK


class TestLabels:
    @pytest.mark.parametrize("name", COMMUNITIES)
    def test_never_take_a_community_for_something_else(self, name: str) -> None:
        assert total_kind(name) is None
        assert not is_footer(name)
        assert not is_section(name)
        assert not is_place(name)
        assert not is_example(name)
        assert name == "其中路小区" or not is_derived(name)

    @pytest.mark.parametrize("label", ["示例", "例", "样例：", "填报示例"])
    def test_know_an_example(self, label: str) -> None:
        assert is_example(label)

    @pytest.mark.parametrize(
        "label",
        [
            "填报人：某某",
            "审核人:",
            "备注：略",
            "第 1 页 共 3 页",
            "2020年10月28日",
            "单位负责人（签字）：",
        ],
    )
    def test_know_footers(self, label: str) -> None:
        assert is_footer(label)

    def test_know_sections_and_places(self) -> None:
        assert is_section("一、汉滨区")
        assert is_section("（二）2020年项目")
        assert is_place("老城街道")

    def test_know_rows_that_are_worked_out(self) -> None:
        assert is_derived("平均")
        assert is_derived("其中：房改房")

    @given(st.text(alphabet="甲乙丙丁戊己庚辛小区家属院号楼0123456789", min_size=2, max_size=12))
    def test_never_take_a_name_of_plain_words_for_a_total(self, name: str) -> None:
        assert total_kind(name) is None
