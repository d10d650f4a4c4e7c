"""Checkpoints: one text for one root, and no other text is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.sealing.checkpoint import Checkpoint, NotACheckpoint, grouped

ROOT = bytes(range(32))
TEXT = "jiugai/610900\n184213\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nSM3\n"


class TestCheckpoint:
    def test_is_a_text_of_four_lines(self):
        assert Checkpoint("jiugai/610900", 184213, ROOT).text() == TEXT
        assert Checkpoint.parse(TEXT) == Checkpoint("jiugai/610900", 184213, ROOT)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            TEXT + "\n",
            TEXT.removesuffix("\n"),
            TEXT.replace("184213", "0184213"),
            TEXT.replace("184213", "-1"),
            TEXT.replace("184213", "１２"),
            TEXT.replace("SM3", "SHA-256"),
            TEXT.replace("AAEC", "AAE"),
            TEXT.replace("Hh8=", "Hh9="),  # the same bytes in another spelling
            TEXT.replace("jiugai/610900", ""),
        ],
    )
    def test_is_nothing_else(self, text: str):
        with pytest.raises(NotACheckpoint):
            Checkpoint.parse(text)

    @given(st.integers(0, 10**12), st.binary(min_size=32, max_size=32))
    def test_reads_back(self, size: int, root: bytes):
        made = Checkpoint("jiugai/610900", size, root)

        assert Checkpoint.parse(made.text()) == made


def test_a_root_is_printed_in_sixteen_groups_of_four():
    groups = grouped(ROOT).split(" ")

    assert len(groups) == 16
    assert "".join(groups) == ROOT.hex()
