"""A scheme's bill of quantities (一区一案的工程量清单): items with quantity, price, and what they answer.

An amount is the quantity times the unit price, rounded to the 分 once, in its own line; totals are
sums of lines. Nobody types a total.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.quantities import round_half_up, yuan
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, ScopeItem
from jiugai.domain.scheme.units import is_unit_of

_NOTHING = "没有写入任何数据。"


class BillStage(IntEnum):
    """What a bill is drawn up for (造价阶段); the numbers are stored."""

    ESTIMATE = 10
    BUDGET = 20
    FINAL = 30

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {10: "估算", 20: "预算", 30: "决算"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line of a bill (清单行).

    Attributes:
      number: of the line in its bill, from 1; how people speak of it.
      item: code of the scope catalogue, such as B14.
      reach: where it takes effect.
      name: what is done, such as 防水卷材屋面翻新.
      unit: in which the quantity is counted, such as ㎡.
      quantity: above nought, at most three decimals.
      unit_price_fen: 分 for one unit.
      answers: the surveyed gap that it answers, in words; empty if it answers none.
      told_fen: the amount that the table gives itself; None if it gives none.
      head: the place's own head, as the table writes it; empty if it names none.
    """

    number: int
    item: str
    reach: Reach
    name: str
    unit: str
    quantity: Fraction
    unit_price_fen: int
    answers: str = ""
    told_fen: int | None = None
    head: str = ""

    @property
    def amount_fen(self) -> int:
        """Return quantity times price, in 分, half a 分 rounded up."""
        return int(round_half_up(self.quantity * self.unit_price_fen, 0))


def total_fen(lines: Iterable[BillLine]) -> int:
    """Return what a bill comes to, in 分."""
    return sum(line.amount_fen for line in lines)


def by_class(
    lines: Iterable[BillLine], catalogue: Mapping[str, ScopeItem]
) -> dict[ScopeClass, int]:
    """Return what each class comes to, in 分, each class named."""
    sums = dict.fromkeys(ScopeClass, 0)
    for line in lines:
        sums[catalogue[line.item].scope_class] += line.amount_fen
    return sums


def by_item(lines: Iterable[BillLine]) -> dict[str, int]:
    """Return what each item comes to, in 分, by code."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.item] = sums.get(line.item, 0) + line.amount_fen
    return dict(sorted(sums.items()))


def check_bill(
    lines: Sequence[BillLine], catalogue: Mapping[str, ScopeItem], document: str = ""
) -> tuple[Finding, ...]:
    """Return all that is wrong with a bill; what blocks keeps it from being entered.

    :param document: the file that it was read from, to say where a line stands.
    """
    findings = [*_faults_of_lines(lines, catalogue, document)]
    if not lines:
        message = f"清单里没有一行改造内容；请至少列一行，例如“B14 屋面防水 1200 ㎡”。{_NOTHING}"
        findings.append(Finding("scheme.bill_empty", message, place=Place(document)))
    return tuple(findings)


def _faults_of_lines(
    lines: Sequence[BillLine], catalogue: Mapping[str, ScopeItem], document: str
) -> Iterator[Finding]:
    seen: dict[tuple[str, Reach, str], int] = {}
    for line in lines:
        place = Place(document, cell=f"第{line.number}行")
        item = catalogue.get(line.item)
        if item is None:
            message = f"“{line.item}”不在改造内容目录里；请写目录的编号，例如 B14。{_NOTHING}"
            yield Finding("scheme.bill_unknown_item", message, place=place)
            continue
        if line.reach not in item.reach:
            may = "、".join(one.word for one in item.reach)
            message = f"{item.word}（{line.item}）写在“{line.reach.word}”，目录里它只能在：{may}。{_NOTHING}"
            yield Finding("scheme.bill_reach", message, place=place)
        if not is_unit_of(line.unit, item.units):
            may = "、".join(item.units)
            message = (
                f"{item.word}（{line.item}）的单位写的是“{line.unit}”，目录里应是：{may}；"
                "没有替您换算，请核对数量和单位。"
            )
            yield Finding("scheme.bill_unit", message, Weight.WARNS, place)
        if line.told_fen is not None and line.told_fen != line.amount_fen:
            message = (
                f"合价写的是 {yuan(line.told_fen):,} 元，数量乘单价是 {yuan(line.amount_fen):,} 元，"
                f"差 {yuan(abs(line.told_fen - line.amount_fen)):,} 元；请核对数量和单价。{_NOTHING}"
            )
            yield Finding("scheme.bill_amount", message, place=place)
        key = (line.item, line.reach, line.name)
        if key in seen:
            message = f"与第{seen[key]}行的内容、范围、名称都相同，是不是列重了？没有替您合并。"
            yield Finding("scheme.bill_twice", message, Weight.WARNS, place)
        seen.setdefault(key, line.number)
