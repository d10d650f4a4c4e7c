"""Characters as people type them (字符): widths, invisible marks, old and odd forms.

Folding changes how a text is written, never what it says; whatever is more than that is a
repair and is told.
"""

import unicodedata

_INVISIBLE = (
    *range(0x200B, 0x2010),  # zero width, direction marks
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    0x00AD,
    0xFEFF,
)
_SPACES = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x09, 0x0B, 0x0C, 0x85)
_WIDTHS: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # ！ to ～
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_INVISIBLE),
    0x2212: "-",  # − minus
    0xFF65: "·",
    0x3002: "。",
    0x33A1: "平方米",  # ㎡
    0x33A5: "立方米",
    0xFFE5: "¥",
}
# Radicals and compatibility forms that copying out of a PDF leaves behind look like the character.
_COPIES: dict[int, str] = {
    code: unicodedata.normalize("NFKC", chr(code))
    for block in (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    for code in block
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_WIDTHS |= _COPIES
# Old forms met in headers, units and names; the new form is what is compared, never what is kept.
_OLD = "區縣鎮鄉號樓棟幢戶數積築資額萬億單計總備註劃開項現產權結構層間時驗標稱舊莊園廠機關學電鐵燈麗華龍鳳東門術業醫藥飯館衛藝興慶豐順發廣場護農運輸紡織眀茍佈"
_NEW = "区县镇乡号楼栋栋户数积筑资额万亿单计总备注划开项现产权结构层间时验标称旧庄园厂机关学电铁灯丽华龙凤东门术业医药饭馆卫艺兴庆丰顺发广场护农运输纺织明苟布"
_FORMS = str.maketrans(_OLD, _NEW)

_NOTHING = frozenset(
    {
        "", "-", "--", "---", "—", "——", "———", "–", "――", "―", "─", "──", "━", "－", "_", "__", "/", "//", "\\",
        "无", "暂无", "没有", "未统计", "暂未统计", "不详", "未知", "不明", "不清楚",
        "待定", "待统计", "待核", "待核实", "待查", "待补", "待补充", "空", "缺", "缺失", "未填", "未填报",
        "n/a", "na", "n.a.", "null", "none", "nil", "无数据", "不适用", "无资料",
    }
)  # fmt: skip
_DITTO = frozenset({"同上", "〃", "″", "同前", "上同", "同左", "ditto", "..", ",,", "''"})
_ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")


def fold(text: str) -> str:
    """Return a text in half width without invisible marks and without spaces at its ends.

    >>> fold("　１２栋 ")
    '12栋'
    """
    if text.isascii():
        return text.strip()
    return text.translate(_WIDTHS).strip()


def has_foreign_digits(text: str) -> bool:
    """Say whether a folded text holds digits of another script, such as ``٣``; they are not read."""
    return not text.isascii() and any(char.isdecimal() and not char.isascii() for char in text)


def without_copies(text: str) -> str:
    """Return a text with the radicals that a PDF leaves behind as the characters that they look like."""
    return text if text.isascii() else text.translate(_COPIES)


def is_ditto(text: str) -> bool:
    """Say whether a cell only points at the one above: ``同上``, ``〃``."""
    return fold(text).strip("'\"“”") in _DITTO


def modern(text: str) -> str:
    """Return a text with old and variant characters in their usual form: ``戶數`` → ``户数``."""
    return text.translate(_FORMS)


def says_nothing(text: str) -> bool:
    """Say whether a cell stands for a missing value (空值): ``-``, ``/``, ``无``, blank.

    A single ``一`` is not nothing: it may be a dash and it may be a one.
    """
    return fold(text).lower() in _NOTHING


def is_error(text: str) -> bool:
    """Say whether a text is what a spreadsheet shows for a failed formula, such as ``#REF!``."""
    return (text.startswith("#") and text.strip().upper() in _ERRORS) or text.startswith("Err:5")


def quoted(text: str, limit: int = 30) -> str:
    """Return a text as a message quotes it: on one line, not longer than ``limit`` characters."""
    line = " ".join(text.split())
    if line == text and len(text) <= limit:
        return text  # the very same, so that a hundred thousand quotations take no room
    return line if len(line) <= limit else line[: limit - 1] + "…"
