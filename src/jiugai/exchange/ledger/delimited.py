"""Reads delimited text (.csv): encoding by BOM → UTF-8 → GB18030, delimiter by what the lines hold."""

import csv
import io
import re
from collections import Counter

from jiugai.exchange.ledger.grid import Grid

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DELIMITERS = ",\t;|"
_EXCEL_TEXT = re.compile(r'="(.*)"')


class NotText(ValueError):
    """The bytes are no text in any encoding in which ledgers come."""


def decode(content: bytes) -> str:
    """Return the text of a file.

    :raises NotText: if no encoding of the rule fits.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding).lstrip("\ufeff")
    if b"\x00" in content[:4096]:
        odd, even = content[1:4096:2].count(0), content[0:4096:2].count(0)
        if max(odd, even) * 8 < len(content[:4096]):
            raise NotText("zero bytes in a text")
        return _decoded(content, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "gb18030")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(encoding) from error


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the most lines into the same number of cells."""
    head = text[:20_000]
    first, _, _ = head.partition("\n")
    stated = re.fullmatch(r"sep=(.)\s*", first)
    if stated:
        return stated[1]
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        rows = [len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if row]
        if len(rows) > 1:
            rows = rows[:-1] if len(text) > len(head) else rows
        widths = Counter(width for width in rows if width > 1)
        if widths:
            width, times = widths.most_common(1)[0]
            score = times * min(width, 20)
            if score > best_score:
                best, best_score = delimiter, score
    return best if best_score or "，" not in head else "，"


def read_delimited(content: bytes) -> Grid:
    """Return the one sheet of a delimited text; it has no name.

    :raises NotText: if the bytes are no text.
    :raises csv.Error: if a cell is longer than any cell of a ledger.
    """
    text = decode(content)
    if "\n" not in text:
        text = text.replace("\r", "\n")  # lines end as they did on old machines
    delimiter = delimiter_of(text)
    if text.startswith("sep="):
        text = "\n" + text.partition("\n")[2]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if '="' in text:
        rows = [[_EXCEL_TEXT.sub(r"\1", cell) for cell in row] for row in rows]
    return Grid(sheet="", rows=rows)  # type: ignore[arg-type]  # list is invariant; all cells are str
