"""Titles are broken by their sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.title import broken, width


def lines(pieces: list[str], most: float) -> list[str]:
    return ["".join(pieces[index] for index in line) for line in broken(pieces, most)]


class TestBroken:
    def test_keeps_a_short_title_on_one_line(self):
        assert lines(["关于", "开工情况的通报"], 20) == ["关于开工情况的通报"]

    def test_breaks_a_long_one_into_the_fewest_lines(self):
        pieces = ["关于2020年10月", "全市", "城镇老旧小区改造", "进展情况的通报"]

        assert lines(pieces, 20) == ["关于2020年10月全市", "城镇老旧小区改造进展情况的通报"]

    def test_leaves_no_waist(self):
        pieces = [
            "安康市城镇老旧小区改造工作领导小组办公室",
            "关于2020年10月",
            "全市",
            "城镇老旧小区改造",
            "进展情况的通报",
        ]

        assert lines(pieces, 20) == [
            "安康市城镇老旧小区改造工作领导小组办公室",
            "关于2020年10月全市城镇老旧小区改造",
            "进展情况的通报",
        ]

    def test_lets_a_piece_that_is_too_long_stand_alone(self):
        assert lines(["很" * 30, "长"], 20) == ["很" * 30, "长"]

    def test_has_no_lines_for_no_title(self):
        assert broken([], 20) == []

    @given(
        st.lists(st.text("甲乙12", min_size=1, max_size=12), min_size=1, max_size=6),
        st.integers(12, 30),
    )
    def test_loses_nothing_and_never_overflows(self, pieces: list[str], most: int):
        found = lines(pieces, most)

        assert "".join(found) == "".join(pieces)
        assert all(width(line) <= most for line in found)


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("安康", 2), ("2020年", 3), ("（2020）", 4)])
def test_digits_are_half_as_wide_as_characters(text: str, wide: float):
    assert width(text) == wide
