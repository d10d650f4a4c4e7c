"""What each row of a monthly return would add to, or correct in, the facts of its site."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.registry.ledger import (
    Column,
    LedgerReading,
    LedgerRow,
    ReadColumn,
    ReadTable,
    Value,
)
from jiugai.domain.registry.matching import Known, directory
from jiugai.domain.reporting.money_told import PAID, RECEIVED, KnownMoney
from jiugai.domain.reporting.returns import (
    KnownReading,
    KnownSite,
    KnownStep,
    ReturnPlan,
    ReturnRow,
    Returns,
    is_return,
)
from jiugai.domain.works import Indicator
from jiugai.exchange.policy_files import indicator_definitions, pipeline_rules

SHIQUAN, DAY = 22, date(2020, 10, 31)
APPROVED = {
    Step.APPLICATION: KnownStep(1, date(2020, 3, 1), "申报"),
    Step.APPROVAL: KnownStep(2, date(2020, 4, 18), "陕旧改〔2020〕3号"),
    Step.PREPARATION: KnownStep(3, date(2020, 6, 1)),
    Step.TENDER: KnownStep(4, date(2020, 8, 1)),
}
SITE = KnownSite(
    site_id=5, project_id=9, community_id=1, year=2020, steps=APPROVED, filed=Sizes(100, 3, 1, 1)
)
COMMUNITIES = (
    Known(1, SHIQUAN, "金州家属院", "城关镇"),
    Known(2, SHIQUAN, "北苑", "城关镇"),
    Known(3, SHIQUAN, "北苑", "两河镇"),
    Known(4, SHIQUAN, "南苑", "城关镇"),
)


def row(name: str = "金州家属院", number: int = 3, **values: Value | None) -> LedgerRow:
    said: dict[Column, Value | None] = {Column.NAME: name, Column.COHORT: 2020}
    said |= {Column[column.upper()]: value for column, value in values.items()}
    cells = {column: f"{chr(65 + n)}{number}" for n, column in enumerate(said)}
    return LedgerRow("月报", number, said, cells=cells)


def plan_of(*rows: LedgerRow, sites: Sequence[KnownSite] = (SITE,), on: date = DAY) -> ReturnPlan:
    returns = Returns(
        directory=directory(COMMUNITIES),
        sites={(site.community_id, site.year): site for site in sites},
        rules=pipeline_rules(),
        definitions=indicator_definitions(),
        county_id=SHIQUAN,
        code="610922",
        on_day=on,
    )
    return returns.plan(LedgerReading("10月月报.xlsx", (), rows))


def told(values: Mapping[str, Any] | None = None, site: KnownSite = SITE) -> ReturnRow:
    return plan_of(row(**(values or {})), sites=[site]).rows[0]


def codes(found: ReturnRow) -> list[str]:
    return [finding.code for finding in found.findings]


def writes_nothing(found: ReturnRow) -> bool:
    return found.refused and not (found.steps or found.readings or found.flows)


class TestWhichSite:
    def test_an_unknown_name_is_refused(self) -> None:
        found = plan_of(row("没有的小区", started_on=DAY)).rows[0]

        assert codes(found) == ["return.unknown_community"]
        assert writes_nothing(found)
        assert found.findings[0].place.cell == "A3"

    def test_one_name_of_several_is_refused_with_their_streets(self) -> None:
        found = plan_of(row("北苑")).rows[0]

        assert codes(found) == ["return.several_of_one_name"]
        assert "城关镇、两河镇" in found.findings[0].message

    def test_a_street_decides_between_namesakes(self) -> None:
        site = replace(SITE, community_id=3)

        found = plan_of(row("北苑", street="两河镇"), sites=[site]).rows[0]

        assert found.site == site

    def test_a_community_outside_the_cohort_is_refused(self) -> None:
        found = plan_of(row(cohort=2019)).rows[0]

        assert codes(found) == ["return.not_in_cohort"]
        assert "2020 年批次" in found.findings[0].message
        assert writes_nothing(found)

    def test_a_community_in_no_cohort_is_refused(self) -> None:
        assert codes(plan_of(row("南苑", cohort=None)).rows[0]) == ["return.not_in_cohort"]

    def test_a_blank_cohort_is_the_only_one(self) -> None:
        assert told({"cohort": None}).site == SITE

    def test_a_blank_cohort_of_two_is_refused(self) -> None:
        sites = [SITE, replace(SITE, site_id=6, year=2019)]

        assert codes(plan_of(row(cohort=None), sites=sites).rows[0]) == ["return.not_in_cohort"]

    def test_a_site_told_twice_is_told_once(self) -> None:
        first, second = plan_of(row(started_on=DAY), row(number=7, started_on=DAY)).rows

        assert len(first.steps) == 1
        assert codes(second) == ["return.twice_in_file"]
        assert "第 3 行" in second.findings[0].message
        assert writes_nothing(second)

    def test_a_row_that_the_reader_refused_writes_nothing(self) -> None:
        bad = replace(row(started_on=DAY), findings=(Finding("cell.two_readings", "两种读法"),))

        assert writes_nothing(plan_of(bad).rows[0])


class TestSteps:
    def test_a_new_one_is_added_with_its_cell(self) -> None:
        found = told({"started_on": date(2020, 10, 28)})

        assert [(c.step, c.on, c.cell, c.replaces) for c in found.steps] == [
            (Step.START, date(2020, 10, 28), "C3", None)
        ]
        assert not found.refused

    def test_a_known_one_changes_nothing(self) -> None:
        found = told({"approved_on": date(2020, 4, 18), "applied_on": date(2020, 3, 1)})

        assert found.unchanged
        assert codes(found) == []

    def test_a_moved_one_is_a_correction(self) -> None:
        started = replace(SITE, steps={**APPROVED, Step.START: KnownStep(8, date(2020, 9, 30))})

        found = told({"started_on": date(2020, 10, 12)}, started)

        assert [(c.replaces, c.before, c.on) for c in found.steps] == [
            (8, date(2020, 9, 30), date(2020, 10, 12))
        ]
        assert not found.refused

    def test_one_that_later_returns_told_is_corrected_and_never_told_twice(self) -> None:
        started = replace(SITE, steps={**APPROVED, Step.START: KnownStep(8, date(2020, 11, 9))})

        found = told({"started_on": date(2020, 10, 28)}, started)

        assert [c.replaces for c in found.steps] == [8]

    def test_a_blank_one_is_told_and_not_withdrawn(self) -> None:
        found = told({"approved_on": None})

        assert codes(found) == ["return.step_no_longer_said"]
        assert found.findings[0].weight is Weight.WARNS
        assert found.unchanged

    def test_a_blank_one_of_a_later_day_is_not_missed(self) -> None:
        started = replace(SITE, steps={**APPROVED, Step.START: KnownStep(8, date(2020, 11, 9))})

        assert codes(told({"started_on": None}, started)) == []

    def test_one_without_the_steps_before_it_is_refused_with_the_whole_row(self) -> None:
        bare = replace(SITE, steps={})

        found = told({"started_on": date(2020, 10, 28), "done_households": 5}, bare)

        assert "step.without_earlier" in codes(found)
        assert writes_nothing(found)

    def test_one_after_the_returns_day_is_refused(self) -> None:
        found = told({"started_on": DAY + timedelta(days=1)})

        assert codes(found) == ["step.in_future"]
        assert writes_nothing(found)


class TestExit:
    def test_is_a_step_like_others(self) -> None:
        found = told({"exit": "居民否决", "exited_on": date(2020, 9, 30)})

        assert [(c.step, c.on) for c in found.steps] == [(Step.VETO, date(2020, 9, 30))]

    @pytest.mark.parametrize(
        ("words", "on"),
        [("居民否决", None), ("情况复杂", date(2020, 9, 30)), ("否决或调换", date(2020, 9, 30))],
    )
    def test_that_is_unclear_refuses_the_row(self, words: str, on: date | None) -> None:
        found = told({"exit": words, "exited_on": on, "done_households": 5})

        assert codes(found) == ["return.exit_unclear"]
        assert words in found.findings[0].message
        assert writes_nothing(found)


class TestReadings:
    known = replace(SITE, readings=[KnownReading(31, Indicator.HOUSEHOLDS, date(2020, 9, 30), 40)])

    def test_a_first_one_is_added_in_its_stored_unit(self) -> None:
        found = told({"invested": Decimal("428.05")})

        assert [(c.indicator, c.value, c.replaces) for c in found.readings] == [
            (Indicator.INVESTMENT, 42_805, None)
        ]

    def test_one_that_did_not_move_adds_nothing(self) -> None:
        assert told({"done_households": 40}, self.known).unchanged

    def test_one_that_rose_is_added_and_replaces_nothing(self) -> None:
        found = told({"done_households": 55}, self.known)

        assert [(c.value, c.replaces) for c in found.readings] == [(55, None)]

    def test_one_of_the_same_day_is_a_correction(self) -> None:
        today = replace(SITE, readings=[KnownReading(32, Indicator.HOUSEHOLDS, DAY, 50)])

        found = told({"done_households": 55}, today)

        assert [(c.value, c.replaces, c.before) for c in found.readings] == [(55, 32, 50)]

    def test_a_blank_one_says_nothing(self) -> None:
        assert told({"done_households": None}, self.known).unchanged


class TestMoney:
    known = replace(
        SITE, money=KnownMoney({RECEIVED: 10_000, PAID: 4_000}, {RECEIVED: date(2020, 9, 30)})
    )

    def test_is_kept_as_the_difference_from_what_stands(self) -> None:
        found = told({"received": Decimal("150.00"), "paid": Decimal(40)}, self.known)

        assert [(c.kind, c.amount_fen) for c in found.flows] == [(RECEIVED, 5_000)]
        assert codes(found) == []

    def test_that_fell_is_a_return_of_money_and_said_so(self) -> None:
        found = told({"received": Decimal(90)}, self.known)

        assert [(c.kind, c.amount_fen) for c in found.flows] == [(RECEIVED, -1_000)]
        assert codes(found) == ["return.money_fell"]
        assert not found.refused

    def test_paid_above_received_is_remarked_on(self) -> None:
        assert codes(told({"paid": Decimal(101)}, self.known)) == ["return.paid_above_received"]

    def test_of_an_older_return_is_never_added_to_a_later_one(self) -> None:
        later = replace(SITE, money=KnownMoney({}, {RECEIVED: date(2020, 11, 30)}))

        found = told({"received": Decimal(60), "started_on": date(2020, 10, 28)}, later)

        assert found.flows == ()
        assert codes(found) == ["return.money_told_later"]
        assert len(found.steps) == 1

    def test_of_a_project_told_in_two_rows_is_refused_in_both(self) -> None:
        sites = [SITE, replace(SITE, site_id=6, community_id=4)]

        found = plan_of(
            row(received=Decimal(100)), row("南苑", 4, received=Decimal(100)), sites=sites
        ).rows

        assert [codes(each) for each in found] == [["return.money_twice"]] * 2
        assert all(writes_nothing(each) for each in found)

    @pytest.mark.parametrize("other", [None, Decimal(0)])
    def test_of_a_project_told_in_one_of_its_rows_counts_once(self, other: Decimal | None) -> None:
        sites = [self.known, replace(self.known, site_id=6, community_id=4)]

        found = plan_of(
            row("南苑", 3, received=other), row(number=4, received=Decimal(150)), sites=sites
        ).rows

        assert [[c.amount_fen for c in each.flows] for each in found] == [[], [5_000]]

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
    def test_sums_to_the_last_figure_told(self, figures: list[int]) -> None:
        standing = 0
        for fen in figures:
            site = replace(SITE, money=KnownMoney({RECEIVED: standing}, {}))
            found = told({"received": Decimal(fen).scaleb(-2)}, site)
            standing += sum(change.amount_fen for change in found.flows)
            assert standing == fen


class TestKindOfFile:
    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ([Column.NAME, Column.COHORT, Column.STARTED_ON], True),
            ([Column.NAME, Column.COHORT, Column.INVESTED], True),
            ([Column.NAME, Column.COHORT, Column.HOUSEHOLDS], False),
            ([Column.NAME, Column.STARTED_ON], False),
            ([], False),
        ],
    )
    def test_a_return_names_cohorts_and_tells_of_works(
        self, columns: list[Column], expected: bool
    ) -> None:
        read = tuple(
            ReadColumn(n, chr(65 + n), column.value, column, "", "synonym")
            for n, column in enumerate(columns)
        )
        table = ReadTable("月报", (1,), 2, 9, read)

        assert is_return(LedgerReading("月报.xlsx", (table,))) is expected


class TestAReturn:
    @given(
        st.none() | st.dates(date(2020, 9, 1), DAY),
        st.none() | st.integers(0, 100),
        st.none() | st.integers(0, 10**6),
    )
    def test_told_again_after_it_was_written_changes_nothing(
        self, start: date | None, done: int | None, fen: int | None
    ) -> None:
        sent = row(
            started_on=start,
            done_households=done,
            received=None if fen is None else Decimal(fen).scaleb(-2),
        )
        first = plan_of(sent).rows[0]

        again = plan_of(sent, sites=[_written(first)]).rows[0]

        assert not first.refused
        assert again.unchanged


def _written(found: ReturnRow) -> KnownSite:
    steps = {change.step: KnownStep(90, change.on) for change in found.steps}
    readings = [KnownReading(91, change.indicator, DAY, change.value) for change in found.readings]
    money = {change.kind: change.amount_fen for change in found.flows}
    return replace(
        SITE,
        steps={**APPROVED, **steps},
        readings=readings,
        money=KnownMoney(money, dict.fromkeys(money, DAY)),
    )
