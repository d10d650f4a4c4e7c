"""A worksheet as it was found (表格): cells, and what is not in the cells but matters to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiugai.domain.registry.readings import Cell


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range (合并单元格); rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Markup:
    """What a sheet's markup says beside its values; rows and columns from 0.

    Attributes:
      errors: what cells with a failed formula show, such as ``#REF!``.
      uncalculated: cells with a formula whose result is not in the file.
      shown_with: words that a number format adds on the screen, such as ``户`` or ``万元``.
      scaled: cells that show another number than they hold, by their number format.
      telling: False if the file's format does not let hidden rows be seen.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    shown_with: Mapping[tuple[int, int], str] = field(default_factory=dict)
    scaled: frozenset[tuple[int, int]] = frozenset()
    telling: bool = True


PLAIN = Markup()


@dataclass(slots=True)
class Grid:
    """One visible sheet: ``rows[0]`` is the sheet's row 1, ``rows[0][0]`` its cell A1."""

    sheet: str
    rows: list[list[Cell]]
    markup: Markup = PLAIN
    base_1904: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether any cell holds anything."""
        return any(cell != "" for row in self.rows for cell in row)


@dataclass(slots=True)
class HiddenSheet:
    """A sheet that the sender cannot see; it is told and not read."""

    sheet: str
    rows: int


@dataclass(slots=True)
class Book:
    """A file's visible sheets in their order, and the hidden ones."""

    grids: list[Grid]
    hidden: list[HiddenSheet] = field(default_factory=list)


def letters(column: int) -> str:
    """Return a column's letters: 0 → ``A``, 26 → ``AA``."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_name(row: int, column: int) -> str:
    """Return a cell's name in spreadsheet notation, from places counted from 0."""
    return f"{letters(column)}{row + 1}"


def cell_place(name: str) -> tuple[int, int]:
    """Return a cell's row and column, counted from 0, from a name such as ``C7``."""
    column = 0
    for place, char in enumerate(name):
        if char.isdigit():
            return int(name[place:]) - 1, column - 1
        column = column * 26 + ord(char) - 64
    raise ValueError(f"not a cell: {name!r}")
