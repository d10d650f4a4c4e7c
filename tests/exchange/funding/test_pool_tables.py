"""The two tables of pooling: every cell for certain, or nothing is pooled."""

from datetime import date

import pytest

from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import Reach
from jiugai.exchange.funding.pool_tables import (
    PoolItems,
    PoolSources,
    read_items,
    read_sources,
)
from tests.domain.funding.pooling.made_pools import CATALOGUE

HEAD = "项目,编号,费用(元),县区,片区,范围\n"
MONEY = "资金,资金来源,金额(元),限用项目,县区,截止日\n"


def items(text: str, head: str = HEAD) -> PoolItems:
    return read_items((head + text).encode("gb18030"), "项目.csv", CATALOGUE)


def sources(text: str, projects: frozenset[str] | None = frozenset("甲")) -> PoolSources:
    return read_sources((MONEY + text).encode("gb18030"), "资金.csv", projects)


class TestItems:
    def test_are_many_of_one_project(self) -> None:
        found = items("甲,b14,100.5,石泉县,老城,\n甲,B02,1,石泉县,老城,与小区联系\n")

        assert [(one.number, one.item.clause, one.cost_fen) for one in found.items] == [
            (1, "B14", 10_050),
            (2, "B02", 100),
        ]
        # 屋面 takes effect inside alone; 排水 says where.
        assert [one.reach for one in found.items] == [Reach.INSIDE, Reach.LINK]

    def test_of_several_places_keep_theirs_open_if_the_table_does(self) -> None:
        (one,) = items("甲,B02,1,,,\n").items

        assert one.reach is None

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("甲,B99,1,,,\n", "“B99”不在改造内容目录里"),
            ("甲,屋面,1,,,\n", "应为改造内容目录的编号"),
            ("甲,B14,0,,,\n", "大于 0"),
            ("甲,B14,1万,,,\n", "560000.00"),
            ("甲,B14,1,,,周边\n", "应为小区内部"),
            ("甲,B14,1,,,小区周边\n", "目录里它只能在：小区内部"),
            ("甲,B14,1,,老城,\n甲,B02,1,,新城,\n", "前面写“老城”，这里写“新城”"),
            ("甲,B14,1,石泉县,,\n甲,B02,1,,,\n", "前面写“石泉县”，这里写“空”"),
        ],
    )
    def test_are_refused_with_what_was_read(self, text: str, said: str) -> None:
        found = items(text)

        assert found.items == ()
        assert any(said in one.message for one in found.findings)

    def test_are_refused_in_another_unit(self) -> None:
        found = items("甲,B14,1,,,\n", HEAD.replace("(元)", "(万元)"))

        assert any("没有替您换算" in one.message for one in found.findings)


class TestSources:
    def test_say_whose_they_are_and_until_when(self) -> None:
        first, second = sources(
            "1号,中央财政补助,6.01,,,2020-12-31\n2号,city,1,甲,石泉县,\n"
        ).sources

        assert (first.fund, first.amount_fen, first.until) == (
            Source.CENTRAL_SUBSIDY, 601, date(2020, 12, 31),
        )  # fmt: skip
        assert (second.fund, second.project, second.county) == (Source.CITY, "甲", "石泉县")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("1号,上面的钱,1,,,\n", "应为中央财政补助、"),
            ("1号,其他,1,,,\n", "应为中央财政补助、"),
            ("1号,city,1,乙,,\n", "限用项目“乙”在项目表里没有"),
            ("1号,city,1,,,年底\n", "2020-12-31"),
            ("1号,city,1,,,\n1号,city,1,,,\n", "已经有了"),
        ],
    )
    def test_are_refused_with_what_was_read(self, text: str, said: str) -> None:
        found = sources(text)

        assert found.sources == ()
        assert any(said in one.message for one in found.findings)

    def test_are_not_blamed_for_projects_that_could_not_be_read(self) -> None:
        assert sources("1号,city,1,乙,,\n", None).sources
