"""Deciding whether two records are one community: once counted, never merged, open to correction."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from jiugai.domain.reporting.indicators import Basis
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon, horizon_at
from jiugai.services.programme import planning
from jiugai.services.reach import as_operator
from jiugai.services.registry.importing import plan_ledger, write_plan
from jiugai.services.registry.look_alikes import (
    Filter,
    LookAlike,
    NoSuchPair,
    look_alike,
    look_alikes,
)
from jiugai.services.registry.pairing import AlreadyDone, Decided, decide, may_decide
from jiugai.services.registry.register import cards, records, stood_for
from jiugai.services.reporting import community
from jiugai.services.reporting.board import board
from jiugai.services.reporting.ledger_list import Filter as ListFilter
from jiugai.services.reporting.ledger_list import list_page
from jiugai.services.supervision.league import league
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.registry.models import Pairing
from tests.services.little_city import (
    OCTOBER,
    LittleCity,
    a_return,
    file_plan,
    ledger,
    plan,
    plan_file,
    reading_of,
    send,
)

DAY = date(2020, 11, 3)
LATER = date(2020, 6, 1)
TWIN = "金州宿舍,城关镇,1985,3,100,12000,300"  # of 石泉县's 金州家属院
ABROAD = "北苑小区,新城街道,1990,2,80,9600.5,240"  # 石泉县's, in 汉滨区's list
WHY = "现场核对，同一门牌"


@pytest.fixture
def twins(little: LittleCity) -> LittleCity:
    """Add 金州宿舍 to 石泉县, and 石泉县's 北苑小区 to 汉滨区's list."""
    send(ledger([TWIN], day=LATER, name="补报.csv"), actor=little.filer)
    send(ledger([ABROAD], "610902", LATER, name="补报.csv"), actor=little.sibling)
    return little


def number_of(name: str, county: int | None = None) -> str:
    (found,) = (
        card.public_id
        for card in records(horizon(DAY))
        if card.name == name and county in {None, card.county_id}
    )
    return found


def pair(actor: Actor, first: str = "金州家属院", second: str = "金州宿舍") -> LookAlike:
    return look_alike(number_of(first), number_of(second), horizon(DAY), actor=actor)


def abroad(little: LittleCity, actor: Actor) -> LookAlike:
    here, there = little.divisions.shiquan, little.divisions.hanbin
    return look_alike(
        number_of("北苑小区", here), number_of("北苑小区", there), horizon(DAY), actor=actor
    )


def say(
    found: LookAlike,
    kept: str | None,
    *,
    actor: Actor,
    basis: str = WHY,
    key: uuid.UUID | None = None,
) -> Decided:
    """Decide on a pair; ``kept`` is a name, or None for two communities."""
    numbers = {side.card.name: side.card.public_id for side in found.sides}
    return decide(
        first=found.first.card.public_id,
        second=found.second.card.public_id,
        kept=numbers[kept] if kept else None,
        basis=basis,
        seen=found.seen,
        on_day=DAY,
        actor=actor,
        key=key,
    )


def open_names(actor: Actor) -> list[set[str]]:
    page = look_alikes(horizon(DAY), Filter(), page=1, actor=actor)
    return [{side.card.name for side in found.sides} for found in page.found]


def households(actor: Actor) -> int:
    return list_page(horizon(DAY), ListFilter(), page=1, actor=actor).households


def code_of(done: Decided) -> str:
    (finding,) = done.findings
    return finding.code


class TestProposals:
    def test_are_made_within_a_county_and_across(self, twins: LittleCity) -> None:
        assert open_names(twins.clerk) == [{"北苑小区"}, {"金州家属院", "金州宿舍"}]

    def test_say_why_in_words(self, twins: LittleCity) -> None:
        found = pair(twins.clerk).pair

        assert found is not None
        assert found.reasons == ("“家属院”与“宿舍”", "建成年份、栋数、户数、面积相同")

    def test_touch_the_officers_scope(self, twins: LittleCity) -> None:
        assert open_names(twins.filer) == [{"北苑小区"}, {"金州家属院", "金州宿舍"}]
        assert open_names(twins.sibling) == [{"北苑小区"}]
        assert open_names(twins.xunyang_filer) == []
        with pytest.raises(NoSuchPair):
            pair(twins.sibling)

    def test_show_one_side_alone_where_the_other_is_foreign(self, twins: LittleCity) -> None:
        found = abroad(twins, twins.filer)

        assert [side.is_seen for side in found.sides] == [True, False]
        assert not found.is_whole
        assert abroad(twins, twins.clerk).is_whole

    def test_are_of_the_day_and_the_stamp_asked_about(self, twins: LittleCity) -> None:
        before = horizon_at(DAY, last_mark().seq - 2)

        assert look_alikes(before, Filter(), page=1, actor=twins.clerk).count == 0
        assert look_alikes(horizon(LATER), Filter(), page=1, actor=twins.clerk).count == 2
        early = horizon(date(2020, 5, 31))
        assert look_alikes(early, Filter(), page=1, actor=twins.clerk).count == 0

    @pytest.mark.parametrize(
        ("narrowed", "count"),
        [
            (Filter(reach="across"), 1),
            (Filter(reach="within"), 1),
            (Filter(name="宿舍"), 1),
            (Filter(name="没有这个"), 0),
            (Filter(state="same"), 0),
        ],
    )
    def test_are_narrowed(self, twins: LittleCity, narrowed: Filter, count: int) -> None:
        page = look_alikes(horizon(DAY), narrowed, page=7, actor=twins.clerk)

        assert (page.count, page.page, len(page.found)) == (count, 1, count)

    def test_of_plain_strangers_are_none(self, twins: LittleCity) -> None:
        with pytest.raises(NoSuchPair):
            pair(twins.clerk, "南苑小区", "金州宿舍")
        with pytest.raises(NoSuchPair):
            look_alike("x", "y", horizon(DAY), actor=twins.clerk)


class TestOneCommunity:
    def test_is_counted_once_and_leaves_both_records(self, twins: LittleCity) -> None:
        before = households(twins.clerk)

        assert say(pair(twins.filer), "金州家属院", actor=twins.filer) == Decided(True)

        assert households(twins.clerk) == before - 100
        asked = horizon(DAY)
        assert {card.name for card in records(asked)} - {card.name for card in cards(asked)} == {
            "金州宿舍"
        }
        page = community.page(number_of("金州宿舍"), asked, actor=twins.filer)
        assert page.card.households == 100

    def test_is_one_dated_stamped_act(self, twins: LittleCity) -> None:
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        last = acts(limit=1)[0]
        assert (last.verb, last.subject) == (
            "registry.decide_pair",
            "“金州家属院”与“金州宿舍”：同一小区",
        )
        assert last.post == "石泉县住建局 填报岗"
        (fact,) = Pairing.objects.all()
        assert (fact.same, fact.basis, fact.reason) == (True, WHY, None)
        assert fact.effective_on == date(2020, 3, 11)  # since the older record is on file

    def test_is_counted_once_on_every_day_and_twice_by_earlier_stamps(
        self, twins: LittleCity
    ) -> None:
        twice = horizon(DAY)
        say(pair(twins.filer), "金州宿舍", actor=twins.filer)

        assert len(cards(horizon(DAY))) == len(cards(twice)) - 1
        assert "金州家属院" in {card.name for card in cards(twice)}
        assert "金州家属院" not in {card.name for card in cards(horizon(DAY))}
        # Before the one that stands was on file, the other was all there was.
        early = horizon(date(2020, 5, 31))
        assert "金州家属院" in {card.name for card in cards(early)}
        assert stood_for(early) == {}

    def test_across_counties_is_counted_for_the_one_that_is_kept(self, twins: LittleCity) -> None:
        found = abroad(twins, twins.clerk)
        kept = next(s.card for s in found.sides if s.card.county_id == twins.divisions.shiquan)
        hanbin, shiquan = households(twins.sibling), households(twins.filer)

        done = decide(
            first=found.first.card.public_id,
            second=found.second.card.public_id,
            kept=kept.public_id,
            basis=WHY,
            seen=found.seen,
            on_day=DAY,
            actor=twins.clerk,
        )

        assert done.written
        assert (households(twins.sibling), households(twins.filer)) == (hanbin - 80, shiquan)

    def test_leaves_what_was_filed_as_it_was(self, twins: LittleCity) -> None:
        """金州家属院 stands in the plan of 2020 and has started; now 金州宿舍 stands for it."""
        before = league(
            horizon(DAY), year=2020, measure="start_rate", basis=Basis.HOUSEHOLDS, actor=twins.clerk
        )

        say(pair(twins.filer), "金州宿舍", actor=twins.filer)

        after = league(
            horizon(DAY), year=2020, measure="start_rate", basis=Basis.HOUSEHOLDS, actor=twins.clerk
        )
        assert after == before
        city = board(horizon(DAY))
        (counted,) = (card for card in city.cards.values() if card.name == "金州宿舍")
        (site,) = city.by_community[counted.id]
        assert city.name_of(site)[0] == "金州家属院"
        page = community.page(counted.public_id, horizon(DAY), actor=twins.filer)
        assert page.facts

    def test_is_found_by_either_name_in_returns_and_plans(self, twins: LittleCity) -> None:
        say(pair(twins.filer), "金州宿舍", actor=twins.filer)
        told = "金州宿舍,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,55,120,30,20"

        returned = plan(a_return([told]), actor=twins.filer)
        assert returned.accepted == 1
        both = plan_file(
            [
                ("石泉县", "金州宿舍", "2020-03-20", "2020-04-18"),
                ("石泉县", "金州家属院", "2020-03-20", "2020-04-18"),
            ],
            day=OCTOBER,
        )
        planned = planning.plan_cohort(both, actor=twins.clerk)
        assert [finding.code for finding in planned.findings] == ["plan.twice_in_file"]
        alone = plan_file([("石泉县", "金州宿舍", "2021-03-20", None)], year=2021, day=OCTOBER)
        file_plan(alone, actor=twins.clerk)
        newest = max(board(horizon(DAY)).sites.values(), key=lambda site: site.years)
        assert board(horizon(DAY)).name_of(newest)[0] == "金州宿舍"

    def test_is_not_asked_about_again(self, twins: LittleCity) -> None:
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        assert open_names(twins.filer) == [{"北苑小区"}]
        page = look_alikes(horizon(DAY), Filter(state="same"), page=1, actor=twins.filer)
        (found,) = page.found
        assert [side.stands_down_for for side in found.sides] == ["", "金州家属院"]
        assert dict(page.by_state) == {"open": 1, "same": 1, "apart": 0}


class TestTwoCommunities:
    def test_are_never_asked_about_again(self, twins: LittleCity) -> None:
        before = households(twins.clerk)

        assert say(pair(twins.filer), None, actor=twins.filer, basis="").written

        assert open_names(twins.filer) == [{"北苑小区"}]
        assert households(twins.clerk) == before
        assert acts(limit=1)[0].subject.endswith("：不是同一小区")

    def test_until_one_of_the_names_changes(self, twins: LittleCity) -> None:
        say(pair(twins.filer), None, actor=twins.filer, basis="")

        changed = ledger(["金州宿舍,城关镇,1985,3,104,12000,300"], day=DAY)
        send(changed, actor=twins.filer)
        assert {"金州家属院", "金州宿舍"} not in open_names(twins.filer)
        renamed = plan_of_choice(twins, "金州职工宿舍,城关镇,1985,3,104,12000,300", "金州宿舍")
        assert renamed == 1
        assert {"金州家属院", "金州职工宿舍"} in open_names(twins.filer)
        again = pair(twins.filer, "金州家属院", "金州职工宿舍")
        assert (again.state, len(again.said)) == ("open", 1)
        assert code_of(say(again, None, actor=twins.filer, basis=" ")) == (
            "registry.pair_without_basis"
        )
        assert say(again, None, actor=twins.filer, basis="更名后又核过").written

    def test_said_while_importing_are_decided_with_the_file(self, little: LittleCity) -> None:
        file = ledger([TWIN], day=LATER)
        reading = reading_of(file)
        (told,) = plan_ledger(reading, file, actor=little.filer).rows
        assert told.question is not None
        assert told.question.code == "registry.looks_alike"

        planned = plan_ledger(reading, file, actor=little.filer, choices={"!2": "new"})
        write_plan(planned, file, actor=little.filer)

        assert open_names(little.filer) == []
        (said,) = pair(little.filer).said
        assert (said.kept, said.basis) == (None, "导入《台账.csv》时说明确是两个")


def plan_of_choice(little: LittleCity, row: str, same: str) -> int:
    """Send a row that is said to be a community on file; return how many rows were changed."""
    file = ledger([row], day=DAY, name="更名.csv")
    choice = {"!2": f"same:{number_of(same)}"}
    planned = plan_ledger(reading_of(file), file, actor=little.filer, choices=choice)
    return write_plan(planned, file, actor=little.filer).changed


class TestCorrection:
    def test_takes_the_earlier_decision_back_and_keeps_it_on_file(self, twins: LittleCity) -> None:
        before = households(twins.clerk)
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        say(pair(twins.filer), None, actor=twins.filer, basis="复核：两处门牌不同")

        assert households(twins.clerk) == before
        found = pair(twins.filer)
        assert (found.state, [row.kept is None for row in found.said]) == ("apart", [False, True])
        later = Pairing.objects.get(replaces__isnull=False)
        assert later.reason == "复核：两处门牌不同"

    def test_may_keep_the_other_record(self, twins: LittleCity) -> None:
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        assert say(pair(twins.filer), "金州宿舍", actor=twins.filer, basis="改以新名为准").written

        names = {card.name for card in cards(horizon(DAY))}
        assert "金州宿舍" in names
        assert "金州家属院" not in names

    def test_of_what_the_city_decided_is_left_to_the_city(self, twins: LittleCity) -> None:
        say(pair(twins.clerk), "金州家属院", actor=twins.clerk)

        with pytest.raises(NotAllowed, match=r"已由“安康市改造办 综合岗”核定.*没有改动任何数据"):
            say(pair(twins.filer), None, actor=twins.filer)

        assert say(pair(twins.clerk), None, actor=twins.clerk, basis="复核").written

    def test_of_a_countys_decision_is_open_to_the_city(self, twins: LittleCity) -> None:
        say(pair(twins.filer), None, actor=twins.filer, basis="")

        assert say(pair(twins.clerk), "金州家属院", actor=twins.clerk).written


class TestRefusals:
    @pytest.mark.parametrize("who", ["head", "auditor", "reviewer", "street", "administrator"])
    def test_of_whoever_lacks_the_power(self, twins: LittleCity, who: str) -> None:
        found, mark = pair(twins.clerk), last_mark()

        with pytest.raises(NotAllowed, match="没有改动任何数据"):
            say(found, None, actor=getattr(twins, who))

        assert last_mark() == mark

    def test_of_a_pair_that_lies_across(self, twins: LittleCity) -> None:
        found = abroad(twins, twins.filer)

        assert may_decide(found, actor=twins.filer).startswith("这一对有一条不在您的辖区")
        with pytest.raises(NotAllowed, match="由市改造办核对"):
            say(found, None, actor=twins.filer)

    def test_of_a_foreign_pair_look_like_none(self, twins: LittleCity) -> None:
        with pytest.raises(NoSuchPair):
            say(pair(twins.clerk), None, actor=twins.sibling)

    def test_of_a_third_community_kept(self, twins: LittleCity) -> None:
        found = pair(twins.clerk)

        with pytest.raises(NoSuchPair):
            decide(
                first=found.first.card.public_id,
                second=found.second.card.public_id,
                kept=number_of("南苑小区"),
                basis=WHY,
                seen=found.seen,
                on_day=DAY,
                actor=twins.clerk,
            )

    @pytest.mark.parametrize(
        ("basis", "code"),
        [
            ("", "registry.pair_without_basis"),
            (" 　", "registry.pair_without_basis"),
            ("长" * 201, "registry.pair_basis_too_long"),
        ],
    )
    def test_of_one_community_without_a_fit_basis(
        self, twins: LittleCity, basis: str, code: str
    ) -> None:
        mark = last_mark()

        done = say(pair(twins.filer), "金州家属院", actor=twins.filer, basis=basis)

        assert (done.written, code_of(done)) == (False, code)
        assert last_mark() == mark

    def test_of_what_has_changed_since_it_was_looked_at(self, twins: LittleCity) -> None:
        looked_at = pair(twins.filer)
        send(ledger(["金州宿舍,城关镇,1985,3,104,12000,300"], day=LATER), actor=twins.filer)

        done = say(looked_at, "金州家属院", actor=twins.filer)

        assert code_of(done) == "registry.pair_moved"
        assert "没有改动任何数据" in done.findings[0].message

    def test_of_the_same_decision_once_more(self, twins: LittleCity) -> None:
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        done = say(pair(twins.filer), "金州家属院", actor=twins.filer)

        assert code_of(done) == "registry.pair_settled"
        assert Pairing.objects.count() == 1

    def test_of_the_same_request_once_more(self, twins: LittleCity) -> None:
        found, key = pair(twins.filer), uuid.uuid4()
        say(found, None, actor=twins.filer, key=key)

        with pytest.raises(AlreadyDone):
            say(found, None, actor=twins.filer, key=key)

        assert Pairing.objects.count() == 1

    def test_of_what_contradicts_an_earlier_decision(self, twins: LittleCity) -> None:
        third = "金州职工宿舍,城关镇,1985,3,100,12000,300"
        send(ledger([third], day=LATER, name="又补.csv"), actor=twins.filer)
        say(pair(twins.filer), "金州家属院", actor=twins.filer)
        others = pair(twins.filer, "金州宿舍", "金州职工宿舍")
        looked_at = pair(twins.filer, "金州家属院", "金州职工宿舍")
        say(others, None, actor=twins.filer, basis="")

        assert open_names(twins.filer) == [{"北苑小区"}]  # two, by what was said of the twin
        with pytest.raises(NoSuchPair):
            say(looked_at, "金州家属院", actor=twins.filer)

    def test_of_a_correction_that_contradicts_another(self, twins: LittleCity) -> None:
        third = "金州职工宿舍,城关镇,1985,3,100,12000,300"
        send(ledger([third], day=LATER, name="又补.csv"), actor=twins.filer)
        for other in ("金州家属院", "金州宿舍"):
            say(pair(twins.filer, other, "金州职工宿舍"), None, actor=twins.filer, basis="")
        say(pair(twins.filer), "金州家属院", actor=twins.filer)

        done = say(pair(twins.filer, "金州家属院", "金州职工宿舍"), "金州家属院", actor=twins.filer)

        assert code_of(done) == "registry.pair_contradicts"
        assert "“金州宿舍”与“金州职工宿舍”已由“石泉县住建局 填报岗”核定不是同一小区" in (
            done.findings[0].message
        )

    def test_of_two_clerks_at_once_but_one(self, fresh_little: LittleCity) -> None:
        send(ledger([TWIN], day=LATER), actor=fresh_little.filer)
        found = pair(fresh_little.filer)

        def one(_: int) -> str:
            as_operator()
            try:
                done = say(found, "金州家属院", actor=fresh_little.filer)
            finally:
                connection.close()
            return "written" if done.written else code_of(done)

        with ThreadPoolExecutor(2) as clerks:
            said = sorted(clerks.map(one, range(2)))
        assert said == ["registry.pair_moved", "written"]
        assert Pairing.objects.count() == 1
