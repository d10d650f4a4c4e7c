"""Sheets as an OpenDocument workbook (.ods), written out by hand: it is little, and always the same."""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from demo.make_city.archives import packed
from demo.make_city.sheets import Cell, Sheet

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
_MANIFEST = (
    f"{_HEAD}<manifest:manifest "
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_UNSEEN = (
    '<office:automatic-styles><style:style style:name="unseen" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def as_ods(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as the bytes of an OpenDocument workbook."""
    body = "".join(map(_table, sheets))
    content = (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.2">{_UNSEEN}'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return packed(
        [
            ("mimetype", _TYPE.encode()),
            ("META-INF/manifest.xml", _MANIFEST.encode()),
            ("content.xml", content.encode("utf-8")),
        ]
    )


def _table(sheet: Sheet) -> str:
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in spans.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    lines = []
    for r, row in enumerate(sheet.rows):
        cells = [
            "<table:covered-table-cell/>"
            if (r, c) in covered
            else _cell(value, _span(r, c, spans.get((r, c))))
            for c, value in enumerate(row)
        ]
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    style = ' table:style-name="unseen"' if sheet.hidden else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{''.join(lines)}</table:table>"


def _span(row: int, column: int, until: tuple[int, int] | None) -> str:
    if until is None:
        return ""
    rows, columns = until[0] - row + 1, until[1] - column + 1
    return f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'


def _cell(value: Cell, span: str) -> str:
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return (
        f"<table:table-cell {kind}{span}><text:p>{escape(str(value))}</text:p></table:table-cell>"
    )
