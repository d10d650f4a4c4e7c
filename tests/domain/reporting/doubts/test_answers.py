"""What is done about a doubt: explained, found out by another, never stuck."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import (
    DoubtDeed,
    DoubtDeedKind,
    DoubtStanding,
    DoubtState,
    Raised,
    Ruling,
    check_explanation,
    check_ruling,
    doubt_standing,
    lets_pass,
)
from jiugai.domain.reporting.doubts.reasons import Said
from jiugai.domain.reporting.submission.cells import TypedReason

ON = date(2020, 11, 3)
FILER, CLERK = 1, 2
REFUSED = Raised(Answer.REFUSE, ON, stands=True, of_project=True, reported_by=FILER)


def explained(
    grade: TypedReason | None = TypedReason.PENDING, paper: str = "", *, stop: bool = False
) -> DoubtDeed:
    words = "退回多付的工程款，银行回单在途"
    return DoubtDeed(DoubtDeedKind.EXPLAIN, FILER, ON, words, paper, grade, stop)


def ruled(ruling: Ruling, by: int = CLERK, words: str = "看了银行回单", on: date = ON) -> DoubtDeed:
    return DoubtDeed(DoubtDeedKind.RULE, by, on, words, ruling=ruling)


class TestLetsPass:
    @pytest.mark.parametrize(
        ("deeds", "passes"),
        [
            ([], False),
            ([explained(TypedReason.PAPER, "回单")], True),
            ([explained(TypedReason.PENDING)], True),
            ([explained(TypedReason.ESTIMATE)], False),
            ([explained(), ruled(Ruling.UPHELD)], False),
            ([explained(), ruled(Ruling.DISMISSED)], True),
            ([explained(), ruled(Ruling.UNCLEAR)], True),
            ([explained(), ruled(Ruling.UPHELD), explained()], True),  # an objection
        ],
    )
    def test_asks_for_a_founded_reason_where_a_figure_is_impossible(
        self, deeds: list[DoubtDeed], passes: bool
    ) -> None:
        assert lets_pass(Answer.REFUSE, doubt_standing(deeds)) is passes

    @pytest.mark.parametrize("answer", [Answer.EXPLAIN, Answer.LOOK])
    def test_never_holds_back_for_what_is_only_odd(self, answer: Answer) -> None:
        assert lets_pass(answer, DoubtStanding())

    @given(
        st.lists(
            st.one_of(
                st.sampled_from(TypedReason).map(explained), st.sampled_from(Ruling).map(ruled)
            ),
            max_size=6,
        )
    )
    def test_is_always_one_explanation_away(self, deeds: list[DoubtDeed]) -> None:
        after = [*deeds, explained(TypedReason.PENDING)]

        assert check_explanation(after[-1], REFUSED, Said()) == ()
        assert lets_pass(Answer.REFUSE, doubt_standing(after))


class TestAnExplanation:
    @pytest.mark.parametrize(
        ("deed", "about", "codes"),
        [
            (explained(), REFUSED, []),
            (explained(None), REFUSED, ["doubt.no_grade"]),
            (explained(TypedReason.ESTIMATE), REFUSED, ["doubt.only_an_estimate"]),
            (explained(TypedReason.PAPER), REFUSED, ["doubt.no_paper"]),
            (explained(TypedReason.PAPER, "回单3号"), REFUSED, []),
            (explained(None), Raised(Answer.EXPLAIN, ON, stands=True, of_project=True), []),
            (
                explained(),
                Raised(Answer.EXPLAIN, ON, stands=False, of_project=True),
                ["doubt.gone"],
            ),
            (
                explained(stop=True),
                Raised(Answer.EXPLAIN, ON, stands=True, of_project=False),
                ["doubt.no_project"],
            ),
        ],
    )
    def test_is_refused_for(self, deed: DoubtDeed, about: Raised, codes: list[str]) -> None:
        assert [f.code for f in check_explanation(deed, about, Said())] == codes


class TestARuling:
    @pytest.mark.parametrize(
        ("deed", "stands", "deeds", "codes"),
        [
            (ruled(Ruling.DISMISSED), True, [explained()], []),
            (ruled(Ruling.DISMISSED), True, [], []),
            (ruled(Ruling.UPHELD), True, [explained()], []),
            (ruled(Ruling.UPHELD), True, [], ["doubt.unheard"]),
            (ruled(Ruling.UPHELD, on=date(2020, 11, 13)), True, [], ["doubt.unheard"]),
            (ruled(Ruling.UPHELD, on=date(2020, 11, 14)), True, [], []),
            (ruled(Ruling.UPHELD), False, [explained()], ["doubt.upheld_though_gone"]),
            (ruled(Ruling.CORRECTED), True, [explained()], ["doubt.not_corrected"]),
            (ruled(Ruling.CORRECTED), False, [], []),
            (ruled(Ruling.UNCLEAR, words=" "), True, [], ["doubt.ruled_without_reason"]),
            (ruled(Ruling.DISMISSED, by=FILER), True, [], ["doubt.own_figure"]),
        ],
    )
    def test_is_refused_for(
        self, deed: DoubtDeed, stands: bool, deeds: list[DoubtDeed], codes: list[str]
    ) -> None:
        about = Raised(Answer.EXPLAIN, ON, stands=stands, of_project=True, reported_by=FILER)
        found = check_ruling(deed, about, doubt_standing(deeds), days=10)

        assert [f.code for f in found] == codes

    @pytest.mark.parametrize(("ruling", "reported_by"), list(product(Ruling, [FILER, 9, None])))
    def test_is_never_by_whoever_explained(self, ruling: Ruling, reported_by: int | None) -> None:
        about = Raised(Answer.LOOK, ON, stands=True, of_project=True, reported_by=reported_by)
        found = check_ruling(ruled(ruling, by=FILER), about, doubt_standing([explained()]), days=10)

        assert "doubt.own_figure" in [f.code for f in found]


class TestStanding:
    def test_is_open_again_for_a_ruling_after_an_objection(self) -> None:
        found = doubt_standing([explained(), ruled(Ruling.UPHELD), explained()])

        assert (found.state, found.ruling) == (DoubtState.EXPLAINED, Ruling.UPHELD)
        assert found.explained_by == {FILER}
