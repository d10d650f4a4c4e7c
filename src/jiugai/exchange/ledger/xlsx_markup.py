"""What an .xlsx sheet's XML says beside its values: hidden rows, formulas without a result, formats.

The parts are scanned as a stream with regular expressions over bytes, not parsed: a sheet of a
hundred thousand rows takes a tenth of a second. Document type declarations have been refused
by the guard before a file comes here; none is expanded in any case.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from defusedxml import ElementTree

from jiugai.exchange.ledger.grid import PLAIN, Markup, cell_place

_CHUNK = 1 << 20
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']|\bht=["']0(?:\.0+)?["']""")
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FROM, _UP_TO = (re.compile(rb"""\b%s=["'](\d+)["']""" % name) for name in (b"min", b"max"))
_NO_WIDTH = re.compile(rb"""\bhidden=["'](?:1|true)["']|\bwidth=["']0(?:\.0+)?["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_TOKEN = re.compile(
    rb"<(?:\w+:)?(?:row\b(?P<row>[^>]*)>|c\b(?P<cell>[^>]*?)(?:/>|>(?P<inside>.*?)</(?:\w+:)?c>))",
    re.DOTALL,
)
_NOTABLE = re.compile(rb"""<(?:\w+:)?f[ />]|\bt=["']e["']|hidden=|\bht=["']0""")
_HINTS = (b"<f", b":f", b'"e"', b"'e'", b"hidden=", b'ht="0', b"ht='0")
"""Without one of these a piece holds nothing notable; they are found many times as fast."""
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_NAME = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|!(.)')
_ODD_FORMAT = re.compile(r'[^\x00-\x7f]|[0#?],+(?![0#?])|[!\\"%]')
_DATE_LETTERS = re.compile(r"[yYdDhHsS]|年|月|日|时|分|秒|DBNum")


@dataclass(frozen=True, slots=True)
class BookMarkup:
    """What concerns the whole workbook.

    Attributes:
      parts: the archive's member for each sheet's name.
      literals: by style number, the words that its number format adds; ``None`` if the format
        shows another number than the cell holds.
      stale: whether the writer left all formulas to be calculated on opening.
    """

    parts: dict[str, str] = field(default_factory=dict)
    literals: dict[int, str | None] = field(default_factory=dict)
    base_1904: bool = False
    stale: bool = False


def book_markup(archive: zipfile.ZipFile) -> BookMarkup:
    """Read the workbook part, its relations and its number formats."""
    names = set(archive.namelist())
    path = next((n for n in names if n.lower() == "xl/workbook.xml"), "")
    if not path:
        return BookMarkup()
    root = ElementTree.fromstring(archive.read(path))
    relations = _relations(archive, path, names)
    parts, base_1904, stale = {}, False, False
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "sheet":
            target = relations.get(_relation_of(element.attrib), "")
            if target in names:
                parts[element.get("name") or ""] = target
        elif tag == "workbookPr":
            base_1904 = element.get("date1904") in ("1", "true")
        elif tag == "calcPr":
            stale = element.get("fullCalcOnLoad") in ("1", "true")
    styles = next((n for n in names if n.lower() == "xl/styles.xml"), "")
    literals = _literals(archive.read(styles)) if styles else {}
    return BookMarkup(parts, literals, base_1904, stale)


def _relation_of(attributes: Mapping[str, str]) -> str:
    """Return the relation's number; its namespace differs between the two kinds of .xlsx."""
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")


def _relations(archive: zipfile.ZipFile, path: str, names: set[str]) -> dict[str, str]:
    folder, _, name = path.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in names:
        return {}
    found = {}
    for element in ElementTree.fromstring(archive.read(relations)).iter():
        target = element.get("Target")
        if target:
            full = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found[element.get("Id") or ""] = posixpath.normpath(full)
    return found


def _literals(styles: bytes) -> dict[int, str | None]:
    """Return the styles whose number format adds words or shows another number."""
    root = ElementTree.fromstring(styles)
    formats: dict[str, str] = {}
    used: list[str] = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "numFmt":
            formats[element.get("numFmtId") or ""] = element.get("formatCode") or ""
        elif tag == "cellXfs":
            used = [xf.get("numFmtId") or "" for xf in element]
    found: dict[int, str | None] = {}
    for style, number in enumerate(used):
        code = formats.get(number, "0%" if number in ("9", "10") else "")
        literal = format_literal(code) if _ODD_FORMAT.search(code) else ""
        if literal != "":
            found[style] = literal
    return found


def format_literal(code: str) -> str | None:
    """Return the words that a number format adds, or None if it shows another number.

    >>> format_literal('0"万元"'), format_literal('0!.0,"万"'), format_literal("#,##0")
    ('万元', None, '')
    """
    positive = (
        re.sub(r"\\?m\\?2", '"m2"', code.split(";")[0]) if '"' not in code else code.split(";")[0]
    )
    bare = re.sub(r"\[[^\]]*\]", "", positive)
    if "%" in bare:
        return None
    words = "".join(a or b or c for a, b, c in _LITERAL.findall(bare))
    digits = _LITERAL.sub("", bare)
    if _DATE_LETTERS.search(re.sub(r"_.|\*.", "", digits)):
        return ""
    if (
        re.search(r"[0#?],+(?![0#?,])", digits)
        or re.search(r"[!\\][.\d]", bare)
        or re.search(r"[\d.,]", words.replace("m2", ""))
    ):
        return None
    words += "".join(re.findall(r"[^\x00-\x7f￥¥]+", digits))
    return words.strip().replace("$", "").strip("() -+¥￥")


def sheet_markup(archive: zipfile.ZipFile, book: BookMarkup, sheet: str) -> Markup:
    """Scan one sheet's part; merged ranges are left to the caller."""
    part = book.parts.get(sheet)
    if not part:
        return PLAIN
    scan = _Scan(book)
    with archive.open(part) as stream:
        for chunk in _chunks(stream):
            scan.take(chunk)
    return scan.markup()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a part in pieces that never cut through a cell."""
    rest = b""
    while piece := stream.read(_CHUNK):
        data = rest + piece
        cut = max(
            data.rfind(b"</c>"), data.rfind(b"</row>"), data.rfind(b":c>"), data.rfind(b":row>")
        )
        if cut < 0:
            rest = data
            continue
        end = data.index(b">", cut) + 1
        yield data[:end]
        rest = data[end:]
    yield rest


class _Scan:
    """Gathers what is found in the pieces of one sheet."""

    def __init__(self, book: BookMarkup) -> None:
        self.book = book
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.uncalculated: set[tuple[int, int]] = set()
        self.shown_with: dict[tuple[int, int], str] = {}
        self.scaled: set[tuple[int, int]] = set()
        self.row = self.column = -1
        self.names_cells: bool | None = None
        wanted = b"|".join(str(style).encode() for style in book.literals)
        self.odd_style = re.compile(rb"\bs=[\"'](?:" + wanted + rb")[\"']") if wanted else None

    def take(self, data: bytes) -> None:
        """Look through one piece; nearly all hold nothing but plain values and are passed over."""
        if b"hidden=" in data or b'width="0' in data:
            self._hidden_columns(data)
        if self.names_cells is None:
            first = _CELL.search(data)
            self.names_cells = bool(_NAME.search(first[1])) if first else None
        if (
            not self.names_cells
            or (any(hint in data for hint in _HINTS) and _NOTABLE.search(data))
            or (self.odd_style and self.odd_style.search(data))
        ):
            self._walk(data)

    def _hidden_columns(self, data: bytes) -> None:
        for found in _COLUMN.finditer(data):
            first, last = _FROM.search(found[1]), _UP_TO.search(found[1])
            if first and last and _NO_WIDTH.search(found[1]):
                self.hidden_columns.update(range(int(first[1]) - 1, min(int(last[1]), 16_384)))

    def _walk(self, data: bytes) -> None:
        """Go from row to row and cell to cell; a sheet need not say where they stand."""
        for found in _TOKEN.finditer(data):
            if found["row"] is not None:
                number = _NUMBER.search(found["row"])
                self.row = int(number[1]) - 1 if number else self.row + 1
                self.column = -1
                if _HIDDEN.search(found["row"]):
                    self.hidden_rows.add(self.row)
                continue
            name = _NAME.search(found["cell"])
            place = cell_place(name[1].decode()) if name else (self.row, self.column + 1)
            self.column = place[1]
            self._cell(place, found["cell"], found["inside"] or b"")

    def _cell(self, place: tuple[int, int], attributes: bytes, inside: bytes) -> None:
        formula = _FORMULA.search(inside)
        style = _STYLE.search(attributes)
        literal = self.book.literals.get(int(style[1]), "") if style else ""
        kind = _TYPE.search(attributes)
        value = _VALUE.search(inside)
        if kind is not None and kind[1] == b"e":
            self.errors[place] = value[1].decode() if value else "#N/A"
        elif formula and self._has_no_result(value, kind):
            self.uncalculated.add(place)
        elif literal != "" and value and (kind is None or kind[1] == b"n"):
            self._format(place, literal)

    def _has_no_result(self, value: re.Match[bytes] | None, kind: re.Match[bytes] | None) -> bool:
        if kind is not None and kind[1] == b"str":
            return False  # a formula that gave an empty text
        return not value or not value[1] or (self.book.stale and value[1] == b"0")

    def _format(self, place: tuple[int, int], literal: str | None) -> None:
        if literal is None:
            self.scaled.add(place)
        elif literal:
            self.shown_with[place] = literal

    def markup(self) -> Markup:
        return Markup(
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            errors=self.errors,
            uncalculated=frozenset(self.uncalculated),
            shown_with=self.shown_with,
            scaled=frozenset(self.scaled),
        )


def open_archive(content: bytes) -> zipfile.ZipFile | None:
    """Return the archive that a file is, or None."""
    try:
        return zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
