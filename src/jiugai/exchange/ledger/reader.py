"""Reads a ledger: from the bytes of a file to values, repairs and findings; nothing is written."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.duplicates import entry_of, pairs
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.exchange.ledger.grid import Book
from jiugai.exchange.ledger.neighbours import ask_about, told_of_counties, without_summaries
from jiugai.exchange.ledger.pages import Page
from jiugai.exchange.ledger.tables import Rules, SheetResult, read_sheet
from jiugai.exchange.ledger.vocabulary_file import bounds, vocabulary
from jiugai.exchange.ledger.workbooks import Unreadable, open_book

_OUR_SHEETS = ("jiugai", "_jiugai")


def read(
    content: bytes,
    *,
    document: str,
    year: int,
    profile: ColumnProfile | None = None,
    county: str = "",
) -> LedgerReading:
    """Read a county's ledger in any of the formats in which people send it.

    Bad content never raises: it comes back as findings. Runs in a child process, since the
    library that opens workbooks may take its process down with it.

    :param document: the file's name as the sender wrote it.
    :param year: the ledger's year; no built year is later.
    :param profile: how this county's headers are to be read, before the vocabulary.
    :param county: the county whose ledger it should be; rows that name another are told.
    :returns: area in ㎡, money in 元, as ints and Decimals.
    """
    with _without_collection():
        try:
            book = open_book(content)
        except Unreadable as refusal:
            finding = Finding(refusal.code, str(refusal), Weight.BLOCKS, Place(document))
            return LedgerReading(document, findings=(finding,))
        rules = Rules(vocabulary(), bounds(), year, profile)
        return _read_book(book, rules, document, county)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Build a million objects without the collector walking through them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_book(book: Book, rules: Rules, document: str, county: str) -> LedgerReading:
    result = SheetResult()
    findings: list[Finding] = _told_of_hidden(book, document)
    for grid in book.grids:
        page = Page(document, grid)
        read_here = read_sheet(page, rules)
        _gather(result, read_here)
        if not read_here.tables and not page.findings and grid.is_filled:
            page.tell("ledger.no_table", "本表没有认出台账的表头，没有读。")
        findings += page.findings
        grid.rows = []
    return _finished(document, result, findings, county)


def _gather(result: SheetResult, part: SheetResult) -> None:
    result.tables += part.tables
    result.rows += part.rows
    result.repairs += part.repairs
    result.totals += part.totals


def _told_of_hidden(book: Book, document: str) -> list[Finding]:
    return [
        Finding(
            "ledger.hidden_sheet",
            f"工作表“{sheet.sheet}”被隐藏，内有 {sheet.rows} 行内容，没有读。如应计入，请取消隐藏后重新上传。",
            Weight.WARNS,
            Place(document, sheet.sheet),
        )
        for sheet in book.hidden
        if not sheet.sheet.startswith(_OUR_SHEETS)
    ]


def _finished(
    document: str, result: SheetResult, findings: Sequence[Finding], county: str
) -> LedgerReading:
    said = list(findings)
    if not result.tables:
        message = (
            "没有认出台账：没有一行表头写着小区名称、户数、建筑面积等栏目。"
            "请对照模板补上表头，或在列对应中指定。本次未写入任何数据。"
        )
        said.insert(0, Finding("ledger.no_ledger", message, Weight.BLOCKS, Place(document)))
    rows, told = without_summaries(result.rows, document)
    said += told
    _ask_about_duplicates(rows, county, document)
    said += told_of_counties(rows, county, document)
    return LedgerReading(
        document=document,
        tables=tuple(result.tables),
        rows=tuple(rows),
        repairs=tuple(result.repairs),
        totals=tuple(result.totals),
        findings=tuple(said),
    )


def _ask_about_duplicates(rows: list[LedgerRow], county: str, document: str) -> None:
    named = [
        entry_of(row, place, county)
        for place, row in enumerate(rows)
        if row.values.get(Column.NAME)
    ]
    ask_about(rows, pairs(named), document)
