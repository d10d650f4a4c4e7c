"""The compound file (复合文档, OLE2) in which .xls, .doc and locked .xlsx files are kept.

Only its table of contents is read: enough to say what a file is before a reader is let at it.
Layout: [MS-CFB]. Every chain is followed with a memory of where it has been, so that none is endless.
"""

import struct
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

_LAST_SECTOR = 0xFFFFFFFA  # above this stand the marks for “end of chain” and “free”
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_HEADER_FAT_SECTORS = 109
_MOST_ENTRIES = 4096


class Damaged(ValueError):
    """The file's table of contents cannot be followed: cut off or altered."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of a compound file: where it begins and how many bytes it should have."""

    name: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file opened for its table of contents.

    :raises Damaged: if the header or the directory cannot be followed.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise Damaged("no header")
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise Damaged("sector size")
        self._content = content
        self._sector_size = 1 << shift
        self._fat_sectors = self._read_fat_sectors()
        (first,) = struct.unpack_from("<I", content, 48)
        self._entries = self._read_entries(first)

    def streams(self) -> dict[str, Stream]:
        """Return the streams that stand directly under the root, by name.

        What lies in a storage below belongs to an embedded object, not to the document.
        """
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        if root is None:
            raise Damaged("no root")
        found: dict[str, Stream] = {}
        waiting, seen = [root.child], set[int]()
        while waiting:
            index = waiting.pop()
            if index == _NO_ENTRY:
                continue
            if index in seen or index >= len(self._entries):
                raise Damaged("directory")
            seen.add(index)
            entry = self._entries[index]
            waiting += (entry.left, entry.right)
            if entry.kind == _STREAM:
                found[entry.name] = Stream(entry.name, entry.start, entry.size)
        return found

    def head(self, stream: Stream) -> bytes:
        """Return the first sector of a stream that is long enough to have sectors of its own.

        :raises Damaged: if the file ends before the stream does.
        """
        if stream.size > len(self._content):
            raise Damaged("stream longer than the file")
        return self._sector(stream.start)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        found = self._content[start : start + self._sector_size]
        if not found:
            raise Damaged("sector past the end")
        return found

    def _numbers(self, sector: int) -> tuple[int, ...]:
        data = self._sector(sector)
        return struct.unpack_from(f"<{len(data) // 4}I", data)

    def _read_fat_sectors(self) -> list[int]:
        header = struct.unpack_from(f"<{_HEADER_FAT_SECTORS}I", self._content, 76)
        sectors = [number for number in header if number < _LAST_SECTOR]
        (following,) = struct.unpack_from("<I", self._content, 68)
        seen: set[int] = set()
        while following < _LAST_SECTOR:
            if following in seen:
                raise Damaged("endless list of sectors")
            seen.add(following)
            *numbers, following = self._numbers(following)
            sectors += [number for number in numbers if number < _LAST_SECTOR]
        return sectors

    def _after(self, sector: int) -> int:
        per_sector = self._sector_size // 4
        which, place = divmod(sector, per_sector)
        if which >= len(self._fat_sectors):
            raise Damaged("sector not in the table")
        numbers = self._numbers(self._fat_sectors[which])
        if place >= len(numbers):
            raise Damaged("table cut off")
        following: int = numbers[place]
        return following

    def _read_entries(self, first: int) -> list[_Entry]:
        entries: list[_Entry] = []
        sector, seen = first, set[int]()
        while sector < _LAST_SECTOR:
            if sector in seen or len(entries) > _MOST_ENTRIES:
                raise Damaged("endless directory")
            seen.add(sector)
            data = self._sector(sector)
            entries += [_entry(data, at) for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]
            sector = self._after(sector)
        return entries


def _entry(data: bytes, at: int) -> _Entry:
    length, kind = struct.unpack_from("<HB", data, at + 64)
    left, right, child = struct.unpack_from("<3I", data, at + 68)
    start, size = struct.unpack_from("<II", data, at + 116)
    name = data[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size)
