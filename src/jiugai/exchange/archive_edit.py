"""Changes some parts of a zip archive and leaves every other byte of it alone (压缩包局部改写)."""

import struct
import zlib

from jiugai.exchange.archive_list import Member, members
from jiugai.exchange.unpacking import unpacked
from jiugai.exchange.upload_limits import UploadLimits

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x800
_OFFSET_AT = 42
_NO_OFFSET = 0xFFFFFFFF
_DAY_ONE = 0x21  # 1980-01-01, so that the same change gives the same bytes


class NotEditable(ValueError):
    """The archive or a part of it is built in a way that is not changed in place."""


class Archive:
    """An archive whose parts can be read and replaced.

    :raises Refused: if its list of parts is at odds with itself.
    """

    def __init__(self, content: bytes, limits: UploadLimits) -> None:
        self._content = content
        self._members = {member.name: member for member in members(content, limits)}
        self._names = {name.casefold(): name for name in self._members}
        self._changes: dict[str, bytes] = {}

    def names(self) -> frozenset[str]:
        """Return the names of all parts, those that were added too."""
        return frozenset(self._members) | frozenset(self._changes)

    def find(self, name: str) -> str | None:
        """Return a part's name as the archive spells it; capitals do not matter in such names."""
        return self._names.get(name.casefold())

    def read(self, name: str) -> bytes:
        """Return a part's bytes, as changed so far.

        :raises NotEditable: if there is no such part.
        """
        if name in self._changes:
            return self._changes[name]
        if name not in self._members:
            raise NotEditable(f"no part {name}")
        return b"".join(unpacked(self._content, self._members[name]))

    def put(self, name: str, part: bytes) -> None:
        """Replace a part, or add one."""
        self._changes[name] = part
        self._names.setdefault(name.casefold(), name)

    def write(self) -> bytes:
        """Return the archive with its changes; parts that were not changed keep their very bytes.

        :raises NotEditable: if the archive keeps its offsets in a form for archives above 4 GB.
        """
        body = bytearray()
        listed: dict[str, bytes] = {}
        in_place = sorted(self._members.values(), key=lambda member: member.offset)
        directory = min((member.listed_at for member in in_place), default=0)
        ends = [member.offset for member in in_place[1:]] + [directory]
        for member, end in zip(in_place, ends, strict=True):
            if member.name in self._changes:
                listed[member.name] = _append(body, member.name, self._changes[member.name])
            else:
                listed[member.name] = self._moved(member, len(body))
                body += self._content[member.offset : end]
        for name, part in self._changes.items():
            if name not in listed:
                listed[name] = _append(body, name, part)
        order = [*self._members, *(name for name in listed if name not in self._members)]
        lines = b"".join(listed[name] for name in order)
        end_of_all = _END.pack(
            b"PK\x05\x06", 0, 0, len(order), len(order), len(lines), len(body), 0
        )
        return bytes(body) + lines + end_of_all

    def _moved(self, member: Member, offset: int) -> bytes:
        line = bytearray(self._content[member.listed_at : member.listed_at + member.listed_size])
        if struct.unpack_from("<L", line, _OFFSET_AT)[0] == _NO_OFFSET:
            raise NotEditable("zip64 offsets")
        struct.pack_into("<L", line, _OFFSET_AT, offset)
        return bytes(line)


def _append(body: bytearray, name: str, part: bytes) -> bytes:
    """Append one part; return its line for the directory."""
    offset = len(body)
    raw = name.encode("utf-8")
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflater.compress(part) + deflater.flush()
    flags = 0 if name.isascii() else _UTF8
    crc, sizes = zlib.crc32(part), (len(packed), len(part))
    common = (flags, _DEFLATED, 0, _DAY_ONE, crc, *sizes, len(raw))
    body += _LOCAL.pack(b"PK\x03\x04", _VERSION, *common, 0) + raw + packed
    return _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *common, 0, 0, 0, 0, 0, offset) + raw
