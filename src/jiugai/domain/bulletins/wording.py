"""How official prose writes numbers, lists and the words of the programme (公文用语).

Numbers follow GB/T 15835-2011: Arabic where things are counted, no separators of thousands in
running text, Chinese numerals for the number of an issue.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from jiugai.domain import calendar
from jiugai.domain.bulletins.figures import DM2_PER_WAN_M2, Basis, Step
from jiugai.domain.quantities import FEN_PER_WAN_YUAN, round_half_up

NOUN = {
    Basis.PROJECTS: "项目",
    Basis.COMMUNITIES: "小区",
    Basis.BUILDINGS: "楼栋",
    Basis.HOUSEHOLDS: "居民",
    Basis.AREA: "建筑面积",
}
UNIT = {
    Basis.PROJECTS: "个",
    Basis.COMMUNITIES: "个",
    Basis.BUILDINGS: "栋",
    Basis.HOUSEHOLDS: "户",
    Basis.AREA: "万平方米",
}
COUNTED_BY = {
    Basis.PROJECTS: "按项目数计",
    Basis.COMMUNITIES: "按小区数计",
    Basis.BUILDINGS: "按楼栋数计",
    Basis.HOUSEHOLDS: "按户数计",
    Basis.AREA: "按建筑面积计",
}
STEP = {
    Step.APPLIED: "申报",
    Step.PLANNED: "获批",
    Step.STARTED: "开工",
    Step.COMPLETED: "完工",
    Step.ACCEPTED: "竣工验收",
}
RATE = {Step.STARTED: "开工率", Step.COMPLETED: "完工率", Step.ACCEPTED: "竣工率"}
FULL = {
    Step.STARTED: "全部开工",
    Step.COMPLETED: "全部完工",
    Step.ACCEPTED: "全部通过竣工验收",
}

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def numeral(number: int) -> str:
    """Return 1 to 9999 in Chinese numerals: 56 → ``五十六``, 105 → ``一百零五``.

    :raises ValueError: outside that range.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"no issue bears the number {number}")
    written, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0 and bool(written)
    return written.removeprefix("一") if 10 <= number <= 19 else written


def area(dm2: int) -> str:
    """Return an area in 万平方米 with two decimals, without its unit."""
    return str(round_half_up(Fraction(dm2, DM2_PER_WAN_M2), 2))


def money(fen: int) -> str:
    """Return an amount in 万元 with one decimal, none if it is a whole number of 万元."""
    exact = Fraction(fen, FEN_PER_WAN_YUAN)
    return str(round_half_up(exact, 0 if exact.denominator == 1 else 1))


def change(points: Fraction, decimals: int) -> str:
    """Return a change in words: ``提高2.2个百分点``, ``下降1.0个百分点``, ``持平``."""
    shown = round_half_up(points * 100, decimals)
    if shown == 0:
        return "持平"
    return f"{'提高' if shown > 0 else '下降'}{abs(shown)}个百分点"


def quantity(basis: Basis, count: int) -> str:
    """Return a count with its unit; area from dm² to 万平方米."""
    return f"{area(count) if basis is Basis.AREA else count}{UNIT[basis]}"


def listed(words: Sequence[str]) -> str:
    """Return words as a list: 甲、乙、丙."""
    return "、".join(words)


def day(on: date) -> str:
    """Return a day as official prose writes it, without leading zeros."""
    return calendar.in_prose(on)


def grouped(digest: str) -> str:
    """Return a digest in groups of four, as it is printed and read aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))
