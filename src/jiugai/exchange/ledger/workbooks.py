"""Opens a file of any of the four formats, told apart by content and not by name."""

import csv
import io
import zipfile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from jiugai.exchange.ledger import xlsx_markup
from jiugai.exchange.ledger.delimited import NotText, read_delimited
from jiugai.exchange.ledger.grid import PLAIN, Book, Grid, HiddenSheet, Markup, Merge
from jiugai.exchange.ledger.ods_markup import ods_markup
from jiugai.exchange.ledger.xls_markup import xls_markup
from jiugai.exchange.ledger.xls_stream import MAGIC, BrokenCompound, Compound


class Unreadable(Exception):
    """The file is no ledger workbook; ``code`` is the finding's and the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


_ADVICE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。本次未写入任何数据。"


def open_book(content: bytes) -> Book:
    """Return the sheets of a file.

    :raises Unreadable: if it is none of .xlsx, .xls, .ods and delimited text.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("ledger.empty", f"文件是空的，没有可读的内容。{_ADVICE}")
    if content.startswith(MAGIC):
        return _open_xls(content)
    if content.startswith(b"PK"):
        return _open_archive(content)
    _refuse_other_formats(content)
    try:
        return Book([read_delimited(content)])
    except NotText:
        message = (
            "文件不是表格：既不是 Excel、WPS 或 ODS 工作簿，也不是 UTF-8、GB18030 编码的文本。"
        )
        raise Unreadable("ledger.not_a_workbook", message + _ADVICE) from None
    except csv.Error:
        message = "文本里有超长的单元格，多半是引号没有成对，无法分清行列。"
        raise Unreadable("ledger.not_a_workbook", message + _ADVICE) from None


def _refuse_other_formats(content: bytes) -> None:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = ""
    if head.startswith(b"%pdf"):
        kind = "PDF 文件"
    elif head.startswith(
        (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style", b"mime-version")
    ):
        kind = "网页或 XML 文件（有些系统导出的“.xls”其实是网页）"
    elif head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm\x00", b"rar!", b"7z\xbc")):
        kind = "图片或压缩包"
    elif head.startswith(b"{\\rtf"):
        kind = "文档"
    if kind:
        raise Unreadable("ledger.not_a_workbook", f"文件内容是{kind}，不是表格。{_ADVICE}")


def _open_xls(content: bytes) -> Book:
    try:
        names = Compound(content).entries
    except (BrokenCompound, ValueError):
        names = {}
    if "EncryptedPackage" in names:
        message = "文件加了打开密码，读不到内容。请去掉密码后重新上传。本次未写入任何数据。"
        raise Unreadable("ledger.encrypted", message)
    if "WordDocument" in names:
        raise Unreadable("ledger.not_a_workbook", f"文件内容是 Word 文档，不是表格。{_ADVICE}")
    found = xls_markup(content)
    return _calamine(content, found.sheets, found.base_1904)


def _open_archive(content: bytes) -> Book:
    archive = xlsx_markup.open_archive(content)
    names = set(archive.namelist()) if archive else set()
    if archive and "content.xml" in names:
        return _calamine(content, ods_markup(archive), base_1904=False)
    if archive is None or not any(name.lower() == "xl/workbook.xml" for name in names):
        if "xl/workbook.bin" in names:
            raise Unreadable(
                "ledger.not_a_workbook", f"文件是 .xlsb 二进制工作簿，读不了。{_ADVICE}"
            )
        what = "Word 文档" if "word/document.xml" in names else "压缩包或损坏的文件"
        raise Unreadable("ledger.not_a_workbook", f"文件内容是{what}，不是表格。{_ADVICE}")
    try:
        book = xlsx_markup.book_markup(archive)
        markups = {sheet: xlsx_markup.sheet_markup(archive, book, sheet) for sheet in book.parts}
    except Exception as error:  # a broken archive or XML: many libraries, many exceptions
        message = f"文件已损坏，内部结构读不出来。{_ADVICE}"
        raise Unreadable("ledger.broken", message) from error
    return _calamine(content, markups, book.base_1904)


def _calamine(content: bytes, markups: dict[str, Markup], base_1904: bool) -> Book:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        book = Book([])
        for metadata in workbook.sheets_metadata:
            if metadata.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            if metadata.visible != SheetVisibleEnum.Visible:
                book.hidden.append(HiddenSheet(metadata.name, _used_rows(sheet)))
                continue
            book.grids.append(_grid(sheet, markups.get(metadata.name, PLAIN), base_1904))
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise _broken(error) from error
    except BaseException as error:
        # A panic of the reading library is no Exception; anything else goes its way.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(error) from error
    return book


def _broken(error: BaseException) -> Unreadable:
    if "password" in str(error).lower() or type(error).__name__ == "PasswordError":
        message = "文件加了打开密码，读不到内容。请去掉密码后重新上传。本次未写入任何数据。"
        return Unreadable("ledger.encrypted", message)
    return Unreadable("ledger.broken", f"文件已损坏或不是完整的工作簿，读不出内容。{_ADVICE}")


def _used_rows(sheet: CalamineSheet) -> int:
    return sum(1 for row in sheet.iter_rows() if any(cell != "" for cell in row))


def _grid(sheet: CalamineSheet, markup: Markup, base_1904: bool) -> Grid:
    merges = sheet.merged_cell_ranges
    if merges:
        found = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in merges)
        markup = Markup(
            markup.hidden_rows, markup.hidden_columns, found, markup.errors,
            markup.uncalculated, markup.shown_with, markup.scaled,
        )  # fmt: skip
    rows = sheet.to_python(skip_empty_area=False)
    return Grid(sheet.name, rows, markup, base_1904)
