"""Text tables (.csv): in which encoding they were written, and whether they are text at all.

The rule is byte order mark, then UTF-8, then GB18030. A file that is partly the one and partly the
other is refused: either reading would turn some names into others.
"""

import codecs
import re

from jiugai.exchange.refusals import SAVE_AS_XLSX, TRIM, Refused
from jiugai.exchange.upload_limits import UploadLimits, in_mib

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SEEN_AS_MIXED = 4


def decoded(content: bytes) -> str:
    """Return the text of a .csv.

    :raises Refused: if it is not text, or its encoding cannot be told for certain.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    if b"\0" in content:
        raise Refused(
            "not_text", "文件里有零字节，既不是 .csv 文本，也不是认得的表格", SAVE_AS_XLSX
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        _check_not_mixed(content)
        return _strict(content, "gb18030")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise Refused(
            "encoding",
            f"第 {line} 行的文字无法辨认，编码既不是 UTF-8 也不是 GB18030",
            SAVE_AS_XLSX,
        ) from fault


def _check_not_mixed(content: bytes) -> None:
    """Refuse a file of which some lines are Chinese in UTF-8 while others are not UTF-8 at all."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(_CHINESE.findall(text)) >= _SEEN_AS_MIXED:
            raise Refused(
                "mixed_encodings",
                f"文件里混用了两种编码（第 {number} 行是 UTF-8，别的行不是）",
                SAVE_AS_XLSX,
            )


def check(content: bytes, limits: UploadLimits) -> None:
    """Check that a file is a text table of bearable size.

    :raises Refused: if it is not text, or has too many or too long lines.
    """
    text = decoded(content)
    odd = _CONTROL.search(text.rstrip("\x1a"))  # old exports mark their end so
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise Refused("not_text", f"第 {line} 行有控制字符，不是 .csv 文本", SAVE_AS_XLSX)
    lines = text.splitlines()
    if len(lines) > limits.rows:
        raise Refused("too_many_rows", f"共有 {len(lines)} 行，最多 {limits.rows} 行", TRIM)
    for number, written in enumerate(lines, 1):
        _check_line(number, written, limits)


def _check_line(number: int, written: str, limits: UploadLimits) -> None:
    if len(written) > limits.line_bytes:
        long, limit = in_mib(len(written)), in_mib(limits.line_bytes)
        raise Refused("long_text", f"第 {number} 行长达 {long}，最多 {limit}", TRIM)
    columns = max(written.count(mark) for mark in ",\t;|") + 1
    if columns > limits.columns and '"' not in written:
        found = f"第 {number} 行有 {columns} 列，最多 {limits.columns} 列"
        raise Refused("too_many_columns", found, TRIM)
