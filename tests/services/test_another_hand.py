"""Nobody judges what he, his principal or his deputy reported: every room that judges, one by one."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from jiugai.domain.reporting.doubts.answers import DoubtDeed, DoubtDeedKind, Ruling
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.domain.supervision.photos import Verdict
from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.domain.supervision.rounds import Tallies, Visit
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.reporting.doubts import desk as doubts_desk
from jiugai.services.reporting.submission import desk as returns
from jiugai.services.supervision import hearings, recounting, rewards, rounds
from jiugai.services.supervision.evidence import looking
from jiugai.services.supervision.orders import desk as orders
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.services.supervision.recounting import OwnReport
from jiugai.storage.accounts import queries
from jiugai.storage.reporting import doubts
from jiugai.storage.unit_of_work import SameHands, unit_of_work
from tests.services.conftest import fresh_little, little
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, raise_doubt, send
from tests.services.supervision.drawn_city import OCTOBER, close_october, issue_october
from tests.services.supervision.site_photos import enter_photo
from tests.services.test_delegating import (
    SHANGHAI,
    THEN,
    answered,
    deputy_of,
    do,
    move,
    named,
    second_filer,
)

__all__ = ["fresh_little", "little"]

DAY, SHOWN, UNTIL, AFTER = (date(2020, 11, day) for day in (3, 4, 10, 11))


@pytest.fixture
def second(little: LittleCity) -> Actor:
    """Another officer of the filer's office, in a post of his own."""
    return second_filer(little.divisions, little.filer)


def say(little: LittleCity, doubt_id: int, kind: DoubtDeedKind, who: Actor, number: int) -> None:
    """Enter a deed about a doubt as it comes from a service that forgot to ask whose work it is."""
    ruling = Ruling.DISMISSED if kind is DoubtDeedKind.RULE else None
    deed = DoubtDeed(kind, who.user_id, DAY, "热线由街道代收", ruling=ruling)
    with unit_of_work(verb="tests.say", user_id=who.user_id, post_id=who.post_id) as act:
        doubts.enter_deed(
            act, doubt_id=doubt_id, number=number, deed=deed, reported_by=None, explained_by=None
        )


class TestADoubt:
    def test_is_not_ruled_by_whom_it_was_explained_for(
        self, little: LittleCity, second: Actor
    ) -> None:
        doubt = raise_doubt(little.filer)
        say(little, doubt, DoubtDeedKind.EXPLAIN, deputy_of(little.filer, second), 1)

        with pytest.raises(SameHands):
            say(
                little,
                doubt,
                DoubtDeedKind.RULE,
                replace(little.clerk, user_id=little.filer.user_id),
                2,
            )
        say(little, doubt, DoubtDeedKind.RULE, little.clerk, 2)

    def test_is_not_ruled_by_the_deputy_of_who_explained_it(
        self, little: LittleCity, second: Actor
    ) -> None:
        doubt = raise_doubt(little.filer)
        say(little, doubt, DoubtDeedKind.EXPLAIN, little.filer, 1)
        named(little.filer, second)

        with pytest.raises(SameHands):
            say(little, doubt, DoubtDeedKind.RULE, replace(little.clerk, user_id=second.user_id), 2)


class TestAPhoto:
    def judge(self, number: str, who: Actor) -> None:
        found = looking.judge(
            number, Verdict.DIFFERENT, "窗户和雨篷不同，是两栋楼", seen=0, actor=who, today=DAY
        )
        assert found == ()

    def alike(self, sender: Actor) -> str:
        first = enter_photo("北苑小区", sender, seed=1)
        return enter_photo("金州家属院", sender, seed=1001, like=first)

    def test_is_not_judged_by_whom_it_was_sent_for(self, little: LittleCity, second: Actor) -> None:
        number = self.alike(deputy_of(little.filer, second))

        with pytest.raises(SameHands):
            self.judge(number, replace(little.clerk, user_id=little.filer.user_id))
        self.judge(number, little.clerk)

    def test_is_not_judged_by_the_deputy_of_who_sent_it(
        self, little: LittleCity, second: Actor
    ) -> None:
        number = self.alike(little.filer)
        named(little.filer, second)

        with pytest.raises(SameHands):
            self.judge(number, replace(little.clerk, user_id=second.user_id))


@pytest.fixture
def shown(little: LittleCity, tmp_path: Path) -> LittleCity:
    """A little city whose ranking of October the counties see, and may object to."""
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=SHOWN)
    return little


