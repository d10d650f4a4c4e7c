"""What an .ods document says beside its values: hidden rows and columns, merged ranges, errors."""

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from jiugai.exchange.ledger.grid import Markup, Merge

_MOST_ROWS = 1_100_000
_SPACE = "\x1f"
_TABLE = f"urn:oasis:names:tc:opendocument:xmlns:table:1.0{_SPACE}"
_OFFICE = f"urn:oasis:names:tc:opendocument:xmlns:office:1.0{_SPACE}"
_TEXT = f"urn:oasis:names:tc:opendocument:xmlns:text:1.0{_SPACE}"
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class _Sheet:
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)


class _Scan:
    """Walks through content.xml once."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self.sheet = _Sheet()
        self.row = self.column = self.repeat = self.head_column = 0
        self.formula = self.reads_text = False
        self.value: str | None = None
        self.text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.sheet = self.sheets.setdefault(attributes.get(f"{_TABLE}name", ""), _Sheet())
            self.row = self.head_column = 0
        elif tag == f"{_TABLE}table-column":
            self._column(attributes)
        elif tag == f"{_TABLE}table-row":
            self.repeat, self.column = _count(attributes, "number-rows-repeated"), 0
            if attributes.get(f"{_TABLE}visibility") in _HIDDEN:
                last = min(self.row + self.repeat, _MOST_ROWS)
                self.sheet.hidden_rows.update(range(self.row, last))
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell(attributes)
        elif tag == f"{_TEXT}p":
            self.reads_text = True

    def _column(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "number-columns-repeated")
        if attributes.get(f"{_TABLE}visibility") in _HIDDEN:
            self.sheet.hidden_columns.update(
                range(self.head_column, min(self.head_column + count, 16_384))
            )
        self.head_column += count

    def _cell(self, attributes: dict[str, str]) -> None:
        rows = _count(attributes, "number-rows-spanned")
        columns = _count(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            bottom, right = self.row + rows - 1, self.column + columns - 1
            self.sheet.merges.append(Merge(self.row, self.column, bottom, right))
        self.formula = f"{_TABLE}formula" in attributes
        self.value = next(
            (
                attributes[f"{_OFFICE}{name}"]
                for name in ("value", "date-value", "string-value", "boolean-value", "time-value")
                if f"{_OFFICE}{name}" in attributes
            ),
            None,
        )
        self.text = ""
        self.columns_repeated = _count(attributes, "number-columns-repeated")

    def end(self, tag: str) -> None:
        if tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            place = (self.row, self.column)
            if self.text.startswith(("#", "Err:")) and (self.formula or not self.value):
                self.sheet.errors[place] = self.text
            elif self.formula and not self.value and not self.text:
                self.sheet.uncalculated.add(place)
            self.column += self.columns_repeated
            self.formula = False
        elif tag == f"{_TABLE}table-row":
            self.row += self.repeat
        elif tag == f"{_TEXT}p":
            self.reads_text = False

    def data(self, text: str) -> None:
        if self.reads_text and len(self.text) < 64:
            self.text += text


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def ods_markup(archive: zipfile.ZipFile) -> dict[str, Markup]:
    """Return what content.xml says of each sheet, by the sheet's name."""
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=_SPACE)
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.data
    parser.buffer_text = True
    try:
        parser.Parse(archive.read("content.xml"), True)
    except (expat.ExpatError, KeyError):
        return {}
    return {
        name: Markup(
            hidden_rows=frozenset(sheet.hidden_rows),
            hidden_columns=frozenset(sheet.hidden_columns),
            merges=tuple(sheet.merges),
            errors=sheet.errors,
            uncalculated=frozenset(sheet.uncalculated),
        )
        for name, sheet in scan.sheets.items()
    }
