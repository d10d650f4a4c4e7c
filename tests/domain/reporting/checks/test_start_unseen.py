import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.start_unseen import CHECK
from jiugai.domain.reporting.checks.verdicts import Outcome
from tests.domain.reporting.checks.returns import ask, project


def elsewhere(seen: int, unseen: int = 0):
    """Return so many projects of two other counties that began in February, with photos and without."""
    return [
        project([0, 5, 20], photos=[0, 2 if n < seen else 0, 3], county=county, name=f"{county}{n}")
        for n in range(seen + unseen)
        for county in ("乙县", "丙县")
    ]


UNSEEN = project([0, 0, 2], photos=0)


class TestStartUnseen:
    def test_looks_at_a_start_without_a_photo_where_others_have_theirs(self):
        verdict = ask(CHECK, UNSEEN, elsewhere(5))

        assert verdict.message == (
            "2020年3月报开工，当月没有一张照片；其他县区近一年报开工的 10 个项目，"
            "10 个当月有照片，占 100.0%"
        )
        assert verdict.numbers == {"photos": 0, "starts_elsewhere": 10, "starts_seen": 10}

    @pytest.mark.parametrize(
        ("mine", "others", "because"),
        [
            (project([0, 0, 0], photos=0), elsewhere(5), "不是报开工的当月"),
            (project([0, 2, 3], photos=0), elsewhere(5), "不是报开工的当月"),
            (project([2], photos=0), elsewhere(5), "不是报开工的当月"),
            (project([0, 0, 2], photos=None), elsewhere(5), "没有填照片"),
            (project([0, 0, 2], photos=0, stopped=(2,)), elsewhere(5), "当月申报停工"),
            (UNSEEN, elsewhere(3), "其他县区报开工的还太少，无从比较"),
            (UNSEEN, [], "其他县区报开工的还太少，无从比较"),
            (UNSEEN, elsewhere(8, 1), "其他县区开工也常常没有照片"),
        ],
    )
    def test_is_not_asked_where_nothing_can_be_said(self, mine, others, because: str):
        verdict = ask(CHECK, mine, others)

        assert (verdict.outcome, verdict.message) == (Outcome.NOT_APPLICABLE, because)

    def test_lets_nine_of_ten_be_a_habit(self):
        assert ask(CHECK, UNSEEN, elsewhere(9, 1)).failed

    @given(st.integers(1, 30))
    def test_one_photo_is_enough(self, photos: int):
        mine = project([0, 0, 2], photos=[0, 0, photos])

        assert ask(CHECK, mine, elsewhere(5)).outcome is Outcome.PASSED
