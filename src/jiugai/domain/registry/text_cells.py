"""Reading names and words (文字): a community's name, a street, a remark."""

import re
from datetime import date, datetime, time, timedelta

from jiugai.domain.registry import names
from jiugai.domain.registry.characters import (
    fold,
    is_ditto,
    is_error,
    says_nothing,
    without_copies,
)
from jiugai.domain.registry.quantity_cells import ERROR_VALUE
from jiugai.domain.registry.readings import MISSING, Cell, Reading, doubted, refused

NAME_UNREADABLE = "ledger.name_unreadable"
NAMES_JOINED = "ledger.names_joined"
NAME_DOUBT = "ledger.name_in_doubt"
DITTO = "ledger.ditto"
_LONGEST_NAME = 60
_FORMULA = re.compile(r"=(?:[A-Za-z]+\(.*|[\d+*/A-Z$:!().-]+)")
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]")
_SAMPLE = re.compile(
    r"^(?:例|示例|样例|举例|备注|说明|注)(?:[:：].*)?$|^[X×xＸ某]{2,}(?:小区|家属院)?$"
    r"|^(?:小区|家属院|宿舍|住宅楼|居民楼|院|楼|本小区|其他|其它)$"
)
_PLACE = re.compile(
    r"^.{1,5}(?:街道|街道办|街道办事处|办事处)$|^.{1,4}(?<![小古新水故])[镇乡]$|^.{1,4}(?<![超夜菜集])[县市]$"
    r"|^.{1,4}(?<![小属宅活舍一二三四五六七八九十0-9A-Za-z甲乙丙丁东西南北中新老园片厂矿院村街])区$"
)
_PLACE_WITH_COUNT = re.compile(r"(?<=[道办处镇乡])[(（][^()（）]*\d[^()（）]*[)）]$")
_EDGES = "、，,。;；.·*＊※"
_NUMBERED = re.compile(r"^(?:[(（]\d{1,3}[)）]|\d{1,3}(?:[、．]|[.)）](?!\d)))\s*(?=\D)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BETWEEN = re.compile(
    r"(?<=[\u3400-\u9fff\d号栋幢楼）)])[ \t\u3000\u00a0]+(?=[\u3400-\u9fff\d（(])"
)


def read_text(cell: Cell) -> Reading:
    """Read a cell of words: trimmed, otherwise as it stands; a number as people write it."""
    if isinstance(cell, bool):
        return Reading("是" if cell else "否")
    if isinstance(cell, datetime):
        return Reading(cell.date().isoformat())
    if isinstance(cell, date):
        return Reading(cell.isoformat())
    if isinstance(cell, (time, timedelta)):
        return Reading(str(cell))
    if isinstance(cell, (int, float)):
        return Reading(f"{cell:.15g}")
    if says_nothing(cell):
        return MISSING
    text = without_copies(_UNSEEN.sub("", cell)).strip().strip("\u3000\u00a0")
    if is_ditto(text):
        return Reading(None, "", DITTO, "没有替您补上，请逐格填写", blocks=False)
    if is_error(text):
        return Reading(None, "", ERROR_VALUE, "是公式出错的结果，没有读", blocks=False)
    return Reading(text, "去掉不可见字符" if _UNSEEN.search(cell.strip()) else "")


def read_place(cell: Cell) -> Reading:
    """Read a county, a street or a community's neighbourhood: no space belongs into its name."""
    read = read_text(cell)
    if isinstance(read.value, str) and not read.code:
        closed = "".join(read.value.split())
        if closed != read.value:
            return Reading(closed, "、".join(filter(None, (read.why, "去掉空格"))))
    return read


def read_name(cell: Cell, has_figures: bool) -> Reading:
    """Read the name of a community.

    :param has_figures: whether the row holds figures, which cannot be split among several names.
    """
    if isinstance(cell, (bool, date, datetime, time, timedelta)):
        return refused(
            NAME_UNREADABLE,
            "不是名称（可能是“3-5”一类内容被自动改成了日期）。应为小区名称，例如 天阳楼小区",
        )
    if isinstance(cell, (int, float)):
        return refused(
            NAME_UNREADABLE, "只有数字，不是名称，可能列与列错位。应为小区名称，例如 天阳楼小区"
        )
    if says_nothing(cell):
        return MISSING
    folded = fold(cell)
    if is_error(folded):
        return refused(ERROR_VALUE, "是公式出错的结果。应为小区名称，例如 天阳楼小区")
    if re.fullmatch(r"[\d.,%\s-]+", folded):
        return refused(
            NAME_UNREADABLE, "只有数字，不是名称，可能列与列错位。应为小区名称，例如 天阳楼小区"
        )
    if is_ditto(folded) or _FORMULA.fullmatch(folded) or not _WORD.search(folded):
        return refused(NAME_UNREADABLE, "不是名称。应为小区名称，例如 天阳楼小区")
    return _of_text(cell.strip().strip("\u3000\u00a0"), has_figures)


def _of_text(text: str, has_figures: bool) -> Reading:
    reasons = []
    visible = _UNSEEN.sub("", text)
    if visible != text:
        reasons.append("去掉不可见字符")
    clean = without_copies(visible)
    if clean != visible:
        reasons.append("部首字形换成通用字")
    bare = clean.strip(_EDGES)
    if bare != clean and bare:
        clean = bare
        reasons.append("去掉首尾标点")
    unnumbered = _NUMBERED.sub("", clean)
    if unnumbered != clean:
        clean = unnumbered
        reasons.append("去掉名称前的序号")
    parts = names.joined(clean)
    if parts:
        return _several(clean, parts, has_figures)
    oneline = "".join(line.strip() for line in clean.splitlines())
    if oneline != clean:
        reasons.append("去掉换行")
    closed = _BETWEEN.sub("", oneline)
    if closed != oneline:
        reasons.append("去掉空格")
    if len(closed) > _LONGEST_NAME:
        return doubted(closed, "、".join(reasons), NAME_DOUBT, "过长，不像一个小区的名称，请核对")
    if _SAMPLE.search(closed):
        return doubted(
            closed,
            "、".join(reasons),
            NAME_DOUBT,
            "不像一个小区的名称（像是示例、说明或泛称），请核对",
        )
    if _PLACE.search(_PLACE_WITH_COUNT.sub("", closed)):
        said = "像是地区的名称，这一行可能是小计，请核对"
        return doubted(closed, "、".join(reasons), NAME_DOUBT, said)
    return Reading(closed, "、".join(reasons))


def _several(text: str, parts: tuple[str, ...], has_figures: bool) -> Reading:
    shown = "”“".join(parts[:4])
    if not has_figures:
        return doubted(
            text, "", NAMES_JOINED, f"像是 {len(parts)} 个小区（“{shown}”）写在一格，请分行填写"
        )
    if names.is_clear_list(parts):
        return refused(
            NAMES_JOINED,
            f"一格里写了 {len(parts)} 个小区（“{shown}”），却只有一组数，无法拆分。应每个小区一行",
        )
    return doubted(
        text, "", NAMES_JOINED,
        f"可能是 {len(parts)} 个小区（“{shown}”），也可能是一个小区的名称，已按一个记，请核对",
    )  # fmt: skip
