"""Whether the figures of a row can stand beside each other (合理性): slips of 10⁴, swapped columns.

The bounds are wide: a plain figure is never doubted. What lies outside is explained where one
slip of ten thousand (万 left out or put in) or two columns in each other's place explain it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jiugai.domain.registry.ledger import Column

UNIT_SLIP = "ledger.unit_slip"
SWAPPED = "ledger.columns_swapped"
IMPLAUSIBLE = "ledger.implausible"
SLIP = 10_000.0

Figures = Mapping[Column, float]
"""The figures of a row that are above zero, in base units."""

Factors = Mapping[Column, float]
"""How many base units one of a column's unit is: 10,000 for 万元."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Bounds of one figure over another; each is a lowest and a highest value."""

    upper: Column
    lower: Column
    unit: str
    typical: tuple[float, float]
    doubt: tuple[float, float]
    impossible: tuple[float, float]

    def of(self, figures: Figures) -> float | None:
        """Return the ratio, or None if one of the two figures is not there."""
        upper, lower = figures.get(self.upper), figures.get(self.lower)
        return upper / lower if upper and lower else None


@dataclass(frozen=True, slots=True)
class Limit:
    """Bounds of one figure of one community."""

    column: Column
    unit: str
    typical: tuple[float, float]
    doubt: tuple[float, float]
    impossible: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outlier:
    """When a figure lies apart from the other rows of its table, and when it is restored to them."""

    fewest_rows: int
    apart: float
    restored: float
    alone_apart: float
    alone_restored: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """All bounds in force on a day."""

    ratios: tuple[Ratio, ...]
    limits: Mapping[Column, Limit]
    outlier: Outlier


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is implausible about some figures of a row.

    Attributes:
      columns: where it shows; the first is where the finding is placed.
      said: the sentence, without the cells' own texts.
      refuses: whether the figures are refused, or only asked about.
    """

    code: str
    columns: tuple[Column, ...]
    said: str
    refuses: bool


def within(value: float, bounds: tuple[float, float]) -> bool:
    """Say whether a value lies between two bounds, both included."""
    return bounds[0] <= value <= bounds[1]


def doubts(
    figures: Figures,
    bounds: Bounds,
    factors: Factors,
    *,
    alone: bool = True,
    likely: Collection[tuple[Column, ...]] = (),
) -> list[Doubt]:
    """Return what cannot be right about a row.

    :param factors: how many base units one of each column is; what is swapped are its numbers.
    :param likely: the mistakes that the whole table shows; where one of them explains the row, no
      other is named.
    :param alone: whether the row is one community; a county's sum has no limits of its own.
    """
    odd = [
        (ratio, value)
        for ratio, value in _ratios(figures, bounds)
        if not within(value, ratio.doubt)
    ]
    beyond = [
        limit
        for column, limit in bounds.limits.items()
        if alone and column in figures and not within(figures[column], limit.doubt)
    ]
    if not odd and not beyond:
        return []
    causes = explanations(figures, bounds, factors, alone=alone)
    causes = [cause for cause in causes if cause.columns in likely] or causes
    if causes:
        return [_explained(causes, figures, odd)]
    impossible = {
        limit.column for limit in beyond if not within(figures[limit.column], limit.impossible)
    }
    named = {column for ratio, _ in odd for column in (ratio.upper, ratio.lower)} - impossible
    return [
        *(_beyond(limit, figures[limit.column]) for limit in beyond if limit.column not in named),
        *(
            _unexplained(ratio, value)
            for ratio, value in odd
            if not impossible & {ratio.upper, ratio.lower}
        ),
    ]


def _ratios(figures: Figures, bounds: Bounds) -> Iterator[tuple[Ratio, float]]:
    for ratio in bounds.ratios:
        value = ratio.of(figures)
        if value is not None:
            yield ratio, value


def untypical(figures: Figures, bounds: Bounds) -> Iterator[Ratio]:
    """Yield the ratios of a row that are not typical."""
    return (ratio for ratio, value in _ratios(figures, bounds) if not within(value, ratio.typical))


@dataclass(frozen=True, slots=True)
class Cause:
    """One mistake that would explain a row: a slip of one figure, or two figures swapped."""

    columns: tuple[Column, ...]
    figures: Figures


def mistakes(figures: Figures, factors: Factors) -> Iterator[Cause]:
    """Yield the rows that there would be without one slip of 10⁴ or one swap of two figures."""
    columns = list(figures)
    for column in columns:
        for factor in (1 / SLIP, SLIP):
            yield Cause((column,), {**figures, column: figures[column] * factor})
    for place, a in enumerate(columns):
        for b in columns[place + 1 :]:
            scale = factors.get(a, 1.0) / factors.get(b, 1.0)
            swapped = {**figures, a: figures[b] * scale, b: figures[a] / scale}
            yield Cause((a, b), swapped)


def explanations(
    figures: Figures, bounds: Bounds, factors: Factors, *, alone: bool = True
) -> list[Cause]:
    """Return the mistakes without which every ratio and limit would be typical.

    Figures that are typical as they stand need none.
    """
    if all(within(value, ratio.typical) for ratio, value in _ratios(figures, bounds)) and not any(
        alone and column in figures and not within(figures[column], limit.impossible)
        for column, limit in bounds.limits.items()
    ):
        return []
    return [
        cause
        for cause in mistakes(figures, factors)
        if _is_typical(cause, bounds, alone) and _makes_sense(cause)
    ]


def _is_typical(cause: Cause, bounds: Bounds, alone: bool) -> bool:
    if not all(within(value, ratio.typical) for ratio, value in _ratios(cause.figures, bounds)):
        return False
    if not alone:
        return True
    return all(
        within(cause.figures[column], bounds.limits[column].typical)
        for column in cause.columns
        if column in bounds.limits
    )


def _makes_sense(cause: Cause) -> bool:
    """Say whether what is counted would still be whole; households have no tenths."""
    whole = (Column.HOUSEHOLDS, Column.BUILDINGS, Column.ENTRANCES)
    return all(
        abs(cause.figures[c] - round(cause.figures[c])) < 1e-6 for c in cause.columns if c in whole
    )


LABELS: Mapping[Column, str] = {
    Column.HOUSEHOLDS: "户数",
    Column.BUILDINGS: "楼栋数",
    Column.ENTRANCES: "单元数",
    Column.FLOOR_AREA: "建筑面积",
    Column.INVESTMENT: "计划投资",
    Column.INVESTED: "累计完成投资",
    Column.RECEIVED: "累计到位资金",
    Column.PAID: "累计支付资金",
}


def describe(cause: Cause) -> str:
    """Return in words what a mistake would have been."""
    labels = [LABELS[column] for column in cause.columns]
    if len(labels) == 2:
        return f"“{labels[0]}”与“{labels[1]}”填反"
    return f"“{labels[0]}”的单位差了一万倍（多写或漏写“万”）"


def _explained(causes: list[Cause], figures: Figures, odd: list[tuple[Ratio, float]]) -> Doubt:
    columns = tuple(dict.fromkeys(column for cause in causes for column in cause.columns))
    slips = [cause for cause in causes if len(cause.columns) == 1]
    code = UNIT_SLIP if slips else SWAPPED
    shown = "，".join(f"折合 {number(value)} {ratio.unit}" for ratio, value in odd)
    shown = shown or f"按 {number(figures[columns[0]])} 计"
    ways = "，或".join(describe(cause) for cause in causes)
    return Doubt(code, columns, f"{shown}，不合情理，可能是{ways}。没有替您改，请核对后填写", True)


def _unexplained(ratio: Ratio, value: float) -> Doubt:
    said = (
        f"“{LABELS[ratio.upper]}”与“{LABELS[ratio.lower]}”折合 {number(value)} {ratio.unit}，"
        f"一般在 {number(ratio.typical[0])}—{number(ratio.typical[1])} 之间，请核对"
    )
    return Doubt(IMPLAUSIBLE, (ratio.upper, ratio.lower), said, not within(value, ratio.impossible))


def _beyond(limit: Limit, value: float) -> Doubt:
    if within(value, limit.impossible):
        low, high = map(number, limit.typical)
        said = f"一个小区一般在 {low}—{high} {limit.unit}之间，请核对"
        return Doubt(IMPLAUSIBLE, (limit.column,), said, False)
    said = (
        f"超出一个小区可能的范围，一般在 {number(limit.typical[0])}—{number(limit.typical[1])} "
        f"{limit.unit}之间，可能是单位差了一万倍。没有替您改，请核对后填写"
    )
    return Doubt(UNIT_SLIP, (limit.column,), said, True)


def number(value: float) -> str:
    """Return a figure as a message shows it: three significant digits, no exponent."""
    if value >= 100_000_000:
        return f"{value / 100_000_000:.4g}亿"
    if value >= 100_000:
        return f"{value / 10_000:.4g}万"
    return f"{value:.3f}".rstrip("0").rstrip(".") if value < 100 else f"{value:.0f}"