class TestAnObjection:
    def answer(self, little: LittleCity, who: Actor) -> None:
        (row,) = hearings.hearing_of(OCTOBER, actor=little.clerk).row.objections
        done = hearings.answer(
            OCTOBER, row.id, upheld=False, words="已核对开工令", actor=who, today=SHOWN
        )
        assert done.entered, done.findings

    def test_is_not_answered_by_the_deputy_of_who_ranked(self, shown: LittleCity) -> None:
        hearings.object_to(OCTOBER, "开工小区", "开工令", actor=shown.filer, today=SHOWN)
        named(shown.clerk, shown.head)

        with pytest.raises(SameHands):
            self.answer(shown, shown.head)

    def test_is_not_answered_by_whom_it_was_made_for(
        self, shown: LittleCity, second: Actor
    ) -> None:
        deputy = deputy_of(shown.filer, second)
        hearings.object_to(OCTOBER, "开工小区", "开工令", actor=deputy, today=SHOWN)

        with pytest.raises(SameHands):
            self.answer(shown, replace(shown.head, user_id=shown.filer.user_id))
        self.answer(shown, shown.head)


class TestAReward:
    @pytest.fixture
    def drawn_up(self, shown: LittleCity) -> LittleCity:
        assert hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER).entered
        waiting = rewards.rewards_of(OCTOBER, actor=shown.clerk, today=AFTER).waiting
        done = rewards.draw_up(OCTOBER, seen=len(waiting), actor=shown.clerk, today=AFTER)
        assert done.findings == ()
        return shown

    def decide(self, little: LittleCity) -> None:
        row = rewards.rewards_of(OCTOBER, actor=little.head, today=AFTER).rows[0]
        said = rewards.Decided(RewardRuling.ADOPTED, "市政府专题会议纪要〔2020〕15号")
        done = rewards.decide(OCTOBER, row.id, said, actor=little.head, today=AFTER)
        assert done.findings == ()

    def test_is_not_decided_by_the_deputy_of_who_drew_it_up(self, drawn_up: LittleCity) -> None:
        named(drawn_up.clerk, drawn_up.head)

        with pytest.raises(SameHands):
            self.decide(drawn_up)

    def test_is_decided_by_another(self, drawn_up: LittleCity) -> None:
        self.decide(drawn_up)


class TestAVisit:
    def draw(self, little: LittleCity, folder: Path) -> None:
        issue_october(close_october(little, folder))
        rounds.draw_month(OCTOBER, actor=little.clerk, today=SHOWN)

    def find(self, little: LittleCity, who: Actor) -> None:
        county = little.divisions.shiquan
        lines = rounds.round_of(OCTOBER, actor=little.clerk).lines
        number = next(one.row.line.number for one in lines if one.row.line.county_id == county)
        visit = Visit(SHOWN, Tallies(1, 0, 5), "已到现场")
        recounting.record(OCTOBER, number, visit, seen=0, actor=who, today=SHOWN)

    def test_is_not_made_by_the_deputy_of_who_reported(
        self, little: LittleCity, second: Actor, tmp_path: Path
    ) -> None:
        self.draw(little, tmp_path)
        named(little.filer, second)

        with pytest.raises(SameHands):
            self.find(little, replace(little.head, user_id=second.user_id))
        self.find(little, little.head)

    def test_is_not_made_by_whom_it_was_reported_for(
        self, little: LittleCity, second: Actor, tmp_path: Path
    ) -> None:
        third = second_filer(little.divisions, little.filer, "third")
        deputy = deputy_of(third, second)
        late = SHIQUAN_OCTOBER[0].removesuffix("20") + "21"
        send(a_return((late,), name="补报.csv"), actor=deputy)
        self.draw(little, tmp_path)

        with pytest.raises(OwnReport):
            self.find(little, replace(little.head, user_id=third.user_id))


