"""What is counted, and what becomes of it: shares, sums, versions in force."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.history import (
    Entry,
    Filing,
    FilingLine,
    Flow,
    History,
    Site,
    Sizes,
    Step,
)
from jiugai.domain.reporting.indicators import (
    COLUMNS,
    Basis,
    Counts,
    Figure,
    Measure,
    Quantity,
    count,
    figures,
    in_force,
    rate,
    summed,
)

DAY = date(2020, 1, 10)
NOW = Horizon(date(2020, 12, 31), 99)
SIZES = Sizes(households=100, buildings=4, area_dm2=800_000, investment_fen=50_000_000)


def measure(code: str = "start_rate", since: date = DAY, version: int = 1) -> Measure:
    return Measure(
        code,
        "开工率",
        version,
        since,
        Quantity.STARTED,
        Quantity.PLANNED,
        (Basis.COMMUNITIES, Basis.HOUSEHOLDS),
        "",
        "",
        "",
        True,
        (),
    )


def entry(number: int, site: int, list_id: int = 1) -> Entry:
    return Entry(
        id=number,
        seq=1,
        effective_on=DAY,
        list_id=list_id,
        site_id=site,
        is_in=True,
        sizes=SIZES,
    )


class TestRate:
    @pytest.mark.parametrize(
        ("numerator", "denominator", "share"),
        [
            (2, 45, Fraction(2, 45)),
            (0, 3, Fraction(0)),
            (4, 3, Fraction(4, 3)),
            (0, 0, None),
            (2, 0, None),
        ],
    )
    def test_is_exact_and_none_where_nothing_was_planned(
        self, numerator: int, denominator: int, share: Fraction | None
    ) -> None:
        assert rate(numerator, denominator) == share
        assert Figure(1, 1, "start_rate", Basis.AREA, numerator, denominator).rate == share


class TestSummed:
    @given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1))
    def test_lies_between_the_least_and_the_greatest_rate(
        self, pairs: list[tuple[int, int]]
    ) -> None:
        found = [Figure(1, n, "start_rate", Basis.AREA, *pair) for n, pair in enumerate(pairs)]

        together = rate(*summed(found))

        shares = [Fraction(*pair) for pair in pairs]
        assert together is not None
        assert min(shares) <= together <= max(shares)


class TestFigures:
    def test_give_each_measure_on_each_of_its_bases(self) -> None:
        amounts = dict.fromkeys(COLUMNS, 0) | {
            "started_communities": 2,
            "planned_communities": 45,
            "started_households": 300,
            "planned_households": 6000,
        }

        assert figures([Counts(1, 7, amounts)], [measure()]) == [
            Figure(1, 7, "start_rate", Basis.COMMUNITIES, 2, 45),
            Figure(1, 7, "start_rate", Basis.HOUSEHOLDS, 300, 6000),
        ]


class TestInForce:
    def test_takes_the_newest_version_that_has_begun(self) -> None:
        versions = [
            measure(since=date(2021, 1, 1), version=2),
            measure(),
            measure("completion_rate", date(2022, 1, 1)),
        ]

        def told(day: date) -> dict[str, int]:
            return {code: found.version for code, found in in_force(versions, day).items()}

        assert told(date(2020, 1, 9)) == {}
        assert told(date(2020, 12, 31)) == {"start_rate": 1}
        assert told(date(2022, 1, 1)) == {"start_rate": 2, "completion_rate": 1}


class TestCount:
    def test_takes_money_once_though_a_project_covers_three_communities(self) -> None:
        history = History(
            sites=tuple(Site(n, 10, 1) for n in (1, 2, 3)),
            entries=tuple(entry(n, n) for n in (1, 2, 3)),
            flows=(
                Flow(id=1, seq=2, effective_on=DAY, project_id=10, source=1, kind=2, amount_fen=900),
                Flow(id=2, seq=2, effective_on=DAY, project_id=10, source=2, kind=2, amount_fen=-100),
                Flow(id=3, seq=2, effective_on=DAY, project_id=10, source=1, kind=3, amount_fen=300),
                Flow(id=4, seq=2, effective_on=DAY, project_id=10, source=1, kind=1, amount_fen=999),
            ),
        )  # fmt: skip

        (row,) = count(history, NOW)

        assert row.amount(Quantity.RECEIVED, Basis.FEN) == 800
        assert row.amount(Quantity.PAID, Basis.FEN) == 300

    def test_counts_a_site_in_each_list_in_which_it_stands(self) -> None:
        history = History(
            sites=(Site(1, 10, 1),),
            entries=(entry(1, 1, list_id=1), entry(2, 1, list_id=2)),
            steps=(Step(id=1, seq=2, effective_on=DAY, site_id=1, step=60),),
        )

        told = [(row.list_id, row.amounts["started_households"]) for row in count(history, NOW)]

        assert told == [(1, 100), (2, 100)]

    def test_takes_the_denominator_from_the_plan_as_filed_and_not_from_the_list(self) -> None:
        history = History(
            sites=(Site(1, 10, 1), Site(2, 20, 1)),
            entries=(entry(1, 1), entry(2, 2)),
            filings=(Filing(id=5, seq=3, effective_on=DAY, list_id=1),),
            lines=(FilingLine(5, 1, SIZES),),
            steps=tuple(Step(id=n, seq=2, effective_on=DAY, site_id=n, step=60) for n in (1, 2)),
        )

        (row,) = count(history, NOW)

        assert (row.amounts["started_communities"], row.amounts["planned_communities"]) == (2, 1)
        assert row.amounts["planned_fen"] == SIZES.investment_fen

    def test_of_nothing_is_nothing(self) -> None:
        assert count(History(), NOW) == []
