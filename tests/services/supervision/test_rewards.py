"""Rewards and cuts: drawn up by one from what was released, decided by another, handed on."""

from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.adjustments import Adjustment
from jiugai.domain.supervision.rewards import RewardDecision, RewardRuling
from jiugai.domain.supervision.scoring_scheme import Effect
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.supervision import hearings, rewards
from jiugai.services.supervision.hearings import NoSuchHearing
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.services.supervision.reward_export import rewards_workbook
from jiugai.services.supervision.rewards import Decided, DecidedMeanwhile, RewardRow, RewardsPage
from jiugai.storage.supervision import rewards as stored
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import appoint
from tests.services.little_city import LittleCity, file_plan, plan_file
from tests.services.supervision.drawn_city import OCTOBER, close_october

SHOWN, UNTIL, AFTER = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)
PAPER = "市政府专题会议纪要〔2020〕15号"
ADOPT = Decided(RewardRuling.ADOPTED, PAPER)


def page(little: LittleCity, actor: Actor | None = None) -> RewardsPage:
    return rewards.rewards_of(OCTOBER, actor=actor or little.clerk, today=AFTER)


def draw_up(little: LittleCity, *, seen: int = 3) -> list[str]:
    done = rewards.draw_up(OCTOBER, seen=seen, actor=little.clerk, today=AFTER)
    return [finding.code for finding in done.findings]


def decide(little: LittleCity, row: RewardRow, said: Decided = ADOPT) -> list[str]:
    done = rewards.decide(OCTOBER, row.id, said, actor=little.head, today=AFTER)
    return [finding.code for finding in done.findings]


def row_of(little: LittleCity, county: str) -> RewardRow:
    found = page(little)
    (row,) = [row for row in found.rows if found.names[row.proposal.county] == county]
    return row


@pytest.fixture
def shown(little: LittleCity, tmp_path: Path) -> LittleCity:
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    assert hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=SHOWN).entered
    return little


@pytest.fixture
def released(shown: LittleCity) -> LittleCity:
    assert hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER).entered
    return shown


@pytest.fixture
def proposed(released: LittleCity) -> LittleCity:
    assert draw_up(released) == []
    return released


class TestDrawingUp:
    def test_waits_for_the_release(self, shown: LittleCity) -> None:
        assert page(shown).waiting == ()
        assert draw_up(shown) == ["reward.not_released"]

    def test_takes_what_the_rules_say_of_the_released_ranking(self, released: LittleCity) -> None:
        found = page(released)
        assert {found.names[one.county]: one.effect for one in found.waiting} == {
            "旬阳县": Effect.REWARD,
            "石泉县": Effect.REWARD,
            "汉滨区": Effect.CUT,
        }
        assert found.may_draw_up
        assert draw_up(released) == []
        after = page(released)
        assert (len(after.rows), after.waiting, after.may_draw_up) == (3, (), False)

    def test_once_only(self, proposed: LittleCity) -> None:
        assert draw_up(proposed) == ["reward.nothing_waits"]
        for row in page(proposed).rows:
            refused = Decided(RewardRuling.REFUSED, PAPER, "受灾停工")
            assert decide(proposed, row, refused) == []
        assert page(proposed).waiting == ()

    def test_from_an_old_page_is_refused(self, released: LittleCity) -> None:
        with pytest.raises(DecidedMeanwhile):
            draw_up(released, seen=2)
        assert page(released).rows == ()

    def test_is_for_who_manages_the_programme(self, released: LittleCity) -> None:
        for actor in (released.head, released.filer, released.auditor):
            with pytest.raises(NotAllowed):
                rewards.draw_up(OCTOBER, seen=3, actor=actor, today=AFTER)

    def test_of_a_month_that_is_not_closed_is_not_there(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchHearing):
            rewards.rewards_of(Month(2020, 9), actor=little.clerk, today=AFTER)

    def test_says_the_amount_where_next_year_is_known(self, released: LittleCity) -> None:
        assert {one.basis.plan_fen for one in page(released).waiting} == {None}
        next_year = plan_file(
            (("汉滨区", "朝阳小区", "2020-11-02", "2020-11-05"),), year=2021, day=date(2020, 11, 6)
        )
        file_plan(next_year, actor=released.clerk)
        (cut,) = [one for one in page(released).waiting if one.effect is Effect.CUT]
        assert (cut.basis.plan_fen, cut.plan_change_fen) == (210_000_000, -21_000_000)
        assert (cut.basis.money_fen, cut.money_change_fen) == (None, None)

    def test_before_the_release_the_database_itself_refuses(self, released: LittleCity) -> None:
        found = page(released)
        (showing, _) = hearings.hearing_of(OCTOBER, actor=released.clerk).row.steps
        with (
            pytest.raises(DatabaseError, match="supervision_reward_follows_release"),
            transaction.atomic(),
            unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act,
        ):
            stored.enter_proposals(
                act,
                [found.waiting[0]],
                step_id=showing.id,
                county_ids={found.waiting[0].county: released.divisions.shiquan},
                last_seq=1,
                user_id=0,
                on=AFTER,
            )


