"""Unpacking under count (计量解压): how many bytes really come out, and what kind of text they are.

What an archive says of its sizes is not believed: bytes are counted as they come out, a quarter of
a megabyte at a time, and unpacking stops at the first limit that is passed.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from jiugai.exchange.archive_list import DEFLATED, Member, nested
from jiugai.exchange.refusals import SEND_AGAIN, TRIM, Refused
from jiugai.exchange.upload_limits import UploadLimits, in_mib

CHUNK = 1 << 18

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c")
_DECLARATION = re.compile(rb"<![A-Za-z]")  # DOCTYPE, ENTITY, ELEMENT; never CDATA or a comment
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_UTF8_NAMES = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_WIDE = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"<\0",
    b"\0<",
    b"\0\0\0<",
    b"L\x6f\xa7\x94",
)  # the last is EBCDIC


def unpacked(content: bytes, member: Member) -> Iterator[bytes]:
    """Yield a part's bytes as they really come out.

    :raises Refused: if more or fewer come out than the archive says, or others.
    """
    came, crc = 0, 0
    for chunk in _chunks(content, member):
        came += len(chunk)
        crc = zlib.crc32(chunk, crc)
        if came > member.unpacked:
            raise Refused(
                "more_than_stated",
                "文件解开后的内容比它登记的多，可能是有意做成的压缩炸弹",
                SEND_AGAIN,
            )
        yield chunk
    if came != member.unpacked or crc != member.crc:
        raise Refused("damaged", "文件不完整或已损坏，内容与校验值不符", SEND_AGAIN)


def _chunks(content: bytes, member: Member) -> Iterator[bytes]:
    packed = memoryview(content)[member.start : member.end]
    if member.method != DEFLATED:
        for at in range(0, len(packed), CHUNK):
            yield bytes(packed[at : at + CHUNK])
        return
    inflater = zlib.decompressobj(-15)
    try:
        for at in range(0, len(packed), CHUNK):
            waiting: bytes | memoryview = packed[at : at + CHUNK]
            while waiting:
                yield inflater.decompress(waiting, CHUNK)
                waiting = inflater.unconsumed_tail
        while not inflater.eof:
            rest = inflater.decompress(b"", CHUNK)
            if not rest:
                break
            yield rest
    except zlib.error as fault:
        raise Refused("damaged", "文件不完整或已损坏，无法解压", SEND_AGAIN) from fault
    if not inflater.eof or inflater.unused_data:
        raise Refused("damaged", "文件不完整或已损坏，压缩内容没有正常结束", SEND_AGAIN)


@dataclass(slots=True)
class Meter:
    """Counts what comes out of a whole archive."""

    limits: UploadLimits
    came: int = 0

    def check_stated(self, members: tuple[Member, ...]) -> None:
        """Refuse an archive that admits to being too large.

        :raises Refused: by the sum of sizes, or by a part that swells beyond measure.
        """
        total = sum(member.unpacked for member in members)
        if total > self.limits.unpacked_bytes:
            raise self._too_large(total)
        for member in members:
            if (
                member.unpacked > self.limits.ratio_from_bytes
                and member.unpacked > self.limits.ratio * max(member.packed, 1)
            ):
                times = member.unpacked // max(member.packed, 1)
                raise Refused(
                    "ratio",
                    f"文件解开后膨胀到 {times} 倍，最多 {self.limits.ratio} 倍",
                    TRIM,
                )

    def count(self, size: int) -> None:
        """Count bytes that came out.

        :raises Refused: when all parts together pass the limit.
        """
        self.came += size
        if self.came > self.limits.unpacked_bytes:
            raise self._too_large(self.came)

    def _too_large(self, size: int) -> Refused:
        limit = in_mib(self.limits.unpacked_bytes)
        return Refused("unpacks_too_large", f"文件解开后有 {in_mib(size)} 以上，最多 {limit}", TRIM)


def text_pieces(chunks: Iterator[bytes], name: str, limits: UploadLimits) -> Iterator[bytes]:
    """Yield the XML of a part in pieces that never cut a tag in two.

    Each piece ends just before a ``<``; the last one at the end of the part.

    :raises Refused: for a document type, another encoding than UTF-8, or a text or tag that is longer
      than a cell can hold.
    """
    waiting, is_first = b"", True
    for chunk in chunks:
        if is_first:
            _check_encoding(chunk)
            is_first = False
        waiting += chunk
        cut = waiting.rfind(b"<")
        if cut > 0:
            yield _without_declaration(waiting[:cut])
            waiting = waiting[cut:]
        if len(waiting) > limits.token_bytes and not name.startswith(("customxml/", "docprops/")):
            limit = in_mib(limits.token_bytes)
            raise Refused(
                "long_text",
                f"有一个单元格或标记长达 {in_mib(len(waiting))} 以上，最多 {limit}",
                "请检查内容特别长的单元格，改短后重传",
            )
    if waiting:
        yield _without_declaration(waiting)


def _without_declaration(piece: bytes) -> bytes:
    if _DECLARATION.search(piece):
        raise Refused(
            "document_type",
            "文件内部带有文档类型或实体声明（DOCTYPE、ENTITY），正常表格不会有",
            SEND_AGAIN,
        )
    return piece


def _check_encoding(chunk: bytes) -> None:
    stated = _ENCODING.match(chunk.removeprefix(b"\xef\xbb\xbf").lstrip()[:400])
    is_utf8 = stated is None or stated[1].lower() in _UTF8_NAMES
    if chunk.startswith(_WIDE) or not is_utf8:
        raise Refused("encoding", "文件内部的文字不是 UTF-8 编码，正常表格不会这样", SEND_AGAIN)


def is_xml(name: str, head: bytes) -> bool:
    """Say whether a part is XML, by its name (lower case) or its first bytes.

    A part with an innocent name may still be read as XML by way of a relation.
    """
    if name.endswith((".xml", ".rels", ".vml")):
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start == b"<" or head.startswith(_WIDE)


def check_plain(name: str, head: bytes) -> None:
    """Refuse a part that is itself an archive.

    :raises Refused: by its first bytes, whatever its name.
    """
    if head.startswith(_ARCHIVES):
        raise nested()
    if name.endswith("/") and head:
        raise Refused("member_name", "文件里有一个名为文件夹、却有内容的部件")
