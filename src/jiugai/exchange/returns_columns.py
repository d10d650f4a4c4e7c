"""The columns of a file of returns (月报逐月数的列): how each may be headed, and how its cells are read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jiugai.domain.calendar import Month
from jiugai.domain.registry.characters import fold, modern, says_nothing
from jiugai.domain.reporting.checks.series import POINT

Value = str | int | bool | Month | None

_UNIT = re.compile(r"[（(]([^（）()]*)[)）]$")
_LOOSE = re.compile(r"[\s_\-·]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?=\.|$)")
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"\d{1,13}(?:\.\d{1,20})?", re.ASCII)
_MONTHS = (
    re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})(?:/\d{1,2})?", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(?:\d{1,2}日|份)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
)
_YES = frozenset({"是", "已", "有", "true", "yes", "y", "√", "✓"})
_NO = frozenset({"否", "未", "没有", "无", "false", "no", "n", "×"})


class Unread(Exception):
    """A cell that says none of what its column may say; carries what was expected, with an example."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says (单元格读数).

    Attributes:
      rounded: whether it was finer than what is kept, and was rounded.
    """

    value: Value
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class ReturnsColumn:
    """One column of the file.

    Attributes:
      code: its own heading.
      headings: others that say the same.
      units: units that may stand in brackets after a heading; the first is what is read.
    """

    code: str
    word: str
    headings: tuple[str, ...]
    units: tuple[str, ...]
    read: Callable[[str], Cell]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without spaces and case: whole, and parted from the unit in brackets behind it."""

    whole: str
    bare: str
    unit: str


def heading(text: str) -> Heading:
    """Return how a heading is compared.

    >>> heading("Investment Yuan").whole, heading("累计支付（元）").unit
    ('investmentyuan', '元')
    """
    plain = modern(fold(text)).lower()
    unit = _UNIT.search(plain)
    bare = plain[: unit.start()] if unit else plain
    return Heading(_LOOSE.sub("", plain), _LOOSE.sub("", bare), unit[1].strip() if unit else "")


def _words(text: str) -> Cell:
    found = fold(text)
    if not found:
        raise Unread("不应空着，例如“汉滨区”“河滨小区”")
    return Cell(found)


def _month(text: str) -> Cell:
    for form in _MONTHS:
        found = form.fullmatch(fold(text))
        if found and 1 <= int(found[2]) <= 12 and 1900 <= int(found[1]) <= 2100:
            return Cell(Month(int(found[1]), int(found[2])))
    raise Unread("应为年月，例如 2020-10")


def _plain(text: str) -> str:
    folded = fold(text)
    return folded.replace(",", "") if _GROUPED.match(folded) else folded


def _is_blank(text: str) -> bool:
    return says_nothing(text) or fold(text).lower() == "nan"


def _count(text: str) -> Cell:
    if _is_blank(text):
        return Cell(None)
    found = _WHOLE.fullmatch(_plain(text))
    if not found:
        raise Unread("应为不小于 0 的整数，例如 214；没有的填 0，没有填的留空")
    return Cell(int(found[1]))


def _how_many(text: str) -> Cell:
    """Read 1 or 0, a count, or yes and no."""
    plain = fold(text).lower()
    if plain in _YES | _NO:
        return Cell(int(plain in _YES))
    try:
        return _count(text)
    except Unread as unread:
        raise Unread("应为 0、1 或个数，也可以写“是”“否”；不填日期") from unread


def _stopped(text: str) -> Cell:
    """Read a declaration; one that was not made is none."""
    plain = fold(text).lower()
    if plain in _YES | {"1", "1.0", "停工"}:
        return Cell(True)
    if plain in _NO | {"0", "0.0", "未停工"} or _is_blank(text):
        return Cell(False)
    raise Unread("应为 1（已申报停工）或 0，也可以写“是”“否”")


def _progress(text: str) -> Cell:
    if _is_blank(text):
        return Cell(None)
    plain = _plain(text).removesuffix("%").strip()
    if not _DECIMAL.fullmatch(plain) or Decimal(plain) >= 1000:
        raise Unread("应为 0—100 的百分数，例如 35 或 35.5")
    return _scaled(Decimal(plain), POINT)


def _money(text: str) -> Cell:
    if _is_blank(text):
        return Cell(None)
    plain = _plain(text).removeprefix("¥").strip()
    if not _DECIMAL.fullmatch(plain):
        raise Unread("应为以元计、不小于 0 的数，例如 1250000.00；不写“万”，不用科学计数法")
    return _scaled(Decimal(plain), 100)


def _scaled(value: Decimal, scale: int) -> Cell:
    exact = value * scale
    kept = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return Cell(int(kept), rounded=kept != exact)


COLUMNS = (
    ReturnsColumn(
        "county",
        "县区",
        ("县区", "区县", "县市区", "县（市、区）", "县（区）", "县", "县区名称"),
        (),
        _words,
    ),
    ReturnsColumn("project", "项目", ("项目", "项目名称", "小区", "小区名称"), (), _words),
    ReturnsColumn("month", "月份", ("月份", "报告期", "报表月份", "年月", "月"), (), _month),
    ReturnsColumn("planned_households", "计划户数", ("计划户数", "计划改造户数"), ("户",), _count),
    ReturnsColumn("started", "开工", ("开工", "已开工", "是否开工", "开工数"), ("个",), _how_many),
    ReturnsColumn(
        "completed", "完工", ("完工", "已完工", "是否完工", "完工数"), ("个",), _how_many
    ),
    ReturnsColumn(
        "households_done", "完成户数", ("完成户数", "累计完成户数", "已完成户数"), ("户",), _count
    ),
    ReturnsColumn(
        "progress_pct", "形象进度", ("形象进度", "进度", "工程进度"), ("%", "％"), _progress
    ),
    ReturnsColumn(
        "investment_yuan",
        "累计完成投资",
        ("累计完成投资", "完成投资", "累计投资"),
        ("元",),
        _money,
    ),
    ReturnsColumn(
        "paid_yuan", "累计支付", ("累计支付", "支付", "累计支付资金", "累计拨付"), ("元",), _money
    ),
    ReturnsColumn("photos", "照片", ("照片", "照片数", "照片张数"), ("张",), _count),
    ReturnsColumn("complaints", "投诉", ("投诉", "投诉数", "投诉件数"), ("件",), _count),
    ReturnsColumn("stopped", "停工", ("停工", "申报停工", "是否停工"), (), _stopped),
)
KEYS = ("county", "project", "month")


def by_heading() -> Mapping[str, ReturnsColumn]:
    """Return the columns by each way of heading them."""
    return {
        heading(word).whole: column
        for column in COLUMNS
        for word in (column.code, *column.headings)
    }
