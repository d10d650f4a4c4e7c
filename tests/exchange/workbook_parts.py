"""Builds workbooks part by part, so that a test can say exactly what stands in them."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADS = ("序号", "小区名称", "建成年份", "户数")


@dataclass(frozen=True)
class Part:
    """One part of an archive, with everything that a writer might say of it, true or not."""

    name: str
    content: bytes
    method: int = 8
    packed: bytes | None = None
    stated_size: int | None = None
    local_size: int | None = None
    stated_crc: int | None = None
    local_name: str | None = None
    flags: int = 0
    attributes: int = 0
    made_by: int = 20
    zip64: tuple[int, ...] = ()
    at: int | None = None  # offset of another part's head, to overlap it


@dataclass
class Archive:
    """An archive as bytes; ``change_end`` may falsify its end record."""

    parts: list[Part] = field(default_factory=list)

    def write(self, *, tail: bytes = b"", count: int | None = None, disk: int = 0) -> bytes:
        body, lines = bytearray(), bytearray()
        for part in self.parts:
            packed = part.packed if part.packed is not None else _packed(part)
            size = len(part.content) if part.stated_size is None else part.stated_size
            crc = zlib.crc32(part.content) if part.stated_crc is None else part.stated_crc
            name = part.name.encode()
            offset = len(body) if part.at is None else part.at
            local = (part.local_name or part.name).encode()
            here = size if part.local_size is None else part.local_size
            if part.at is None:
                here_said = (
                    20,
                    part.flags,
                    part.method,
                    0,
                    33,
                    crc,
                    len(packed),
                    min(here, 0xFFFFFFFF),
                )
                body += (
                    struct.pack("<4s5H3L2H", b"PK\x03\x04", *here_said, len(local), 0)
                    + local
                    + packed
                )
            extra = b""
            if part.zip64:
                extra = struct.pack("<HH", 1, 8 * len(part.zip64))
                extra += b"".join(struct.pack("<Q", number) for number in part.zip64)
            head = (part.made_by, 20, part.flags, part.method, 0, 33, crc, len(packed), size)
            rest = (len(name), len(extra), 0, 0, 0, part.attributes, offset)
            lines += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *head, *rest) + name + extra
        number = len(self.parts) if count is None else count
        end = (disk, disk, number, number, len(lines), len(body), 0)
        return bytes(body + lines) + struct.pack("<4s4H2LH", b"PK\x05\x06", *end) + tail


def _packed(part: Part) -> bytes:
    if part.method != 8:
        return part.content
    deflater = zlib.compressobj(1, zlib.DEFLATED, -15)
    return deflater.compress(part.content) + deflater.flush()


def repeated(head: bytes, block: bytes, times: int, foot: bytes) -> tuple[bytes, int]:
    """Return a deflate stream of a block many times over, and how long it is unpacked."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = deflater.compress(head) + deflater.flush(zlib.Z_FULL_FLUSH)
    middle = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    end = deflater.compress(foot) + deflater.flush()
    return start + middle * times + end, len(head) + len(block) * times + len(foot)


def sheet(rows: str, *, after: str = "", root: str = "") -> bytes:
    """Return a worksheet part around the XML of its rows."""
    return (
        f'{XML}<worksheet xmlns="{MAIN}"{root}><sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()


def row(number: int, cells: Iterable[object]) -> str:
    """Return the XML of one row of plain cells, from column A on."""
    written = []
    for place, value in enumerate(cells):
        name = f"{chr(65 + place)}{number}"
        if isinstance(value, str):
            written.append(f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>')
        else:
            written.append(f'<c r="{name}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(written)}</row>'


def plain_rows(count: int = 3) -> str:
    """Return a head and some communities."""
    rows = [row(1, HEADS)]
    rows += [row(n + 1, (n, f"河滨{n}号院", 1990 + n, 100 + n)) for n in range(1, count + 1)]
    return "".join(rows)


def plain_parts(sheet_xml: bytes | None = None, sheets: int = 1) -> dict[str, bytes]:
    """Return the parts of a small and honest ledger."""
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    parts = {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{types}</Types>"
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
        ),
    }
    content = {name: text.encode() for name, text in parts.items()}
    for n in range(1, sheets + 1):
        content[f"xl/worksheets/sheet{n}.xml"] = sheet_xml or sheet(plain_rows())
    return content


def workbook(
    changed: Mapping[str, bytes] | None = None, more: Iterable[Part] = (), **end: int
) -> bytes:
    """Return an honest ledger with some parts changed or added."""
    parts = plain_parts() | dict(changed or {})
    return Archive([Part(name, content) for name, content in parts.items()] + list(more)).write(
        **end  # type: ignore[arg-type]  # only count and disk are passed on
    )


def with_sheet(content: bytes, **changes: object) -> bytes:
    """Return a ledger whose sheet is as given; ``changes`` falsify what is said of that part."""
    parts = [Part(name, text) for name, text in plain_parts().items()]
    last = replace(parts.pop(), content=content, **changes)  # type: ignore[arg-type]  # fields of Part
    return Archive([*parts, last]).write()


def ods(table: str, manifest: str = "") -> bytes:
    """Return an .ods around the XML of its table."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0"'
        f' xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{names}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/"/>{manifest}</manifest:manifest>'
    )
    return Archive(
        [
            Part("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", method=0),
            Part("META-INF/manifest.xml", listed.encode()),
            Part("content.xml", content.encode()),
        ]
    ).write()


def compound(streams: Mapping[str, bytes], *, loop: bool = False, cut: int = 0) -> bytes:
    """Return an OLE compound file with these streams; each is filled up to 4,096 bytes."""
    sector = 512
    data, places = bytearray(), {}
    for name, content in streams.items():
        places[name] = (len(data) // sector, max(len(content), 4096))
        data += content.ljust(-(-max(len(content), 4096) // sector) * sector, b"\0")
    used = len(data) // sector
    directory = used
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1 if streams else 0xFFFFFFFF)]
    names = list(streams)
    for index, name in enumerate(names):
        right = index + 2 if index + 1 < len(names) else 0xFFFFFFFF
        entries.append(_entry(name, 2, *places[name], right=1 if loop else right))
    block = b"".join(entries)
    block = block.ljust(-(-len(block) // sector) * sector, b"\0")
    of_directory = len(block) // sector
    fat = []
    for name in names:
        first, size = places[name]
        count = -(-size // sector)
        fat += [first + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
    fat += [directory + n + 1 for n in range(of_directory - 1)] + [0xFFFFFFFE]
    fat += [0xFFFFFFFD]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", directory + of_directory).ljust(436, b"\xff")
    whole = head + bytes(data) + block + table
    return whole[: len(whole) - cut]


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
