"""Reads the cells of one column: at once where a cell plainly is what it should be, else by rule.

Of a million cells nearly all are plain; only the others reach the rules of the registry.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from jiugai.domain.registry import days, years
from jiugai.domain.registry.characters import is_ditto, says_nothing
from jiugai.domain.registry.ledger import Column, Value
from jiugai.domain.registry.measures import DATES, DIMENSIONS, Units
from jiugai.domain.registry.quantity_cells import Measured, read_quantity
from jiugai.domain.registry.readings import Cell, Reading
from jiugai.domain.registry.text_cells import read_name, read_place, read_text
from jiugai.exchange.ledger.columns import FoundColumn


class Slow:
    """Says that a cell is not plain."""


_MOST_KEPT = 20_000
SLOW: Final = Slow()
Fast: TypeAlias = Callable[[Cell], Value | Slow | None]
ByRule: TypeAlias = Callable[[Cell], Reading]
_MARKS = (
    r"\s、，,；;。/\\:：\u00a0\u00ad\u3000\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff#*?？=+&＋…"
    r"\u2e80-\u2fdf\uf900-\ufaff"
)
_FIRST = r"\d(（Xx×Ｘ某例示样举备注说"
_ODD_NAME = re.compile(
    rf"[{_MARKS}]|同上|同前|^[{_FIRST}]|^.{{1,3}}$|[县市镇乡]$|街道$|街道办$|办事处$|(?<![小属])区$"
    r"|(?:小区|家属[院区楼]|宿舍|花园|公寓|新村|号楼|号院)[和及与以&]|[道办处镇乡][(（][^()（）]*[)）]$"
)
_EVEN_NAME = re.compile(
    rf"[^{_FIRST}{_MARKS}同和及与以](?:[^{_MARKS}同和及与以]+[小属]区"
    rf"|[^{_MARKS}同和及与以]{{2,}}[^{_MARKS}同和及与以县市镇乡道办处区)）])"
)
"""What needs no search for oddities: most names, in a fraction of the time."""


_ODD_TEXT = re.compile("^[#E]|[ \u2e80-\u2fdf\uf900-\ufaff]")
_PLACES = (Column.COUNTY, Column.STREET, Column.NEIGHBORHOOD)


@dataclass(frozen=True, slots=True)
class CellReader:
    """How one column is read.

    ``fast`` answers for a plain cell and returns ``SLOW`` for any other; ``slow`` answers for all.
    """

    found: FoundColumn
    column: Column
    fast: Fast
    slow: ByRule

    @property
    def index(self) -> int:
        return self.found.index


def cell_reader(
    found: FoundColumn, column: Column, units: Units, year: int, base_1904: bool
) -> CellReader:
    """Return the reader of a column, from what it is and the unit in which it is counted."""
    fast, slow = _readers(found, column, units, year, base_1904)
    return CellReader(found, column, fast, slow)


def _readers(
    found: FoundColumn, column: Column, units: Units, year: int, base_1904: bool
) -> tuple[Fast, ByRule]:
    dimension = DIMENSIONS.get(column)
    if found.refused:
        return _unread, lambda _cell: Reading()
    if dimension is not None:
        factor = found.unit.factor if found.unit else Decimal(1)
        measured = Measured(dimension, factor, found.unit.word if found.unit else "")
        slow = partial(read_quantity, measured=measured, units=units)
        if factor not in (1, 10_000):
            return _never, slow
        if dimension.whole:
            return (_count if factor == 1 else _never), slow
        return (_amount if factor == 1 else _ten_thousands), slow
    if column is Column.BUILT_YEAR:
        return _year_until(year), partial(years.read_year, latest=year, base_1904=base_1904)
    if column is Column.COHORT:
        return _year_until(year + 5), partial(years.read_cohort, latest=year)
    if column in DATES:
        return _day_until(year), partial(days.read_day, latest=year, base_1904=base_1904)
    if column is Column.NAME:
        return _name, partial(read_name, has_figures=True)
    return _text_once({}), read_place if column in _PLACES else read_text


def _unread(_cell: Cell) -> None:
    return None


def _never(_cell: Cell) -> Slow:
    return SLOW


def _count(cell: Cell) -> int | Slow | None:
    if type(cell) is float:
        return int(cell) if 0.0 <= cell < 1e9 and cell.is_integer() else SLOW
    if type(cell) is str:
        if not cell:
            return None
        if len(cell) < 9 and cell.isascii() and cell.isdigit() and (cell[0] != "0" or cell == "0"):
            return int(cell)
        return SLOW
    return cell if type(cell) is int and 0 <= cell < 1_000_000_000 else SLOW


def _digits_of(cell: Cell) -> str:
    """Return a plain figure's digits with at most two decimals, or nothing."""
    if type(cell) is float:
        text = repr(cell)
        whole, _, part = text.partition(".")
        return text if len(part) < 3 and whole.isdigit() and len(whole) < 13 else ""
    if type(cell) is str:
        whole, point, part = cell.partition(".")
        if not (cell.isascii() and whole.isdigit() and len(whole) < 13) or len(part) > 2:
            return ""
        if (point and not part.isdigit()) or (whole[0] == "0" and whole != "0"):
            return ""
        return cell
    return str(cell) if type(cell) is int and cell >= 0 else ""


def _amount(cell: Cell) -> Decimal | Slow | None:
    if cell == "":
        return None
    text = _digits_of(cell)
    if not text:
        return SLOW
    return Decimal(text[:-2]) if text.endswith(".0") else Decimal(text)


def _ten_thousands(cell: Cell) -> Decimal | Slow | None:
    if cell == "":
        return None
    text = _digits_of(cell)
    return Decimal(int(Decimal(text) * 10_000)) if text else SLOW


def _year_until(latest: int) -> Fast:
    def fast(cell: Cell) -> int | Slow | None:
        if type(cell) is float or type(cell) is int:
            whole = int(cell) if cell == cell and abs(cell) < 1e6 else 0
            return whole if whole == cell and years.EARLIEST <= whole <= latest else SLOW
        if type(cell) is str:
            if not cell:
                return None
            if len(cell) == 4 and cell.isascii() and cell.isdigit():
                return int(cell) if years.EARLIEST <= int(cell) <= latest else SLOW
        return SLOW

    return fast


def _day_until(latest: int) -> Fast:
    def fast(cell: Cell) -> date | Slow | None:
        if type(cell) is date:
            return cell if days.EARLIEST <= cell.year <= latest else SLOW
        return None if cell == "" else SLOW

    return fast


def _name(cell: Cell) -> str | Slow | None:
    if type(cell) is not str or not (_EVEN_NAME.fullmatch(cell) or not _ODD_NAME.search(cell)):
        return SLOW
    if len(cell) < 7 and says_nothing(cell):
        return None
    return cell if len(cell) < 40 and not cell.isascii() else SLOW


def _text_once(kept: dict[str, str]) -> Fast:
    """Return a reader of words that keeps each word once, however often it stands in the column."""

    def fast(cell: Cell) -> str | Slow | None:
        if type(cell) is not str:
            if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:
                return str(int(cell))
            return SLOW
        if not cell:
            return None
        if cell in kept:
            return kept[cell]
        if len(cell) < 8 and (says_nothing(cell) or is_ditto(cell)):
            return SLOW
        if cell.isprintable() and not _ODD_TEXT.search(cell):
            if len(kept) < _MOST_KEPT:
                kept[cell] = cell
            return cell
        return SLOW

    return fast
