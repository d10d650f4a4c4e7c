"""Messages sent on as one text, and how long a refused channel waits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.messages import (
    Outcome,
    Pace,
    SendingState,
    digest_of,
    not_before,
    refusals,
    without_addresses,
)

AT = datetime(2020, 11, 3, 9, tzinfo=UTC)
PACE = Pace(20, 2_048, timedelta(minutes=10))


def tried(*outcomes: Outcome) -> list[tuple[Outcome, datetime]]:
    return [(outcome, AT) for outcome in outcomes]


class TestDigest:
    def test_tells_what_fits_and_counts_the_rest(self) -> None:
        assert digest_of(["甲", "乙"], most_bytes=2_048) == "旧改通有 2 条新消息：\n1. 甲\n2. 乙"
        assert digest_of(["甲", "乙" * 60, "丙"], most_bytes=120) == (
            "旧改通有 3 条新消息：\n1. 甲\n还有 2 条，请登录查看。"
        )

    @given(
        st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=60), st.integers(200, 2_048)
    )
    def test_is_never_too_long_and_loses_none(self, sentences: list[str], most: int) -> None:
        text = digest_of(sentences, most_bytes=most)
        assert len(text.encode()) <= most
        assert text.startswith(f"旧改通有 {len(sentences)} 条新消息：")
        left = int(text.rsplit("还有 ")[-1].split(" ")[0]) if "条，请登录查看。" in text else 0
        shown = len(sentences) - left
        assert all(f"{n}. {s}" in text for n, s in enumerate(sentences[:shown], start=1))


class TestWaiting:
    @pytest.mark.parametrize(
        ("outcomes", "minutes"),
        [
            ((), None),
            ((Outcome.BEGUN,), None),
            ((Outcome.SENT, Outcome.REFUSED), None),
            ((Outcome.GIVEN_UP, Outcome.REFUSED), None),
            ((Outcome.REFUSED, Outcome.SENT), 1),
            ((Outcome.REFUSED, Outcome.REFUSED, Outcome.SENT), 2),
            ((Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED), 8),
            ((Outcome.TOO_FAST, Outcome.REFUSED), 10),
            ((Outcome.REFUSED, Outcome.TOO_FAST, Outcome.SENT), 1),
        ],
    )
    def test_grows_with_each_refusal(
        self, outcomes: tuple[Outcome, ...], minutes: int | None
    ) -> None:
        expected = None if minutes is None else AT + timedelta(minutes=minutes)
        assert not_before(tried(*outcomes), PACE) == expected

    def test_counts_refusals_since_something_was_settled(self) -> None:
        assert refusals(tried(Outcome.REFUSED, Outcome.TOO_FAST, Outcome.REFUSED)) == 2
        assert refusals(tried(Outcome.SENT, Outcome.REFUSED)) == 0


class TestWithoutAddresses:
    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            ("ok", "ok"),
            ("93000 invalid webhook url", "93000 invalid webhook url"),
            (
                "邮件没有发出（{'wang@city.example': (550, b'no such user')}）",
                "邮件没有发出（{'（邮箱略）': (550, b'no such user')}）",
            ),
            ("见 https://qyapi.weixin.qq.com/send?key=693a-91f6", "见 （网址略）"),
            ("access_token=abc123&sign=x 不对", "access_token=…&sign=… 不对"),
        ],
    )
    def test_keeps_the_sentence_and_no_address(self, said: str, shown: str) -> None:
        assert without_addresses(said) == shown

    @given(st.text(alphabet="abc@.:/?=k ey", max_size=60))
    def test_done_twice_is_as_done_once(self, said: str) -> None:
        once = without_addresses(said)
        assert without_addresses(once) == once


class TestSendingState:
    @pytest.mark.parametrize("last", list(Outcome))
    def test_waits_just_as_long_as_nothing_is_settled(self, last: Outcome) -> None:
        assert (SendingState.of(last) is SendingState.WAITING) is not last.is_settled

    def test_has_a_word_for_each(self) -> None:
        assert len({state.word for state in SendingState}) == len(SendingState)
