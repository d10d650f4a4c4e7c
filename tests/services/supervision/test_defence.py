"""A county's defence file: all that the register has of it, nothing of others, the same twice."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.doubts.answers import DoubtDeed, DoubtDeedKind
from jiugai.domain.reporting.submission.lateness import SHANGHAI
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.defence import DefencePart, sentence_of
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services.actor import Actor
from jiugai.services.audit import sealing
from jiugai.services.bulletins.defence_paper import defence_docx
from jiugai.services.reach import as_officer
from jiugai.services.reporting.submission.moving import move_return
from jiugai.services.supervision import hearings, rewards
from jiugai.services.supervision.defence import DefencePage, NoSuchDefence, defence_of
from jiugai.services.supervision.orders.doing import OrderDraft, Said, do, open_order
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.storage.accounts.queries import organisation_of
from jiugai.storage.reporting import doubts
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import LittleCity, raise_doubt
from tests.services.supervision.drawn_city import OCTOBER, close_october
from tests.services.supervision.site_photos import enter_photo

TODAY, UNTIL, AFTER = date(2020, 11, 3), date(2020, 11, 10), date(2020, 11, 11)
AT = datetime(2020, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def lived(little: LittleCity, tmp_path: Path) -> LittleCity:
    """Let 石泉县 send, be doubted, explain, be ordered, photograph, object and be rewarded."""
    move_return(
        OCTOBER, little.divisions.shiquan, MoveKind.SUBMIT, seen=0, actor=little.filer, now=AT
    )
    doubt_id = raise_doubt(little.filer)
    deed = DoubtDeed(DoubtDeedKind.EXPLAIN, little.filer.user_id, TODAY, "热线由街道代收")
    with unit_of_work(verb="tests.explain", user_id=little.filer.user_id, post_id=0) as act:
        doubts.enter_deed(
            act, doubt_id=doubt_id, number=1, deed=deed, reported_by=None, explained_by=None
        )
    draft = OrderDraft("进场施工。", owner_id=organisation_of(little.filer.post_id))
    order = open_order(draft, actor=little.clerk, today=TODAY).public_id
    do(order, DeedKind.ASSIGN, Said(), seen=1, actor=little.clerk, today=TODAY)
    do(order, DeedKind.SIGN, Said(), seen=2, actor=little.filer, today=TODAY)
    enter_photo("金州家属院", little.filer)
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=TODAY)
    hearings.object_to(OCTOBER, "开工小区", "开工令已录入", actor=little.filer, today=TODAY)
    (row,) = hearings.hearing_of(OCTOBER, actor=little.head).row.objections
    hearings.answer(OCTOBER, row.id, upheld=False, words="已核对", actor=little.head, today=TODAY)
    hearings.release(OCTOBER, seen=1, actor=little.head, today=AFTER)
    waiting = rewards.rewards_of(OCTOBER, actor=little.clerk, today=AFTER).waiting
    rewards.draw_up(OCTOBER, seen=len(waiting), actor=little.clerk, today=AFTER)
    return little


def file_of(
    little: LittleCity, actor: Actor | None = None, county: int | None = None
) -> DefencePage:
    """Return the file of the months in which this test is run: the register's clock is today's."""
    today = datetime.now(SHANGHAI).date() + timedelta(days=1)
    who = actor or little.filer
    with as_officer(who):
        return defence_of(
            county or little.divisions.shiquan,
            Month.of(today).previous,
            Month.of(today),
            actor=who,
            today=today,
            now=datetime.now(UTC),
        )


class TestTheFile:
    def test_tells_every_act_that_concerns_the_county(self, lived: LittleCity) -> None:
        file = file_of(lived).file
        told = {part: [sentence_of(fact) for fact in file.of(part)] for part in DefencePart}
        assert "2020年10月月报报送" in told[DefencePart.RETURNS]
        assert any(one.startswith("报送文件《") for one in told[DefencePart.RETURNS])
        assert told[DefencePart.DOUBTS] == [
            "2020年10月被提示：近 6 个月投诉只有 0 件",
            "2020年10月的疑点已说明：热线由街道代收",
        ]
        assert [one.split(" ")[1][:2] for one in told[DefencePart.ORDERS]] == [
            "立项",
            "交办",
            "签收",
        ]
        assert told[DefencePart.OBJECTIONS] == [
            "对2020年10月排名提异议：开工小区；理由：开工令已录入",
            "2020年10月排名异议答复“不成立”：已核对",
        ]
        (reward,) = told[DefencePart.REWARDS]
        assert reward.startswith("按2020年10月排名拟奖惩建议：奖补；依据 JC-奖开工")
        (photo,) = file.of(DefencePart.PHOTOS)
        assert len(photo.digest) == 64

    def test_says_how_each_stage_was_kept(self, lived: LittleCity) -> None:
        (kept,) = file_of(lived).file.returns
        assert kept.month == OCTOBER
        assert next(timing.holder for timing in kept.timings) == "县区填报岗"
        assert kept.late > 0

    def test_tells_nothing_of_another_county(self, lived: LittleCity) -> None:
        own = file_of(lived, lived.sibling, lived.divisions.hanbin).file
        assert own.of(DefencePart.DOUBTS) == own.of(DefencePart.PHOTOS) == ()
        assert {fact.by for fact in own.of(DefencePart.RETURNS)} == {"汉滨区住建局 填报岗"}
        with pytest.raises(NoSuchDefence):
            file_of(lived, lived.sibling)

    def test_is_the_same_to_the_city_and_to_the_county(self, lived: LittleCity) -> None:
        own, citys = file_of(lived), file_of(lived, lived.head)
        assert (own.file, own.digest) == (citys.file, citys.digest)
        assert set(own.choices) == {lived.divisions.shiquan}
        assert len(citys.choices) > 1

    def test_is_nobodys_below_the_county(self, lived: LittleCity) -> None:
        with pytest.raises(NoSuchDefence):
            file_of(lived, lived.street)

    def test_of_months_that_run_backwards_or_too_long_is_none(self, lived: LittleCity) -> None:
        for first, last in (
            (Month(2020, 11), Month(2020, 10)),
            (Month(2018, 11), Month(2020, 11)),
        ):
            with pytest.raises(NoSuchDefence):
                defence_of(
                    lived.divisions.shiquan,
                    first,
                    last,
                    actor=lived.filer,
                    today=TODAY,
                    now=AT,
                )

    def test_bears_what_is_sealed_of_its_filings(self, lived: LittleCity) -> None:
        sealing.seal_all()
        file = file_of(lived).file
        filings = {fact.seq for fact in file.facts if fact.is_filing}
        assert filings
        assert {one.seq for one in file.sealed} == filings
        assert file.trace_size > max(one.index for one in file.sealed)


class TestThePaper:
    def test_is_the_same_bytes_twice_and_bears_the_digest(self, lived: LittleCity) -> None:
        found = file_of(lived)
        content = defence_docx(found)
        assert content == defence_docx(file_of(lived))
        paper = docx.Document(BytesIO(content))
        text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
        assert found.digest[:4] in text
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        assert "2020年10月的疑点已说明：热线由街道代收" in cells

    def test_of_a_county_without_acts_says_so(self, little: LittleCity) -> None:
        with as_officer(little.filer):
            found = defence_of(
                little.divisions.shiquan,
                Month(2019, 1),
                Month(2019, 2),
                actor=little.filer,
                today=TODAY,
                now=AT,
            )
        assert found.file.facts == ()
        assert defence_docx(found)
