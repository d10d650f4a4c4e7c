from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.characters import fold, is_ditto, is_error, modern, quoted, says_nothing


class TestFold:
    def test_brings_full_width_to_half_width(self) -> None:
        assert fold("　１２，５００（㎡）！ ") == "12,500(平方米)!"

    def test_drops_marks_that_nobody_sees(self) -> None:
        assert fold("10\u200b5\u202e\ufeff") == "105"

    @given(st.text())
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)


class TestSaysNothing:
    def test_knows_the_signs_for_no_value(self) -> None:
        for mark in (
            "",
            "-",
            "/",
            "\\",
            "无",
            "—",
            "——",
            "暂无",
            "未统计",
            "不详",
            "N/A",
            "n/a",
            "　",
        ):
            assert says_nothing(mark), mark

    def test_takes_nothing_else_for_no_value(self) -> None:
        for mark in ("0", "一", "?", "同上", "若干", "无锡小区", "*", "0.0"):
            assert not says_nothing(mark), mark


class TestIsError:
    def test_knows_what_failed_formulas_show(self) -> None:
        assert is_error("#REF!")
        assert is_error("#n/a")
        assert is_error("Err:502")
        assert not is_error("#3楼")


def test_modern_puts_old_characters_into_their_usual_form() -> None:
    assert modern("戶數、樓棟、幢、眀珠") == "户数、楼栋、栋、明珠"


def test_ditto_only_points_at_the_cell_above() -> None:
    assert is_ditto("同上")
    assert is_ditto(" 〃 ")
    assert not is_ditto("同上小区")


def test_quoted_keeps_a_message_on_one_line() -> None:
    assert quoted("一\n二  三") == "一 二 三"
    assert quoted("长" * 40) == "长" * 29 + "…"
