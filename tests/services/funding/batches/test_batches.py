"""Batches through the services: another hand confirms, answers count, a correction is a further version."""

import pytest
from django.db import IntegrityError, connection, transaction

from jiugai.domain.funding.batches import BatchState, CommunityState, LineState, Mouth
from jiugai.domain.funding.two_mouths import WonAt
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.funding.batches.reading import (
    BatchPage,
    Pipeline,
    batch_of,
    pipeline,
    state_of,
)
from jiugai.services.funding.batches.refusals import NoSuchBatch
from jiugai.services.funding.mouths import mouths_list, mouths_of
from jiugai.services.reach import as_officer
from jiugai.storage.funding.batch_models import Batch, BatchAnswer, BatchVersion
from tests.domain.scheme.test_bill import ROOF, TREES
from tests.services.funding.batches.little_batches import (
    ASKED_HEAD,
    HOME,
    NORTH,
    RIVER,
    TODAY,
    answer,
    asked,
    confirm,
    correct,
    enter,
    filed,
    won,
)
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import PIPES, send_bill, sent

YUAN = 100
ALL_ANSWERED = (
    f"{HOME},B14,100000,",
    f"{HOME},B01,20000,资金有限",
    f"{NORTH},,0,方案不成熟",
    f"{RIVER},,120000,",
)


def page(little: LittleCity, batch_id: int) -> BatchPage:
    return batch_of(batch_id, horizon(TODAY), actor=little.clerk)


def year(little: LittleCity) -> Pipeline:
    return pipeline(horizon(TODAY), 2020, actor=little.clerk)


