"""The list of parts of a zip archive (压缩包目录), read strictly before anything is unpacked.

A zip says the same things in several places. Two readers that believe different places see two
different files, so wherever two places disagree the archive is refused. Layout: APPNOTE.TXT 6.3.
"""

import re
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from jiugai.exchange.refusals import SEND_AGAIN, Refused
from jiugai.exchange.upload_limits import UploadLimits

STORED, DEFLATED = 0, 8

_END = b"PK\x05\x06"
_END_SIZE = 22
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_LOCATOR_64_SIZE = 20
_CENTRAL = b"PK\x01\x02"
_CENTRAL_SIZE = 46
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
_IN_ZIP64 = 0xFFFFFFFF
_LOCKED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_NESTED = re.compile(r"\.(zip|rar|7z|jar|xlsx|xlsm|docx|pptx|ods|odt|tar|tgz)$", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Member:
    """One part of an archive: its name, and where its packed bytes stand.

    ``offset`` is where its head begins, ``start`` its packed bytes, ``listed_at`` its line in the
    directory, which is ``listed_size`` long.
    """

    name: str
    method: int
    crc: int
    packed: int
    unpacked: int
    start: int
    offset: int
    listed_at: int
    listed_size: int

    @property
    def end(self) -> int:
        return self.start + self.packed

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


def members(content: bytes, limits: UploadLimits) -> tuple[Member, ...]:
    """Return the parts of an archive in the order of its directory.

    :raises Refused: if the list is too long, not clean, or at odds with itself.
    """
    try:
        start, end = _directory(content, limits)
        found = tuple(_entries(content, start, end, limits))
    except (struct.error, IndexError) as fault:
        raise _damaged() from fault
    _check_names(found, limits)
    _check_places(found, start)
    return found


def _damaged() -> Refused:
    return Refused("damaged", "文件不完整或已损坏，压缩包的目录无法读出", SEND_AGAIN)


def _contradicts_itself() -> Refused:
    return Refused("contradiction", "文件内部前后登记的内容不一致，可能被改动过", SEND_AGAIN)


def _directory(content: bytes, limits: UploadLimits) -> tuple[int, int]:
    """Return where the directory begins and ends."""
    at = content.rfind(_END, max(0, len(content) - _END_SIZE - 0xFFFF))
    if at < 0:
        raise _damaged()
    _, disk, first_disk, here, count, size, start, comment = struct.unpack_from(
        "<4s4H2LH", content, at
    )
    if at + _END_SIZE + comment != len(content) or disk or first_disk:
        raise _contradicts_itself()
    end = at
    locator = at - _LOCATOR_64_SIZE
    if locator >= 0 and content.startswith(_LOCATOR_64, locator):
        (end,) = struct.unpack_from("<Q", content, locator + 8)
        if not content.startswith(_END_64, end) or end > locator:
            raise _contradicts_itself()
        here, count, size, start = struct.unpack_from("<4Q", content, end + 24)
    if count > limits.members:
        raise Refused(
            "too_many_members",
            f"文件里有 {count} 个部件，最多 {limits.members} 个",
            "请删去表中的图片和对象，另存后重传",
        )
    if here != count or start + size != end:
        raise _contradicts_itself()
    return start, end


def _entries(content: bytes, start: int, end: int, limits: UploadLimits) -> Iterator[Member]:
    at, count = start, 0
    while at < end:
        fields = struct.unpack_from("<4s6H3L5H2L", content, at)
        signature, made_by, _, flags, method, _, _, crc, packed, unpacked = fields[:10]
        name_size, extra_size, comment_size, _, _, attributes, offset = fields[10:]
        count += 1
        if signature != _CENTRAL or count > limits.members:
            raise _contradicts_itself()
        name_at = at + _CENTRAL_SIZE
        extra_at = name_at + name_size
        raw_name = content[name_at:extra_at]
        extra = content[extra_at : extra_at + extra_size]
        unpacked, packed, offset = _in_zip64(extra, (unpacked, packed, offset))
        if flags & _LOCKED:
            raise Refused("password", "文件设了打开密码", "请取消密码后重传")
        if method not in (STORED, DEFLATED):
            raise Refused("method", f"文件用了不常见的压缩方法（{method} 号）", SEND_AGAIN)
        if made_by >> 8 == 3 and stat.S_ISLNK(attributes >> 16):
            raise Refused("link", "文件里有指向别处的链接")
        local = _data_start(content, offset, raw_name, method, (flags, packed, unpacked))
        name = _decoded(raw_name, flags)
        size = _CENTRAL_SIZE + name_size + extra_size + comment_size
        yield Member(name, method, crc, packed, unpacked, local, offset, at, size)
        at += size
    if at != end:
        raise _contradicts_itself()


def _in_zip64(extra: bytes, values: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return sizes and offset, taken from the zip64 field where the short one says so."""
    if _IN_ZIP64 not in values:
        return values
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            long = iter(struct.unpack_from(f"<{size // 8}Q", extra, at + 4))
            unpacked, packed, offset = (
                next(long, value) if value == _IN_ZIP64 else value for value in values
            )
            return unpacked, packed, offset
        at += 4 + size
    raise _contradicts_itself()


def _data_start(
    content: bytes, offset: int, name: bytes, method: int, stated: tuple[int, int, int]
) -> int:
    """Return where the packed bytes begin, once the part's own head agrees with the directory."""
    flags, packed, unpacked = stated
    head = struct.unpack_from("<4s5H3L2H", content, offset)
    signature, _, local_flags, local_method, _, _, _, local_packed, local_unpacked = head[:9]
    name_size, extra_size = head[9:]
    name_at = offset + _LOCAL_SIZE
    if (
        signature != _LOCAL
        or local_method != method
        or (local_flags ^ flags) & _LOCKED
        or content[name_at : name_at + name_size] != name
    ):
        raise _contradicts_itself()
    sizes_here = not local_flags & _SIZES_FOLLOW and _IN_ZIP64 not in (local_packed, local_unpacked)
    if sizes_here and (local_packed, local_unpacked) != (packed, unpacked):
        raise _contradicts_itself()
    start: int = name_at + name_size + extra_size
    return start


def _decoded(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 or not raw.isascii() else "ascii")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _check_names(found: tuple[Member, ...], limits: UploadLimits) -> None:
    seen: set[str] = set()
    for member in found:
        name = member.name
        path = name.replace("\\", "/")
        if (
            not name
            or len(name) > limits.member_name_characters
            or _UNSEEN.search(name)
            or "\\" in name
            or path.startswith("/")
            or ":" in path.split("/")[0]
            or ".." in path.split("/")
        ):
            raise Refused(
                "member_name", "文件里有部件的名称不合规矩（绝对路径、上级目录或看不见的字符）"
            )
        if name.casefold() in seen:
            raise Refused("twice_the_same_member", "文件里有两个同名的部件，不能断定用哪一个")
        seen.add(name.casefold())
        if _NESTED.search(name):
            raise nested()


def nested() -> Refused:
    """Return the refusal of an archive within an archive."""
    return Refused(
        "nested",
        "文件里又套着压缩包或别的文件",
        "请删去表中嵌入的附件，另存后重传",
    )


def _check_places(found: tuple[Member, ...], directory: int) -> None:
    """Refuse parts that overlap: one packed run of bytes must not come out many times."""
    end = 0
    for member in sorted(found, key=lambda member: member.offset):
        if member.offset < end or (end == 0 and member.offset != 0):
            raise _contradicts_itself()
        end = member.end
    if end > directory:
        raise _contradicts_itself()
