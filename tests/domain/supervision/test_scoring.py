"""Scoring: marks by their sums, scores by weights, and nothing where the paper says nothing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.scoring import ItemResult, ResultSheet, Scores, mark_of, score, shown
from jiugai.domain.supervision.scoring_scheme import (
    Assessment,
    Consequence,
    Criterion,
    Effect,
    Marking,
    Rating,
    Scheme,
    Steps,
    disputed,
    holes,
)

JIANGXI = (
    Rating(word="优秀", above=Fraction(95)),
    Rating(word="良好", above=Fraction(85), below=Fraction(95)),
    Rating(word="合格", above=Fraction(75), below=Fraction(85)),
    Rating(word="差", below=Fraction(75)),
)
RATE = Criterion(
    code="rate", word="开工率", marking=Marking.LINEAR, points=Fraction(30), deduct=Fraction(1)
)
GIVEN = Criterion(code="given", word="评定", marking=Marking.GIVEN, points=Fraction(100))


def scheme(*criteria: Criterion, **changes: Any) -> Scheme:
    told: dict[str, Any] = {
        "clause": "PF-1",
        "source": "某办法",
        "in_force_from": date(2020, 1, 1),
        "title": "某办法",
        "total": Fraction(100),
        "decimals": 2,
        "takes_total": False,
        "criteria": criteria or (GIVEN,),
    }
    return Scheme(**(told | changes))


def marks(
    unit: str, value: int | str | Decimal, part: str = "", code: str = "given"
) -> ResultSheet:
    return ResultSheet(unit, part, {code: ItemResult(Fraction(value), str(value))})


def by_unit(scores: Scores) -> dict[str, tuple[int | None, str, str | None]]:
    return {row.unit: (row.rank, row.shown, row.grade) for row in scores.rows}


def codes(scores: Scores) -> list[str]:
    return [finding.code for finding in scores.findings]


class TestMarkOf:
    @pytest.mark.parametrize(
        ("rate", "steps", "mark"),
        [
            ("100", Steps.PROPORTIONAL, "30"),
            ("99.5", Steps.PROPORTIONAL, "29.5"),
            ("99.5", Steps.WHOLE, "30"),
            ("99.5", Steps.BEGUN, "29"),
            ("98", Steps.WHOLE, "28"),
            ("98", Steps.BEGUN, "28"),
            ("70", Steps.PROPORTIONAL, "0"),
            ("0", Steps.PROPORTIONAL, "0"),  # never below nought
            ("120", Steps.PROPORTIONAL, "30"),  # no bonus where the paper gives none
        ],
    )
    def test_takes_off_for_each_per_cent_short(self, rate: str, steps: Steps, mark: str):
        criterion = Criterion(
            code="rate",
            word="开工率",
            marking=Marking.LINEAR,
            points=Fraction(30),
            deduct=Fraction(1),
            steps=steps,
        )

        assert mark_of(criterion, ItemResult(Fraction(rate), rate))[0] == Fraction(mark)

    @pytest.mark.parametrize(
        ("rate", "steps", "mark"),
        [
            ("101", Steps.PROPORTIONAL, "31"),
            ("100.5", Steps.PROPORTIONAL, "30.5"),
            ("100.5", Steps.BEGUN, "30"),  # a step begun is taken off, never added
            ("103", Steps.WHOLE, "32"),
        ],
    )
    def test_adds_above_the_target_up_to_the_most(self, rate: str, steps: Steps, mark: str):
        criterion = Criterion(
            code="rate",
            word="开工率",
            marking=Marking.LINEAR,
            points=Fraction(30),
            deduct=Fraction(1),
            bonus=Fraction(1),
            bonus_most=Fraction(2),
            steps=steps,
        )

        assert mark_of(criterion, ItemResult(Fraction(rate), rate))[0] == Fraction(mark)

    def test_shows_the_sum_that_made_it(self):
        assert mark_of(RATE, ItemResult(Fraction("97.5"), "97.5%"))[1] == (
            "30 − 1 × 2.5（低 2.5 个百分点） ＝ 27.5"
        )

    def test_counts_each_time_down_to_an_items_own_floor(self):
        late = Criterion(
            code="late",
            word="迟报",
            marking=Marking.EACH,
            points=Fraction(0),
            deduct=Fraction("0.5"),
            least=Fraction(-10),
        )

        assert [mark_of(late, ItemResult(Fraction(n), str(n)))[0] for n in (0, 3, 99)] == [
            0,
            Fraction(-3, 2),
            -10,
        ]

    @pytest.mark.parametrize("value", [-1, "100.5"])
    def test_refuses_a_given_mark_outside_its_points(self, value: int | str):
        with pytest.raises(ValueError, match=str(value)):
            mark_of(GIVEN, ItemResult(Fraction(value), str(value)))

    @given(rate=st.fractions(0, 200), more=st.fractions(0, 50), steps=st.sampled_from(Steps))
    def test_never_falls_when_the_rate_rises(self, rate: Fraction, more: Fraction, steps: Steps):
        criterion = Criterion(
            code="rate",
            word="开工率",
            marking=Marking.LINEAR,
            points=Fraction(30),
            deduct=Fraction(1),
            per=Fraction(3),
            bonus=Fraction(1, 2),
            bonus_most=Fraction(2),
            steps=steps,
        )

        before, _ = mark_of(criterion, ItemResult(rate, ""))
        after, _ = mark_of(criterion, ItemResult(rate + more, ""))

        assert 0 <= before <= after <= 32


class TestHoles:
    def test_of_jiangxi_are_exactly_the_three_scores_that_the_paper_forgot(self):
        assert [hole.word for hole in holes(JIANGXI, Fraction(100))] == ["95分", "85分", "75分"]
        assert disputed(JIANGXI, Fraction(100)) == ()

    def test_are_whole_stretches_too(self):
        grades = (Rating(word="好", at_least=Fraction(90)), Rating(word="差", at_most=Fraction(60)))

        assert [hole.word for hole in holes(grades, Fraction(100))] == ["60—90分之间"]

    def test_scores_in_two_grades_are_disputed(self):
        grades = (Rating(word="好", at_least=Fraction(60)), Rating(word="差", at_most=Fraction(60)))

        assert [hole.word for hole in disputed(grades, Fraction(100))] == ["60分"]


class TestScore:
    @pytest.mark.parametrize(
        ("value", "grade"),
        [
            ("100", "优秀"),
            ("95.01", "优秀"),
            ("95", None),
            ("94.99", "良好"),
            ("85", None),
            ("75", None),
            ("74.99", "差"),
            ("0", "差"),
        ],
    )
    def test_reports_a_score_whose_grade_the_paper_leaves_open(self, value: str, grade: str | None):
        found = score(scheme(grades=JIANGXI), [marks("南昌市", value)])

        assert found.rows[0].grade == grade
        assert ("scoring.grade_undefined" in codes(found)) is (grade is None)

    def test_decides_by_the_exact_score_and_never_shows_a_bound_that_it_does_not_reach(self):
        short = Fraction(95) - Fraction(1, 1000)
        found = score(
            scheme(grades=JIANGXI),
            [ResultSheet("赣州市", "", {"given": ItemResult(short, "94.999")})],
        )

        assert by_unit(found) == {"赣州市": (1, "94.999", "良好")}

    def test_weighs_the_mean_of_the_quarters_with_the_years_end(self):
        parts = (
            Assessment("q", "季度", Fraction(70, 100), ("一", "二", "三", "四")),
            Assessment("y", "年终", Fraction(30, 100), ("年终",)),
        )
        sheets = [
            marks("甲县", value, part)
            for part, value in zip(
                ("一", "二", "三", "四", "年终"), (80, 90, 70, 100, 60), strict=True
            )
        ]

        found = score(scheme(assessments=parts), sheets)

        assert found.rows[0].score == Fraction(775, 10)  # 0.7 × 85 + 0.3 × 60
        assert [part.score for part in found.rows[0].parts] == [85, 60]

    def test_gives_no_score_where_a_quarter_is_missing(self):
        parts = (Assessment("q", "季度", Fraction(1), ("一", "二")),)

        found = score(scheme(assessments=parts, grades=JIANGXI), [marks("甲县", 80, "一")])

        assert by_unit(found) == {"甲县": (None, "", None)}
        assert codes(found) == ["scoring.part_missing"]

    def test_takes_what_is_missing_neither_for_nought_nor_for_full(self):
        found = score(scheme(GIVEN, RATE), [marks("甲县", 50)])

        assert found.rows[0].score is None
        assert codes(found) == ["scoring.item_missing"]

    def test_believes_the_sum_of_the_items_and_tells_that_the_table_adds_up_otherwise(self):
        sheet = ResultSheet(
            "甲县", "", {"given": ItemResult(Fraction(88), "88")}, total=Fraction(98)
        )

        found = score(scheme(), [sheet])

        assert found.rows[0].score == 88
        assert codes(found) == ["scoring.total_differs"]

    @pytest.mark.parametrize(("total", "known"), [("100", True), ("100.01", False), (None, False)])
    def test_takes_a_bare_total_only_where_it_can_be_one(self, total: str | None, known: bool):
        bare = ResultSheet("甲县", "", {}, total=None if total is None else Fraction(total))

        found = score(scheme(takes_total=True), [bare])

        assert (found.rows[0].score is not None) is known
        assert (found.findings == ()) is known

    def test_ranks_by_score_and_lets_equals_share_a_rank(self):
        found = score(
            scheme(), [marks("甲", 80), marks("乙", 90), marks("丙", 80), marks("丁", 70)]
        )

        assert {row.unit: row.rank for row in found.rows} == {"乙": 1, "甲": 2, "丙": 2, "丁": 4}


REWARD = Consequence(effect=Effect.REWARD, top=2, money=Fraction(5, 100), source="某条")
SCOLD = Consequence(
    effect=Effect.CRITICISE, bottom=1, at_most=Fraction(85), source="85分以下且末位"
)


def follows(found: Scores) -> dict[str, list[str]]:
    return {
        row.unit: [rule.effect.value for rule in row.consequences]
        for row in found.rows
        if row.consequences
    }


class TestConsequences:
    @pytest.mark.parametrize(
        ("scores", "expected"),
        [
            ((90, 80, 70), {"甲": ["reward"], "乙": ["reward"], "丙": ["criticise"]}),
            ((90, 80, 86), {"甲": ["reward"], "丙": ["reward"], "乙": ["criticise"]}),
            ((99, 98, 86), {"甲": ["reward"], "乙": ["reward"]}),  # last, but above 85
            ((90, 70, 70), {"甲": ["reward"], "乙": ["criticise"], "丙": ["criticise"]}),
            ((90, 90, 90), {}),  # level with the last is not ahead, and nobody is behind
        ],
    )
    def test_follow_for_those_who_fulfil_every_condition(
        self, scores: tuple[int, ...], expected: dict[str, list[str]]
    ):
        sheets = [marks(unit, value) for unit, value in zip("甲乙丙", scores, strict=True)]

        assert follows(score(scheme(consequences=(REWARD, SCOLD)), sheets)) == expected

    def test_say_when_more_share_a_place_than_the_paper_counts(self):
        sheets = [
            marks(unit, value) for unit, value in zip("甲乙丙丁", (90, 80, 80, 60), strict=True)
        ]

        found = score(scheme(consequences=(REWARD,)), sheets)

        assert follows(found) == {"甲": ["reward"], "乙": ["reward"], "丙": ["reward"]}
        assert codes(found) == ["scoring.level"]

    def test_by_rank_wait_until_everybody_has_a_score(self):
        sheets = [marks("甲", 90), marks("乙", 10), ResultSheet("丙", "", {})]

        found = score(scheme(consequences=(REWARD, SCOLD)), sheets)

        assert follows(found) == {}
        assert "scoring.rank_unsure" in codes(found)

    @given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
    def test_of_the_two_ends_never_meet_in_the_first_or_the_last(self, scores: list[int]):
        top = Consequence(effect=Effect.REWARD, top=1, source="某条")
        bottom = Consequence(effect=Effect.CUT, bottom=1, source="某条")
        sheets = [marks(str(n), value) for n, value in enumerate(scores)]

        found = score(scheme(consequences=(top, bottom)), sheets)

        assert all(len(row.consequences) < 2 for row in found.rows)
        assert bool(follows(found)) is (len(set(scores)) > 1)


@given(st.fractions(0, 100))
def test_a_score_is_shown_as_a_bound_only_if_it_is_one(value: Fraction):
    bounds = {Decimal(95), Decimal(85), Decimal(75)}

    text = shown(scheme(grades=JIANGXI), value)

    assert Decimal(text) not in bounds or Fraction(text) == value
