"""The clerk's text names figures in Chinese and is the very same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.source import from_source, to_source
from jiugai.web.bulletins.desk_text import kept, shown
from tests.domain.bulletins.examples import october, red_head

BULLETIN = compose(october(), red_head())
BOOK = BULLETIN.figures
SOURCE = to_source(BULLETIN)
TOKENS = [f"{{fig:{figure.id}}}" for figure in BOOK]


def test_says_what_each_figure_is_and_what_it_comes_to():
    text = shown(SOURCE, BOOK)

    assert "{2020年批次开工率（按项目数计） 4.4%}" in text
    assert "{石泉县}" in text
    assert "fig:" not in text


def test_is_kept_as_it_was_composed():
    assert kept(shown(SOURCE, BOOK), BOOK) == SOURCE


def test_no_two_figures_share_a_name():
    names = [shown(token, BOOK) for token in TOKENS]

    assert len(set(names)) == len(TOKENS)


def test_a_name_that_was_altered_is_told_of():
    text = shown("开工率{fig:c2020.startrate.projects}。", BOOK).replace("4.4%", "4.5%")

    reading = from_source(kept(text, BOOK), BOOK, 2020)

    assert [finding.code for finding in reading.findings] == ["bulletin.unknown_figure"]


@pytest.mark.parametrize("token", ["{fig:l1.610922.rank|bare}", "{fig:nothing}", "{", "{}", "{x}"])
def test_leaves_what_it_does_not_know_and_keeps_the_bare_form(token: str):
    assert kept(shown(token, BOOK), BOOK) == token


@given(st.lists(st.one_of(st.sampled_from(TOKENS), st.text("甲{}，4.%\n ", max_size=6))))
def test_comes_back_whatever_stands_around_it(parts: list[str]):
    text = "".join(parts)

    assert kept(shown(text, BOOK), BOOK) == text
