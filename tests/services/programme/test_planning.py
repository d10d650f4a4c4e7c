"""Filing a cohort's plan: matched to the register, written in one act, filed whole."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.programme.targets import Strength
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.programme import planning, targets
from jiugai.services.reach import as_operator
from jiugai.services.reporting.board import Board, board
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.divisions.queries import NoSuchDivision
from jiugai.storage.programme.models import Entry, Filing, Project, Site
from jiugai.storage.programme.queries import targets as targets_on_file
from tests.services.little_city import PLAN, PLAN_DAY, LittleCity, file_plan, plan_file

YEAR_END = date(2020, 12, 31)


def city(day: date = YEAR_END) -> Board:
    return board(horizon(day))


def codes(plan: planning.CohortPlan) -> list[str]:
    return [finding.code for finding in plan.findings]


class TestAPlan:
    def test_makes_projects_sites_lists_and_steps_in_one_act(self, little: LittleCity) -> None:
        found = city()
        shown = {found.cards[s.site.community_id].name: s for s in found.sites.values()}

        assert [(row.year, row.authority) for row in found.lists.values()] == [
            (2020, "municipal"),
            (2020, "provincial"),
        ]
        assert len(shown) == 5
        assert {name for name, site in shown.items() if site.filed} == {
            "金州家属院",
            "北苑小区",
            "江北小区",
            "河街小区",
        }
        jinzhou = shown["金州家属院"]
        assert jinzhou.steps[int(Step.APPROVAL)].effective_on == date(2020, 4, 18)
        assert jinzhou.sizes.households == 100  # what the plan leaves blank is what the card says
        assert [a.subject for a in acts(verb="programme.import_plan")] == [
            "2020 年批次《2020年计划.xlsx》"
        ]

    def test_sent_twice_changes_nothing_and_leaves_no_act(self, little: LittleCity) -> None:
        before = last_mark(), Filing.objects.count(), Project.objects.count()

        done = file_plan(plan_file(), actor=little.clerk)

        assert (done.projects, done.applied, done.approved) == (0, 5, 4)
        assert (last_mark(), Filing.objects.count(), Project.objects.count()) == before

    def test_filed_anew_with_other_sizes_moves_the_denominator_from_its_day(
        self, little: LittleCity
    ) -> None:
        file_plan(plan_file(day=date(2020, 7, 1), households=50), actor=little.clerk)

        before, after = city(date(2020, 6, 30)), city(date(2020, 7, 1))
        households = [
            sum(
                next(iter(site.filed.values())).households
                for site in found.sites.values()
                if site.filed
            )
            for found in (before, after)
        ]
        assert households == [100 + 80 + 150 + 90, 4 * 50]
        assert Site.objects.count() == 5

    def test_filed_anew_without_a_site_drops_it_from_list_and_plan(
        self, little: LittleCity
    ) -> None:
        shorter = [row for row in PLAN if row[1] != "北苑小区"]

        file_plan(plan_file(shorter, day=date(2020, 7, 1)), actor=little.clerk)

        provincial = next(row.id for row in city().lists.values() if row.authority == "provincial")
        for day, members in ((date(2020, 6, 30), 4), (YEAR_END, 3)):
            sites = city(day).sites.values()
            assert sum(provincial in site.filed for site in sites) == members
            assert sum(provincial in site.entries for site in sites) == members

    def test_that_brings_a_site_back_keeps_its_life(self, little: LittleCity) -> None:
        shorter = [row for row in PLAN if row[1] != "金州家属院"]
        file_plan(plan_file(shorter, day=date(2020, 7, 1)), actor=little.clerk)

        file_plan(plan_file(day=date(2020, 8, 1)), actor=little.clerk)

        assert Site.objects.count() == 5
        assert sum(bool(site.filed) for site in city().sites.values()) == 4

    def test_of_one_project_for_several_communities_makes_one(self, little: LittleCity) -> None:
        rows = [
            ("石泉县", "金州家属院", "2021-03-20", "2021-04-18"),
            ("石泉县", "南苑小区", "2021-03-20", "2021-04-18"),
            ("汉滨区", "江北小区", "2021-03-20", "2021-04-18"),
        ]
        file = plan_file(rows, day=date(2021, 4, 20), year=2021, project="片区改造项目")

        done = file_plan(file, actor=little.clerk)

        # one name in two counties is two projects: a project answers to one county
        assert done.projects == 2
        names = Project.objects.filter(name__startswith="片区").order_by("name")
        assert [project.name for project in names] == ["片区改造项目（1）", "片区改造项目（2）"]
        assert sorted(project.sites.count() for project in names) == [1, 2]

    def test_of_two_clerks_at_once_makes_its_sites_once(self, fresh_little: LittleCity) -> None:
        rows = [("石泉县", "南苑小区", "2021-03-20", "2021-04-18")]
        file = plan_file(rows, day=date(2021, 4, 20), year=2021)
        plan = planning.plan_cohort(file, actor=fresh_little.clerk)

        def write(_: int) -> None:
            planning.write_cohort(plan, file, actor=fresh_little.clerk)
            connection.close()

        with ThreadPoolExecutor(3, initializer=as_operator) as clerks:
            list(clerks.map(write, range(3)))

        assert Site.objects.filter(project__name="南苑小区改造项目").count() == 1
        assert Filing.objects.filter(list__year=2021).count() == 1
        assert len(acts(verb="programme.import_plan")) == 2  # that of 2020, and one of the three
        sites = city(date(2021, 12, 31)).by_community
        assert sum(len(found) for found in sites.values()) == 6


class TestAPlanThatTheCityApprovesItself:
    ROWS = (
        ("石泉县", "金州家属院", "2021-03-20", "2021-04-18"),
        ("石泉县", "南苑小区", "2021-03-20", None),
        ("汉滨区", "江北小区", "2021-03-21", "2021-04-18"),
    )

    def file(self, *rows: tuple[str, str, str, str | None], day: date = date(2021, 4, 20)):
        found = plan_file(rows or self.ROWS, day=day, year=2021)
        return replace(found, authority=Authority.MUNICIPAL)

    def standing(self, day: date = date(2021, 12, 31)) -> tuple[set[str], set[str]]:
        """Return who stands in the city's list of 2021, and who in its filed plan."""
        found = city(day)
        (own,) = [row.id for row in found.lists.values() if row.year == 2021]
        named = {found.name_of(site)[0]: site for site in found.sites.values()}
        return (
            {name for name, site in named.items() if own in site.entries},
            {name for name, site in named.items() if own in site.filed},
        )

    def test_keeps_in_its_list_who_applied_and_files_who_was_approved(
        self, little: LittleCity
    ) -> None:
        file_plan(self.file(), actor=little.clerk)

        assert self.standing() == (
            {"金州家属院", "南苑小区", "江北小区"},
            {"金州家属院", "江北小区"},
        )
        assert Entry.objects.filter(list__year=2021).count() == 3

    def test_sent_twice_takes_nobody_out_and_leaves_no_act(self, little: LittleCity) -> None:
        file_plan(self.file(), actor=little.clerk)
        before, mark = self.standing(), last_mark()

        file_plan(self.file(), actor=little.clerk)

        assert (self.standing(), last_mark()) == (before, mark)

    def test_approving_another_leaves_the_others_where_they_were(self, little: LittleCity) -> None:
        file_plan(self.file(), actor=little.clerk)
        approved = [(*row[:3], row[3] or "2021-05-10") for row in self.ROWS]

        file_plan(self.file(*approved, day=date(2021, 5, 12)), actor=little.clerk)

        everybody = {"金州家属院", "南苑小区", "江北小区"}
        assert self.standing() == (everybody, everybody)
        assert self.standing(date(2021, 4, 30))[1] == {"金州家属院", "江北小区"}

    def test_drops_who_is_no_longer_in_it(self, little: LittleCity) -> None:
        file_plan(self.file(), actor=little.clerk)

        file_plan(self.file(*self.ROWS[:2], day=date(2021, 5, 12)), actor=little.clerk)

        assert self.standing() == ({"金州家属院", "南苑小区"}, {"金州家属院"})


