"""The way from one master's figure to another's: every step is its own aspect, and they add up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.masters.counting import ProjectKnown, SiteKnown, count
from jiugai.domain.reporting.masters.differences import Cause, Sent, StepKind, difference
from jiugai.domain.reporting.masters.forms import CountedIn, Idea, Master, MasterCell, Record

OCTOBER = Month(2020, 10)
END, CUT = date(2020, 10, 31), date(2020, 10, 25)
SUBSIDY, BUDGET = Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT

HOUSING = MasterCell(
    clause="ZJ-07",
    source="测试",
    in_force_from=date(2015, 1, 1),
    master=Master.HOUSING,
    idea=Idea.PAID,
    label="累计支付资金",
    definition="测试",
    record=Record.FACTS,
    cut_off=0,
    projects=(),
    money=(),
    counted_in=CountedIn.WAN_YUAN,
    decimals=2,
)
FINANCE = replace(
    HOUSING,
    clause="CZ-06",
    master=Master.FINANCE,
    record=Record.BOOK,
    projects=(SUBSIDY,),
    money=(SUBSIDY,),
    counted_in=CountedIn.YUAN,
)
PLANNING = replace(
    HOUSING,
    clause="FG-08",
    master=Master.PLANNING,
    cut_off=25,
    projects=(BUDGET,),
    decimals=0,
)


def project(
    id_: int | None,
    *,
    told: dict[Source, int] | None = None,
    booked: dict[Source, int] | None = None,
) -> ProjectKnown:
    return ProjectKnown(
        id_,
        told={(Idea.PAID, source): fen for source, fen in (told or {}).items()},
        booked={(Idea.PAID, source): fen for source, fen in (booked or {}).items()},
    )


class TestCount:
    def test_keeps_money_of_no_stated_source(self) -> None:
        one = project(1, told={Source.UNSPLIT: 500, Source.RESIDENTS: 70, SUBSIDY: 30})
        facts = replace(FINANCE, record=Record.FACTS)
        assert count(facts, [one]) == {1: 530}

    def test_leaves_out_projects_without_its_money(self) -> None:
        assert count(PLANNING, [project(1, told={SUBSIDY: 9}), project(2, told={BUDGET: 8})]) == {
            2: 8
        }

    @pytest.mark.parametrize(
        ("steps", "started", "completed"),
        [
            ((), 0, 0),
            ((Step.START,), 1, 0),
            ((Step.START, Step.COMPLETION), 1, 1),
        ],
    )
    def test_starts_with_one_site_and_completes_with_all(
        self, steps: tuple[Step, ...], started: int, completed: int
    ) -> None:
        whole = frozenset({Step.START, Step.COMPLETION})
        begun = ProjectKnown(1, (SiteKnown(1, steps=frozenset(steps)), SiteKnown(2, steps=whole)))
        none = ProjectKnown(2, (SiteKnown(3),))
        cell = replace(PLANNING, projects=(), counted_in=CountedIn.PROJECTS)
        assert count(replace(cell, idea=Idea.STARTED), [begun, none]).total() == 1
        assert count(replace(cell, idea=Idea.COMPLETED), [begun, none]).total() == completed
        by_site = replace(cell, idea=Idea.STARTED, counted_in=CountedIn.COMMUNITIES)
        assert count(by_site, [begun, none]).total() == 1 + started

    def test_counts_only_what_stands_in_the_plan(self) -> None:
        dropped = SiteKnown(1, is_in=False, households=40, invested_fen=900, planned_fen=700)
        added = SiteKnown(2, is_filed=False, households=0, invested_fen=50)
        projects = [ProjectKnown(1, (dropped, added))]
        assert count(replace(HOUSING, idea=Idea.INVESTED), projects).total() == 50
        assert count(replace(HOUSING, idea=Idea.PLANNED), projects).total() == 700


class TestDifference:
    def test_names_each_aspect_and_the_project(self) -> None:
        early = (project(1, told={SUBSIDY: 1_000_000}), project(2, told={BUDGET: 2_000_000}))
        late = (project(1, told={SUBSIDY: 4_000_000}), project(2, told={BUDGET: 2_400_000}))
        found = difference(HOUSING, PLANNING, {END: late, CUT: early}, OCTOBER)
        assert [(step.kind, step.amount, step.by_project) for step in found.steps] == [
            (StepKind.CUT_OFF, -3_400_000, {1: -3_000_000, 2: -400_000}),
            (StepKind.SCOPE, -1_000_000, {1: -1_000_000}),
        ]
        assert (found.first, found.second, found.amount) == (6_400_000, 2_000_000, -4_400_000)
        assert not found.has_error

    def test_calls_the_rest_an_error(self) -> None:
        facts = {END: (project(1, told={SUBSIDY: 5_000_000}, booked={SUBSIDY: 3_000_000}),)}
        found = difference(HOUSING, FINANCE, facts, OCTOBER)
        (step,) = found.steps
        assert (step.kind, step.amount, step.by_project) == (
            StepKind.RECORD,
            -2_000_000,
            {1: -2_000_000},
        )
        assert found.has_error
        assert found.of(Cause.ERROR) == found.amount

    def test_sees_errors_that_cancel(self) -> None:
        facts = {
            END: (
                project(1, told={SUBSIDY: 5_000_000}, booked={SUBSIDY: 3_000_000}),
                project(2, told={SUBSIDY: 1_000_000}, booked={SUBSIDY: 3_000_000}),
            )
        }
        found = difference(HOUSING, FINANCE, facts, OCTOBER)
        assert (found.amount, found.has_error) == (0, True)
        assert found.steps[0].by_project == {1: -2_000_000, 2: 2_000_000}

    def test_tells_what_was_typed_from_what_came_later(self) -> None:
        facts = {END: (project(1, told={SUBSIDY: 6_000_000}, booked={SUBSIDY: 6_000_000}),)}
        sent = Sent(value=9_000_000, counted=5_000_000, now=7_000_000)
        found = difference(HOUSING, FINANCE, facts, OCTOBER, sent)
        assert [(step.kind, step.amount) for step in found.steps] == [
            (StepKind.TYPED, -4_000_000),
            (StepKind.LATER, 2_000_000),
            (StepKind.ONCE, -1_000_000),
        ]
        assert (found.first, found.second) == (9_000_000, 6_000_000)

    def test_names_rounding_a_matter_of_units(self) -> None:
        facts = {END: (project(1, told={SUBSIDY: 1_234_567}, booked={SUBSIDY: 1_234_567}),)}
        found = difference(HOUSING, FINANCE, facts, OCTOBER)
        assert (found.first, found.second) == (1_230_000, 1_234_567)
        assert [(step.kind, step.amount) for step in found.steps] == [(StepKind.UNIT, 4_567)]

    def test_is_nothing_between_a_cell_and_itself(self) -> None:
        facts = {END: (project(1, told={SUBSIDY: 7_777_777}),)}
        found = difference(HOUSING, replace(HOUSING, master=Master.FINANCE), facts, OCTOBER)
        assert (found.amount, found.steps, found.has_error) == (0, (), False)

    @given(data=st.data())
    def test_adds_up_whatever_the_facts(self, data: st.DataObject) -> None:
        money = st.dictionaries(
            st.sampled_from([*Source]), st.integers(-(10**9), 10**11), max_size=4
        )
        projects = st.lists(
            st.builds(
                lambda id_, told, booked: project(id_, told=told, booked=booked),
                st.one_of(st.none(), st.integers(1, 5)),
                money,
                money,
            ),
            max_size=4,
        ).map(tuple)
        facts = {END: data.draw(projects), CUT: data.draw(projects)}
        cells = st.sampled_from([HOUSING, FINANCE, PLANNING])
        one, other = data.draw(cells), data.draw(cells)
        sent = data.draw(
            st.one_of(st.none(), st.builds(Sent, *[st.integers(0, 10**11) for _ in range(3)]))
        )
        found = difference(one, other, facts, OCTOBER, sent)
        whole = count(other, facts[other.day(OCTOBER)]).total()
        assert found.second == other.shown_stored(whole)
        assert sum(step.amount for step in found.steps) == found.amount
        assert sum(found.of(cause) for cause in Cause) == found.amount
        for step in found.steps:
            if step.kind in (StepKind.CUT_OFF, StepKind.SCOPE, StepKind.RECORD):
                assert sum(step.by_project.values()) == step.amount


class TestCutOff:
    @pytest.mark.parametrize(
        ("month", "cut_off", "day"),
        [
            (Month(2020, 10), 0, date(2020, 10, 31)),
            (Month(2020, 10), 25, date(2020, 10, 25)),
            (Month(2021, 2), 30, date(2021, 2, 28)),
            (Month(2020, 2), 0, date(2020, 2, 29)),
        ],
    )
    def test_is_a_day_of_the_month(self, month: Month, cut_off: int, day: date) -> None:
        assert replace(HOUSING, cut_off=cut_off).day(month) == day
