"""Reads a .pdf (版式文件): the text of its pages. A page without text was scanned: it is told."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import PdfTextPage

from jiugai.domain.findings import Finding
from jiugai.exchange.documents.official_text import (
    MOST_CHARACTERS,
    ONLY_THE_PART,
    OfficialText,
    remark,
)
from jiugai.exchange.documents.page_layout import Run, lines_of
from jiugai.exchange.refusals import SEND_AGAIN, Refused

MOST_PAGES = 200
FEWEST_CHARACTERS = 8
"""A page with fewer bears a page number at most."""
_PARTED = 0.6  # of a character's height: wider gaps part cells, narrower ones words
_LETTERS = 2  # a title set with gaps between its characters is no row of cells


def read_pdf(content: bytes, document: str) -> OfficialText:
    """Return the text of a .pdf.

    :raises Refused: if it is locked, damaged, scanned, or no paper of a bearable length.
    """
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            raise Refused("password", "文件设了打开密码", "请取消密码后重传") from fault
        raise Refused("damaged", "文件不完整或已损坏，打不开", SEND_AGAIN) from fault
    if len(pdf) > MOST_PAGES:
        raise Refused("text_too_long", f"文件有 {len(pdf)} 页，最多 {MOST_PAGES} 页", ONLY_THE_PART)
    pages: list[str] = []
    for page in _pages(pdf):
        pages.append(page)
        if sum(map(len, pages)) > MOST_CHARACTERS:
            raise Refused("text_too_long", "文件的文字远远超出一份公文", ONLY_THE_PART)
    empty = [number for number, text in enumerate(pages, 1) if len(text) < FEWEST_CHARACTERS]
    if len(empty) == len(pages):
        remedy = "请改传原来的 Word 文件，或带文字的 PDF"
        raise Refused("scanned", "文件里只有图片，没有文字（可能是扫描件）", remedy)
    return OfficialText(document, "\n".join(pages), _left_out(empty, document))


def _left_out(empty: list[int], document: str) -> tuple[Finding, ...]:
    if not empty:
        return ()
    pages = "、".join(map(str, empty))
    message = f"第 {pages} 页没有文字（可能是扫描的图片），其中的内容没有读到，请对照原件补看。"
    return (remark("upload.pages_without_text", message, document),)


def _pages(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as fault:
            shown = f"第 {number + 1} 页已损坏，打不开"
            raise Refused("damaged", shown, SEND_AGAIN) from fault
        yield "\n".join(lines_of(_runs(text)))
        text.close()
        page.close()


def _runs(page: PdfTextPage) -> Iterator[Run]:
    text = page.get_text_range()
    if len(text) != page.count_chars():  # characters beyond the basic plane upset the places
        yield from (Run(line, 0, 0, -number, 0.1) for number, line in enumerate(text.splitlines()))
        return
    at = 0
    for line in text.split("\r\n"):
        yield from _runs_of_line(page, line, at)
        at += len(line) + len("\r\n")


def _runs_of_line(page: PdfTextPage, line: str, at: int) -> Iterator[Run]:
    pieces, start = [], 0
    for number, char in enumerate(line):
        if char == " " and _is_wide(page, line, at, number):
            pieces.append((start, number))
            start = number + 1
    pieces.append((start, len(line)))
    if len(pieces) > _LETTERS and all(end - begin <= _LETTERS for begin, end in pieces):
        pieces = [(0, len(line))]
    for begin, end in pieces:
        words = line[begin:end]
        if words.strip():
            left, bottom, _, top = page.get_charbox(at + begin, loose=True)
            _, _, right, _ = page.get_charbox(at + end - 1, loose=True)
            yield Run(words, left, right, bottom, max(top - bottom, 0.1))


def _is_wide(page: PdfTextPage, line: str, at: int, number: int) -> bool:
    if number == 0 or number + 1 >= len(line):
        return False
    _, bottom, right, top = page.get_charbox(at + number - 1, loose=True)
    left = page.get_charbox(at + number + 1, loose=True)[0]
    return bool(left - right > _PARTED * (top - bottom))
