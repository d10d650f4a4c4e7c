import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.numerals import arabic_in, whole, year_digits

_DIGITS = "零一二三四五六七八九"


def _spelt(number: int) -> str:
    """Write a number from 1 to 9999 as people write it."""
    text, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text


class TestWhole:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("十", 10), ("十二", 12), ("二十", 20), ("两百", 200), ("一百零五", 105), ("一百一十二", 112),
            ("三千", 3000), ("三万零五", 30005), ("一万二千", 12000), ("三百万", 3000000), ("壹佰零伍", 105),
            ("二〇", 20), ("一〇五", 105), ("零", 0), ("廿一", 21),
        ],
    )  # fmt: skip
    def test_reads_a_numeral(self, text: str, number: int) -> None:
        assert whole(text) == number

    @pytest.mark.parametrize(
        "text", ["一百二", "三千五", "三五", "七八", "百", "万", "三万五", "", "号"]
    )
    def test_refuses_what_says_two_things_or_none(self, text: str) -> None:
        assert whole(text) is None

    @given(st.integers(1, 9999))
    def test_reads_back_what_is_spelt_out(self, number: int) -> None:
        assert whole(_spelt(number)) == number


def test_year_digits_go_one_by_one() -> None:
    assert year_digits("一九九八") == "1998"
    assert year_digits("九八") == "98"
    assert year_digits("十五") is None
    assert year_digits("一九八") is None


def test_arabic_in_leaves_what_says_two_things() -> None:
    assert arabic_in("甲字街十二号院") == "甲字街12号院"
    assert arabic_in("五一小区") == "五一小区"
