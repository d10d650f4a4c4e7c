"""What was built: recorded by another hand, held against the scheme once works are complete."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.accepted import AcceptedItem
from jiugai.domain.scheme.needs import Need, NeedKind
from jiugai.services.actor import NotAllowed
from jiugai.services.scheme.accepting import (
    Accepting,
    AlreadyDone,
    NoSuchAcceptance,
    accept,
    acceptance_gaps,
    acceptance_of,
    withdraw_acceptance,
)
from jiugai.services.scheme.bills import scheme_of
from jiugai.services.scheme.needs import enter_need
from jiugai.storage.programme.models import Site
from jiugai.storage.programme.models import Step as StepFact
from jiugai.storage.scheme import acceptance, models
from jiugai.storage.unit_of_work import SameHands, unit_of_work
from tests.domain.scheme.test_bill import ROOF, TREES
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import DAY, DONE, now, send_bill, sent

HOME = "金州家属院"  # started on 2020-10-12


def found(little: LittleCity) -> Accepting:
    page = scheme_of(little.number_of(HOME), now(), actor=little.clerk)
    return acceptance_of(page, now())


def told(little: LittleCity, one: AcceptedItem = DONE, **more: object) -> list[str]:
    asked = {"actor": little.street, **more}
    return [f.code for f in accept(little.number_of(HOME), one, now(), **asked)]  # type: ignore[arg-type]  # keywords


def complete(little: LittleCity, name: str = HOME) -> None:
    site = Site.objects.get(community__versions__name=name)
    with unit_of_work(verb="tests.complete", user_id=0, post_id=0) as act:
        StepFact.objects.create(
            act=act, effective_on=date(2020, 11, 2), site=site, step=Step.COMPLETION
        )


class TestAccepting:
    def test_keeps_quantity_paper_and_who(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        assert told(little) == []

        (row,) = found(little).rows
        assert row.accepted == DONE
        assert row.user_id == little.street.user_id

    def test_is_not_for_the_hand_that_drew_up_the_bill(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())

        assert told(little, actor=little.filer) == ["scheme.accepted_same_hand"]
        bill = models.Bill.objects.get()
        with (
            pytest.raises(SameHands),
            unit_of_work(verb="tests.same", user_id=little.filer.user_id, post_id=0) as act,
        ):
            acceptance.enter(act, community_id=bill.community_id, bill_id=bill.pk, accepted=DONE)
        assert models.Acceptance.objects.count() == 0

    def test_asks_for_a_scheme_first(self, little: LittleCity) -> None:
        assert told(little) == ["scheme.accepted_no_bill"]

    def test_is_refused_before_the_start(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())

        early = replace(DONE, on=date(2020, 10, 1))
        assert told(little, early) == ["scheme.accepted_before_start"]

    def test_is_done_once_however_often_it_is_sent(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        key = uuid4()
        told(little, key=key)

        with pytest.raises(AlreadyDone):
            told(little, key=key)
        assert models.Acceptance.objects.count() == 1

    def test_is_not_for_who_records_nothing(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            told(little, actor=little.auditor)

    def test_is_withdrawn_with_a_reason_and_once(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        told(little)
        (row,) = found(little).rows
        where = little.number_of(HOME)

        (refused,) = withdraw_acceptance(where, row.id, " ", now(), actor=little.street)
        assert refused.code == "scheme.accepted_no_reason"
        assert withdraw_acceptance(where, row.id, "单位写错", now(), actor=little.street) == ()
        assert found(little).rows == ()
        with pytest.raises(NoSuchAcceptance):
            withdraw_acceptance(where, row.id, "单位写错", now(), actor=little.street)


class TestFindings:
    def test_wait_until_works_are_complete(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        assert found(little).findings == ()

        complete(little)
        assert [one.code for one in found(little).findings] == ["scheme.not_accepted"] * 2

    def test_name_a_promise_that_nobody_built(self, little: LittleCity) -> None:
        lamps = Need(NeedKind.PROMISED, "W03", "院里装路灯")
        enter_need(little.number_of(HOME), lamps, actor=little.filer, today=DAY)
        send_bill(little, HOME, sent([ROOF]))
        told(little)
        complete(little)

        assert [one.code for one in found(little).findings] == ["scheme.need_not_built"]


class TestGaps:
    def test_are_those_of_complete_works_within_reach(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent([ROOF, TREES]))
        complete(little)

        (line,) = acceptance_gaps(now(), actor=little.clerk)
        assert (line.card.name, line.title, len(line.findings)) == (HOME, "估算第1版", 2)
        assert acceptance_gaps(now(), actor=little.sibling) == ()

    def test_name_those_without_a_scheme(self, little: LittleCity) -> None:
        complete(little, "江北小区")

        (line,) = acceptance_gaps(now(), actor=little.clerk)
        assert (line.title, line.findings) == ("", ())


class TestTheDatabaseItself:
    """What holds whoever writes, past the services."""

    def test_holds_an_acceptance_to_its_own_communitys_bill(self, little: LittleCity) -> None:
        send_bill(little, HOME, sent())
        bill = models.Bill.objects.get()
        other = Site.objects.get(community__versions__name="江北小区").community_id

        with (
            pytest.raises(DatabaseError, match="scheme_acceptance_of_its_bill"),
            unit_of_work(verb="tests.other", user_id=0, post_id=0) as act,
        ):
            acceptance.enter(act, community_id=other, bill_id=bill.pk, accepted=DONE)
