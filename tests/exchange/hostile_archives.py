"""Hostile files of which the outside is false (恶意文件一): other kinds, locked, falsified, bombs."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.exchange.workbook_parts import (
    MAIN,
    Archive,
    Part,
    compound,
    ods,
    plain_rows,
    repeated,
    row,
    sheet,
    with_sheet,
    workbook,
)

BOF = struct.pack("<HH", 0x0809, 16) + bytes(16)
FILEPASS = struct.pack("<HH", 0x002F, 6) + bytes(6)


@dataclass(frozen=True)
class Hostile:
    """One file: what it is, what it is called, how it is made, and the code of its refusal."""

    what: str
    name: str
    make: Callable[[], bytes]
    code: str

    def __str__(self) -> str:
        return self.what


def other_kinds() -> Iterator[Hostile]:
    refused = "upload.not_a_workbook"
    heads = {
        "PDF": b"%PDF-1.7\n",
        "PNG 图片": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "JPEG 图片": b"\xff\xd8\xff\xe0" + bytes(64),
        "GIF 图片": b"GIF89a" + bytes(64),
        "BMP 图片": b"BM" + struct.pack("<IHHI", 90, 0, 0, 54) + bytes(64),
        "TIFF 图片": b"II*\x00" + bytes(64),
        "HEIC 图片": b"\x00\x00\x00\x18ftypheic" + bytes(64),
        "SVG 图片": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        "RAR 压缩包": b"Rar!\x1a\x07\x01\x00",
        "7z 压缩包": b"7z\xbc\xaf\x27\x1c" + bytes(64),
        "gzip 压缩包": b"\x1f\x8b\x08" + bytes(64),
        "RTF 文档": b"{\\rtf1 }",
        "Windows 程序": b"MZ\x90\x00" + bytes(64),
        "Linux 程序": b"\x7fELF" + bytes(64),
        "网页冒充 .xlsx": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "表格网页冒充 .xls": b"\xef\xbb\xbf\r\n<table><tr><td>1</td></tr></table>",
        "MHTML 网页归档": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
        "XML 表格 2003": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "普通 XML": b'<?xml version="1.0"?><root/>',
    }
    for what, content in heads.items():
        yield Hostile(what, "台账.xlsx", lambda content=content: content, refused)
    yield Hostile("0 字节", "空.xlsx", lambda: b"", "upload.empty")
    yield Hostile("一个零字节", "零.csv", lambda: b"\0", "upload.not_text")
    yield Hostile("超大文件", "大.csv", lambda: b"a,b\n" * (9 << 20), "upload.too_large")
    for what, part, code in (
        ("Word 文档冒充 .xlsx", "word/document.xml", refused),
        ("演示文稿冒充 .xlsx", "ppt/presentation.xml", refused),
        ("二进制工作簿 .xlsb", "xl/workbook.bin", "upload.binary_workbook"),
        ("普通压缩包", "台账/说明.txt", "upload.archive"),
    ):
        yield Hostile(what, "台账.xlsx", lambda part=part: _one_part(part), code)
    yield Hostile("空压缩包", "台账.xlsx", lambda: Archive().write(), "upload.archive")


def _one_part(name: str) -> bytes:
    return Archive([Part(name, b"<a/>")]).write()


def locked() -> Iterator[Hostile]:
    locked = "upload.password"
    package = {"EncryptionInfo": b"", "EncryptedPackage": b"x" * 5000}
    yield Hostile("有打开密码的 .xlsx", "密.xlsx", lambda: compound(package), locked)
    yield Hostile(
        "有打开密码的 .xls", "密.xls", lambda: compound({"Workbook": BOF + FILEPASS}), locked
    )
    secret = "<manifest:encryption-data/>"
    yield Hostile("有打开密码的 .ods", "密.ods", lambda: ods("", secret), locked)
    yield Hostile("加密的压缩包部件", "密.xlsx", lambda: with_sheet(b"x", flags=1), locked)
    wps = "upload.wps_format"
    yield Hostile("WPS 表格 .et", "台账.et", lambda: compound({"Workbook": BOF}), wps)
    yield Hostile("WPS 表格（别的流）", "台账.et", lambda: compound({"ETContents": b""}), wps)
    other = "upload.not_a_workbook"
    yield Hostile("WPS 文字 .wps", "台账.wps", lambda: compound({"WordDocument": b""}), other)
    yield Hostile("演示文稿 .ppt", "a.xls", lambda: compound({"PowerPoint Document": b""}), other)
    yield Hostile("不相干的复合文档", "台账.xls", lambda: compound({"Contents": b""}), other)
    damaged = "upload.damaged"
    yield Hostile("截断的 .xls", "台账.xls", lambda: compound({"Workbook": BOF}, cut=900), damaged)
    looped = {"A": b"", "Workbook": BOF}
    yield Hostile("目录绕圈的 .xls", "台账.xls", lambda: compound(looped, loop=True), damaged)
    yield Hostile("只有头的 .xls", "台账.xls", lambda: compound({})[:512], damaged)


def archives() -> Iterator[Hostile]:
    damaged, odd = "upload.damaged", "upload.contradiction"
    bad_name, nested = "upload.member_name", "upload.nested"
    yield Hostile("截断的 .xlsx", "断.xlsx", lambda: workbook()[:-300], damaged)
    yield Hostile(
        "只剩一半的 .xlsx", "断.xlsx", lambda: workbook()[: len(workbook()) // 2], damaged
    )
    yield Hostile("尾部多出内容", "尾.xlsx", lambda: workbook() + b"tail", odd)
    yield Hostile("头部多出内容", "头.xlsx", lambda: b"PK\x03\x04" + workbook(), odd)
    many = [Part(f"xl/media/{n}.txt", b"") for n in range(200)]
    yield Hostile(
        "201 个以上部件", "多.xlsx", lambda: workbook(more=many), "upload.too_many_members"
    )
    yield Hostile("隐瞒部件数", "多.xlsx", lambda: workbook(more=many, count=10), odd)
    yield Hostile("分卷", "卷.xlsx", lambda: workbook(disk=3), odd)
    names = {
        "上级目录": "../../../etc/cron.d/x",
        "绝对路径": "/etc/passwd",
        "反斜杠路径": "xl\\..\\..\\x.xml",
        "盘符路径": "C:/x.xml",
        "零字节名": "xl/a\0.xml",
        "反向文字名": "xl/\u202elmx.exe",
        "300 字名": "x" * 300,
        "有内容的文件夹": "xl/media/",
    }
    for what, name in names.items():
        yield Hostile(
            what, "名.xlsx", lambda name=name: workbook(more=[Part(name, b"x")]), bad_name
        )
    link = Part("xl/link.xml", b"/etc/passwd", made_by=3 << 8, attributes=0o120777 << 16)
    yield Hostile("符号链接", "链.xlsx", lambda: workbook(more=[link]), "upload.link")
    twice = "upload.twice_the_same_member"
    same, other_case = "xl/worksheets/sheet1.xml", "XL/worksheets/Sheet1.xml"
    yield Hostile("同名部件", "双.xlsx", lambda: workbook(more=[Part(same, sheet(""))]), twice)
    yield Hostile("大小写同名", "双.xlsx", lambda: workbook(more=[Part(other_case, b"")]), twice)
    zipped = Part("xl/embeddings/x.xlsx", b"PK")
    hidden = Part("xl/media/image1.png", b"PK\x03\x04" + bytes(40))
    yield Hostile("套着压缩包", "套.xlsx", lambda: workbook(more=[zipped]), nested)
    yield Hostile("压缩包改名藏在里面", "套.xlsx", lambda: workbook(more=[hidden]), nested)
    yield Hostile(
        "不常见的压缩方法", "法.xlsx", lambda: with_sheet(b"x", method=12), "upload.method"
    )
    yield Hostile("校验值不符", "校.xlsx", lambda: with_sheet(sheet(""), stated_crc=1), damaged)
    rows = sheet(plain_rows(50))
    cut = zlib.compress(rows)[2:-40]
    yield Hostile("压缩流没有结束", "流.xlsx", lambda: with_sheet(rows, packed=cut), damaged)
    yield Hostile(
        "不是压缩流", "流.xlsx", lambda: with_sheet(sheet(""), packed=b"\xff" * 50), damaged
    )
    yield Hostile(
        "部件头另有其名",
        "名.xlsx",
        lambda: with_sheet(b"x", local_name="xl/worksheets/sheetX.xml"),
        odd,
    )
    yield Hostile("部件头另报大小", "谎.xlsx", lambda: with_sheet(sheet(""), local_size=7), odd)
    yield Hostile("部件重叠", "叠.xlsx", lambda: workbook(more=[Part("xl/a.xml", b"", at=0)]), odd)


def bombs() -> Iterator[Hostile]:
    large, swells = "upload.unpacks_too_large", "upload.more_than_stated"
    head, foot = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>@</t></is></c></row>').split(b"@")
    text = repeated(head, b"A" * (1 << 20), 400, foot)
    yield Hostile("400 MB 的一个单元格", "炸.xlsx", lambda: _stream(text, text[1]), large)
    yield Hostile("400 MB 谎报 1 KB", "炸.xlsx", lambda: _stream(text, 1024), swells)
    nothing = repeated(b"\0", bytes(1 << 20), 400, b"")
    yield Hostile(
        "400 MB 谎报 60 MB", "炸.xlsx", lambda: _stream(nothing, 60 << 20, plain=True), swells
    )
    zeros = repeated(b"<a>", b" " * (1 << 20), 60, b"</a>")
    yield Hostile("膨胀一千倍", "炸.xlsx", lambda: _stream(zeros, zeros[1]), "upload.ratio")
    lie = {"stated_size": 0xFFFFFFFF, "zip64": (1 << 60,)}
    yield Hostile("zip64 谎报大小", "炸.xlsx", lambda: with_sheet(sheet(""), **lie), large)
    yield Hostile(
        "zip64 缺字段",
        "炸.xlsx",
        lambda: with_sheet(sheet(""), stated_size=0xFFFFFFFF),
        "upload.contradiction",
    )
    parts = [Part(f"xl/media/{n}.emf", bytes(2 << 20)) for n in range(150)]
    yield Hostile("许多部件合起来 300 MB", "炸.xlsx", lambda: workbook(more=parts), large)
    rows = b"".join(b'<row><c t="n"><v>1</v></c></row>' for _ in range(1000))
    million = repeated(
        f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), rows, 1000, b"</sheetData></worksheet>"
    )
    yield Hostile(
        "一百万行",
        "行.xlsx",
        lambda: _stream(million, million[1], crc=True),
        "upload.too_many_rows",
    )
    long = sheet(row(1, ("字" * 200_000,)))
    yield Hostile("60 万字节的一个单元格", "长.xlsx", lambda: with_sheet(long), "upload.long_text")


def _stream(
    packed: tuple[bytes, int], size: int, *, plain: bool = False, crc: bool = False
) -> bytes:
    """Return a ledger whose sheet is a ready stream; ``plain`` puts it in a part that is no XML."""
    whole = zlib.crc32(zlib.decompress(packed[0], -15)) if crc else 0
    if plain:
        part = Part("xl/media/image1.bin", b"", packed=packed[0], stated_size=size, stated_crc=0)
        return workbook(more=[part])
    return with_sheet(b"", packed=packed[0], stated_size=size, stated_crc=whole)
