"""What a community would cost before it has a scheme (估价): by its bill, its ledger, or its area.

A bill says what each item costs. A ledger says one sum for all of it, which is spread over the usual
items as their unit prices stand to each other. Where there is neither, the area times unit prices is
an estimate, and is said to be one. Nothing is guessed where there is no area either.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule
from jiugai.domain.quantities import DM2_PER_M2, FEN_PER_YUAN, split_by_largest_remainder


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice(Rule):
    """What an item costs for each square metre of the community's floor area (估价单价).

    Attributes:
      item: code of the item.
      yuan_per_m2: 元/㎡.
    """

    item: str
    yuan_per_m2: Fraction


class CostBasis(Enum):
    """Whence the cost of a community is known (造价来源)."""

    BILL = "bill"
    LEDGER = "ledger"
    UNIT_PRICE = "unit_price"

    @property
    def word(self) -> str:
        return {
            "bill": "方案清单",
            "ledger": "台账计划投资（按估价比例分到条目）",
            "unit_price": "按面积单价估算",
        }[self.value]


@dataclass(frozen=True, slots=True)
class EstimatedCost:
    """What a community would cost (估价结果): by item, in 分, and whence it is known."""

    fen: Mapping[str, int]
    basis: CostBasis


def estimate(
    bill: Mapping[str, int],
    ledger_fen: int | None,
    area_dm2: int | None,
    prices: Sequence[UnitPrice],
    wanted: Collection[str] = (),
) -> EstimatedCost | None:
    """Return what a community would cost, by the best that is known.

    :param bill: by item in 分; empty without a scheme.
    :param wanted: codes of the items that the community is known to lack; empty if nobody surveyed.
    :returns: None where nothing is known to reckon from.
    """
    costs = {item: fen for item, fen in sorted(bill.items()) if fen > 0}
    if costs:
        return EstimatedCost(costs, CostBasis.BILL)
    usual = [price for price in prices if price.item in wanted] or list(prices)
    if not usual:
        return None
    if ledger_fen:
        weights = [int(price.yuan_per_m2 * 1000) for price in usual]
        return _priced(usual, split_by_largest_remainder(ledger_fen, weights), CostBasis.LEDGER)
    if not area_dm2:
        return None
    fen = [int(price.yuan_per_m2 * FEN_PER_YUAN * area_dm2 / DM2_PER_M2) for price in usual]
    return _priced(usual, fen, CostBasis.UNIT_PRICE)


def _priced(
    prices: Sequence[UnitPrice], parts: Sequence[int], basis: CostBasis
) -> EstimatedCost | None:
    fen = {price.item: part for price, part in zip(prices, parts, strict=True) if part > 0}
    return EstimatedCost(fen, basis) if fen else None
