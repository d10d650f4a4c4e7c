"""A plain table out of a workbook or a text (.xlsx、.csv 单表头表): to be run in the reading process.

Of a workbook the first sheet with anything in it is read; a cell shown as per cent is read as such.
"""

from jiugai.domain.findings import Finding, Place
from jiugai.exchange.plain_csv import PlainRow, PlainTable, heading, read_plain
from jiugai.exchange.published_sheets import RawCell, Sheet, sheets_of
from jiugai.exchange.refusals import Refused


def read_plain_sheet(content: bytes, document: str) -> PlainTable | Finding:
    """Read a table of one head row; return a finding if there is none.

    The first row that is not blank holds the headings.
    """
    if not content.startswith(b"PK"):
        return read_plain(content, document)
    try:
        sheets = sheets_of(content, document)
    except Refused as refused:
        return refused.finding(document)
    found: list[PlainRow] = []
    for sheet in sheets:
        found = _rows(sheet)
        if found:
            break
    if len(found) < 2:
        return Finding(
            "table.empty",
            "表里没有数据：第一行应是表头，下面每行一条。请补上后重试，本次没有计算。",
            place=Place(document),
        )
    return PlainTable(document, tuple(map(heading, found[0].cells)), tuple(found[1:]))


def _rows(sheet: Sheet) -> list[PlainRow]:
    return [
        PlainRow(number, tuple(_text(cell) for cell in row))
        for number, row in enumerate(sheet.rows, 1)
        if any(not cell.is_blank for cell in row)
    ]


def _text(cell: RawCell) -> str:
    if cell.number is None:
        return cell.text
    return f"{cell.number * 100:f}%" if cell.percent else cell.text
