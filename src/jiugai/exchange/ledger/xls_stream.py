"""Takes one stream out of an OLE compound file, the box in which an .xls workbook lies."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and what is above are marks, not sectors
_HEADER_SIZE = 512


class BrokenCompound(ValueError):
    """The file is cut off or its tables lead nowhere."""


class Compound:
    """A compound file held in memory.

    :raises BrokenCompound: if its tables cannot be followed.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER_SIZE or not content.startswith(MAGIC):
            raise BrokenCompound("no compound file")
        self.content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenCompound("odd sector size")
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        (self.first_directory,) = struct.unpack_from("<I", content, 48)
        self.cutoff, self.first_mini = struct.unpack_from("<II", content, 56)
        self.table = self._table()
        self.entries = self._entries()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _table(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self.content, 76))
        (more,) = struct.unpack_from("<I", self.content, 68)
        for _ in range(len(self.content) // self.size):
            if more >= _FREE:
                break
            block = self._sector(more)
            if len(block) < self.size:
                raise BrokenCompound("the list of sectors is cut off")
            numbers = struct.unpack(f"<{self.size // 4}I", block)
            sectors += numbers[:-1]
            more = numbers[-1]
        table: list[int] = []
        for sector in sectors:
            if sector < _FREE:
                block = self._sector(sector)
                table += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return table

    def _chain(self, first: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        while first < _FREE:
            if first >= len(table) or len(chain) > len(table):
                raise BrokenCompound("a chain of sectors leads nowhere")
            chain.append(first)
            first = table[first]
        return chain

    def _read(self, first: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._chain(first, self.table))

    def _entries(self) -> dict[str, tuple[int, int]]:
        data = self._read(self.first_directory)
        found = {}
        for start in range(0, len(data) - 127, 128):
            (length,) = struct.unpack_from("<H", data, start + 64)
            if 2 <= length <= 64:
                name = data[start : start + length - 2].decode("utf-16-le", "replace")
                found[name] = struct.unpack_from("<II", data, start + 116)
        return found

    def stream(self, name: str) -> bytes | None:
        """Return a stream by its name, or None if there is none."""
        if name not in self.entries:
            return None
        first, size = self.entries[name]
        if size >= self.cutoff:
            return self._read(first)[:size]
        mini_table = self._read(self.first_mini)
        numbers = list(struct.unpack(f"<{len(mini_table) // 4}I", mini_table))
        box = self._read(self.entries["Root Entry"][0])
        parts = [
            box[sector * self.mini_size : (sector + 1) * self.mini_size]
            for sector in self._chain(first, numbers)
        ]
        return b"".join(parts)[:size]
