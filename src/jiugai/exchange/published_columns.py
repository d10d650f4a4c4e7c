"""What a heading of a published table means (列识别): 新开工小区数（个）, 户数开工率, 完成投资（万元）.

A heading is read from its own row first and only then from the rows above it, so that a title
over all columns never tells what one of them counts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiugai.domain.registry.characters import fold, modern
from jiugai.domain.reporting.indicators import Quantity
from jiugai.domain.supervision.published import TableBasis
from jiugai.exchange.published_cells import unit_scale

_REGION = re.compile(
    r"(?:所属|所在|责任|牵头|上报|填报|报送|统计|参评|被考核)?"
    r"(?:省级?|自治区|直辖市|地级?|设区|州|盟|师|市级?|县级?|区|旗|街道|乡|镇办?|地区|城市|区域|区划|辖区|单位|地方|省份|行政区划?)+"
    r"(?:名称|名)?"
)
_BRACKETS = re.compile(r"[(\[{〔【<《](.*?)[)\]}〕】>》]")
_IGNORED = re.compile(
    r"排名|名次|位次|排序|序号|编号|同比|环比|较上|比上|增幅|增长|增减|变化|备注|说明|时间|日期|电话|联系"
    r"|未开|未完|未到|未拨|未支|未竣|尚未|尚需|剩余|缺口|代码|上月|上年|上季|上周|去年|同期"
)
_RATE = re.compile(r"率|占比|比例|比重|百分比|%|进度$|完成度")
_LESS_MEANT = re.compile(r"总投资|概算|估算|总量|总数")  # beside 计划投资 it is not the year's plan
_THIS_MONTH = re.compile(r"本月|当月|本周|当日|当季|本季")
_QUANTITIES = (
    (re.compile(r"(?:累计|已)完成(?:年度)?计划"), None),
    (
        re.compile(
            r"计划|任务|目标|应[改开完竣]|[需拟][改开]|下达|批复|总投资|概算|估算|总量|总数"
        ),
        Quantity.PLANNED,
    ),
    (re.compile(r"到位|到账"), Quantity.RECEIVED),
    (re.compile(r"拨付|支付|支出|付款"), Quantity.PAID),
    (re.compile(r"竣工|验收"), Quantity.ACCEPTED),
    (re.compile(r"完工|改造完成|完成改造|建成"), Quantity.COMPLETED),
    (re.compile(r"开工|动工|启动"), Quantity.STARTED),
)
_DONE = re.compile(r"完成|已投")
_BASES = (
    (re.compile(r"投资|资金|金额|款项?|经费|[万亿]元|^元$"), TableBasis.FEN),
    (re.compile(r"面积|平方米"), TableBasis.AREA),
    (re.compile(r"户(?!外|型)"), TableBasis.HOUSEHOLDS),
    (re.compile(r"楼|栋|幢"), TableBasis.BUILDINGS),
    (re.compile(r"小区"), TableBasis.COMMUNITIES),
    (re.compile(r"项目|工程"), TableBasis.PROJECTS),
)
_MONEY_ONLY = {Quantity.RECEIVED, Quantity.PAID, Quantity.INVESTED}


@dataclass(slots=True)
class Meaning:
    """What one heading says; ``done`` if it says 完成 without saying of what.

    ``second`` if another heading for the same figure goes before it: 累计开工 before 本月开工.
    """

    quantity: Quantity | None = None
    basis: TableBasis | None = None
    is_rate: bool = False
    done: bool = False
    second: bool = False
    unit: str = ""
    scale: Decimal = Decimal(1)
    ignored: bool = False


@dataclass(slots=True)
class Heading:
    """The heading of one column: its texts from the top row to the lowest, and where it stands."""

    index: int
    texts: list[str]
    cell: str
    meaning: Meaning = field(default_factory=Meaning)

    @property
    def shown(self) -> str:
        return "/".join(" ".join(text.split()) for text in self.texts)


def plain(text: str) -> str:
    """Return a heading as it is compared: half width, modern characters, no spaces."""
    return modern("".join(fold(text).split()))


def is_region(text: str) -> bool:
    """Say whether a heading is that of the regions: 地区, 市州, 县（市、区）, 单位."""
    found = re.sub(r"[()\[\]、,，/\\·.]", "", plain(text))
    return len(found) <= 12 and bool(_REGION.fullmatch(found))


def has_measure_words(text: str) -> bool:
    """Say whether a text could be (part of) a heading of a figure."""
    words = plain(text)
    patterns = [pattern for pattern, _ in (*_QUANTITIES, *_BASES)]
    return any(pattern.search(words) for pattern in (*patterns, _RATE, _DONE))


def understand(
    headings: Sequence[Heading], units: dict[TableBasis, str]
) -> tuple[list[Heading], list[tuple[Heading, Heading]]]:
    """Return the headings that count something, and pairs that say the same and are left out.

    :param units: units that a note above the table gives for the columns that give none.
    """
    for heading in headings:
        heading.meaning = _read(heading.texts)
    known = [heading for heading in headings if not heading.meaning.ignored]
    for place, heading in enumerate(known):
        _complete(heading.meaning, [other.meaning for other in known[:place]])
    named = {h.meaning.basis for h in known if h.meaning.basis} - {TableBasis.FEN}
    for heading in known:
        meaning = heading.meaning
        if meaning.basis is None:
            only = next(iter(named)) if len(named) == 1 else TableBasis.UNNAMED
            meaning.basis = TableBasis.FEN if meaning.quantity in _MONEY_ONLY else only
        if not meaning.unit and not meaning.is_rate and meaning.basis in units:
            meaning.unit = units[meaning.basis]
            meaning.scale = Decimal(unit_scale(meaning.unit) or 1)
    return _without_doubles([h for h in known if h.meaning.quantity is not None])


def _read(texts: Sequence[str]) -> Meaning:
    """Read one heading, the lowest row first; upper rows fill only what it leaves open."""
    meaning = Meaning()
    for level, text in enumerate(reversed(texts)):
        words = plain(text)
        inside = "".join(_BRACKETS.findall(words))
        outside = _BRACKETS.sub("", words)
        if level == 0:
            meaning.ignored = bool(_IGNORED.search(outside)) or (not outside and not inside)
            meaning.is_rate = bool(_RATE.search(outside) or inside == "%")
        _read_unit(meaning, inside, outside)
        meaning.second |= bool(_THIS_MONTH.search(outside) or _LESS_MEANT.search(outside))
        if meaning.quantity is None and not meaning.done:
            _read_quantity(meaning, outside)
        if meaning.basis is None:
            meaning.basis = _basis(outside) or _basis(meaning.unit)
    return meaning


def _read_unit(meaning: Meaning, inside: str, outside: str) -> None:
    for word in (inside, inside.removeprefix("单位:"), outside):
        scale = unit_scale(word) if word else None
        if scale is not None and not meaning.unit and not meaning.is_rate:
            meaning.unit, meaning.scale = word.removeprefix("单位:"), Decimal(scale)


def _read_quantity(meaning: Meaning, words: str) -> None:
    for pattern, quantity in _QUANTITIES:
        if not pattern.search(words):
            continue
        if quantity is Quantity.PLANNED and meaning.is_rate:
            continue  # 占计划比例, 完成年度任务率: the rate is of what was done
        if quantity is None:
            break
        meaning.quantity = quantity
        return
    meaning.done = bool(_DONE.search(words))


def _basis(words: str) -> TableBasis | None:
    return next((basis for pattern, basis in _BASES if pattern.search(words)), None)


def _complete(meaning: Meaning, before: Sequence[Meaning]) -> None:
    """Fill from the columns to the left what a heading leaves open: 计划 | 完成 | 完成率."""
    counts = [m for m in reversed(before) if not m.is_rate and m.quantity is not None]
    nearest = counts[0] if counts else None
    if meaning.quantity is None and meaning.done:
        basis = meaning.basis or (nearest.basis if nearest else None)
        meaning.quantity = Quantity.INVESTED if basis is TableBasis.FEN else Quantity.COMPLETED
    if meaning.quantity is None and meaning.is_rate:
        meaning.quantity = next(
            (m.quantity for m in counts if m.quantity is not Quantity.PLANNED), None
        )
    if meaning.quantity is Quantity.STARTED and meaning.basis is TableBasis.FEN:
        meaning.basis = None
    if meaning.basis is None and meaning.quantity is not None:
        alike = [m for m in counts if m.quantity is meaning.quantity]
        same = alike[0] if meaning.is_rate and alike else None if meaning.is_rate else nearest
        meaning.basis = same.basis if same else None


def _without_doubles(
    headings: list[Heading],
) -> tuple[list[Heading], list[tuple[Heading, Heading]]]:
    """Return one column for each figure: 累计开工 before 本月开工, 计划投资 before 总投资.

    Of two that cannot be told apart neither is taken: which one is meant is not ours to guess.
    """
    found: dict[tuple[Quantity | None, TableBasis | None, bool], list[Heading]] = {}
    for heading in headings:
        meaning = heading.meaning
        key = (meaning.quantity, meaning.basis, meaning.is_rate)
        found.setdefault(key, []).append(heading)
    chosen, doubtful = [], []
    for alike in found.values():
        meant = [heading for heading in alike if not heading.meaning.second] or alike
        if len(meant) == 1:
            chosen += meant
        else:
            doubtful.append((meant[0], meant[1]))
    return sorted(chosen, key=lambda heading: heading.index), doubtful
