"""The cells of a monthly return (月报格): counted; a typed one says why and stands beside its count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.reporting.indicators import Basis, Counts, Quantity, column

_NOTHING = "没有报送。"


class TypedReason(Enum):
    """Why a cell was typed and not counted (手填理由等级), the best founded first."""

    PAPER = "paper"
    PENDING = "pending"
    ESTIMATE = "estimate"

    @property
    def grade(self) -> str:
        return _REASONS[self][0]

    @property
    def word(self) -> str:
        return _REASONS[self][1]


_REASONS = {
    TypedReason.PAPER: ("甲", "有文件为据，事实来不及录入"),
    TypedReason.PENDING: ("乙", "现场已发生，佐证在途"),
    TypedReason.ESTIMATE: ("丙", "估计"),
}

ROWS: tuple[tuple[Quantity, tuple[Basis, ...]], ...] = (
    (
        Quantity.PLANNED,
        (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA, Basis.FEN),
    ),
    (Quantity.STARTED, (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA)),
    (Quantity.COMPLETED, (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA)),
    (Quantity.ACCEPTED, (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA)),
    (Quantity.INVESTED, (Basis.FEN,)),
    (Quantity.RECEIVED, (Basis.FEN,)),
    (Quantity.PAID, (Basis.FEN,)),
)
"""The rows of the form and the bases of each."""

NEVER_TYPED = Quantity.PLANNED
"""The plan is changed by a filed plan alone: a denominator that can be typed can be shrunk."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value typed over a count (手填)."""

    value: int
    reason: TypedReason
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell (月报格): of one cohort's list, one quantity, one basis.

    Attributes:
      counted: from facts; in dm² and 分 where the basis is area or money.
    """

    list_id: int
    quantity: Quantity
    basis: Basis
    counted: int
    typed: Typed | None = None

    @property
    def value(self) -> int:
        return self.counted if self.typed is None else self.typed.value

    @property
    def name(self) -> str:
        return column(self.quantity, self.basis)


def cells_of(
    counts: Iterable[Counts], typed: Mapping[tuple[int, str], Typed] | None = None
) -> tuple[Cell, ...]:
    """Return the cells of one county, list by list, in the order of the form.

    :param typed: by list and the cell's name.
    """
    over = typed or {}
    return tuple(
        Cell(
            row.list_id,
            quantity,
            basis,
            row.amount(quantity, basis),
            over.get((row.list_id, column(quantity, basis))),
        )
        for row in sorted(counts, key=lambda row: row.list_id)
        for quantity, bases in ROWS
        for basis in bases
    )


def check_cells(cells: Iterable[Cell]) -> tuple[Finding, ...]:
    """Return what is wrong with typed cells; counted ones are as the facts are."""
    return tuple(finding for cell in cells for finding in _wrong(cell))


def _wrong(cell: Cell) -> Iterator[Finding]:
    typed = cell.typed
    if typed is None:
        return
    name = f"“{cell.quantity.word}·{cell.basis.word}”"
    if cell.quantity is NEVER_TYPED:
        yield Finding(
            "cell.plan_typed",
            f"{name}来自上报计划，不能手填；计划有变的，请上报新的计划。{_NOTHING}",
        )
    if typed.value < 0:
        yield Finding("cell.negative", f"{name}手填了负数{typed.value}，请填0或正数。{_NOTHING}")
    if not typed.words.strip():
        yield Finding(
            "cell.no_reason",
            f"{name}是手填的，须写明依据，例如“开工令〔2020〕8号，11月2日补录”。{_NOTHING}",
        )
    if typed.value == cell.counted:
        yield Finding(
            "cell.same_as_counted",
            f"{name}手填的数与按事实计算的相同，不必手填，请清空这一格。{_NOTHING}",
        )


def cells_text(cells: Iterable[Cell]) -> str:
    """Return the cells as the text whose digest a version bears: one line each, in their order."""
    return "\n".join(_line(cell) for cell in cells)


def _line(cell: Cell) -> str:
    parts = [str(cell.list_id), cell.name, str(cell.counted)]
    if cell.typed is not None:
        parts += [str(cell.typed.value), cell.typed.reason.value, cell.typed.words.strip()]
    return "\t".join(part.replace("\t", " ").replace("\n", " ") for part in parts)
