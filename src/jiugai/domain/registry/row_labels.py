"""What the rows between the records say of themselves (行标签): totals, footers, notes, sections."""

import re
from enum import Enum

from jiugai.domain.registry.characters import fold


class TotalKind(Enum):
    """What a total sums up (合计的范围)."""

    BLOCK = "block"  # 小计: the rows of one block
    WHOLE = "whole"  # 合计、总计: the whole table


_TOTAL = re.compile(
    r"(?:小|合|总|共|累|分)计|total|subtotal|grandtotal|sum|承前页|过次页|转下页|接上页|总合计|总和|总数|汇总|合|计|本页[小合]计"
    r"|(?:全|本)(?:省|市|县|区|镇|街道|社区)(?:小计|合计|总计|共计|汇总)?"
    r"|[^、，,]{1,14}(?:小计|合计|总计|共计)"
    r"|(?:小计|合计|总计|共计)[(:：（\d].*"
    r"|(?:以上)?(?:合计|总计|共计|共)\d+(?:个|户|栋|幢).*"
)
_BLOCK = re.compile(r".*小计.*|本页.*|分计|.{2,}合计")
_FOOTER = re.compile(
    r"(?:填报|填表|制表|审核|审批|复核|经办|报送|单位|统计|主管|分管)(?:人|人员|单位|部门|日期|时间|负责人|领导|领导签字)?(?:\(.{1,6}\))?[:：].*"
    r"|(?:负责人|联系人|联系电话|电话|日期|时间|签字|签章|盖章|单位盖章|公章|抄送|打印|数据来源|资料来源)(?:\(.{1,6}\))?[:：].*"
    r"|(?:备注|注|附注|说明|填表说明|填报说明|填写说明|附)\d*(?:[:：.．、].*|)"
    r"|(?:\(?(?:加盖|盖|单位)?(?:公章|盖章|章)\)?)"
    r"|第\d+页.*|共\d+页.*|[-—]\d+[-—]"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
_SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]+[)）]?[、.．，\s].*|第[一二三四五六七八九十\d]+(?:部分|批|类).*|[(（][一二三四五六七八九十]+[)）].*|其中[:：、].*|其中"
)
_SENTENCE = re.compile(
    r"[。；;！]|[:：].{8,}|^(?:以[上下]|上述|下列|如下|本表|此表|续表|其余|另有)"
)
_EXAMPLE = re.compile(r"(?:填[写报])?(?:示例|样例|举例|例子|例)[:：]?|例如[:：]?")
_CHINESE_ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]?")
_CANDIDATE = frozenset("计合总共汇全本以tsg承过转接")
_DERIVED = re.compile(
    r"(?:其中)[:：、,，]?.*|平均|平均值|平均数|均值|占比|比例|完成率|开工率|最大值|最小值|中位数|同比|环比|增幅|增减|上年同期|上月数|本月数|目标数|计划数"
)
_PLACE_NAME = re.compile(
    r".*(?:街道|街道办|街道办事处|办事处|镇|乡|社区|片区|片|县|市|城区|新区|高新区|开发区|示范区|办)|.{1,3}(?<![小属宅活舍])区"
)


def total_kind(label: str) -> TotalKind | None:
    """Return what a row with this label sums up, or None if it is no total.

    >>> total_kind("全市小计："), total_kind("合　　计"), total_kind("统计局家属院")
    (<TotalKind.WHOLE: 'whole'>, <TotalKind.WHOLE: 'whole'>, None)
    """
    text = "".join(fold(label).split()).rstrip(":：").lower()
    text = re.sub(r"^[一二三四五六七八九十\d]{1,2}[、.．]", "", text)
    if not text or not (text[-1] == "计" or text[0] in _CANDIDATE or "计" in text):
        return None
    if not _TOTAL.fullmatch(text):
        return None
    if re.fullmatch(r"(?:全|本)(?:省|市|县|区).*", text):
        return TotalKind.WHOLE
    return TotalKind.BLOCK if _BLOCK.fullmatch(text) else TotalKind.WHOLE


def is_footer(label: str) -> bool:
    """Say whether a row that begins so is a footer: ``填报人：``, ``备注：``, ``第1页``."""
    return bool(_FOOTER.fullmatch("".join(fold(label).split())))


def is_section(label: str) -> bool:
    """Say whether a lone cell heads a part of the table: ``一、汉滨区``."""
    return bool(_SECTION.fullmatch(fold(label)))


def is_derived(label: str) -> bool:
    """Say whether a row is worked out from others or says a part of them: ``平均``, ``其中：…``."""
    return bool(_DERIVED.fullmatch("".join(fold(label).split())))


def is_example(label: str) -> bool:
    """Say whether a serial number or a place marks a row that only shows how to fill in: ``示例``."""
    return bool(_EXAMPLE.fullmatch("".join(fold(label).split())))


def is_place(label: str) -> bool:
    """Say whether a lone cell names a street or a county and so heads a part of the table."""
    return bool(_PLACE_NAME.fullmatch("".join(fold(label).split())))


def is_sentence(label: str) -> bool:
    """Say whether a lone cell is a remark in words, not the name of a community."""
    return len(label) > 40 or bool(_SENTENCE.search(fold(label)))


def is_chinese_ordinal(serial: str) -> bool:
    """Say whether a serial number is one of a part of the table: ``一``, ``（二）``."""
    return bool(_CHINESE_ORDINAL.fullmatch("".join(fold(serial).split())))
