"""Importing a county's ledger: planned, written in one act, harmless to repeat."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from jiugai.domain.registry.plan import ImportPlan, RowKind
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.reach import as_operator
from jiugai.services.registry.importing import (
    OutsideScope,
    PlanOutdated,
    plan_ledger,
    read,
    write_plan,
)
from jiugai.services.registry.register import Card, cards
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.registry.models import CommunityVersion, ImportedFile
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused
from tests.services.little_city import (
    LEDGER_DAY,
    SHIQUAN,
    LedgerFile,
    LittleCity,
    ledger,
    reading_of,
    send,
)

NEW = "西苑小区,城关镇,1993,2,45,5400,90"
LATER = date(2020, 6, 1)


def planned(file: LedgerFile, actor: Actor) -> ImportPlan:
    return plan_ledger(reading_of(file), file, actor=actor)


def register(day: date = LATER) -> dict[str, Card]:
    return {card.name: card for card in cards(horizon(day))}


class TestWriting:
    def test_adds_what_is_new_in_one_act_with_its_file(self, little: LittleCity) -> None:
        done = send(ledger([NEW], day=LATER, name="补报.csv"), actor=little.filer)

        card = register()["西苑小区"]
        assert (done.accepted, done.unchanged, len(done.refused_rows)) == (1, 0, 0)
        assert (card.households, card.area_dm2, card.investment_fen) == (45, 540_000, 90_000_000)
        assert card.county_id == little.divisions.shiquan
        assert card.division_id == little.divisions.chengguan
        last = acts(limit=1)[0]
        assert (last.verb, last.subject) == ("registry.import_ledger", "石泉县《补报.csv》")
        assert last.post == "石泉县住建局 填报岗"

    def test_revises_what_differs_and_keeps_what_is_blank(self, little: LittleCity) -> None:
        before = register()["金州家属院"]

        send(ledger(["金州家属院,城关镇,,,104,,"], day=LATER), actor=little.filer)

        after = register()["金州家属院"]
        assert (before.households, after.households) == (100, 104)
        assert (after.area_dm2, after.built_year) == (before.area_dm2, 1985)
        assert after.public_id == before.public_id
        assert register(date(2020, 5, 31))["金州家属院"].households == 100

    def test_of_the_same_file_twice_changes_nothing_and_leaves_no_act(
        self, little: LittleCity
    ) -> None:
        file = ledger(SHIQUAN)
        before = last_mark(), CommunityVersion.objects.count(), ImportedFile.objects.count()

        done = send(file, actor=little.filer)

        assert (done.accepted, done.unchanged) == (0, 3)
        assert (
            last_mark(),
            CommunityVersion.objects.count(),
            ImportedFile.objects.count(),
        ) == before

    @pytest.mark.parametrize("day", [date(2019, 12, 1), date(2021, 5, 1)])
    def test_of_the_same_rows_of_another_day_makes_no_namesakes(
        self, little: LittleCity, day: date
    ) -> None:
        done = send(ledger(SHIQUAN, day=day), actor=little.filer)

        assert (done.accepted, done.unchanged) == (0, 3)

    def test_of_an_older_day_leaves_the_newer_card_alone(self, little: LittleCity) -> None:
        older = ledger(["金州家属院,城关镇,1985,3,96,12000,300"], day=date(2020, 1, 5))

        done = send(older, actor=little.filer)

        assert done.accepted == 1
        assert register(date(2020, 1, 5))["金州家属院"].households == 96
        assert register()["金州家属院"].households == 100
        assert send(older, actor=little.filer).accepted == 0

    @pytest.mark.parametrize(
        "row",
        [
            "西苑小区,城关镇,1993,2,45,5400.126,90.1234567",
            "西苑小区,城关镇,1993,2,45,5400.005,90.00000005",
        ],
    )
    def test_of_figures_finer_than_what_is_kept_settles(self, little: LittleCity, row: str) -> None:
        file = ledger([row], day=LATER)
        send(file, actor=little.filer)
        mark = last_mark()

        assert send(file, actor=little.filer).accepted == 0
        assert last_mark() == mark

    def test_leaves_rows_that_need_a_word_unwritten(self, little: LittleCity) -> None:
        done = send(
            ledger(["金州家属院,,1985,3,100,12000,300", NEW], day=LATER), actor=little.filer
        )

        assert (done.accepted, done.asked) == (1, 1)

    def test_returns_refused_rows_and_writes_the_good_ones(self, little: LittleCity) -> None:
        bad = "东苑小区,城关镇,1993,2,440/447,5400,90"

        done = send(ledger([NEW, bad], day=LATER), actor=little.filer)

        assert done.accepted == 1
        assert [row.name for row in done.refused_rows] == ["东苑小区"]
        assert "东苑小区" not in register()

    def test_of_absurd_sizes_never_crashes(self, little: LittleCity) -> None:
        absurd = ledger(
            [
                "甲苑,城关镇,1993,99999999999,99999999999,5400,90",
                "乙苑,城关镇,1203,2,45,5400,90",
                "丙苑,城关镇,1993,2,45,9e40,90",
                "丁苑,城关镇,1993,2,45,99999999999999999999999999,999999999999999999999",
            ],
            day=LATER,
        )

        done = send(absurd, actor=little.filer)

        assert done.accepted + len(done.refused_rows) == 4
        assert register().keys() & {"甲苑", "乙苑"} == set()


class TestRequestNumbers:
    def test_make_a_retry_harmless(self, little: LittleCity) -> None:
        file, key = ledger([NEW], day=LATER), uuid.uuid4()
        write_plan(planned(file, little.filer), file, actor=little.filer, key=key)

        other = ledger(["东苑小区,城关镇,1993,2,45,5400,90"], day=LATER)
        plan = planned(other, little.filer)

        with pytest.raises(KeyReused):
            write_plan(plan, other, actor=little.filer, key=key)

    def test_of_a_plan_written_before_are_done(self, little: LittleCity) -> None:
        file, key = ledger([NEW], day=LATER), uuid.uuid4()
        plan = planned(file, little.filer)
        write_plan(plan, file, actor=little.filer, key=key)

        with pytest.raises(AlreadyDone):
            write_plan(plan, file, actor=little.filer, key=key)


class TestOutdatedPlans:
    def test_are_refused_once_the_register_moved(self, little: LittleCity) -> None:
        mine, theirs = (
            ledger([NEW], day=LATER),
            ledger(["东苑,城关镇,1993,2,45,5400,90"], day=LATER),
        )
        plan = planned(mine, little.filer)
        send(theirs, actor=little.clerk)

        with pytest.raises(PlanOutdated, match="没有写入任何数据"):
            write_plan(plan, mine, actor=little.filer)

        assert "西苑小区" not in register()

    def test_of_another_county_stay_good(self, little: LittleCity) -> None:
        mine = ledger([NEW], day=LATER)
        plan = planned(mine, little.filer)
        send(ledger(["湖滨小区,新城街道,1993,2,45,5400,90"], "610902", LATER), actor=little.sibling)

        assert write_plan(plan, mine, actor=little.filer).added == 1

    def test_of_two_clerks_at_once_are_written_once(self, fresh_little: LittleCity) -> None:
        file = ledger([NEW], day=LATER)
        plan = planned(file, fresh_little.filer)

        def write(_: int) -> str:
            try:
                write_plan(plan, file, actor=fresh_little.filer)
            except PlanOutdated:
                return "outdated"
            finally:
                connection.close()
            return "written"

        with ThreadPoolExecutor(2, initializer=as_operator) as clerks:
            assert sorted(clerks.map(write, range(2))) == ["outdated", "written"]
        assert CommunityVersion.objects.filter(name="西苑小区").count() == 1


class TestWhoMay:
    def test_import_is_who_has_the_power(self, little: LittleCity) -> None:
        file = ledger([NEW])
        for actor in (little.head, little.auditor, little.administrator, little.reviewer):
            for step in (
                lambda a: read(file, actor=a),
                lambda a: planned(file, a),
                lambda a: write_plan(planned(file, little.filer), file, actor=a),
            ):
                with pytest.raises(NotAllowed, match="没有改动任何数据"):
                    step(actor)

    @pytest.mark.parametrize("county", ["610902", "619999", "610900", ""])
    def test_import_into_another_county_looks_like_none(
        self, little: LittleCity, county: str
    ) -> None:
        file = ledger([NEW], county)

        with pytest.raises(OutsideScope):
            planned(file, little.filer)

    def test_write_for_whom_it_was_not_planned_is_refused(self, little: LittleCity) -> None:
        file = ledger([NEW])
        plan = planned(file, little.filer)

        with pytest.raises(OutsideScope):
            write_plan(plan, file, actor=little.sibling)


class TestReading:
    def test_reads_behind_the_guard_and_writes_nothing(self, little: LittleCity) -> None:
        mark = last_mark()

        reading = read(ledger([*SHIQUAN, NEW]), actor=little.filer)

        assert [row.name for row in reading.rows][-1] == "西苑小区"
        assert last_mark() == mark

    def test_of_a_broken_file_gives_one_finding(self, little: LittleCity) -> None:
        broken = LedgerFile(b"PK\x03\x04 nonsense", "坏.xlsx", "610922", 2020, LEDGER_DAY)

        reading = read(broken, actor=little.filer)

        assert reading.refused
        assert len(reading.findings) == 1


class TestRenamedCounty:
    def test_keeps_its_register_under_either_code(self, little: LittleCity) -> None:
        row = "河街小区,城关镇,1987,2,93,10800,270"

        for code, day in (("610928", date(2021, 3, 1)), ("610981", date(2021, 4, 1))):
            plan = planned(ledger([row], code, day), little.xunyang_filer)
            assert [each.kind for each in plan.rows] == [RowKind.CHANGE]

        send(ledger([row], "610981", date(2021, 4, 1)), actor=little.xunyang_filer)
        assert acts(limit=1)[0].subject.startswith("旬阳市")
        assert register(date(2021, 4, 1))["河街小区"].households == 93
        assert register(date(2020, 12, 31))["河街小区"].households == 90
