"""What a bulletin says of how its ranking was heard, and what holds it back until then."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.document import Level, Paragraph, runs_of
from jiugai.domain.bulletins.figures import RankingHeard
from jiugai.domain.bulletins.heard import check_said, heard, waits_for
from jiugai.domain.supervision.hearing import (
    Answer,
    Hearing,
    Objection,
    Showing,
    answered,
    objected,
    released,
    shown,
)
from tests.domain.bulletins.examples import october, red_head
from tests.domain.bulletins.reading import body_text, linted

SHOWN, UNTIL, OUT = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)
BY = "由有“排名公示、答复异议、发布”职权的岗位发布"
TOLD = RankingHeard(UNTIL, OUT, 2, 1, anew=True)


def hearing(objections: int = 0, *, answers: str = "", shows: int = 1) -> Hearing:
    """Return a hearing; each letter of ``answers`` says of an objection whether it was upheld."""
    found = Hearing(made_by=1)
    for _ in range(shows):
        found = shown(found, Showing(1, SHOWN, UNTIL))
    for number in range(1, objections + 1):
        found = objected(found, Objection(number, 1, 1, 3, SHOWN, "开工小区", "开工令"))
    for number, letter in enumerate(answers, 1):
        found = answered(found, number, Answer(letter == "y", 2, SHOWN, "已核对"))
    return found


class TestWaitsFor:
    @pytest.mark.parametrize(
        ("known", "said"),
        [
            (Hearing(1), f"排名还没有公示；公示期满、异议答复完，{BY}以后才能签发"),
            (hearing(), f"排名公示到2020-11-10；期满后{BY}，然后签发"),
            (hearing(2), f"排名公示到2020-11-10，2 件异议没有答复；期满后{BY}，然后签发"),
            (
                hearing(1, answers="y"),
                f"排名公示到2020-11-10，成立的异议还没有重新排名；期满后{BY}，然后签发",
            ),
            (released(hearing(), OUT), ""),
        ],
    )
    def test_says_what_is_lacking(self, known: Hearing, said: str) -> None:
        assert waits_for(known) == said

    @given(st.integers(0, 5), st.text("yn", max_size=5), st.booleans())
    def test_is_silent_exactly_where_the_text_can_tell(
        self, objections: int, answers: str, out: bool
    ) -> None:
        known = hearing(objections, answers=answers[:objections])
        known = released(known, OUT) if out else known
        assert (waits_for(known) == "") is (heard(known) is not None) is out


class TestHeard:
    def test_counts_what_was_raised_and_upheld(self) -> None:
        known = released(hearing(3, answers="nyn", shows=2), OUT)
        assert heard(known) == RankingHeard(UNTIL, OUT, 3, 1, anew=True)

    def test_is_nothing_before_the_release(self) -> None:
        assert heard(hearing(1)) is None


class TestTheText:
    def test_says_both_counts_as_bound_figures(self) -> None:
        found = compose(october(heard=TOLD), red_head())
        assert (
            "本期排名向各县区公示至2020年11月10日，公示期间收到异议2件，其中成立1件，均已答复，"
            "于2020年11月11日发布。成立的已按更正后的事实重新排名、再行公示；"
            "本通报的数和名次都按更正后的事实计算，比封账快照多出的登记见留痕。"
        ) in body_text(found)
        assert check_said(found.body, TOLD) == ()

    def test_says_nought_as_a_figure_too(self) -> None:
        told = replace(TOLD, raised=0, upheld=0, anew=False)
        text = body_text(compose(october(heard=told), red_head()))
        assert "收到异议0件，其中成立0件" in text
        assert "重新排名" not in text

    def test_is_what_it_was_while_nothing_is_released(self) -> None:
        assert compose(october(heard=None), red_head()) == compose(october(), red_head())
        assert "异议" not in body_text(compose(october(), red_head()))

    def test_with_another_count_is_found_by_the_lint(self) -> None:
        found = compose(october(heard=TOLD), red_head())
        assert linted(found, "异议2件", "异议2件").passes
        report = linted(found, "异议2件", "异议3件")
        assert not report.passes
        assert any("3件" in str(finding) for finding in report.findings)

    def test_that_leaves_the_counts_out_is_not_in_order(self) -> None:
        body = (Paragraph(runs_of("公示期间收到异议{fig:h.raised}。"), Level.BODY),)
        (finding,) = check_said(body, TOLD)
        assert finding.code == "bulletin.hearing_unsaid"
        assert check_said(body, None) == ()
