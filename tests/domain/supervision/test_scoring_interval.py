"""What the rank of a unit with few things to count is worth: one more, one fewer."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.scoring import ItemResult, ResultSheet, score
from jiugai.domain.supervision.scoring_interval import RankInterval, intervals
from jiugai.domain.supervision.scoring_scheme import Criterion, Marking, Scheme
from tests.domain.supervision.test_rewards import DAY

SCHEME = Scheme(
    clause="T",
    source="样本",
    in_force_from=DAY,
    title="样本",
    total=Fraction(100),
    decimals=2,
    takes_total=False,
    criteria=(
        Criterion(
            code="start_rate",
            word="开工率",
            marking=Marking.LINEAR,
            points=Fraction(100),
            deduct=Fraction(1),
        ),
    ),
)


def sheet(unit: str, done: int, planned: int, *, told: bool = True) -> ResultSheet:
    rate = Fraction(100 * done, planned)
    result = ItemResult(rate, f"{done}/{planned}", planned if told else None)
    return ResultSheet(unit, "", {"start_rate": result})


def found(*sheets: ResultSheet, small: int = 5) -> dict[str, RankInterval]:
    return intervals(score(SCHEME, sheets), sheets, small)


class TestIntervals:
    def test_tell_what_one_more_or_fewer_would_make_of_a_small_unit(self) -> None:
        assert found(sheet("甲县", 30, 40), sheet("乙县", 1, 2), sheet("丙县", 20, 40)) == {
            "乙县": RankInterval(1, 3, 2)
        }

    def test_are_none_where_the_table_does_not_say_of_how_many(self) -> None:
        assert found(sheet("甲县", 30, 40), sheet("乙县", 1, 2, told=False)) == {}

    def test_are_none_for_a_unit_without_a_rank(self) -> None:
        lacking = ResultSheet("乙县", "", {})
        assert found(sheet("甲县", 1, 2), lacking).keys() == {"甲县"}

    @given(
        st.lists(
            st.tuples(st.integers(0, 8), st.integers(1, 8)).map(lambda p: (min(p), max(p))),
            min_size=1,
            max_size=8,
        )
    )
    def test_hold_the_rank_itself(self, pairs: list[tuple[int, int]]) -> None:
        sheets = [sheet(f"{n}县", *pair) for n, pair in enumerate(pairs)]
        scores = score(SCHEME, sheets)
        known = {row.unit: row.rank for row in scores.rows}
        for unit, one in intervals(scores, sheets, 5).items():
            rank = known[unit]
            assert rank is not None
            assert one.best <= rank <= one.worst
