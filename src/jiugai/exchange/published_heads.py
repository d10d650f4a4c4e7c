"""Where a published table begins and what its head says (表头): several rows, merged cells, halves."""

import re
from dataclasses import dataclass

from jiugai.domain.supervision.published import TableBasis
from jiugai.exchange.published_cells import Figure, read_figure, unit_scale
from jiugai.exchange.published_columns import Heading, has_measure_words, is_region, plain
from jiugai.exchange.published_sheets import RawCell, Sheet, cell_name

MOST_HEAD_ROWS = 4
_UNIT_NOTE = re.compile(r"(?:计量)?单位[:为](.+)")
_BASIS_OF_UNIT = (
    ("平方米", (TableBasis.AREA,)),
    ("元", (TableBasis.FEN,)),
    ("户", (TableBasis.HOUSEHOLDS,)),
    ("栋", (TableBasis.BUILDINGS,)),
    ("幢", (TableBasis.BUILDINGS,)),
    ("个", (TableBasis.COMMUNITIES, TableBasis.PROJECTS)),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A table, or the half of one that is printed beside the other: a region column and the rest."""

    region: int
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one table: its rows, both included, and its blocks from left to right."""

    first: int
    last: int
    blocks: tuple[Block, ...]
    units: dict[TableBasis, str]


def find_head(sheet: Sheet, start: int = 0) -> Head | None:
    """Return the first head at or below a row, or None: a row that names the regions and a figure."""
    for row in range(start, len(sheet.rows)):
        regions = [n for n, cell in enumerate(sheet.rows[row]) if is_region(cell.text)]
        if not regions:
            continue
        head = _head(sheet, row, regions, start)
        if head:
            return head
    return None


def _head(sheet: Sheet, row: int, regions: list[int], start: int) -> Head | None:
    first = row
    while first > start and row - first < MOST_HEAD_ROWS - 1 and _is_head_row(sheet, first - 1):
        first -= 1
    last = _last_row(sheet, row, regions)
    width = max(len(sheet.rows[number]) for number in range(first, last + 1))
    headings = [_heading(sheet, first, last, index) for index in range(width)]
    written = [heading for heading in headings if heading.texts]
    blocks = _blocks(written, _chosen(sheet, regions, row, last))
    if not any(_names_figure(heading) for block in blocks for heading in block.headings):
        return None
    return Head(first, last, blocks, _unit_note(sheet, start, first))


def _names_figure(heading: Heading) -> bool:
    """Say whether a heading speaks of something that counts, in words and not in a number."""
    words = [text for text in heading.texts if not isinstance(read_figure(RawCell(text)), Figure)]
    return any(has_measure_words(text) for text in words)


def _is_head_row(sheet: Sheet, row: int) -> bool:
    """Say whether a row above the regions' belongs to the head: it names two things that count."""
    texts = [cell.text for cell in sheet.rows[row] if cell.text.strip()]
    named = [text for text in texts if has_measure_words(text) and len(plain(text)) <= 20]
    return len(texts) >= 2 and len(named) >= 2 and not any(_is_number(c) for c in sheet.rows[row])


def _last_row(sheet: Sheet, row: int, regions: list[int]) -> int:
    """Return the last row of the head: below it stands the first row with a region."""
    last = row
    for below in range(row + 1, min(row + MOST_HEAD_ROWS, len(sheet.rows))):
        region = plain(sheet.at(below, regions[0]).text)
        if _counts_columns(sheet.rows[below], region):
            return below
        blank = not region or is_region(region)
        words = any(cell.text.strip() for cell in sheet.rows[below])
        if not blank or not words or any(_is_number(cell) for cell in sheet.rows[below]):
            break
        last = below
    return last


def _counts_columns(cells: list[RawCell], region: str) -> bool:
    """Say whether a row numbers the columns: 甲 1 2 3."""
    numbers = [plain(cell.text) for cell in cells if cell.text.strip()]
    digits = [int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) < 4]
    return region in ("甲", "乙", "栏次", "1", "2") and digits == list(
        range(digits[0] if digits else 0, (digits[0] if digits else 0) + len(digits))
    )


def _is_number(cell: RawCell) -> bool:
    return cell.number is not None or isinstance(read_figure(cell), Figure)


def _heading(sheet: Sheet, first: int, last: int, index: int) -> Heading:
    """Return the texts over a column; a blank cell over a heading repeats its left neighbour's."""
    texts: list[str] = []
    for row in range(first, last + 1):
        text = sheet.at(row, index).text.strip()
        below = any(sheet.at(lower, index).text.strip() for lower in range(row + 1, last + 1))
        left = index - 1
        while not text and below and left >= 0:
            neighbour = sheet.at(row, left).text.strip()
            if is_region(neighbour):
                break
            text = neighbour
            left -= 1
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return Heading(index, texts, cell_name(last, index))


def _chosen(sheet: Sheet, regions: list[int], row: int, last: int) -> list[int]:
    """Return the region column of each block.

    Two region columns under one heading are two halves printed side by side; under different ones
    (市 | 县区) the finer is taken, which names most regions.
    """
    names = [plain(sheet.at(row, column).text) for column in regions]
    if len(set(names)) == 1 and len(regions) > 1:
        return regions

    def many(column: int) -> int:
        below = range(last + 1, len(sheet.rows))
        return len({t for n in below if (t := sheet.at(n, column).text.strip())})

    return [max(regions, key=many)]


def _blocks(headings: list[Heading], regions: list[int]) -> tuple[Block, ...]:
    ends = [*regions[1:], 1 << 30]
    blocks = []
    for region, end in zip(regions, ends, strict=True):
        inside = [h for h in headings if region < h.index < end]
        if len(regions) == 1:
            inside = [h for h in headings if h.index != region]
        blocks.append(Block(region, tuple(inside)))
    return tuple(blocks)


def _unit_note(sheet: Sheet, start: int, first: int) -> dict[TableBasis, str]:
    """Return the units that a note such as “单位：个、万户” gives above the head."""
    found: dict[TableBasis, str] = {}
    for row in range(start, first):
        for cell in sheet.rows[row]:
            note = _UNIT_NOTE.search(plain(cell.text).strip("()"))
            for word in re.split(r"[、,，/;；)]", note[1]) if note else ():
                for mark, bases in _BASIS_OF_UNIT:
                    if mark in word and unit_scale(word) is not None:
                        found |= dict.fromkeys(bases, word)
    return found
