"""The guard at the door (上传检查): what a file is and how large it is, before any reader touches it.

Order: size, kind by content, list of parts, bytes that really come out, no document type, extent of
the sheets. Nothing here trusts what a file says of itself; a refusal is one plain sentence.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.exchange import archive_list, sheet_extent, text_table, unpacking
from jiugai.exchange.archive_list import Member
from jiugai.exchange.file_kind import (
    PAPERS,
    PICTURES,
    SHOWN,
    SPREADSHEETS,
    Kind,
    is_something_else,
    kind_of_archive,
    recognise,
)
from jiugai.exchange.photos.guard import examine_picture
from jiugai.exchange.refusals import SAVE_AS_XLSX, TRIM, Refused
from jiugai.exchange.upload_limits import UploadLimits, in_mib, upload_limits

NAMELESS = "未命名文件"

_LONGEST_NAME = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet[\s/>]")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the guard found.

    Attributes:
      kind: what the file really is; None if it was refused before that was known.
      refusal: why it cannot be read, or None.
      remarks: what the sender should know though the file is read, such as macros left alone.
    """

    kind: Kind | None
    refusal: Finding | None = None
    remarks: tuple[Finding, ...] = ()


def inspect(content: bytes, name: str, *, kinds: frozenset[Kind] = SPREADSHEETS) -> Finding | None:
    """Return why a file cannot be read, or None if a reader may be let at it.

    :param name: as the sender wrote it; it decides nothing, it only stands in the sentence.
    :param kinds: what the caller reads.
    """
    return examine(content, name, kinds=kinds).refusal


def examine(
    content: bytes,
    name: str,
    *,
    kinds: frozenset[Kind] = SPREADSHEETS,
    limits: UploadLimits | None = None,
) -> Inspection:
    """Inspect a file and return all that was found; never raises for what is in the file."""
    limits = limits or upload_limits()
    document = safe_name(name)
    kind: Kind | None = None
    try:
        if kinds <= PICTURES:
            return Inspection(examine_picture(content, limits))
        check_size(len(content), limits)
        kind = recognise(content, name)
        members: tuple[Member, ...] = ()
        if kind is Kind.ARCHIVE:
            members = archive_list.members(content, limits)
            kind = kind_of_archive(frozenset(member.name.lower() for member in members))
        if kind is Kind.CSV and Kind.TXT in kinds:
            kind = Kind.TXT
        if kind not in kinds:
            raise _unwanted(kind, kinds)
        if members:
            _check_parts(content, members, kind, limits)
        elif kind is Kind.CSV:
            text_table.check(content, limits)
    except Refused as refused:
        said = refused.of_paper() if kinds == PAPERS else refused
        return Inspection(kind, said.finding(document))
    return Inspection(kind, remarks=tuple(_remarks(kind, members, document)))


def check_size(size: int, limits: UploadLimits) -> None:
    """Refuse a file by its size alone.

    :raises Refused: if it is empty or too large.
    """
    if size > limits.file_bytes:
        limit = in_mib(limits.file_bytes)
        raise Refused("too_large", f"文件有 {in_mib(size)}，最多 {limit}", TRIM)


