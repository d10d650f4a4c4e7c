"""The twenty standards of the little city, judged from what its rooms know."""

from dataclasses import replace
from datetime import date

import pytest

from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.domain.supervision.standards.check import StandardOutcome
from jiugai.domain.supervision.standards.judging import Judgement
from jiugai.services.actor import Actor
from jiugai.services.eligibility import decide_all
from jiugai.services.scheme.needs import enter_need
from jiugai.services.supervision.standards import (
    NoSuchCommunity,
    standards_of,
    standards_of_all,
)
from jiugai.storage.funding import queries as funding
from jiugai.storage.funding.models import Flow
from jiugai.storage.programme.models import Site
from jiugai.storage.unit_of_work import unit_of_work
from tests.domain.scheme.test_bill import ROOF, TREES
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import DAY, now, send_bill, sent

HOME = "金州家属院"
BEFORE = date(2020, 3, 1)
LEAK = Need(NeedKind.HAZARD, "B14", "3号楼屋面漏水")


def judged(
    little: LittleCity, code: str, name: str = HOME, actor: Actor | None = None
) -> Judgement:
    page = standards_of(little.number_of(name), now(), actor=actor or little.clerk)
    (found,) = [one for one in page.judged if one.check.code == code]
    return found


class TestOneCommunity:
    def test_is_looked_ahead_at_before_the_standards_hold(self, little: LittleCity) -> None:
        page = standards_of(little.number_of(HOME), now(), actor=little.clerk)

        assert (page.is_ahead, page.since) == (True, date(2021, 12, 14))
        assert len(page.judged) == 20

    def test_rests_on_steps_decision_and_scheme(self, little: LittleCity) -> None:
        decide_all(actor=little.clerk, today=DAY)
        send_bill(little, HOME, sent([replace(ROOF, name="古树移栽"), TREES]))

        assert judged(little, "N50-02").answer.bases[0].words == "2020-03-20 申报"
        assert judged(little, "N50-03").answer.outcome is StandardOutcome.KEPT
        harm = judged(little, "N50-04").answer
        assert harm.outcome is StandardOutcome.BROKEN
        assert harm.bases[0].words.startswith("估算第1版第1行")

    def test_follows_a_hazard_to_its_place_in_the_scheme(self, little: LittleCity) -> None:
        where = little.number_of(HOME)
        enter_need(where, LEAK, actor=little.filer, today=DAY, on=BEFORE)
        send_bill(little, HOME, sent([TREES]))
        assert judged(little, "N50-07").answer.outcome is StandardOutcome.BROKEN

        send_bill(little, "北苑小区", sent([ROOF]))
        number = little.number_of("北苑小区")
        enter_need(number, LEAK, actor=little.filer, today=DAY, on=BEFORE)
        assert judged(little, "N50-07", "北苑小区").answer.outcome is StandardOutcome.KEPT

    def test_knows_from_where_money_came_by_name(self, little: LittleCity) -> None:
        assert judged(little, "N50-17").answer.outcome is StandardOutcome.UNDEFINED
        site = Site.objects.get(project__name=f"{HOME}改造项目")
        with unit_of_work(verb="tests.flow", user_id=0, post_id=0) as act:
            Flow.objects.create(
                act=act, effective_on=DAY, project=site.project, source=Source.RESIDENTS, kind=2,
                amount_fen=100,
            )  # fmt: skip

        told = funding.sources(last_seq=now().last_seq, on_day=DAY)
        assert told == {site.project_id: frozenset({Source.RESIDENTS})}
        assert judged(little, "N50-17").answer.outcome is StandardOutcome.KEPT

    def test_of_another_county_is_not_found(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchCommunity):
            judged(little, "N50-01", actor=little.sibling)


class TestAll:
    def test_are_those_within_reach_and_say_the_same(self, little: LittleCity) -> None:
        mine = standards_of_all(now(), actor=little.filer)

        assert {one.card.name for one in mine} == {HOME, "北苑小区", "南苑小区"}
        alone = standards_of(little.number_of(HOME), now(), actor=little.filer)
        assert next(one.judged for one in mine if one.card.name == HOME) == alone.judged