class TestDrawingUp:
    def test_counts_nothing_before_another_confirmed_it(self, little: LittleCity) -> None:
        done = enter(little.clerk)
        assert done.count == 4
        found = year(little)
        assert [view.state for view in found.batches] == [BatchState.DRAFT]
        assert not found.communities

        assert done.batch_id is not None
        assert confirm(little.head, done.batch_id).entered
        found = year(little)
        assert [view.state for view in found.batches] == [BatchState.FILED]
        assert {one.state for one in found.communities} == {CommunityState.WAITING}
        assert [one.card.name for one in found.communities] == [
            "江北小区",
            "北苑小区",
            "金州家属院",
        ]

    def test_tells_every_fault_with_its_cell_and_writes_nothing(self, little: LittleCity) -> None:
        done = enter(
            little.clerk,
            asked(
                (
                    "石泉县,没有的小区,B14,100",
                    "紫阳城,金州家属院,,100",
                    f"{HOME},Z99,100",
                    f"{NORTH},B22,100",
                )
            ),
        )
        assert [one.code for one in done.findings][:3] == [
            "batch.no_community",
            "batch.no_county",
            "batch.no_item",
        ]
        assert [one.place.cell for one in done.findings][:2] == ["B2", "B3"]
        assert not Batch.objects.exists()

    def test_refuses_a_unit_that_nobody_told(self, little: LittleCity) -> None:
        done = enter(little.clerk, asked((f"{HOME},,100",), head="县区,小区,编号,申请金额"))
        assert any(one.code == "funding.no_column" for one in done.findings)

    def test_reads_ten_thousands_as_such(self, little: LittleCity) -> None:
        done = enter(
            little.clerk, asked((f"{HOME},,12.5",), head="县区,小区,编号,申请金额（万元）")
        )
        assert done.batch_id is not None
        assert page(little, done.batch_id).view.asked_fen == 125_000 * YUAN

    def test_asks_no_mouth_for_what_it_may_not_pay(self, little: LittleCity) -> None:
        """发改 may not repair the body of houses."""
        done = enter(little.clerk, mouth=Mouth.PLANNERS)
        (barred,) = done.findings
        assert barred.code == "batch.may_not_pay"
        assert "屋面" in barred.message
        assert barred.place.cell == "B2"

    def test_asks_no_mouth_twice_for_the_same(self, little: LittleCity) -> None:
        filed(little.clerk, little.head)
        again = enter(little.clerk, asked((f"{HOME},B14,1",)))
        assert [one.code for one in again.findings] == ["batch.asked_twice"]
        other = enter(little.clerk, asked((f"{HOME},B01,1",)), mouth=Mouth.PLANNERS)
        assert other.entered

    def test_may_ask_again_for_what_was_refused(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        assert answer(little.clerk, batch_id, won(ALL_ANSWERED)).entered
        assert enter(little.clerk, asked((f"{NORTH},,80000",))).entered

    def test_keeps_a_county_to_its_own(self, little: LittleCity) -> None:
        done = enter(little.filer)
        assert {one.code for one in done.findings} == {"batch.no_county"}
        own = enter(little.filer, asked((",金州家属院,,1000",), head=ASKED_HEAD))
        assert own.entered
        with as_officer(little.sibling), pytest.raises(NoSuchBatch):
            batch_of(own.batch_id or 0, horizon(TODAY), actor=little.sibling)

    def test_is_for_those_who_apply(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            enter(little.street)


class TestConfirming:
    def test_is_never_by_whoever_drew_it_up(self, little: LittleCity) -> None:
        done = enter(little.clerk)
        assert done.batch_id is not None
        with pytest.raises(NotAllowed):
            confirm(little.clerk, done.batch_id)

    def test_is_refused_by_the_database_as_well(self, little: LittleCity) -> None:
        enter(little.clerk)
        version = BatchVersion.objects.get()
        with (
            pytest.raises(IntegrityError, match="funding_batch_another_hand"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO funding_batch_confirmation (act_id, batch_id, version_id, drawn_by,"
                " user_id) VALUES (%s, %s, %s, %s, %s)",
                [version.act_id, version.batch_id, version.pk, version.user_id, version.user_id],
            )

    def test_is_of_the_version_that_was_seen(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        again = confirm(little.head, batch_id)
        assert [one.code for one in again.findings] == ["batch.done_meanwhile"]

    def test_is_not_for_a_county_with_the_citys_batch(self, little: LittleCity) -> None:
        done = enter(little.clerk)
        assert done.batch_id is not None
        refused = confirm(little.reviewer, done.batch_id)
        assert [one.code for one in refused.findings] == ["batch.not_own"]


class TestCorrecting:
    def test_is_a_further_version_that_counts_once_confirmed(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        bare = correct(little.clerk, batch_id, asked((f"{HOME},B14,90000",)))
        assert [one.code for one in bare.findings] == ["batch.reason_missing"]
        done = correct(little.clerk, batch_id, asked((f"{HOME},B14,90000",), reason="核减"))
        assert done.entered
        assert len(year(little).communities) == 3, "the version that was filed still counts"
        assert confirm(little.head, batch_id).entered
        assert len(year(little).communities) == 1
        assert [row.number for row in page(little, batch_id).versions] == [2, 1]

    def test_is_refused_once_answered(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        assert answer(little.clerk, batch_id, won((f"{NORTH},,0,方案不成熟",))).entered
        done = correct(little.clerk, batch_id, asked((f"{HOME},,1",), reason="漏列"))
        assert [one.code for one in done.findings] == ["batch.answered_already"]


class TestAnswering:
    def test_makes_the_counts(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        part = answer(little.clerk, batch_id, won(ALL_ANSWERED[:2]))
        assert part.count == 2
        assert page(little, batch_id).view.state is BatchState.ANSWERED_IN_PART
        assert answer(little.clerk, batch_id, won(ALL_ANSWERED[2:])).entered

        found = page(little, batch_id).view
        assert found.state is BatchState.PARTLY
        assert found.won_fen == 240_000 * YUAN
        assert [state_of(line) for line in found.lines] == [
            LineState.APPROVED,
            LineState.PARTLY,
            LineState.REFUSED,
            LineState.APPROVED,
        ]
        told = year(little)
        assert len(told.of(CommunityState.APPROVED)) == 2
        (refused,) = told.of(CommunityState.REFUSED)
        assert (refused.card.name, refused.because) == ("北苑小区", "方案不成熟")

    def test_asks_why_and_how_much(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        done = answer(
            little.clerk,
            batch_id,
            won((f"{HOME},B14,100000.01,", f"{NORTH},,0,", f"{RIVER},B02,1,", f"{HOME},B14,0,x")),
        )
        assert [one.code for one in done.findings] == [
            "batch.won_more_than_asked",
            "batch.refused_without_reason",
            "batch.not_in_batch",
            "batch.answered_twice",
        ]
        assert not BatchAnswer.objects.exists()

    def test_is_refused_before_it_was_filed(self, little: LittleCity) -> None:
        done = enter(little.clerk)
        refused = answer(little.clerk, done.batch_id or 0, won(ALL_ANSWERED))
        assert [one.code for one in refused.findings] == ["batch.not_filed"]

    def test_is_corrected_by_a_further_one_with_its_reason(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        assert answer(little.clerk, batch_id, won(ALL_ANSWERED)).entered
        change = (f"{NORTH},,80000,",)
        bare = answer(little.clerk, batch_id, won(change, on=TODAY))
        assert [one.code for one in bare.findings] == ["batch.reason_missing"]
        assert answer(little.clerk, batch_id, won(change, on=TODAY, reason="调换补入")).entered
        assert not year(little).of(CommunityState.REFUSED)
        before = pipeline(horizon(TODAY.replace(month=11)), 2020, actor=little.clerk)
        assert len(before.of(CommunityState.REFUSED)) == 1, "on that day it was refused"

    def test_of_the_city_shows_a_county_its_own_lines(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        with as_officer(little.filer):
            own = batch_of(batch_id, horizon(TODAY), actor=little.filer)
            refused = answer(little.filer, batch_id, won(ALL_ANSWERED))
        assert len(own.view.lines) == 3
        assert [one.code for one in refused.findings] == ["batch.not_own"]


class TestTwoMouths:
    def test_stand_side_by_side_with_the_gap(self, little: LittleCity) -> None:
        send_bill(little, "金州家属院", sent([ROOF, TREES, PIPES]))
        batch_id = filed(little.clerk, little.head)
        assert answer(little.clerk, batch_id, won(ALL_ANSWERED)).entered
        filed(little.clerk, little.head, asked((f"{HOME},B02,30000",)), mouth=Mouth.PLANNERS)

        found = mouths_of(little.number_of("金州家属院"), horizon(TODAY), actor=little.clerk)
        assert found.won.won_at is WonAt.OPEN
        assert found.won.won_fen(Mouth.TREASURY) == 120_000 * YUAN
        assert found.won.asked_fen(Mouth.PLANNERS) == 30_000 * YUAN
        gaps = {one.item: one for one in found.gaps}
        roof = gaps["B14"]
        assert roof.cost_fen is not None
        assert roof.gap_fen == roof.cost_fen - 100_000 * YUAN
        assert gaps["B01"].gap_fen is None, "the scheme has no such item"

    def test_list_who_won_from_one_alone(self, little: LittleCity) -> None:
        treasury = filed(little.clerk, little.head)
        assert answer(little.clerk, treasury, won(ALL_ANSWERED)).entered
        planners = filed(
            little.clerk,
            little.head,
            asked((f"{HOME},B01,50000", f"{NORTH},,1000")),
            mouth=Mouth.PLANNERS,
        )
        told = won((f"{HOME},B01,50000,", f"{NORTH},,1000,"), paper="陕发改投资〔2020〕7号")
        assert answer(little.clerk, planners, told).entered

        found = mouths_list(horizon(TODAY), 2020, None, actor=little.clerk)
        names = {one.won.won_at: one.card.name for one in found.rows}
        assert names == {
            WonAt.BOTH: "金州家属院",
            WonAt.PLANNERS: "北苑小区",
            WonAt.TREASURY: "江北小区",
        }
        (north,) = found.at(WonAt.PLANNERS)
        assert north.won.gap_fen == (2_400_000 - 1_000) * YUAN