def safe_name(name: str) -> str:
    """Return a file's name fit to be shown and stored: no folders, no unseen or reserved characters.

    >>> safe_name("../../etc/汉滨区.xlsx"), safe_name("CON.xlsx")
    ('汉滨区.xlsx', '_CON.xlsx')
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        mark for mark in last if unicodedata.category(mark)[0] not in "CZ" or mark == " "
    )
    plain = _FORBIDDEN.sub("_", seen).strip(" .")
    ending = _ENDING.search(plain)
    tail = ending[0] if ending else ""
    if len(plain) > _LONGEST_NAME:
        plain = plain[: _LONGEST_NAME - len(tail)].rstrip(" .") + tail
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return plain or NAMELESS


def _unwanted(kind: Kind, kinds: frozenset[Kind]) -> Refused:
    if kind is Kind.PDF and kinds == SPREADSHEETS:
        return is_something_else(SHOWN[kind])
    wanted = "、".join(f".{other.value}" for other in Kind if other in kinds)
    remedy = SAVE_AS_XLSX if kinds == SPREADSHEETS else f"请上传 {wanted} 文件"
    return Refused("not_a_workbook", f"这是{SHOWN[kind]}，此处只收 {wanted}", remedy)


def _check_parts(
    content: bytes, members: tuple[Member, ...], kind: Kind, limits: UploadLimits
) -> None:
    meter = unpacking.Meter(limits)
    meter.check_stated(members)
    cells = 0
    for member in members:
        chunks = _metered(content, member, meter)
        head = next(chunks, b"")
        name = member.name.lower()
        unpacking.check_plain(name, head)
        if not unpacking.is_xml(name, head) or _is_of_no_reader(name, head):
            for _ in chunks:
                continue  # counted as they come, and not kept
            continue
        if kind is Kind.ODS and name == "meta-inf/manifest.xml":
            _check_not_locked(content, member, limits)
        cells += _check_xml(content, member, _joined(head, chunks), kind, limits, len(members))
        if cells > limits.cells:
            raise Refused("too_many_cells", f"有内容的单元格超过 {limits.cells} 个", TRIM)


def _is_of_no_reader(name: str, head: bytes) -> bool:
    """Say whether a part is what Excel keeps for Power Query: in UTF-16, which no reader here reads."""
    return name.startswith("customxml/") and head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _metered(content: bytes, member: Member, meter: unpacking.Meter) -> Iterator[bytes]:
    for chunk in unpacking.unpacked(content, member):
        meter.count(len(chunk))
        yield chunk


def _joined(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _check_xml(
    content: bytes,
    member: Member,
    chunks: Iterator[bytes],
    kind: Kind,
    limits: UploadLimits,
    most_sheets: int,
) -> int:
    """Check one XML part; return how many cells with values it has, or may have.

    ``most_sheets`` is the number of parts: a list of sheets that is longer makes a reader read the
    same part over and over.
    """
    name = member.name.lower()
    pieces = unpacking.text_pieces(chunks, name, limits)
    if kind is Kind.ODS and name == "content.xml":
        return sheet_extent.measure_ods_content(pieces, limits).values
    quick = sheet_extent.QuickCheck()
    sheets = 0
    for piece in pieces:
        quick.look(piece)
        sheets += len(_SHEET.findall(piece)) if name == "xl/workbook.xml" else 0
    if sheets > most_sheets:
        raise Refused("too_many_sheets", f"目录里登记了 {sheets} 张表，内容却不到这么多")
    if kind is Kind.XLSX and (quick.in_doubt or quick.cells > limits.cells):
        again = unpacking.text_pieces(unpacking.unpacked(content, member), name, limits)
        return sheet_extent.measure_workbook_part(again, limits).values
    return quick.cells


def _check_not_locked(content: bytes, member: Member, limits: UploadLimits) -> None:
    pieces = unpacking.text_pieces(unpacking.unpacked(content, member), member.name.lower(), limits)
    if any(b"encryption-data" in piece for piece in pieces):
        raise Refused("password", "文件设了打开密码", "请取消密码后重传")


def _remarks(kind: Kind, members: tuple[Member, ...], document: str) -> Iterator[Finding]:
    names = {member.name.lower() for member in members}
    place = Place(document)
    ending = _ENDING.search(document)
    stated = ending[0].lower().removeprefix(".") if ending else ""
    if "xl/vbaproject.bin" in names:
        yield Finding(
            "upload.macros", "文件带有宏，只读取了单元格，宏没有运行。", Weight.NOTES, place
        )
    elif stated and stated not in (kind.value, *_ALSO_CALLED.get(kind, ())):
        yield Finding(
            "upload.other_kind",
            f"文件名以 .{stated} 结尾，内容实为{SHOWN[kind]}，已按内容读取。",
            Weight.NOTES,
            place,
        )


_ALSO_CALLED = {
    Kind.XLSX: ("xlsm", "xltx", "xltm"),
    Kind.XLS: ("xlt",),
    Kind.ODS: ("ots",),
    Kind.CSV: ("txt", "tsv"),
}
