from fractions import Fraction

import pytest

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.book.rates import Raised, raised
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import percent

NONE = dict.fromkeys(BookFigure, 0)


def told(source: Source, **figures: int) -> tuple[Source, dict[BookFigure, int]]:
    return source, NONE | {BookFigure[name]: fen for name, fen in figures.items()}


class TestRaised:
    def test_gives_the_rates_that_were_published_of_chuxiong(self):
        """2019 to 2021: 211,561.6 granted, 91,729.87 arrived, 51,277.08 paid, in 万元."""
        found = raised(
            [
                told(Source.CENTRAL_SUBSIDY, RECEIVED=210_560_410_000, FUNDED=90_728_680_000,
                     PAID=51_300_000_000, REFUNDED=22_920_000),
                told(Source.RESIDENTS, RECEIVED=1_001_190_000, FUNDED=1_001_190_000),
            ]
        )  # fmt: skip
        rates = (found.arrival, found.payment, found.residents)
        assert [percent(rate, 2) for rate in rates if rate is not None] == [
            "43.36%", "55.90%", "0.47%",
        ]  # fmt: skip

    def test_takes_what_was_withdrawn_off_what_was_granted(self):
        found = raised([told(Source.CITY, RECEIVED=100, WITHDRAWN=20, FUNDED=60)])
        assert (found.quota_fen, found.arrival) == (80, Fraction(3, 4))

    @pytest.mark.parametrize("rate", ["arrival", "payment", "residents"])
    def test_says_nothing_where_there_is_nothing_to_divide_by(self, rate: str):
        assert getattr(Raised(0, 0, 5, 5), rate) is None
