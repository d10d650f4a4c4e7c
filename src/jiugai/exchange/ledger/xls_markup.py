"""What an .xls workbook says beside its values (BIFF8): hidden rows and columns, failed formulas, formats."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiugai.exchange.ledger.grid import Markup
from jiugai.exchange.ledger.xls_stream import BrokenCompound, Compound
from jiugai.exchange.ledger.xlsx_markup import format_literal

_BOF, _EOF, _BOUNDSHEET, _DATEMODE, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x0022, 0x041E, 0x00E0
_ROW, _COLINFO, _BOOLERR, _FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
_NUMBER, _RK, _MULRK = 0x0203, 0x027E, 0x00BD
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip


@dataclass(slots=True)
class XlsMarkup:
    """What was found: by sheet name its markup, and the date base of the workbook."""

    sheets: dict[str, Markup] = field(default_factory=dict)
    base_1904: bool = False


@dataclass(slots=True)
class _Sheet:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    styles: list[tuple[int, int, int]] = field(default_factory=list)


def xls_markup(content: bytes) -> XlsMarkup:
    """Walk through the records of the workbook stream; an odd file gives an empty answer."""
    try:
        compound = Compound(content)
        stream = compound.stream("Workbook") or compound.stream("Book")
    except (BrokenCompound, struct.error, KeyError):
        return XlsMarkup()
    if not stream:
        return XlsMarkup()
    try:
        return _walk(stream)
    except struct.error:
        return XlsMarkup()


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        if kind == _EOF:
            return
        start += 4 + length


def _walk(stream: bytes) -> XlsMarkup:
    found = XlsMarkup()
    places: list[tuple[str, int]] = []
    formats: dict[int, str] = {}
    styles: list[int] = []
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", data, 0)
            places.append((_text(data[7:], data[6]), start))
        elif kind == _DATEMODE:
            found.base_1904 = data[:2] == b"\x01\x00"
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", data, 0)
            formats[number] = _text(data[4:], length)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    literals = {number: format_literal(code) for number, code in formats.items()}
    for name, start in places:
        sheet = _Sheet()
        for kind, data in _records(stream, start):
            _take(sheet, kind, data)
        found.sheets[name] = _markup(sheet, styles, literals)
    return found


def _text(data: bytes, length: int) -> str:
    """Return a string of BIFF8: a flag byte, then one or two bytes a character."""
    if data[:1] and data[0] & 1:
        return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")


def _take(sheet: _Sheet, kind: int, data: bytes) -> None:
    if kind == _ROW and len(data) >= 14:
        row, flags = struct.unpack_from("<H", data, 0)[0], struct.unpack_from("<H", data, 12)[0]
        if flags & 0x20:
            sheet.hidden_rows.add(row)
    elif kind == _COLINFO and len(data) >= 10:
        first, last, _, _, flags = struct.unpack_from("<5H", data, 0)
        if flags & 1:
            sheet.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _BOOLERR and len(data) >= 8:
        row, column, style, value, is_error = struct.unpack_from("<HHHBB", data, 0)
        if is_error:
            sheet.errors[row, column] = _ERRORS.get(value, "#N/A")
    elif kind == _FORMULA and len(data) >= 14:
        _formula(sheet, data)
    elif kind in (_NUMBER, _RK) and len(data) >= 6:
        sheet.styles.append(struct.unpack_from("<3H", data, 0))
    elif kind == _MULRK:
        row, first = struct.unpack_from("<2H", data, 0)
        for place in range((len(data) - 6) // 6):
            style = struct.unpack_from("<H", data, 4 + 6 * place)[0]
            sheet.styles.append((row, first + place, style))


def _formula(sheet: _Sheet, data: bytes) -> None:
    row, column, style = struct.unpack_from("<3H", data, 0)
    result = data[6:14]
    if result[6:8] != b"\xff\xff":
        sheet.styles.append((row, column, style))
    elif result[0] == 2:
        sheet.errors[row, column] = _ERRORS.get(result[2], "#N/A")
    elif result[0] == 3:
        sheet.uncalculated.add((row, column))


def _markup(sheet: _Sheet, styles: list[int], literals: dict[int, str | None]) -> Markup:
    shown_with, scaled = {}, set()
    if any(literal != "" for literal in literals.values()):
        for row, column, style in sheet.styles:
            literal = literals.get(styles[style], "") if style < len(styles) else ""
            if literal is None:
                scaled.add((row, column))
            elif literal:
                shown_with[row, column] = literal
    return Markup(
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        errors=sheet.errors,
        uncalculated=frozenset(sheet.uncalculated),
        shown_with=shown_with,
        scaled=frozenset(scaled),
    )
