"""The annex (附表): the bulletin's tables as a workbook, and the sum behind every figure.

Values, not formulas: what is printed is what was counted. Text is written as text, whatever it
begins with.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from fractions import Fraction
from typing import Any

import xlsxwriter

from jiugai.domain.bulletins.document import (
    TRACE_ROOT,
    Appendix,
    Bulletin,
    Cell,
    FigureRun,
    appendix_label,
    text_of,
)
from jiugai.domain.bulletins.figures import DM2_PER_WAN_M2, BoundFigure, Kind
from jiugai.domain.bulletins.title import width
from jiugai.domain.quantities import FEN_PER_WAN_YUAN
from jiugai.exchange.bulletin.package import repacked

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEADS = ("编号", "名称", "文中写法", "数值", "单位", "分子", "分母", "年度批次", "县区", "出处")
_WIDTHS = (30, 44, 22, 16, 10, 18, 18, 10, 14, 26)
_PER = {Kind.AREA: DM2_PER_WAN_M2, Kind.MONEY: FEN_PER_WAN_YUAN}


def write_annex(bulletin: Bulletin) -> bytes:
    """Return the annex as .xlsx; the same bulletin gives the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    created = datetime.combine(bulletin.imprint.issued_on, time(), UTC).replace(tzinfo=None)
    book.set_properties(
        {"author": bulletin.imprint.issuer, "created": created, "title": "通报附表"}
    )
    formats = _formats(book)
    for index, appendix in enumerate(bulletin.appendices):
        _table(book, formats, bulletin, index, appendix)
    _figures(book, formats, bulletin.figures)
    _snapshot(book, formats, bulletin)
    book.close()
    return repacked(target.getvalue())


def _formats(book: Any) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**plain, "border": 1, "align": "center"}
    return {
        "title": book.add_format({**plain, "font_size": 16, "bold": True, "align": "center"}),
        "caption": book.add_format({**plain, "align": "center"}),
        "head": book.add_format({**cell, "bold": True, "text_wrap": True}),
        "cell": book.add_format(cell),
        "note": book.add_format({**plain, "text_wrap": True}),
        "text": book.add_format({**plain, "border": 1}),
        "exact": book.add_format({**plain, "border": 1, "align": "right"}),
        **{
            f"rate{places}": book.add_format({**cell, "num_format": _rate_format(places)})
            for places in range(3)
        },
    }


def _rate_format(places: int) -> str:
    return f"0.{'0' * places}%" if places else "0%"


def _table(
    book: Any, formats: dict[str, Any], bulletin: Bulletin, index: int, appendix: Appendix
) -> None:
    """Write an appendix as a sheet: the printed table, with numbers that can be sorted and summed."""
    table, book_of = appendix.table, bulletin.figures
    sheet = book.add_worksheet(appendix_label(bulletin, index))
    last = len(table.widths) - 1
    sheet.merge_range(0, 0, 0, last, text_of(appendix.title, book_of), formats["title"])
    sheet.merge_range(1, 0, 1, last, text_of(appendix.caption, book_of), formats["caption"])
    rows = [*table.heads, *table.rows]
    for number, cells in enumerate(rows, start=2):
        column = 0
        for cell in cells:
            style = "head" if number < 2 + len(table.heads) else "cell"
            _cell(sheet, number, column, cell, bulletin, formats, style)
            column += cell.columns
    for number, note in enumerate(appendix.notes, start=2 + len(rows)):
        sheet.merge_range(number, 0, number, last, text_of(note, book_of), formats["note"])
    for column, share in enumerate(table.widths):
        sheet.set_column(column, column, max(8, round(100 * share / sum(table.widths))))
    sheet.set_default_row(20)
    sheet.set_row(0, 28)
    sheet.freeze_panes(2 + len(table.heads), 2)
    sheet.repeat_rows(2, 1 + len(table.heads))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(
    sheet: Any, row: int, column: int, cell: Cell, bulletin: Bulletin,
    formats: dict[str, Any], style: str,
) -> None:  # fmt: skip
    """Write one cell; a lone figure is written as its value, everything else as text."""
    text = text_of(cell.runs, bulletin.figures)
    if cell.columns > 1:
        sheet.merge_range(row, column, row, column + cell.columns - 1, text, formats[style])
        return
    lone = cell.runs[0] if len(cell.runs) == 1 else None
    figure = bulletin.figures[lone.figure_id] if isinstance(lone, FigureRun) else None
    value = _number(figure) if figure else None
    if figure is None or value is None:
        sheet.write_string(row, column, text, formats[style])
    elif figure.kind is Kind.RATE:
        places = len(figure.shown.partition(".")[2].rstrip("%"))
        sheet.write_number(row, column, value, formats[f"rate{places}"])
    elif figure.kind is Kind.POINTS:
        sheet.write_string(row, column, text, formats[style])
    else:
        sheet.write_number(row, column, value, formats[style])


def _number(figure: BoundFigure) -> float | int | None:
    """Return a figure as a spreadsheet holds it: 万元, 万平方米, shares of one; None if no number."""
    if figure.kind in _PER and isinstance(figure.value, int):
        return float(Fraction(figure.value, _PER[figure.kind]))
    if isinstance(figure.value, Fraction):
        return float(figure.value)
    if figure.kind in (Kind.COUNT, Kind.RANK) and isinstance(figure.value, int):
        return figure.value
    return None


def _figures(book: Any, formats: dict[str, Any], figures: Iterable[BoundFigure]) -> None:
    """Write every figure of the snapshot with the sum that makes it."""
    sheet = book.add_worksheet("数据")
    for column, (head, wide) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, head, formats["head"])
        sheet.set_column(column, column, wide)
    row = 0
    for figure in figures:
        row += 1
        value = _number(figure)
        cells: tuple[str | float | int | None, ...] = (
            figure.id, figure.label, figure.shown, value, figure.unit, figure.numerator,
            figure.denominator, figure.cohort, figure.county, figure.source,
        )  # fmt: skip
        for column, content in enumerate(cells):
            if content is None or content == "":
                sheet.write_blank(row, column, None, formats["text"])
            elif isinstance(content, str):
                sheet.write_string(row, column, content, formats["text"])
            else:
                sheet.write_number(row, column, content, formats["exact"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(row, 1), len(_HEADS) - 1)


def _trace(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """Yield the register's root, where events were sealed by then."""
    if TRACE_ROOT in bulletin.figures:
        yield "留痕根", str(bulletin.figures[TRACE_ROOT].value)


def _snapshot(book: Any, formats: dict[str, Any], bulletin: Bulletin) -> None:
    sheet = book.add_worksheet("快照")
    snapshot = bulletin.snapshot
    lines: tuple[tuple[str, str], ...] = (
        ("城市", snapshot.city),
        ("报告期", str(snapshot.month)),
        ("截至", snapshot.as_of.isoformat()),
        ("记录序号", str(snapshot.seq)),
        ("SM3摘要", snapshot.digest),
        *_trace(bulletin),
        ("说明", "数值由快照中的事实计得；分子、分母单位为个、分或平方分米，比率为两者之比。"),
    )
    for row, (name, content) in enumerate(lines):
        sheet.write_string(row, 0, name, formats["head"])
        sheet.write_string(row, 1, content, formats["text"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, max(width(content) for _, content in lines) * 2)