class TestDeciding:
    def test_is_by_another_than_who_drew_up(self, proposed: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            rewards.decide(OCTOBER, 1, ADOPT, actor=proposed.clerk, today=AFTER)
        both = appoint(
            proposed.divisions,
            "clerk",
            PostKind.CITY_HEAD,
            "安康市改造办",
            proposed.divisions.ankang,
        )
        row = row_of(proposed, "汉滨区")
        done = rewards.decide(OCTOBER, row.id, ADOPT, actor=both, today=AFTER)
        assert [finding.code for finding in done.findings] == ["reward.own_proposal"]

    def test_of_ones_own_the_database_itself_refuses(self, proposed: LittleCity) -> None:
        row, clerk = row_of(proposed, "汉滨区"), proposed.clerk.user_id
        own = RewardDecision(RewardRuling.ADOPTED, None, None, PAPER, "", clerk, AFTER)
        with (
            pytest.raises(IntegrityError, match="supervision_decider_did_not_propose"),
            transaction.atomic(),
            unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act,
        ):
            stored.enter_decision(act, row=row, decision=own)

    def test_stands_once(self, proposed: LittleCity) -> None:
        row = row_of(proposed, "汉滨区")
        assert decide(proposed, row) == []
        assert decide(proposed, row) == ["reward.decided"]

    def test_of_what_is_not_there_is_not_there(self, proposed: LittleCity) -> None:
        with pytest.raises(NoSuchHearing):
            rewards.decide(OCTOBER, 10**9, ADOPT, actor=proposed.head, today=AFTER)

    def test_by_two_at_once_stands_once(self, fresh_little: LittleCity, tmp_path: Path) -> None:
        little = fresh_little
        rank_close(close_october(little, tmp_path), actor=little.clerk)
        hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=SHOWN)
        hearings.release(OCTOBER, seen=1, actor=little.head, today=AFTER)
        draw_up(little)
        row, gate, told = row_of(little, "汉滨区"), Barrier(2), []

        def run() -> None:
            try:
                with as_officer(little.head):
                    gate.wait()
                    told.append(decide(little, row))
            finally:
                connection.close()

        threads = [Thread(target=run), Thread(target=run)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == [[], ["reward.decided"]]


class TestAdjustments:
    def test_hand_on_what_was_decided_and_nothing_else(self, proposed: LittleCity) -> None:
        little, before = proposed, horizon(AFTER)
        decide(little, row_of(little, "汉滨区"))
        decide(little, row_of(little, "旬阳县"), Decided(RewardRuling.REFUSED, PAPER, "名次浮动"))
        changed = Decided(RewardRuling.CHANGED, PAPER, "财力所限", money=Fraction(1, 50))
        decide(little, row_of(little, "石泉县"), changed)
        found = rewards.adjustments(2021, horizon(AFTER), actor=little.clerk)
        tenth, none = Fraction(1, 10), Fraction(0)
        assert found == (
            Adjustment(little.divisions.hanbin, 2021, -tenth, -tenth, PAPER),
            Adjustment(little.divisions.shiquan, 2021, none, Fraction(1, 50), PAPER),
        )
        assert rewards.adjustments(2020, horizon(AFTER), actor=little.clerk) == ()
        assert rewards.adjustments(2021, before, actor=little.clerk) == ()

    def test_reach_a_county_with_its_own_alone(self, proposed: LittleCity) -> None:
        for row in page(proposed).rows:
            decide(proposed, row)
        with as_officer(proposed.filer):
            found = rewards.adjustments(2021, horizon(AFTER), actor=proposed.filer)
            own = page(proposed, proposed.filer)
        assert {one.county_id for one in found} == {proposed.divisions.shiquan}
        assert [own.names[row.proposal.county] for row in own.rows] == ["石泉县"]
        assert own.waiting == ()


def test_the_workbook_says_what_was_proposed_and_decided(proposed: LittleCity) -> None:
    decide(proposed, row_of(proposed, "汉滨区"))
    sheet = openpyxl.load_workbook(BytesIO(rewards_workbook(page(proposed)))).active
    assert sheet is not None
    said = {str(row[0]): row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert said["汉滨区"][14:16] == (-10, -10)
    assert said["汉滨区"][18:21] == ("采纳", -10, -10)
    assert said["石泉县"][18] == "待决定"
