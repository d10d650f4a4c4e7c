"""A growing table of prints (指纹表): all that are on file, in memory, word by word.

Kept as four columns of words side by side, as the comparison reads them: transposing a million rows
for each question costs more than the comparison itself.
"""

from collections.abc import Sequence

import numpy as np

from jiugai.exchange.photos.index_file import nearest_photos, prints_of
from jiugai.exchange.photos.pdq import WORDS
from jiugai.exchange.photos.windows import WINDOWS

_FIRST_ROOM = 1 << 12


class PrintTable:
    """Prints of photos by the photos' own numbers (指纹表). Not to be changed while it is searched."""

    def __init__(self) -> None:
        self._prints = np.zeros((WORDS, _FIRST_ROOM * WINDOWS), dtype=np.uint64)
        self._numbers: list[int] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, numbers: Sequence[int], stored: Sequence[bytes]) -> None:
        """Add photos, each with its prints as bytes.

        :raises ValueError: if a photo has not as many prints as there are windows.
        """
        if not numbers:
            return
        fresh = prints_of(b"".join(stored))
        if len(fresh) != len(numbers) * WINDOWS:
            raise ValueError(f"{len(fresh)} prints of {len(numbers)} photos")
        begin = len(self._numbers) * WINDOWS
        self._make_room(begin + len(fresh))
        self._prints[:, begin : begin + len(fresh)] = fresh.T
        self._numbers += numbers

    def _make_room(self, needed: int) -> None:
        room = self._prints.shape[1]
        if needed <= room:
            return
        larger = np.zeros((WORDS, max(needed, 2 * room)), dtype=np.uint64)
        larger[:, :room] = self._prints
        self._prints = larger

    def nearest(self, asked: bytes, *, most: int) -> list[tuple[int, int]]:
        """Return number and distance of the photos within so many bits, the nearest first.

        :param asked: the prints by which a photo is looked for, as bytes.
        """
        table = self._prints[:, : len(self._numbers) * WINDOWS]
        found = nearest_photos(table, prints_of(asked), most=most)
        return [(self._numbers[place], apart) for place, apart in found]
