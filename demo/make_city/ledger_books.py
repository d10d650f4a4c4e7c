"""The counties' ledgers as workbooks (台账工作簿), and the second files with what came back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from demo.make_city.ledger_rows import FIGURES, Row
from demo.make_city.ledger_shapes import Shape
from demo.make_city.sheets import Cell, Sheet, add_heads

_PAGE = 24  # rows on a printed page
_COPIED = 48  # rows of last year's list that was left in the workbook
_WIDTHS = {"name": 24, "address": 18, "neighborhood": 16, "street": 12, "serial": 6, "remark": 10}
_SECOND_HEADS = (
    ("serial", "", "序号"),
    ("street", "", "街道（镇）"),
    ("neighborhood", "", "社区"),
    ("name", "", "小区名称"),
    ("built_year", "", "建成年份"),
    ("buildings", "", "楼栋数"),
    ("households", "", "户数"),
    ("area", "", "建筑面积（㎡）"),
    ("investment", "", "估算投资（万元）"),
)


def ledger(shape: Shape, rows: Sequence[Row], place_name: str) -> list[Sheet]:
    """Return a county's ledger as the sheets of its workbook."""
    book = _Book(shape)
    sheets = list(book.by_town(rows)) if shape.by == "sheets" else [book.one(rows, place_name)]
    if shape.last_years_copy:
        sheets.append(book.last_year(rows))
    return sheets


def second_file(shape: Shape, rows: Sequence[Row], place_name: str) -> list[Sheet]:
    """Return the rows that came back, put right: the county's second file (补正)."""
    heads = [head for head in _SECOND_HEADS if head[0] in {key for key, _, _ in shape.heads}]
    plain = Shape(shape.place, shape.file, heads, title=f"{place_name}老旧小区台账补正表", total="")
    again = [Row(row.community, {}) for row in rows if row.in_second_file]
    return [_Book(plain).one(again, "补正")]


@dataclass(frozen=True, slots=True)
class _Book:
    shape: Shape

    @property
    def keys(self) -> list[str]:
        return [key for key, _, _ in self.shape.heads]

    def one(self, rows: Sequence[Row], name: str) -> Sheet:
        """Return the whole list on one sheet, in the manner of the county."""
        sheet = self._sheet(name)
        self._front(sheet, self.shape.title)
        if self.shape.by == "streets":
            self._street_by_street(sheet, rows)
        elif self.shape.by == "pages":
            self._page_by_page(sheet, rows)
        else:
            self._records(sheet, rows)
        self._end(sheet, rows, self.shape.wrong_total)
        return sheet

    def by_town(self, rows: Sequence[Row]) -> Iterator[Sheet]:
        """Yield a sheet for each town, each with its own head and sum."""
        for street, found in groupby(rows, key=lambda row: row.community.street):
            mine = list(found)
            sheet = self._sheet(street)
            self._front(sheet, self.shape.title.format(street=street), street)
            self._records(sheet, mine)
            self._end(sheet, mine)
            yield sheet

    def last_year(self, rows: Sequence[Row]) -> Sheet:
        """Return last year's list, shorter and hidden, as people leave it behind."""
        sheet = self._sheet("2018年（旧）")
        sheet.hidden = True
        self._front(sheet, self.shape.title.replace("摸底台账", "台账（2018年）"))
        self._records(sheet, [replace(row, cells={}) for row in rows[:_COPIED] if not row.again])
        return sheet

    def _sheet(self, name: str) -> Sheet:
        return Sheet(
            name,
            widths={n: _WIDTHS.get(key, 11) for n, key in enumerate(self.keys)},
            date_format="yyyy-mm-dd",
        )

    def _front(self, sheet: Sheet, title: str, street: str = "") -> None:
        if title:
            sheet.banner(title, len(self.keys), title=True)
        if self.shape.note:
            sheet.banner(self.shape.note.format(street=street), len(self.keys))
        add_heads(sheet, [(group, head) for _, group, head in self.shape.heads])

    def _records(self, sheet: Sheet, rows: Sequence[Row], first: int = 1) -> None:
        start = len(sheet.rows)
        for n, row in enumerate(rows, start=first):
            sheet.add([self._cell(row, key, n) for key in self.keys])
        if self.shape.street_merged:
            self._merge_streets(sheet, start, rows)

    def _merge_streets(self, sheet: Sheet, start: int, rows: Sequence[Row]) -> None:
        """Write a street once and let its cell reach down over all its rows."""
        column, top = self.keys.index("street"), start
        for _, found in groupby(rows, key=lambda row: row.community.street):
            count = len(list(found))
            sheet.merges.append((top, column, top + count - 1, column))
            for row in range(top + 1, top + count):
                sheet.rows[row][column] = None
            top += count

    def _street_by_street(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        serial = 1
        for _, found in groupby(rows, key=lambda row: row.community.street):
            mine = list(found)
            self._records(sheet, mine, serial)
            self._sum(sheet, mine, self.shape.subtotal)
            serial += len(mine)

    def _page_by_page(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        for first in range(0, len(rows), _PAGE):
            if first:
                self._front(sheet, self.shape.title)
            mine = rows[first : first + _PAGE]
            self._records(sheet, mine, first + 1)
            self._sum(sheet, mine, self.shape.subtotal)

    def _end(self, sheet: Sheet, rows: Sequence[Row], wrong: int = 0) -> None:
        if self.shape.total:
            self._sum(sheet, rows, self.shape.total, wrong)
        for line in self.shape.footer:
            sheet.add([line, *[None] * (len(self.keys) - 1)])

    def _sum(self, sheet: Sheet, rows: Sequence[Row], label: str, wrong: int = 0) -> None:
        """Append a sum of what can be read, as a spreadsheet would sum it."""
        cells: list[Cell] = [None] * len(self.keys)
        cells[self.keys.index("name")] = label
        for key in set(FIGURES) & set(self.keys):
            readable = [row for row in rows if key not in row.unread and key not in _blank(row)]
            total = sum(_summed(row, key) for row in readable)
            cells[self.keys.index(key)] = self._in_unit(key, total)
        if wrong:
            place = self.keys.index("households")
            cells[place] = int(str(cells[place])) + wrong
        sheet.add(cells)

    def _cell(self, row: Row, key: str, serial: int) -> Cell:
        if key == "serial":
            return serial
        if key in row.cells:
            return row.cells[key]
        if key == "remark":
            return None
        value = getattr(row.community, key)
        return self._in_unit(key, value) if key in ("area", "investment") else value

    def _in_unit(self, key: str, value: int) -> int | float:
        unit = {"area": self.shape.area_unit, "investment": self.shape.money_unit}.get(key, 1)
        return value if unit == 1 else round(value / unit, 4)


def _summed(row: Row, key: str) -> int:
    """Return what the clerk adds up: an estimate at its face value."""
    written = row.cells.get(key)
    if isinstance(written, str) and written.startswith("约"):
        return int(written[1:])
    return int(getattr(row.community, key))


def _blank(row: Row) -> Mapping[str, Cell]:
    """Return the cells of a row that say nothing."""
    return {key: cell for key, cell in row.cells.items() if cell in ("", "/", "-", "无")}
