"""The index of photos (照片索引): a file of prints, and the search in it.

Prints are compared one with all: a million and more in well under a tenth of a second, so that no
cleverer structure is needed, which might miss one.
"""

import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jiugai.exchange.photos.pdq import WORDS
from jiugai.exchange.photos.windows import WINDOWS, Hashes

FORMAT = 1
Distances = np.ndarray[tuple[int], np.dtype[np.uint16]]
_ALL_BITS = 256
_BLOCK = 1 << 14
"""Prints compared at a time: they stay in the processor's cache."""
_WORTH_SHARING = 8
"""Blocks from which on several threads share the work."""


class NotAnIndex(ValueError):
    """A file is no index of photos, or is damaged."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One photo of an index (在册照片): where it lies, its digest, how much there is to see."""

    name: str
    sm3: str
    quality: int


@dataclass(frozen=True, slots=True)
class Index:
    """Photos and their prints (照片索引): of each photo as many prints as there are windows."""

    photos: tuple[Indexed, ...]
    prints: Hashes

    def __post_init__(self) -> None:
        if self.prints.shape != (len(self.photos) * WINDOWS, WORDS):
            raise NotAnIndex("指纹数与照片数不符")

    def nearest(self, asked: Hashes, *, most: int) -> list[tuple[int, int]]:
        """Return place and distance of the photos within so many bits, the nearest first.

        A photo is as near as the nearest of its windows is to any of the prints asked with.
        """
        return nearest_photos(np.ascontiguousarray(self.prints.T), asked, most=most)

    def pairs(self, *, most: int) -> Iterator[tuple[int, int, int]]:
        """Yield two photos and their distance where the whole pictures differ in so few bits."""
        whole = np.ascontiguousarray(self.prints[::WINDOWS].T)
        for place in range(len(self.photos) - 1):
            apart = distances(whole[:, place + 1 :], whole[:, place : place + 1].T)
            for other in np.flatnonzero(apart <= most):
                yield place, place + 1 + int(other), int(apart[other])


def nearest_photos(table: Hashes, asked: Hashes, *, most: int) -> list[tuple[int, int]]:
    """Return place and distance of the photos within so many bits, the nearest first.

    A photo is as near as the nearest of its windows is to any of the prints asked with.

    :param table: by word and print, the prints of one word side by side; of each photo as many as
      there are windows.
    """
    by_photo = distances(table, asked).reshape(-1, WINDOWS).min(axis=1)
    near = np.flatnonzero(by_photo <= most)
    order = near[np.argsort(by_photo[near], kind="stable")]
    return [(int(place), int(by_photo[place])) for place in order]


def distances(table: Hashes, asked: Hashes) -> Distances:
    """Return in how many bits each print of a table differs from the nearest of some.

    :param table: by word and print, the prints of one word side by side.
    :param asked: by print and word.
    """
    many = table.shape[1]
    found = np.full(many, _ALL_BITS, dtype=np.uint16)

    def compare(start: int) -> None:
        place = slice(start, start + _BLOCK)
        _compare(table[:, place], asked, found[place])

    starts = range(0, many, _BLOCK)
    if len(starts) < _WORTH_SHARING:
        for start in starts:
            compare(start)
    else:  # numpy lets other threads work meanwhile
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(compare, starts))
    return found


def _compare(block: Hashes, asked: Hashes, nearest: Distances) -> None:
    """Lower the nearest distances of a block of prints to what is asked with, in place."""
    apart = np.empty(block.shape[1], dtype=np.uint64)
    bits = np.empty(block.shape[1], dtype=np.uint8)
    counts = np.empty(block.shape[1], dtype=np.uint16)
    for print_ in asked:
        counts.fill(0)
        for word in range(WORDS):
            np.bitwise_xor(block[word], print_[word], out=apart)
            np.bitwise_count(apart, out=bits)
            np.add(counts, bits, out=counts)
        np.minimum(nearest, counts, out=nearest)


def prints_of(stored: bytes) -> Hashes:
    """Return prints that came as bytes."""
    return np.frombuffer(stored, dtype="<u8").reshape(-1, WORDS).astype(np.uint64)


def made(photos: Sequence[Indexed], stored: Sequence[bytes]) -> Index:
    """Return an index of photos and their prints as bytes."""
    prints = prints_of(b"".join(stored)) if stored else np.zeros((0, WORDS), dtype=np.uint64)
    return Index(tuple(photos), prints)


def write_index(path: Path, index: Index) -> None:
    """Write an index whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "format": FORMAT,
        "windows": WINDOWS,
        "photos": [[photo.name, photo.sm3, photo.quality] for photo in index.photos],
    }
    about = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8)
    draft = path.with_name(f".{path.name}.part")
    with draft.open("wb") as file:
        np.savez(file, about=about, prints=index.prints.astype("<u8"))
    draft.replace(path)


def read_index(path: Path) -> Index:
    """Read an index.

    :raises NotAnIndex: if the file is none, or of other windows than are asked with here.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            told = json.loads(file["about"].tobytes())
            prints = file["prints"].astype(np.uint64)
        made_by = (told["format"], told["windows"])
        photos = tuple(
            Indexed(str(name), str(sm3), int(quality)) for name, sm3, quality in told["photos"]
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise NotAnIndex("不是照片索引，或已损坏") from error
    if made_by != (FORMAT, WINDOWS):
        raise NotAnIndex("是另一版本的索引，请重新建立")
    return Index(photos, prints)
