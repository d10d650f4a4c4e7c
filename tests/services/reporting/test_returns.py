"""Importing a county's monthly return: facts added, corrected, and never doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.returns import ReturnPlan
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.reach import as_operator
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.reporting.intake import LedgerFile, OutsideScope, PlanOutdated
from jiugai.services.reporting.returns import plan_return, write_return
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.funding.models import Flow
from jiugai.storage.programme.models import Step as StepFact
from tests.services.little_city import (
    OCTOBER,
    SHIQUAN_OCTOBER,
    LittleCity,
    a_return,
    file_plan,
    plan_file,
    reading_of,
    send,
)

NOVEMBER = date(2020, 11, 30)
JINZHOU = "金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,"


def planned(file: LedgerFile, actor: Actor) -> ReturnPlan:
    return plan_return(reading_of(file), file, actor=actor)


def site(name: str = "金州家属院", day: date = NOVEMBER) -> SiteStanding:
    city = board(horizon(day))
    return next(s for s in city.sites.values() if city.cards[s.site.community_id].name == name)


class TestAReturn:
    def test_leaves_dated_facts_with_their_file_and_cell(self, little: LittleCity) -> None:
        found = site()

        start = found.steps[int(Step.START)]
        assert (start.effective_on, start.origin) == (date(2020, 10, 12), "G2")
        assert (found.received_fen, found.paid_fen) == (120_000_000, 30_000_000)
        assert found.reading(1) == 50_000_000
        assert [a.subject for a in acts(verb="reporting.import_return")][-1] == "石泉县《月报.csv》"

    def test_sent_twice_changes_nothing_and_leaves_no_act(self, little: LittleCity) -> None:
        before = last_mark()

        done = send(a_return(SHIQUAN_OCTOBER), actor=little.filer)

        assert (done.accepted, done.unchanged, done.facts) == (0, 2, 0)
        assert last_mark() == before

    def test_that_says_nothing_new_is_filed_all_the_same(self, little: LittleCity) -> None:
        done = send(a_return(SHIQUAN_OCTOBER, day=NOVEMBER), actor=little.filer)

        assert done.facts == 0
        assert send(a_return(SHIQUAN_OCTOBER, day=NOVEMBER), actor=little.filer).facts == 0
        assert acts(limit=1)[0].verb == "reporting.import_return"

    def test_adds_by_how_much_the_money_grew(self, little: LittleCity) -> None:
        send(a_return([JINZHOU + ",70,150,30,25"], day=NOVEMBER), actor=little.filer)

        assert site().received_fen == 150_000_000
        assert site(day=OCTOBER).received_fen == 120_000_000
        assert Flow.objects.filter(amount_fen=30_000_000).count() == 2  # paid before, received now

    def test_of_an_older_month_never_doubles_the_money(self, little: LittleCity) -> None:
        late = a_return([JINZHOU.replace("2020-10-12", "") + ",20,60,,"], day=date(2020, 9, 30))

        send(late, actor=little.filer)

        assert site().received_fen == 120_000_000

    def test_moves_a_start_by_a_correction_that_names_it(self, little: LittleCity) -> None:
        moved = JINZHOU.replace("2020-10-12", "2020-10-20") + ",50,120,30,20"

        send(a_return([moved], day=NOVEMBER, name="11月月报.csv"), actor=little.filer)

        row = site().steps[int(Step.START)]
        assert row.effective_on == date(2020, 10, 20)
        assert row.reason == "《11月月报.csv》改报：原 2020-10-12"
        standing = StepFact.objects.filter(site_id=row.site_id, step=60)
        assert standing.count() == 2

    def test_refuses_a_row_and_writes_the_others(self, little: LittleCity) -> None:
        rows = [
            "没有的小区,2020,,,,,2020-11-02,,,,,",
            JINZHOU + "2020-09-01,50,120,30,20",  # finished before it began
            "北苑小区,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-05,2020-11-02,,5,80,,",
        ]

        done = send(a_return(rows, day=NOVEMBER), actor=little.filer)

        assert (done.accepted, len(done.refused_rows)) == (1, 2)
        assert int(Step.COMPLETION) not in site().steps
        assert int(Step.START) in site("北苑小区").steps


class TestOutdatedPlans:
    def test_are_refused_once_the_facts_moved(self, little: LittleCity) -> None:
        file = a_return([JINZHOU + ",70,150,30,25"], day=NOVEMBER)
        plan = planned(file, little.filer)
        send(a_return([JINZHOU + ",60,140,30,22"], day=NOVEMBER), actor=little.clerk)

        with pytest.raises(PlanOutdated):
            write_return(plan, file, actor=little.filer)

        assert site().received_fen == 140_000_000

    def test_of_two_returns_at_once_cannot_double_the_money(self, fresh_little: LittleCity) -> None:
        files = [
            a_return([JINZHOU + f",70,{money},30,25"], day=NOVEMBER, name=f"{money}.csv")
            for money in (150, 150, 160)
        ]
        plans = [planned(file, fresh_little.filer) for file in files]

        said = at_once(
            lambda n: write_return(plans[n], files[n], actor=fresh_little.filer), len(files)
        )

        assert sorted(said) == ["outdated", "outdated", "written"]
        assert site().received_fen in {150_000_000, 160_000_000}

    def test_of_two_sites_of_one_project_cannot_double_its_money(
        self, fresh_little: LittleCity
    ) -> None:
        rows = [(c, n, "2021-03-20", "2021-04-18") for c, n in _PAIR]
        file_plan(
            plan_file(rows, day=date(2021, 4, 20), year=2021, project="片区改造项目"),
            actor=fresh_little.clerk,
        )
        files = [
            a_return([f"{name},2021,2021-03-20,2021-04-18,,,,,,100,,"], day=date(2021, 5, 31))
            for _, name in _PAIR
        ]
        plans = [planned(file, fresh_little.filer) for file in files]

        said = at_once(
            lambda n: write_return(plans[n], files[n], actor=fresh_little.filer), len(files)
        )

        assert sorted(said) == ["outdated", "written"]
        city = board(horizon(date(2021, 5, 31)))
        money = {s.received_fen for s in city.sites.values() if 2021 in s.years}
        assert money == {100_000_000}


_PAIR = (("石泉县", "金州家属院"), ("石泉县", "南苑小区"))


def at_once(write: Callable[[int], object], many: int) -> list[str]:
    """Write from several connections at once, and say what came of each."""

    def one(n: int) -> str:
        try:
            write(n)
        except PlanOutdated:
            return "outdated"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(many, initializer=as_operator) as offices:
        return list(offices.map(one, range(many)))


class TestWhoMay:
    def test_file_a_return_is_the_countys_own_filer(self, little: LittleCity) -> None:
        file = a_return(SHIQUAN_OCTOBER, day=NOVEMBER)
        plan = planned(file, little.filer)

        for actor in (little.head, little.reviewer, little.auditor):
            with pytest.raises(NotAllowed):
                planned(file, actor)
        with pytest.raises(OutsideScope):
            planned(file, little.sibling)
        with pytest.raises(OutsideScope):
            write_return(plan, file, actor=little.sibling)


class TestRenamedCounty:
    def test_keeps_its_facts_under_its_new_code(self, little: LittleCity) -> None:
        row = (
            "河街小区,2020,2020-03-22,2020-04-18,2020-06-01,2020-08-01,2020-09-15,2021-03-10,"
            "90,200,60,10"
        )

        done = send(a_return([row], "610981", date(2021, 3, 31)), actor=little.xunyang_filer)

        found = site("河街小区", date(2021, 3, 31))
        assert done.facts == 1
        assert found.steps[int(Step.START)].effective_on == date(2020, 9, 15)
        assert found.steps[int(Step.COMPLETION)].effective_on == date(2021, 3, 10)
        then, now = board(horizon(OCTOBER)), board(horizon(date(2021, 3, 31)))
        assert then.county_name(little.divisions.xunyang) == "旬阳县"
        assert now.county_name(little.divisions.xunyang) == "旬阳市"