class TestWhatIsOffered:
    """What the database refuses a deputy is not offered to him, and the page says who does it."""

    SAID = "您和他算一人"

    def stand_in(self, who: Actor, principal: Actor) -> Actor:
        named(principal, who)
        today = datetime.now(SHANGHAI).date()
        posts = queries.posts_held(who.user_id, day=today)
        found = signing_in.actor_in(posts[0], day=today, held=posts)
        assert found.stands_for == {principal.user_id}
        return found

    def as_clerk(self, little: LittleCity, second: Actor) -> Actor:
        """Seat the filer's deputy as the city's clerk, past the rules of appointments."""
        deputy = self.stand_in(second, little.filer)
        return replace(little.clerk, user_id=second.user_id, stands_for=deputy.stands_for)

    def test_of_a_return(self, little: LittleCity, second: Actor) -> None:
        move(little, MoveKind.SUBMIT, little.filer, 0)
        deputy = self.stand_in(second, little.filer)
        judge = replace(little.reviewer, user_id=second.user_id, stands_for=deputy.stands_for)
        county = little.divisions.shiquan

        page = returns.page(OCTOBER, county, actor=judge, now=THEN)
        assert MoveKind.VERIFY not in page.county.mine
        assert self.SAID in page.why_not
        with pytest.raises(SameHands):
            move(little, MoveKind.VERIFY, judge, 1)
        other = returns.page(OCTOBER, county, actor=little.reviewer, now=THEN)
        assert MoveKind.VERIFY in other.county.mine
        assert other.why_not == ""

    def test_of_a_doubt(self, little: LittleCity, second: Actor) -> None:
        doubt = raise_doubt(little.filer)
        say(little, doubt, DoubtDeedKind.EXPLAIN, little.filer, 1)

        page = doubts_desk.page(doubt, actor=self.as_clerk(little, second), today=DAY)
        assert (page.mine, self.SAID in page.why_not) == ((), True)
        other = doubts_desk.page(doubt, actor=little.clerk, today=DAY)
        assert (other.mine, other.why_not) == ((DoubtDeedKind.RULE,), "")

    def test_of_a_photo(self, little: LittleCity, second: Actor) -> None:
        number = TestAPhoto().alike(little.filer)
        asked = horizon(DAY)

        judge = self.as_clerk(little, second)
        assert self.SAID in looking.pair(number, asked, actor=judge).why_not
        assert looking.pair(number, asked, actor=little.clerk).why_not == ""

    def test_of_an_order(self, little: LittleCity) -> None:
        order = answered(little, little.filer)
        do(order, DeedKind.PASS, little.clerk, little)
        deputy = self.stand_in(little.head, little.clerk)

        page = orders.page(order, actor=deputy, today=DAY)
        assert DeedKind.CLOSE not in page.card.mine
        assert page.why_not == (
            "经手的人今天由您代办，您和他算一人，“销号”须由没有代他办的交办单位的另一人办理。"
        )
        other = orders.page(order, actor=little.head, today=DAY)
        assert DeedKind.CLOSE in other.card.mine
        assert other.why_not == ""

    def test_of_an_objection(self, shown: LittleCity) -> None:
        hearings.object_to(OCTOBER, "开工小区", "开工令", actor=shown.filer, today=SHOWN)
        deputy = self.stand_in(shown.head, shown.clerk)

        (told,) = hearings.hearing_of(OCTOBER, actor=deputy).not_his.values()
        assert self.SAID in told
        assert hearings.hearing_of(OCTOBER, actor=shown.head).not_his == {}

    def test_of_a_reward(self, shown: LittleCity) -> None:
        assert hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER).entered
        waiting = rewards.rewards_of(OCTOBER, actor=shown.clerk, today=AFTER).waiting
        rewards.draw_up(OCTOBER, seen=len(waiting), actor=shown.clerk, today=AFTER)
        deputy = self.stand_in(shown.head, shown.clerk)

        page = rewards.rewards_of(OCTOBER, actor=deputy, today=AFTER)
        assert set(page.not_his) == {row.id for row in page.rows}
        assert rewards.rewards_of(OCTOBER, actor=shown.head, today=AFTER).not_his == {}

    def test_of_a_visit(self, little: LittleCity, second: Actor, tmp_path: Path) -> None:
        TestAVisit().draw(little, tmp_path)
        county = little.divisions.shiquan
        lines = rounds.round_of(OCTOBER, actor=little.clerk).lines
        number = next(one.row.line.number for one in lines if one.row.line.county_id == county)

        judge = self.as_clerk(little, second)
        found = recounting.drawn_project(OCTOBER, number, actor=judge)
        assert (found.may_record, self.SAID in found.why_not) == (False, True)
        other = recounting.drawn_project(OCTOBER, number, actor=little.head)
        assert (other.may_record, other.why_not) == (True, "")
