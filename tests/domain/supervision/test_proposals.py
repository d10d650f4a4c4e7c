"""What a language model proposes, held to the text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.decomposition.decomposition import decompose
from jiugai.domain.supervision.decomposition.proposals import WHY, Proposals, held_to_text
from jiugai.exchange.decomposition_words import words

DAY = date(2020, 11, 3)
TEXT = (
    "石泉县住建局要在11月20日前完成北苑小区进场施工。群众盼了多年，"
    "市财政局的补助资金年底前到\n县区账上是底线。工作成效明显。"
)
FOUND = decompose(TEXT, words(()), DAY)
MONEY = "市财政局的补助资金年底前到县区账上是底线"


def held(*quoted: str) -> Proposals:
    return held_to_text(quoted, FOUND, words(()), DAY)


class TestHeldToText:
    def test_lists_a_sentence_that_the_rules_passed_over(self) -> None:
        (task,) = held(MONEY).tasks

        assert task.why == WHY
        assert FOUND.text[task.start : task.end] == task.sentence == MONEY
        assert task.due_on == date(2020, 12, 31)

    def test_finds_it_whatever_its_spaces(self) -> None:
        assert len(held("市财政局的 补助资金\n年底前到县区账上是底线").tasks) == 1

    def test_does_not_repeat_what_the_rules_found(self) -> None:
        assert held("石泉县住建局要在11月20日前完成北苑小区进场施工。") == Proposals(known=1)

    def test_lists_a_sentence_once(self) -> None:
        found = held(MONEY, MONEY)

        assert (len(found.tasks), found.known) == (1, 1)

    @pytest.mark.parametrize(
        "invented",
        [
            "平利县要在10日内开工。",
            "市财政局的补助资金12月1日前到县区账上是底线",  # a day that the text does not say
            "",
            "底线",
            "。。。。",
        ],
    )
    def test_drops_what_does_not_stand_there(self, invented: str) -> None:
        assert held(invented) == Proposals(absent=1)

    @given(st.lists(st.text(max_size=30) | st.sampled_from([MONEY, TEXT[:9], TEXT[-8:]])))
    def test_never_says_more_than_the_text(self, quoted: list[str]) -> None:
        found = held(*quoted)

        assert len(found.tasks) + found.known + found.absent == len(quoted)
        for task in found.tasks:
            assert FOUND.text[task.start : task.end] == task.sentence
