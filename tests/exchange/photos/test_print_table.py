"""The table of prints in memory: it finds what an index file finds, however it grew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.exchange.photos.index_file import Indexed, made, prints_of
from jiugai.exchange.photos.pdq import WORDS
from jiugai.exchange.photos.print_table import PrintTable
from jiugai.exchange.photos.windows import WINDOWS


def prints(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 2**63, (WINDOWS, WORDS), dtype=np.uint64).astype("<u8").tobytes()


def asked_like(stored: bytes, *, bits: int) -> bytes:
    """Return one print that differs from a photo's first in so many bits."""
    flipped = bytearray(stored[: WORDS * 8])
    for bit in range(bits):
        flipped[bit // 8] ^= 1 << bit % 8
    return bytes(flipped)


class TestPrintTable:
    def test_of_nothing_finds_nothing(self):
        assert PrintTable().nearest(prints(1), most=256) == []

    def test_finds_a_photo_by_its_own_number_and_distance(self):
        table = PrintTable()
        table.add([7, 40], [prints(1), prints(2)])

        assert table.nearest(asked_like(prints(2), bits=9), most=64) == [(40, 9)]

    def test_refuses_prints_of_other_windows(self):
        with pytest.raises(ValueError, match="prints of"):
            PrintTable().add([1], [prints(1)[:-32]])

    @settings(max_examples=25)
    @given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(0, 60))
    def test_finds_what_an_index_finds_however_it_grew(self, steps: list[int], bits: int):
        many = sum(steps)
        table, index = (
            PrintTable(),
            made([Indexed(str(n), "", 100) for n in range(many)], [prints(n) for n in range(many)]),
        )
        begin = 0
        for step in steps:
            numbers = list(range(begin, begin + step))
            table.add(numbers, [prints(n) for n in numbers])
            begin += step
        asked = asked_like(prints(many // 2), bits=bits)

        assert table.nearest(asked, most=64) == index.nearest(prints_of(asked), most=64)

    def test_outgrows_its_first_room(self):
        table, stored = PrintTable(), prints(1)
        table.add(list(range(5000)), [stored] * 5000)

        assert len(table) == 5000
        assert table.nearest(asked_like(stored, bits=0), most=0)[-1] == (4999, 0)
