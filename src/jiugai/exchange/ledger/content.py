"""Lets the cells speak where a head does not (按内容识别): years, names, figures with their units."""

import re
from collections.abc import Callable
from datetime import date

from jiugai.domain.registry.characters import fold, says_nothing
from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.measures import Dimension
from jiugai.domain.registry.profile import header_key
from jiugai.domain.registry.readings import Cell
from jiugai.domain.registry.vocabulary import Vocabulary, bare_word
from jiugai.exchange.ledger.columns import BY_UNIT, ColumnSet, FoundColumn, has_no_meaning
from jiugai.exchange.ledger.pages import Page

_SAMPLE = 300
_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d(?:\.0+)?年?")
_PROGRAMME_BEGINS = 2015  # nothing that a ledger of the programme tells was finished before
_OLD_YEAR = re.compile(r"(?:19[4-9]\d|200\d|201[0-4])(?!\d)")
_FINISHED = re.compile("竣工(?:时间|日期|年月)|完工(?:时间|日期)|(?:建成)?交付(?:时间|日期)")
_WITH_UNIT = re.compile(r"[约]?[\d,]+(?:\.\d+)?余?([^\d\s(].*)")


def sample(page: Page, index: int, first_row: int, last_row: int) -> list[Cell]:
    """Return the cells of a column that say something, from the first rows of the table."""
    rows = page.grid.rows[first_row : min(last_row + 1, first_row + _SAMPLE)]
    return [row[index] for row in rows if index < len(row) and not _nothing(row[index])]


def _nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and says_nothing(cell)


def name_by_content(
    found: ColumnSet, words: Vocabulary, page: Page, first_row: int, last_row: int
) -> None:
    """Name the columns whose heads are not understood by what stands in them; each is told."""
    _built_before_the_programme(found, page, first_row, last_row)
    claimed = {column.column for column in found.mapped}
    for column in found.columns:
        if column.column is not None or column.known or words.is_partial(header_key(column.header)):
            continue
        cells = sample(page, column.index, first_row, last_row)
        guess = _guess(column, cells, words)
        if guess is None or guess in claimed:
            continue
        claimed.add(guess)
        column.column, column.how = guess, "content"
        header = f"表头“{column.header}”" if column.header else "本列没有表头"
        found.findings.append(
            page.warns(
                "ledger.column_by_content",
                f"{header}，按内容识别为“{LABELS[guess]}”，请核对；如不是，请在列对应中指定。",
                page.cell(max(first_row - 1, 0), column.index),
            )
        )


def _built_before_the_programme(
    found: ColumnSet, page: Page, first_row: int, last_row: int
) -> None:
    """Read ``竣工时间`` as the built year where it holds years from before the programme; it is told."""
    if found.of(Column.BUILT_YEAR) is not None:
        return
    for column in found.columns:
        if column.how == "profile" or not _FINISHED.fullmatch(bare_word(header_key(column.header))):
            continue
        cells = sample(page, column.index, first_row, last_row)
        if cells and _share(cells, _is_old) >= 0.8:
            column.column, column.how, column.known = Column.BUILT_YEAR, "content", True
            found.findings.append(
                page.warns(
                    "ledger.column_by_content",
                    f"“{column.header}”列写的是 {_PROGRAMME_BEGINS} 年以前的年份，按“建成年份”读，"
                    "请核对；如不是，请在列对应中指定。",
                    page.cell(max(first_row - 1, 0), column.index),
                )
            )
            return


def _is_old(cell: Cell) -> bool:
    if isinstance(cell, date):
        return cell.year < _PROGRAMME_BEGINS
    text = fold(cell) if isinstance(cell, str) else str(cell)
    return bool(_OLD_YEAR.match(text))


LABELS = {
    Column.NAME: "小区名称",
    Column.BUILT_YEAR: "建成年份",
    Column.HOUSEHOLDS: "户数",
    Column.BUILDINGS: "楼栋数",
    Column.FLOOR_AREA: "建筑面积",
    Column.INVESTMENT: "计划投资",
    Column.SERIAL: "序号",
}


def _guess(column: FoundColumn, cells: list[Cell], words: Vocabulary) -> Column | None:
    if not cells:
        return None
    if has_no_meaning(column.header):
        by_unit = _by_unit(column, cells, words)
        if by_unit is not None:
            return by_unit
        if [str(cell).removesuffix(".0") for cell in cells] == [
            str(n) for n in range(1, len(cells) + 1)
        ]:
            return Column.SERIAL
    if _share(cells, _is_year) >= 0.8 and len(cells) >= 2:
        return Column.BUILT_YEAR
    names = [cell for cell in cells if isinstance(cell, str)]
    endings = words.name_endings
    if len(set(names)) >= 0.7 * len(cells) and _share(cells, lambda c: _ends(c, endings)) >= 0.6:
        return Column.NAME
    return None


def _by_unit(column: FoundColumn, cells: list[Cell], words: Vocabulary) -> Column | None:
    """Return the column that the unit in the head or in most cells stands for."""
    dimension = words.units.dimension_of(column.unit_word) if column.unit_word else None
    if dimension is None:
        found: dict[Dimension, int] = {}
        for cell in cells:
            match = _WITH_UNIT.fullmatch(fold(cell)) if isinstance(cell, str) else None
            said = words.units.dimension_of(match[1]) if match else None
            if said:
                found[said] = found.get(said, 0) + 1
        dimension = next((d for d, times in found.items() if times >= 0.6 * len(cells)), None)
    return BY_UNIT.get(dimension)


def _share(cells: list[Cell], test: Callable[[Cell], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _is_year(cell: Cell) -> bool:
    if isinstance(cell, (bool, date)):
        return False
    text = fold(cell) if isinstance(cell, str) else str(cell)
    return bool(_YEAR.fullmatch(text))


def _ends(cell: Cell, endings: tuple[str, ...]) -> bool:
    return isinstance(cell, str) and fold(cell).endswith(endings)
