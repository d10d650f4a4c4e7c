"""What a Chinese sentence says in numbers and days."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.figures import Kind
from jiugai.domain.bulletins.mentions import mentions
from jiugai.domain.calendar import Month


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "kind", "value", "unit"),
        [
            ("开工2个", Kind.COUNT, Fraction(2), "个"),
            ("开工 2 个", Kind.COUNT, Fraction(2), "个"),
            ("开工２个", Kind.COUNT, Fraction(2), "个"),
            ("现有1,085个", Kind.COUNT, Fraction(1085), "个"),
            ("涉及10万余户", Kind.COUNT, Fraction(100_000), "户"),
            ("四十五个项目", Kind.COUNT, Fraction(45), "个"),
            ("工期3个月", Kind.COUNT, Fraction(3), "个月"),
            ("开工率4.4%", Kind.RATE, Fraction(44, 1000), ""),
            ("开工率４．４％", Kind.RATE, Fraction(44, 1000), ""),
            ("百分之四点四", Kind.RATE, Fraction(44, 1000), ""),
            ("提高2.2个百分点", Kind.POINTS, Fraction(22, 1000), ""),
            ("回落了2.2个百分点", Kind.POINTS, Fraction(-22, 1000), ""),
            ("5.1亿元", Kind.MONEY, Fraction(51_000_000_000), ""),
            ("318.5万元", Kind.MONEY, Fraction(318_500_000), ""),
            ("12.35万平方米", Kind.AREA, Fraction(12_350_000), ""),
            ("800㎡", Kind.AREA, Fraction(80_000), ""),
            ("并列第3位", Kind.RANK, Fraction(3), ""),
            ("倒数第一", Kind.RANK, Fraction(-1), ""),
            ("2020年11月3日", Kind.DATE, date(2020, 11, 3), ""),
            ("2020-11-03", Kind.DATE, date(2020, 11, 3), ""),
            ("二〇二〇年十一月三日", Kind.DATE, date(2020, 11, 3), ""),
            ("11月3日", Kind.DATE, (11, 3), ""),
            ("2020年10月", Kind.DATE, Month(2020, 10), ""),
            ("2020年批次", Kind.DATE, 2020, ""),
        ],
    )
    def test_reads_what_clerks_write(self, text: str, kind: Kind, value: object, unit: str):
        (found,) = mentions(text)

        assert (found.kind, found.value, found.unit, found.is_mark) == (kind, value, unit, False)

    @pytest.mark.parametrize(
        "text",
        [
            "1．开工率",
            "（1）开工率",
            "附件2",
            "第五十六期",
            "建办城〔2021〕50号",
            "第278条",
            "第二百七十八条",
            "电话：0915-3210000",
            "18:00前",
        ],
    )
    def test_knows_the_marks_of_a_paper_for_no_figures(self, text: str):
        assert [found.is_mark for found in mentions(text)] == [True]

    @pytest.mark.parametrize(
        "text",
        [
            "一个小区一个专班",
            "四公开",
            "十四五",
            "千篇一律",
            "SM3摘要",
            "第一责任人",
            "《2020年第3号文件》",
            "三要强化责任",
        ],
    )
    def test_does_not_take_words_for_numbers(self, text: str):
        assert mentions(text) == []

    def test_never_says_a_day_that_does_not_exist(self):
        (found,) = mentions("2020年2月30日")

        assert found.value == "2020年2月30日"

    @given(st.text("0123456789.%年月日个户万亿元第期〔〕号-+,，。 一二十百点提高下降", max_size=40))
    def test_finds_stretches_that_follow_each_other(self, text: str):
        found = mentions(text)

        assert all(text[each.start : each.end] == each.text for each in found)
        ends = [0, *(each.end for each in found)]
        assert all(each.start >= end for each, end in zip(found, ends, strict=False))
