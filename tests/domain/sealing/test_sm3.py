"""SM3: the standard's own examples, and both ways of computing it agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.sealing.sm3 import sm3, sm3_in_python

STANDARD = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}
"""The two examples of GB/T 32905-2016, annex A."""


@pytest.mark.parametrize(("content", "digest"), STANDARD.items())
def test_both_give_what_the_standard_prints(content: bytes, digest: str):
    assert sm3(content).hex() == sm3_in_python(content).hex() == digest


@pytest.mark.parametrize("length", [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128])
def test_both_agree_wherever_the_padding_turns(length: int):
    assert sm3(b"\xa5" * length) == sm3_in_python(b"\xa5" * length)


@given(st.binary(max_size=300))
def test_both_agree_on_anything(content: bytes):
    assert sm3(content) == sm3_in_python(content)