class TestLinesThatStay:
    @pytest.mark.parametrize(
        ("row", "code", "said"),
        [
            (("宁陕县", "金州家属院", "2020-03-20", None), "plan.unknown_county", "宁陕县"),
            (("", "金州家属院", "2020-03-20", None), "plan.unknown_county", "空"),
            (("石泉县", "没有的小区", "2020-03-20", None), "plan.unknown_community", "没有的小区"),
            (("汉滨区", "金州家属院", "2020-03-20", None), "plan.unknown_community", "汉滨区"),
        ],
    )
    def test_are_told_with_their_cell(
        self, little: LittleCity, row: tuple[str, str, str, None], code: str, said: str
    ) -> None:
        good = ("石泉县", "南苑小区", "2020-03-20", None)

        plan = planning.plan_cohort(plan_file([row, good], year=2021), actor=little.clerk)

        assert code in codes(plan)
        told = next(finding for finding in plan.findings if finding.code == code)
        assert said in told.message
        assert told.place.cell
        assert [each.row.name for each in plan.rows] == ["南苑小区"]

    def test_of_a_community_named_twice_are_told(self, little: LittleCity) -> None:
        rows = [PLAN[0], PLAN[0]]

        plan = planning.plan_cohort(plan_file(rows, year=2021), actor=little.clerk)

        assert codes(plan) == ["plan.twice_in_file"]
        planning.write_cohort(plan, plan_file(rows, year=2021), actor=little.clerk)
        assert Site.objects.count() == 6


class TestWhoMay:
    def test_plan_is_the_city_clerk_alone(self, little: LittleCity) -> None:
        plan = planning.plan_cohort(plan_file(), actor=little.clerk)

        for actor in (little.filer, little.head, little.auditor, little.street):
            with pytest.raises(NotAllowed):
                planning.plan_cohort(plan_file(), actor=actor)
            with pytest.raises(NotAllowed):
                planning.write_cohort(plan, plan_file(), actor=actor)


class TestTargets:
    def test_are_entered_with_their_wording_and_followed_by_later_ones(
        self, little: LittleCity
    ) -> None:
        for value, day in ((45, date(2020, 5, 1)), (47, date(2020, 9, 1))):
            targets.set_target(
                division_code="610900",
                year=2020,
                indicator="start",
                value=value,
                due_on=date(2020, 11, 30),
                strength=Strength.MUST,
                wording="11月底前全部开工",
                effective_on=day,
                actor=little.clerk,
            )

        last = last_mark().seq
        for day, value in ((date(2020, 8, 31), 45), (date(2020, 9, 1), 47)):
            assert [row.value for row in targets_on_file(last_seq=last, on_day=day)] == [value]
        assert acts(limit=1)[0].verb == "programme.set_target"

    def test_of_nowhere_and_by_nobody_are_refused(self, little: LittleCity) -> None:
        asked = {
            "year": 2020,
            "indicator": "start",
            "value": 1,
            "due_on": None,
            "strength": Strength.STRIVE,
            "wording": "",
            "effective_on": PLAN_DAY,
        }

        with pytest.raises(NotAllowed):
            targets.set_target(division_code="610900", actor=little.filer, **asked)
        with pytest.raises(NoSuchDivision):
            targets.set_target(division_code="999999", actor=little.clerk, **asked)
