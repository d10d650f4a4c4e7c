"""A reason worth the name: neither empty nor copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.doubts.reasons import Said, check_reason, essence

REASON = "供气管线迁改未完成，9月30日停工，监理日志第41页"
KNOWN = Said(
    elsewhere=[("2020年8月“北苑小区改造项目”", REASON)],
    here=["付款审批在途，10月20日付出"],
    asked=["形象进度与前 2 个月完全相同，没有申报停工", "在建、未申报停工，与上月全同"],
)


def codes(words: str, known: Said = KNOWN) -> list[str]:
    return [finding.code for finding in check_reason(words, known)]


class TestCheckReason:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("", ["doubt.no_reason"]),
            ("  \t\n", ["doubt.no_reason"]),
            ("无", ["doubt.no_reason"]),
            ("。。。。。。。。。。", ["doubt.no_reason"]),
            ("1234567890", ["doubt.no_reason"]),
            ("情况属实", ["doubt.no_reason"]),
            (REASON, ["doubt.copied_reason"]),
            ("供气管线迁改未完成, 10 月 31 日停工（监理日志第 52 页）", ["doubt.copied_reason"]),
            ("付款审批在途，11月20日付出", ["doubt.said_before"]),
            ("形象进度与前2个月完全相同，没有申报停工", ["doubt.repeats_the_question"]),
            ("违建拆除受阻，等城管局清场，会议纪要12号", []),
            ("与2020年8月“北苑小区改造项目”同因，本项目的监理日志另附", []),
        ],
    )
    def test_refuses_what_says_nothing_of_its_own(self, words: str, found: list[str]) -> None:
        assert codes(words) == found

    def test_says_where_the_words_were_read_before(self) -> None:
        (finding,) = check_reason(REASON, KNOWN)

        assert "2020年8月“北苑小区改造项目”" in finding.message
        assert finding.message.endswith("没有写入任何数据。")

    @given(st.text(max_size=200))
    def test_takes_no_words_a_second_time(self, words: str) -> None:
        assert codes(words, Said(here=[words]))


class TestEssence:
    @given(st.text(max_size=80), st.sampled_from(" 　，。；1９\t\n"))
    def test_is_the_same_however_it_is_spaced_and_numbered(self, words: str, noise: str) -> None:
        assert essence(noise.join(words)) == essence(words)
