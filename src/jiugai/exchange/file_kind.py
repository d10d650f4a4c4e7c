"""What a file really is (文件种类), by what stands in it and never by its name."""

import struct
from enum import Enum

from jiugai.exchange import compound_file
from jiugai.exchange.refusals import SAVE_AS_XLSX, SEND_AGAIN, Refused


class Kind(Enum):
    """A kind of file that some reader takes."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"
    TXT = "txt"  # text that need not be a table
    ARCHIVE = "archive"  # a zip that has yet to be looked into
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


SPREADSHEETS = frozenset({Kind.XLSX, Kind.XLS, Kind.ODS, Kind.CSV})
DOCUMENTS = frozenset({Kind.DOCX})
PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
PAPERS = frozenset({Kind.DOCX, Kind.PDF, Kind.TXT})
"""What an official text may come in."""

SHOWN = {
    Kind.XLSX: "Excel 工作簿（.xlsx）",
    Kind.XLS: "Excel 97—2003 工作簿（.xls）",
    Kind.ODS: "ODF 表格（.ods）",
    Kind.CSV: "文本表格（.csv）",
    Kind.DOCX: "Word 文档（.docx）",
    Kind.JPEG: "照片（.jpg）",
    Kind.PNG: "图片（.png）",
    Kind.WEBP: "图片（.webp）",
    Kind.PDF: "PDF 文件",
    Kind.TXT: "文本文件（.txt）",
}

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SIGNATURES = (
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"MM\x00*", "图片（TIFF）"),
    (b"RIFF", "图片或音像文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x7fELF", "程序文件"),
    (b"SQLite format 3", "数据库文件"),
)
_MARKUP = (
    (b"<!doctype html", "网页（HTML）"),
    (b"<html", "网页（HTML）"),
    (b"<table", "网页（HTML）"),
    (b"<meta", "网页（HTML）"),
    (b"mime-version:", "网页归档（MHTML）"),
    (b"<svg", "图片（SVG）"),
    (b"<?mso-application", "XML 表格"),
    (b"<workbook", "XML 表格"),
    (b"<?xml", "XML 文件"),
)
_FILEPASS = 0x002F
_BOF = 0x0809


def recognise(content: bytes, name: str) -> Kind:
    """Return what kind of file this is; a zip is an ``ARCHIVE`` until its parts have been seen.

    :raises Refused: if it is nothing that is read here; the sentence says what it is.
    """
    if not content:
        raise Refused("empty", "文件是空的（0 字节）")
    if content.startswith(_ZIP):
        return Kind.ARCHIVE
    if content.startswith(compound_file.SIGNATURE):
        return _compound(content, name)
    if content.startswith(b"%PDF"):
        return Kind.PDF
    for signature, shown in _SIGNATURES:
        if content.startswith(signature):
            raise is_something_else(shown)
    if content.startswith((b"BM", b"MZ")) and b"\0" in content[2:64]:  # letters may begin a text
        raise is_something_else("图片（BMP）" if content.startswith(b"BM") else "程序文件")
    if content[4:8] == b"ftyp":
        raise is_something_else("图片或音像文件（HEIC、MP4 一类）")
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, shown in _MARKUP:
        if head.startswith(mark):
            shown = "XML 表格" if b"<?mso-application" in head else shown
            raise is_something_else(shown)
    return Kind.CSV


def kind_of_archive(names: frozenset[str]) -> Kind:
    """Return what kind of file an archive with these parts is; ``names`` in lower case.

    :raises Refused: if it is another kind of archive.
    """
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "word/document.xml" in names:
        return Kind.DOCX
    if "mimetype" in names and "content.xml" in names:
        return Kind.ODS
    if "xl/workbook.bin" in names:
        raise Refused("binary_workbook", "这是二进制工作簿（.xlsb），不能读取", SAVE_AS_XLSX)
    if any(name.startswith("ppt/") for name in names):
        raise is_something_else("演示文稿（.pptx）")
    raise Refused(
        "archive",
        "这是压缩包，不是表格",
        "请解压后把其中的表格逐个上传（可以一次选多个）",
    )


def is_something_else(shown: str) -> Refused:
    """Return the refusal of a file that is no table."""
    return Refused(
        "not_a_workbook", f"这是{shown}，不是 .xlsx、.xls、.ods 或 .csv 表格", SAVE_AS_XLSX
    )


def _compound(content: bytes, name: str) -> Kind:
    try:
        file = compound_file.CompoundFile(content)
        streams = file.streams()
        if "EncryptedPackage" in streams:
            raise _locked()
        workbook = streams.get("Workbook") or streams.get("Book")
        if workbook is None:
            raise _no_workbook(frozenset(streams), name)
        if _has_password(file.head(workbook)):
            raise _locked()
    except (compound_file.Damaged, struct.error) as fault:
        raise Refused("damaged", "文件不完整或已损坏，无法读出其中的目录", SEND_AGAIN) from fault
    if name.lower().endswith((".et", ".ett")):
        raise _wps_own_format()
    return Kind.XLS


def _locked() -> Refused:
    return Refused("password", "文件设了打开密码", "请在 Excel 或 WPS 中取消密码后重传")


def _wps_own_format() -> Refused:
    return Refused("wps_format", "这是 WPS 自有格式（.et），不能读取", SAVE_AS_XLSX)


def _no_workbook(streams: frozenset[str], name: str) -> Refused:
    if "WordDocument" in streams:
        return is_something_else("文字文档（.doc 或 .wps）")
    if "PowerPoint Document" in streams:
        return is_something_else("演示文稿（.ppt）")
    if name.lower().endswith((".et", ".ett")):
        return _wps_own_format()
    return is_something_else("其他办公软件的文件")


def _has_password(head: bytes) -> bool:
    """Say whether a FILEPASS record stands among the first records of a workbook stream."""
    at = 0
    while at + 4 <= len(head):
        kind, length = struct.unpack_from("<HH", head, at)
        if at == 0 and kind != _BOF:
            return False
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False
