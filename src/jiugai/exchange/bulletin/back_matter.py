"""The appendices and the 版记: tables with repeated heads, and the block at the foot of the last page."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from jiugai.domain.bulletins.document import (
    Bulletin,
    Cell,
    Run,
    Table,
    Template,
    Text,
    appendix_label,
    imprint_lines,
    snapshot_lines,
    text_of,
)
from jiugai.domain.bulletins.title import width
from jiugai.exchange.bulletin import styles
from jiugai.exchange.bulletin.body import title
from jiugai.exchange.bulletin.geometry import TWIPS_PER_PT, Geometry
from jiugai.exchange.bulletin.ooxml import Binder, el, words
from jiugai.exchange.bulletin.page import empty_line, rule

ROW_HEIGHT = 360
"""Least height of a table's row, in twips: 6.4 mm."""
CELL_MARGIN = 28
LABEL = "主送："
BLACK = "000000"


def appendices(bulletin: Bulletin, page: Geometry, binder: Binder) -> Iterator[BaseOxmlElement]:
    """Yield the appendices, each on a page of its own, its title on the third line."""
    for index, appendix in enumerate(bulletin.appendices):
        label = words(appendix_label(bulletin, index))
        yield _paragraph(styles.APPENDIX_LABEL, label)
        yield empty_line(el("keepNext"))
        yield title(bulletin, (appendix.title,), page, binder)
        yield _paragraph(styles.CAPTION, *binder.runs(appendix.caption))
        yield table(bulletin, appendix.table, page, binder)
        for note in appendix.notes:
            yield _paragraph(styles.NOTE, *binder.runs(note))


def table(bulletin: Bulletin, content: Table, page: Geometry, binder: Binder) -> BaseOxmlElement:
    """Return a table as wide as the type area; its head is repeated, its rows are not parted."""
    whole = sum(content.widths)
    widths = [page.area_width * share // whole for share in content.widths]
    widths[-1] += page.area_width - sum(widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = [el(side, val="single", sz=4, space=0, color=BLACK) for side in sides]
    properties = el(
        "tblPr",
        el("tblW", w=page.area_width, type="dxa"),
        el("tblBorders", *lines),
        el("tblLayout", type="fixed"),
        el(
            "tblCellMar",
            el("left", w=CELL_MARGIN, type="dxa"),
            el("right", w=CELL_MARGIN, type="dxa"),
        ),
    )
    grid = el("tblGrid", *(el("gridCol", w=each) for each in widths))
    heads = [_row(bulletin, row, widths, binder, head=True) for row in content.heads]
    rows = [_row(bulletin, row, widths, binder, head=False) for row in content.rows]
    return el("tbl", properties, grid, *heads, *rows)


def _row(
    bulletin: Bulletin, cells: tuple[Cell, ...], widths: list[int], binder: Binder, *, head: bool
) -> BaseOxmlElement:
    properties = el("trPr", el("cantSplit"), el("trHeight", val=ROW_HEIGHT, hRule="atLeast"))
    if head:
        properties.append(el("tblHeader"))
    row, column = el("tr", properties), 0
    for cell in cells:
        wide = sum(widths[column : column + cell.columns])
        column += cell.columns
        shape = el("tcPr", el("tcW", w=wide, type="dxa"))
        if cell.columns > 1:
            shape.append(el("gridSpan", val=cell.columns))
        shape.append(el("vAlign", val="center"))
        runs = _headed(bulletin, cell, wide) if head else cell.runs
        style = styles.TABLE_HEAD if head else styles.TABLE_TEXT
        row.append(el("tc", shape, _paragraph(style, *binder.runs(runs))))
    return row


def _headed(bulletin: Bulletin, cell: Cell, wide: int) -> tuple[Run, ...]:
    """Return a head whose bracket begins a line of its own where it does not fit beside the word."""
    text = text_of(cell.runs, bulletin.figures)
    room = (wide - 2 * CELL_MARGIN) / (styles.TABLE_PT * TWIPS_PER_PT)
    before, bracket, after = text.partition("（")
    if width(text) <= room or not bracket or not before:
        return cell.runs
    return (Text(f"{before}\n{bracket}{after}"),)


def imprint(bulletin: Bulletin, page: Geometry, binder: Binder) -> Iterator[BaseOxmlElement]:
    """Yield the 版记 in a frame at the foot of the last page's type area.

    All its paragraphs name the same frame, which sits at the bottom margin wherever the text
    before it ends; a last paragraph a point high carries it.
    """
    lines = imprint_lines(bulletin)
    yield rule(page.outer_line, BLACK, _frame(page))
    for number, runs in enumerate(lines):
        yield _imprint_line(bulletin, runs, page, binder)
        last = number == len(lines) - 1
        if last:
            yield rule(page.outer_line, BLACK, _frame(page))
        elif _ruled(bulletin, number, len(lines)):
            yield rule(page.inner_line, BLACK, _frame(page))
    yield el("p", el("pPr", el("pStyle", val=styles.RULE), styles.pitch(TWIPS_PER_PT)))


def _ruled(bulletin: Bulletin, number: int, count: int) -> bool:
    """Say whether a line is drawn under a line of the 版记: between elements, not inside one."""
    snapshot = count - snapshot_lines(bulletin)
    if number == snapshot - 1:
        return True
    serial = bulletin.imprint.template is Template.SERIAL
    return number == 0 if serial else number < snapshot - 1


def _frame(page: Geometry) -> BaseOxmlElement:
    return el(
        "framePr", w=page.area_width, wrap="notBeside", vAnchor="margin", hAnchor="margin",
        xAlign="left", yAlign="bottom",
    )  # fmt: skip


def _imprint_line(
    bulletin: Bulletin, runs: tuple[Run, ...], page: Geometry, binder: Binder
) -> BaseOxmlElement:
    """Return a line of the 版记, one character in on both sides, runovers under the first word."""
    text = text_of(runs, bulletin.figures)
    character = page.imprint_pt * TWIPS_PER_PT
    indent = page.imprint_indent * character
    label = text.partition("：")[0] + "：" if "：" in text.partition("\t")[0] else ""
    # A further 抄送 line of the serial form has no label of its own and stands under the first.
    continued = not label and "\t" not in text
    hanging = round(width(label) * character)
    left = indent + (round(width(LABEL) * character) if continued else hanging)
    properties = el("pPr", el("pStyle", val=styles.IMPRINT), _frame(page))
    properties.append(el("tabs", el("tab", val="right", pos=page.area_width - indent)))
    properties.append(el("ind", left=left, right=indent, hanging=hanging))
    return el("p", properties, *binder.runs(runs))


def _paragraph(style: str, *children: BaseOxmlElement) -> BaseOxmlElement:
    return el("p", el("pPr", el("pStyle", val=style)), *children)
