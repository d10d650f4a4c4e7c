"""The monthly returns as workbooks (月报工作簿)."""

from demo.make_city.places import PLACE
from demo.make_city.return_shapes import (
    DATE_STYLES,
    DAYS,
    GROUPS,
    HEADS,
    MONEY,
    RETURN_SHAPES,
    ReturnShape,
)
from demo.make_city.returns import Line, Return
from demo.make_city.sheets import Cell, Sheet, add_heads

_WIDTHS = {"serial": 6, "name": 24, "number": 20, "remark": 22}
_MISNAMED = {("hanyin", "2019-10")}
"""A return whose first row calls its community by a name that no ledger knows."""


def file_name(told: Return) -> str:
    """Return the name under which an office sends a return."""
    shape = RETURN_SHAPES[told.sending.place]
    name = _filled(shape.file, told)
    stem, _, ending = name.rpartition(".")
    return f"{stem}（更正）.{ending}" if told.sending.corrects else name


def sheet(told: Return) -> Sheet:
    """Return a monthly return as its sheet."""
    shape = RETURN_SHAPES[told.sending.place]
    page = Sheet(
        "Sheet1",
        widths={n: _WIDTHS.get(key, 12) for n, key in enumerate(HEADS)},
        date_format=shape.date_format,
    )
    if shape.title:
        page.banner(_filled(shape.title, told), len(HEADS), title=True)
    if shape.note:
        page.banner(_filled(shape.note, told), len(HEADS))
    groups = GROUPS if shape.grouped else {}
    add_heads(
        page, [(groups.get(key, ""), shape.heads.get(key, head)) for key, head in HEADS.items()]
    )
    if not told.lines:
        page.add(["本月无改造项目", *[None] * (len(HEADS) - 1)])
    for n, line in enumerate(told.lines, start=1):
        page.add([_cell(told, shape, line, key, n) for key in HEADS])
    if shape.total and told.lines:
        page.add(_total(told, shape))
    if shape.footer:
        page.add([shape.footer, *[None] * (len(HEADS) - 1)])
    return page


def _filled(pattern: str, told: Return) -> str:
    year, month = told.sending.month.split("-")
    county = PLACE[told.sending.place].name
    if told.sending.place == "xunyang" and told.sending.month >= "2021-02":
        county = "旬阳市"
    return pattern.format(year=year, month=int(month), county=county)


def _cell(told: Return, shape: ReturnShape, line: Line, key: str, serial: int) -> Cell:
    if key in DAYS:
        day = line.days.get(key)
        return DATE_STYLES[shape.dates](day) if day else shape.blank or None
    if key in MONEY:
        return _money(shape, line, key)
    words: dict[str, Cell] = {
        "serial": serial,
        "name": _name(told, line, serial),
        "street": line.site.community.street,
        "cohort": shape.cohort.format(year=line.site.cohort) or line.site.cohort,
        "number": line.number or shape.blank,
        "done_households": _counted(line, line.figures.households),
        "done_buildings": _counted(line, line.figures.buildings),
        "exit": line.exit,
        "remark": line.remark,
    }
    return words[key] if words[key] != "" else None


def _counted(line: Line, number: int) -> Cell:
    """Return a number of what is done; nothing is written before works begin."""
    return number if "started" in line.days else None


def _money(shape: ReturnShape, line: Line, key: str) -> Cell:
    amount = {
        "invested": line.figures.invested,
        "received": line.figures.received,
        "paid": line.figures.paid,
    }[key]
    if amount == 0 and (key == "invested" or not _has_money(line)):
        return shape.blank or None
    return amount if shape.money_unit == 1 else round(amount / shape.money_unit, 2)


def _has_money(line: Line) -> bool:
    """Say whether money is spoken of: it came, or came and went back."""
    return line.figures.received > 0 or line.exit == "调换"


def _name(told: Return, line: Line, serial: int) -> str:
    name = line.site.community.name
    if serial != 1 or (told.sending.place, told.sending.month) not in _MISNAMED:
        return name
    return f"{name}片区"


def _total(told: Return, shape: ReturnShape) -> list[Cell]:
    cells: list[Cell] = []
    for key in HEADS:
        if key == "name":
            cells.append(shape.total)
        elif key in MONEY:
            parts = [_money(shape, line, key) for line in told.lines]
            cells.append(round(sum(p for p in parts if isinstance(p, int | float)), 2))
        elif key in ("done_households", "done_buildings"):
            figure = key.removeprefix("done_")
            cells.append(
                sum(getattr(line.figures, figure) for line in told.lines if "started" in line.days)
            )
        else:
            cells.append(None)
    return cells
