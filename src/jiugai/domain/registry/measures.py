"""What a figure of a ledger is counted in (计量): dimensions, units, and the units people write."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from jiugai.domain.registry.characters import fold, modern
from jiugai.domain.registry.ledger import Column


class Dimension(Enum):
    """The kind of a quantity (量纲); the value is its name in the vocabulary."""

    HOUSEHOLDS = "households"  # 户
    BUILDINGS = "buildings"  # 栋
    ENTRANCES = "entrances"  # 单元
    AREA = "area"  # ㎡
    MONEY = "money"  # 元
    LENGTH = "length"  # 米
    PIECES = "pieces"  # 部、个、台

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense: there is no half household."""
        return self not in (Dimension.AREA, Dimension.MONEY, Dimension.LENGTH)


BASE_UNITS: Mapping[Dimension, str] = {
    Dimension.HOUSEHOLDS: "户",
    Dimension.BUILDINGS: "栋",
    Dimension.ENTRANCES: "个",
    Dimension.AREA: "平方米",
    Dimension.MONEY: "元",
    Dimension.LENGTH: "米",
    Dimension.PIECES: "个",
}

DIMENSIONS: Mapping[Column, Dimension] = {
    Column.BUILDINGS: Dimension.BUILDINGS,
    Column.DONE_BUILDINGS: Dimension.BUILDINGS,
    Column.ENTRANCES: Dimension.ENTRANCES,
    Column.HOUSEHOLDS: Dimension.HOUSEHOLDS,
    Column.DONE_HOUSEHOLDS: Dimension.HOUSEHOLDS,
    Column.FLOOR_AREA: Dimension.AREA,
    Column.DONE_AREA: Dimension.AREA,
    Column.INVESTMENT: Dimension.MONEY,
    Column.INVESTED: Dimension.MONEY,
    Column.RECEIVED: Dimension.MONEY,
    Column.PAID: Dimension.MONEY,
    Column.PIPES: Dimension.LENGTH,
    Column.LIFTS: Dimension.PIECES,
    Column.PARKING: Dimension.PIECES,
    Column.CHARGERS: Dimension.PIECES,
}
"""The columns that hold a quantity."""

DATES = frozenset(
    {
        Column.APPLIED_ON,
        Column.APPROVED_ON,
        Column.PREPARED_ON,
        Column.TENDERED_ON,
        Column.STARTED_ON,
        Column.COMPLETED_ON,
        Column.ACCEPTED_ON,
        Column.SETTLED_ON,
        Column.HANDED_OVER_ON,
        Column.EXITED_ON,
    }
)
"""The columns that hold a day."""

SCALES: Mapping[str, Decimal] = {
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a header or a cell states it.

    Attributes:
      word: as it is shown, such as ``万元``.
      factor: how many of the base unit (户, 栋, ㎡, 元, 米) it is.
    """

    word: str
    dimension: Dimension
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Units:
    """The unit words of each dimension (计量单位表).

    ``words`` holds the folded word without a scale and its factor; ``foreign`` the words that
    measure something else (亩, 人, 美元) and are named when they are refused.
    """

    words: Mapping[Dimension, Mapping[str, Decimal]]
    foreign: Mapping[Dimension, frozenset[str]]

    def find(self, word: str, dimension: Dimension) -> Unit | None:
        """Return the unit that a word names in a dimension: ``万㎡`` is 10,000 ㎡."""
        plain = unit_text(word)
        for scale in ("", "百万", "千万", "万", "亿", "千"):
            if not plain.startswith(scale):
                continue
            factor = self.words[dimension].get(plain[len(scale) :])
            if factor is not None:
                return Unit(plain, dimension, factor * SCALES.get(scale, Decimal(1)))
        if plain in SCALES:
            return Unit(plain + BASE_UNITS[dimension], dimension, SCALES[plain])
        return None

    def dimension_of(self, word: str) -> Dimension | None:
        """Return the one dimension in which a word is a unit, or None if there is none or several."""
        found = [d for d in Dimension if self.find(word, d) and unit_text(word) not in SCALES]
        return found[0] if len(found) == 1 else None


def unit_text(word: str) -> str:
    """Return a unit word in the one spelling in which the vocabulary holds it.

    >>> unit_text("万 m²"), unit_text("㎡")
    ('万平方米', '平方米')
    """
    text = modern(fold(word)).replace(" ", "").lower()
    for square in ("m2", "m²", "m^2", "米2", "米²", "平方m"):
        text = text.replace(square, "平方米")
    return text
