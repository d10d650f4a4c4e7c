"""Leaders who answer by name: named, ended, handed over, sent on visits; and what nobody answers for."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import ChargeKind, LeaderLevel, VisitState
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision.leads import assigning, visiting
from jiugai.services.supervision.leads.assigning import AlreadyDone, LedMeanwhile, NoSuchCharge
from jiugai.services.supervision.leads.roster import answering
from jiugai.services.supervision.leads.visiting import NoSuchVisit, VisitDraft
from jiugai.services.supervision.orders import doing
from jiugai.storage.audit.models import Act
from jiugai.storage.registry.queries import NoSuchCommunity
from jiugai.storage.reporting import doubts
from jiugai.storage.supervision.models import Charge, Leader, LeaderVisit
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import OCTOBER, LittleCity, raise_doubt
from tests.services.supervision.named_leaders import (
    COUNTY_DEPUTY,
    DAY,
    DEPUTY,
    SINCE,
    charge,
    key_of,
    line_of,
    name_leader,
    read,
    record_visit,
)

HOME, OTHER, FOREIGN = "金州家属院", "北苑小区", "江北小区"
COUNTY = ChargeKind.COUNTY


def end(who: tuple[str, str], actor: Actor, last_day: date, reason: str = "职务调整") -> list[str]:
    (row,) = line_of(who, actor).charges
    found = assigning.end(row.row.id, last_day=last_day, reason=reason, actor=actor, today=DAY)
    return [one.code for one in found]


class TestNaming:
    def test_is_by_the_city_for_all_and_by_a_county_for_its_own(self, little: LittleCity) -> None:
        assert name_leader(HOME, little.clerk, DEPUTY, kind=COUNTY, level=LeaderLevel.CITY) == []
        assert name_leader(HOME, little.reviewer) == []

        deputy = line_of(DEPUTY, little.auditor)
        assert (deputy.projects, deputy.communities) == (2, 2)
        assert line_of(COUNTY_DEPUTY, little.filer).county == "石泉县"
        acts = Act.objects.filter(verb="supervision.assign_leader").order_by("id")
        assert [act.subject for act in acts] == [
            "王志远 包抓 石泉县",
            "陈立新 包抓 金州家属院改造项目",
        ]

    def test_of_a_citys_leader_is_the_citys(self, little: LittleCity) -> None:
        assert name_leader(HOME, little.reviewer, DEPUTY, level=LeaderLevel.CITY) == [
            "charge.not_yours"
        ]
        assert not Charge.objects.exists()

    def test_needs_the_power_and_the_scope(self, little: LittleCity) -> None:
        for actor in (little.filer, little.auditor, little.head, little.street):
            with pytest.raises(NotAllowed):
                name_leader(HOME, actor)
        with pytest.raises(NoSuchCharge):
            name_leader(FOREIGN, little.reviewer)
        with pytest.raises(NoSuchCharge):
            assigning.assign("project-0", charge(), actor=little.clerk, today=DAY)
        with pytest.raises(NoSuchCharge):
            assigning.assign("village-1", charge(), actor=little.clerk, today=DAY)

    def test_twice_for_one_thing_is_refused_in_one_sentence(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, until=date(2020, 12, 31))

        assert name_leader(HOME, little.clerk, since=date(2020, 12, 31)) == ["charge.overlaps"]
        assert name_leader(HOME, little.clerk, since=date(2021, 1, 1)) == []
        assert name_leader(OTHER, little.clerk) == []

    def test_of_two_for_one_thing_is_taken_and_told(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, DEPUTY, level=LeaderLevel.CITY)
        name_leader(HOME, little.clerk)

        (mine,) = line_of(DEPUTY, little.clerk).charges
        assert mine.beside == ("陈立新",)

    def test_takes_only_a_post_that_there_is(self, little: LittleCity) -> None:
        assert name_leader(HOME, little.clerk, post_id=10**9) == ["charge.unknown_post"]
        foreign = little.sibling.post_id
        assert name_leader(HOME, little.reviewer, post_id=foreign) == ["charge.unknown_post"]
        assert name_leader(HOME, little.clerk, DEPUTY, post_id=little.head.post_id) == []

    def test_sent_twice_is_done_once(self, little: LittleCity) -> None:
        request, new = uuid4(), charge()
        key = key_of(HOME)
        assert assigning.assign(key, new, actor=little.clerk, today=DAY, request=request) == ()
        with pytest.raises(AlreadyDone):
            assigning.assign(key, new, actor=little.clerk, today=DAY, request=request)
        assert Charge.objects.count() == 1

    def test_by_two_at_once_is_done_once(self, fresh_little: LittleCity) -> None:
        little, ready, found = fresh_little, Barrier(2), []
        key = key_of(HOME)

        def name() -> None:
            with as_officer(little.clerk):
                ready.wait()
                found.append(assigning.assign(key, charge(), actor=little.clerk, today=DAY))
            connection.close()

        threads = [Thread(target=name) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

        assert sorted(len(one) for one in found) == [0, 1]
        assert Charge.objects.count() == 1


class TestTheEnd:
    def test_is_a_new_entry_with_its_reason(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)

        assert end(COUNTY_DEPUTY, little.reviewer, date(2020, 10, 31)) == []
        assert read(little.clerk).lines == ()
        before = read(little.clerk, date(2020, 10, 31)).lines
        assert [one.leader.name for one in before] == ["陈立新"], "he answered until that day"
        first, last = Charge.objects.order_by("id")
        assert (first.until, last.until, last.reason) == (None, date(2020, 10, 31), "职务调整")

    def test_lies_within_the_term_and_not_before_his_visits(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)

        assert end(COUNTY_DEPUTY, little.clerk, date(2020, 10, 19)) == ["charge.visited_later"]
        assert end(COUNTY_DEPUTY, little.clerk, SINCE - timedelta(2)) == [
            "charge.ends_before_it_began",
            "charge.visited_later",
        ]
        assert end(COUNTY_DEPUTY, little.clerk, DAY, " ") == ["charge.no_reason"]
        assert end(COUNTY_DEPUTY, little.clerk, date(2020, 10, 20)) == []

    def test_of_a_citys_leader_is_the_citys(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, DEPUTY, level=LeaderLevel.CITY)
        assert end(DEPUTY, little.reviewer, DAY) == ["charge.not_yours"]

    def test_comes_once(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        (row,) = line_of(COUNTY_DEPUTY, little.clerk).charges
        said = {"last_day": DAY, "reason": "调离", "actor": little.clerk, "today": DAY}
        assert assigning.end(row.row.id, **said) == ()  # type: ignore[arg-type]
        with pytest.raises(LedMeanwhile):
            assigning.end(row.row.id, **said)  # type: ignore[arg-type]
        with pytest.raises(NoSuchCharge):
            assigning.end(10**9, **said)  # type: ignore[arg-type]


class TestHandingOver:
    def test_ends_the_one_and_begins_the_other_in_one_act(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        (row,) = line_of(COUNTY_DEPUTY, little.clerk).charges
        new = charge(("李向阳", "副县长"), since=date(2020, 11, 1))
        by = {"reason": "职务调整", "actor": little.reviewer, "today": DAY}

        assert assigning.hand_over(row.row.id, new, **by) == ()  # type: ignore[arg-type]
        assert [line.leader.name for line in read(little.clerk).lines] == ["李向阳"]
        old, ended, begun = Charge.objects.order_by("id")
        assert (old.until, ended.until) == (None, date(2020, 10, 31))
        assert ended.act_id == begun.act_id

    def test_writes_nothing_if_either_is_wrong(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        (row,) = line_of(COUNTY_DEPUTY, little.clerk).charges
        wrong = charge(("", "副县长"), since=date(2020, 11, 1))
        found = assigning.hand_over(
            row.row.id, wrong, reason="职务调整", actor=little.clerk, today=DAY
        )

        assert [one.code for one in found] == ["charge.no_name"]
        assert Charge.objects.count() == 1


class TestAVisit:
    def test_is_written_by_the_leaders_own_post_or_on_his_behalf(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, DEPUTY, level=LeaderLevel.CITY, post_id=little.head.post_id)

        assert record_visit(HOME, little.head, DEPUTY) == []
        assert record_visit(HOME, little.filer, DEPUTY, on=date(2020, 10, 27)) == []
        assert record_visit(HOME, little.clerk, DEPUTY, on=DAY) == []
        newest = line_of(DEPUTY, little.clerk).visits
        assert [row.own_hand for row in newest] == [False, False, True]
        assert newest[0].entered_by == "安康市改造办 综合岗"

    def test_is_not_written_by_others(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        for actor in (little.head, little.reviewer, little.street, little.auditor):
            assert record_visit(HOME, actor) == ["visit.not_yours"]
        with pytest.raises(NoSuchVisit):
            visiting.record(
                line_of(COUNTY_DEPUTY, little.clerk).leader.public_id,
                VisitDraft(little.number_of(HOME), DAY, "外墙"),
                actor=little.sibling,
                today=DAY,
            )
        assert not LeaderVisit.objects.exists()

    @pytest.mark.parametrize(
        ("on", "found", "codes"),
        [
            (DAY + timedelta(1), "外墙", ["visit.in_future"]),
            (SINCE - timedelta(1), "外墙", ["visit.outside_term"]),
            (SINCE, " ", ["visit.nothing_found"]),
        ],
    )
    def test_lies_in_his_term_and_says_something(
        self, little: LittleCity, on: date, found: str, codes: list[str]
    ) -> None:
        name_leader(HOME, little.clerk)
        assert record_visit(HOME, little.filer, on=on, found=found) == codes

    def test_is_to_what_he_answers_for(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        assert record_visit(OTHER, little.filer) == ["visit.outside_term"]

    def test_of_one_day_is_known_once(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)
        assert record_visit(HOME, little.filer) == ["visit.known"]

    def test_is_corrected_by_another_that_stands_in_its_place(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)
        (row,) = line_of(COUNTY_DEPUTY, little.clerk).visits
        draft = VisitDraft(little.number_of(HOME), date(2020, 10, 21), "管网已动工")
        by = {"seen": row.id, "actor": little.filer, "today": DAY}

        refused = visiting.correct(row.public_id, draft, reason="", **by)  # type: ignore[arg-type]
        assert [one.code for one in refused] == ["visit.no_reason"]
        assert visiting.correct(row.public_id, draft, reason="日期记错", **by) == ()  # type: ignore[arg-type]
        (stands,) = line_of(COUNTY_DEPUTY, little.clerk).visits
        assert (stands.public_id, stands.on, stands.reason) == (row.public_id, draft.on, "日期记错")
        assert LeaderVisit.objects.count() == 2
        with pytest.raises(LedMeanwhile):
            visiting.correct(row.public_id, draft, reason="再改", **by)  # type: ignore[arg-type]

    def test_gives_birth_to_an_order_that_is_known_by_it(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)
        (row,) = line_of(COUNTY_DEPUTY, little.clerk).visits
        told = visiting.order_of(row, actor=little.clerk, today=DAY)
        assert told.demand == "金州家属院：11月20日前管网进场施工"
        draft = doing.OrderDraft(told.demand, owner_id=told.owner_id, source=told.source)
        opened = doing.open_order(draft, actor=little.clerk, today=DAY)

        (mine,) = line_of(COUNTY_DEPUTY, little.clerk).orders
        assert mine.row.public_id == opened.public_id
        assert mine.row.owner_name == "石泉县住建局"
        with pytest.raises(NotAllowed):
            visiting.order_of(row, actor=little.filer, today=DAY)


def _doubt_that_stands(little: LittleCity) -> None:
    doubt = raise_doubt(little.filer)
    with unit_of_work(verb="tests.examine", user_id=0, post_id=0) as act:
        doubts.enter_examination(
            act,
            county_id=little.divisions.shiquan,
            month=Month.of(OCTOBER),
            last_seq=1,
            standing=[doubt],
            passed=0,
            not_applicable=0,
        )


class TestTheBook:
    def test_counts_what_a_leader_answers_for_from_the_facts(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, kind=COUNTY)
        _doubt_that_stands(little)
        draft = doing.OrderDraft("月底前进场施工", owner_id=None, owner_name="石泉县住建局")
        doing.open_order(draft, actor=little.clerk, today=DAY)

        line = line_of(COUNTY_DEPUTY, little.clerk)
        assert (line.projects, line.communities, line.households) == (2, 2, 180)
        assert len(line.reached(Step.START)) == 1
        assert line.reached(Step.COMPLETION) == ()
        assert len(line.doubts) == 1
        assert {site.site.community_id for site in line.unvisited} == {
            site.site.community_id for site in line.sites
        }

    def test_says_when_a_visit_is_due(self, little: LittleCity) -> None:
        # Works at 金州家属院 began on 2020-10-12, after he was named.
        name_leader(HOME, little.clerk)
        assert line_of(COUNTY_DEPUTY, little.clerk).state is VisitState.GREEN
        later = line_of(COUNTY_DEPUTY, little.clerk, date(2020, 11, 13))
        assert (later.state, len(later.due)) == (VisitState.AMBER, 1)
        record_visit(HOME, little.filer)
        fresh = line_of(COUNTY_DEPUTY, little.clerk, date(2020, 11, 13))
        assert (fresh.state, fresh.last_on) == (VisitState.GREEN, date(2020, 10, 20))
        assert fresh.unvisited == ()
        name_leader(OTHER, little.clerk, DEPUTY)
        assert line_of(DEPUTY, little.clerk).state is VisitState.NOT_ASKED, "no works there yet"

    def test_names_the_projects_for_which_nobody_answers(self, little: LittleCity) -> None:
        assert len(read(little.clerk).gaps) == 5
        name_leader(HOME, little.clerk)
        name_leader(FOREIGN, little.clerk, kind=ChargeKind.COMMUNITY)
        name_leader(HOME, little.clerk, DEPUTY, kind=COUNTY, level=LeaderLevel.CITY)

        gaps = {gap.name: gap for gap in read(little.clerk).gaps}
        assert set(gaps) == {f"{name}改造项目" for name in ("北苑小区", "朝阳小区", "河街小区")}
        assert gaps["北苑小区改造项目"].led_by == ("王志远",)
        assert gaps["朝阳小区改造项目"].led_by == ()

    def test_shows_a_county_its_own_and_a_street_what_lies_in_it(self, little: LittleCity) -> None:
        for name in (HOME, FOREIGN):
            name_leader(name, little.clerk, DEPUTY, kind=COUNTY, level=LeaderLevel.CITY)
        name_leader(FOREIGN, little.clerk, ("孙立", "副区长"))

        with as_officer(little.filer):
            (mine,) = read(little.filer).lines
        assert (mine.leader.name, mine.projects) == ("王志远", 2)
        with as_officer(little.street):
            names = {line.leader.name for line in read(little.street).lines}
        assert names == {"王志远"}
        assert len(read(little.clerk).lines) == 2

    def test_says_who_answers_for_a_community_the_nearest_first(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk, DEPUTY, kind=COUNTY, level=LeaderLevel.CITY)
        name_leader(HOME, little.clerk)
        found = answering(little.number_of(HOME), actor=little.clerk, today=DAY)

        assert [line.leader.name for line, _ in found] == ["陈立新", "王志远"]
        assert len(answering(little.number_of(OTHER), actor=little.clerk, today=DAY)) == 1
        with pytest.raises(NoSuchCommunity):
            answering(little.number_of(FOREIGN), actor=little.filer, today=DAY)

    def test_is_closed_to_whoever_sees_no_records(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            read(little.administrator)


class TestTheTables:
    @pytest.mark.parametrize("table", [Leader, Charge, LeaderVisit])
    def test_are_never_changed(
        self, little: LittleCity, table: type[Leader] | type[Charge] | type[LeaderVisit]
    ) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            table.objects.update(act_id=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()

    def test_hold_a_charge_to_what_it_says_it_is_about(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        row = Charge.objects.get()
        row.pk, row.thing_id = None, row.thing_id + 1
        with pytest.raises(DatabaseError, match="of_a_kind"), transaction.atomic():
            row.save(force_insert=True)

    def test_hold_a_visit_to_the_day_it_was_made(self, little: LittleCity) -> None:
        name_leader(HOME, little.clerk)
        record_visit(HOME, little.filer)
        row = LeaderVisit.objects.get()
        row.pk, row.public_id, row.effective_on = None, "x", date(2099, 1, 1)
        with pytest.raises(DatabaseError, match="not_in_future"), transaction.atomic():
            row.save(force_insert=True)

    def test_let_a_county_enter_nothing_of_another(self, little: LittleCity) -> None:
        key = key_of(FOREIGN)
        widened = replace(little.reviewer, scope=little.clerk.scope)
        name_leader(FOREIGN, little.clerk)
        row = Charge.objects.get()
        with as_officer(little.reviewer):
            assert not Charge.objects.exists()
            with pytest.raises(NoSuchCharge):
                assigning.assign(key, charge(), actor=widened, today=DAY)
            row.pk = None
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
