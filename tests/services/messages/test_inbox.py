"""Who is told of which act: whom it concerns, and nobody else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.doubts.answers import Ruling
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.orders.deeds import OWNERS_DEEDS, DeedKind
from jiugai.services.actor import POWERS, Actor, NotAllowed, PostKind
from jiugai.services.bulletins import closing_desk
from jiugai.services.messages import inbox
from jiugai.services.messages.rules import RULES, Side
from jiugai.services.reach import as_officer
from jiugai.services.reporting.doubts import answering
from jiugai.services.reporting.submission import desk as returns
from jiugai.services.reporting.submission.moving import grant_extension, move_return
from jiugai.services.supervision import hearings
from jiugai.services.supervision.orders import desk, doing
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.storage.accounts.queries import organisation_of
from tests.officers import appoint
from tests.services import little_city
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity

__all__ = ["fresh_little", "little"]

OCTOBER = Month(2020, 10)
TODAY = date(2020, 11, 3)
AT = datetime(2020, 11, 3, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


def after(days: int = 0) -> datetime:
    """Return a moment after all that this test recorded, by the register's own clock."""
    return datetime.now(UTC) + timedelta(days=days, minutes=1)


def told(who: Actor, *, older: bool = False, days_on: int = 0) -> list[str]:
    with as_officer(who):
        found = inbox.inbox(actor=who, today=TODAY, now=after(days_on), days=30, older=older)
    return [message.sentence for message in found.messages]


def unread(who: Actor, days_on: int = 0) -> int:
    with as_officer(who):
        return inbox.unread(actor=who, now=after(days_on), days=30)


def move(little: LittleCity, who: Actor, kind: MoveKind, words: str = "") -> None:
    county = little.divisions.shiquan
    seen = returns.page(OCTOBER, county, actor=little.clerk, now=AT).county.version
    done = move_return(OCTOBER, county, kind, words=words, seen=seen, actor=who, now=AT)
    assert done.findings == ()


class TestReturns:
    def test_are_told_to_whose_turn_it_is(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        assert told(little.reviewer) == ["石泉县2020年10月月报已报送，等您审核。"]
        assert told(little.filer) == told(little.clerk) == []

        move(little, little.reviewer, MoveKind.VERIFY)
        assert told(little.clerk) == ["石泉县2020年10月月报已审核，等您接收。"]
        assert told(little.filer) == ["石泉县2020年10月月报已经审核通过。"]

        move(little, little.clerk, MoveKind.SEND_BACK, "漏了北苑小区")
        back = "石泉县2020年10月月报被退回：漏了北苑小区"
        assert told(little.filer)[0] == told(little.reviewer)[0] == back

    def test_are_told_to_no_other_county(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        move(little, little.reviewer, MoveKind.SEND_BACK, "漏了北苑小区")
        for stranger in (little.sibling, little.xunyang_filer, little.street, little.auditor):
            assert told(stranger) == []

    def test_put_off_in_public_are_told_to_every_county(self, little: LittleCity) -> None:
        grant_extension(OCTOBER, county_id=None, days=2, reason="市里停网", actor=little.clerk)
        words = "各县区2020年10月月报准予延期 2 天：市里停网"
        assert told(little.filer) == told(little.sibling) == [words]

    def test_put_off_for_one_are_told_to_it_alone(self, little: LittleCity) -> None:
        county = little.divisions.hanbin
        grant_extension(OCTOBER, county_id=county, days=2, reason="断电", actor=little.clerk)
        assert told(little.sibling) == ["汉滨区2020年10月月报准予延期 2 天：断电"]
        assert told(little.filer) == []


class TestDoubts:
    def test_are_told_to_the_county(self, little: LittleCity) -> None:
        little_city.raise_doubt(little.filer)
        assert told(little.filer) == ["石泉县2020年10月月报核验提示 1 条疑点，请说明。"]
        assert told(little.sibling) == told(little.clerk) == []

    def test_that_are_ruled_on_are_told_with_the_ruling(self, little: LittleCity) -> None:
        doubt = little_city.raise_doubt(little.filer)
        done = answering.rule(
            doubt,
            ruling=Ruling.DISMISSED,
            words="核对了热线记录，数属实",
            seen=0,
            actor=little.clerk,
            today=TODAY,
        )
        assert done.entered
        assert told(little.filer)[0] == (
            "石泉县2020年10月的一条疑点认定为“不成立”：近 6 个月投诉只有 0 件"
        )


class TestOrders:
    @pytest.fixture
    def order(self, little: LittleCity) -> str:
        draft = OrderDraft(
            "北苑小区进场施工。",
            owner_id=organisation_of(little.filer.post_id),
            due_on=date(2020, 11, 20),
        )
        return doing.open_order(draft, actor=little.clerk, today=TODAY).public_id

    def do(self, order: str, little: LittleCity, kind: DeedKind, who: Actor) -> None:
        seen = desk.page(order, actor=little.clerk, today=TODAY).version
        assert doing.do(order, kind, Said(words="已办"), seen=seen, actor=who, today=TODAY).entered

    def test_are_told_to_the_other_body(self, little: LittleCity, order: str) -> None:
        assert told(little.filer) == told(little.head) == []
        self.do(order, little, DeedKind.ASSIGN, little.clerk)
        assert told(little.filer) == ["督〔2020〕1号交办给本单位：北苑小区进场施工。"]
        assert told(little.reviewer) == told(little.filer)  # of the same body
        assert told(little.sibling) == told(little.street) == []

        self.do(order, little, DeedKind.SIGN, little.filer)
        self.do(order, little, DeedKind.ANSWER, little.filer)
        assert told(little.clerk)[0] == "督〔2020〕1号责任单位已反馈，等核查：北苑小区进场施工。"

        self.do(order, little, DeedKind.PASS, little.clerk)
        assert told(little.head)[0] == "督〔2020〕1号核查通过，等另一人销号：北苑小区进场施工。"
        assert "核查通过" not in "".join(told(little.clerk))  # whoever did it is not told

    def test_of_another_body_of_the_county_are_not_told(
        self, little: LittleCity, order: str
    ) -> None:
        other = appoint(
            little.divisions,
            "other",
            PostKind.COUNTY_FILER,
            "石泉县财政局",
            little.divisions.shiquan,
        )
        self.do(order, little, DeedKind.ASSIGN, little.clerk)
        assert told(other) == []


class TestTheMonth:
    def test_is_told_once_closed(self, little: LittleCity, tmp_path: Path) -> None:
        closing_desk.close(OCTOBER, actor=little.clerk, at=AT, snapshots=tmp_path)
        words = "2020年10月已经封账，以后只收更正报送。"
        for who in (little.filer, little.reviewer, little.sibling):
            assert told(who) == [words]
        assert told(little.clerk) == told(little.street) == []

    def test_has_a_ranking_that_is_shown_heard_and_released(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        closing_desk.close(OCTOBER, actor=little.clerk, at=AT, snapshots=tmp_path)
        shown = hearings.show(OCTOBER, date(2020, 11, 10), seen=0, actor=little.clerk, today=TODAY)
        assert shown.entered
        assert told(little.filer)[0] == "2020年10月排名已经公示，2020-11-10以前可以提异议。"

        hearings.object_to(OCTOBER, "开工小区", "开工令已录入", actor=little.filer, today=TODAY)
        assert told(little.head)[0] == "石泉县对2020年10月排名提了异议：开工小区"
        assert "异议：" not in "".join(told(little.sibling))

        (objection,) = hearings.hearing_of(OCTOBER, actor=little.head).row.objections
        answered = hearings.answer(
            OCTOBER,
            objection.id,
            upheld=False,
            words="开工令日期在十一月",
            actor=little.head,
            today=TODAY,
        )
        assert answered.entered
        words = "石泉县对2020年10月排名的异议不成立：开工令日期在十一月"
        assert told(little.filer)[0] == words
        assert words not in told(little.sibling)


class TestReading:
    def test_counts_what_came_since(self, little: LittleCity) -> None:
        assert unread(little.reviewer) == 0
        move(little, little.filer, MoveKind.SUBMIT)
        assert unread(little.reviewer) == 1

        with as_officer(little.reviewer):
            found = inbox.inbox(actor=little.reviewer, today=TODAY, now=after(), days=30)
            inbox.read(found.newest, actor=little.reviewer)
        assert unread(little.reviewer) == 0
        assert told(little.reviewer)  # read, and still there

        move(little, little.reviewer, MoveKind.SEND_BACK, "漏了北苑小区")
        move(little, little.filer, MoveKind.SUBMIT)
        assert unread(little.reviewer) == 1
        assert unread(little.filer) == 1

    def test_never_goes_back_nor_beyond_what_there_is(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        inbox.read(10**12, actor=little.reviewer)
        inbox.read(1, actor=little.reviewer)
        assert unread(little.reviewer) == 0
        move(little, little.reviewer, MoveKind.SEND_BACK, "漏了北苑小区")
        move(little, little.filer, MoveKind.SUBMIT)
        assert unread(little.reviewer) == 1

    def test_folds_away_what_is_old(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        assert (unread(little.reviewer, 29), unread(little.reviewer, 31)) == (1, 0)
        assert told(little.reviewer, days_on=31) == []
        assert told(little.reviewer, days_on=31, older=True) == told(little.reviewer)

    def test_is_one_small_query_until_the_next_stamp(
        self, little: LittleCity, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        move(little, little.filer, MoveKind.SUBMIT)  # a stamp that nobody has asked about
        at = after()
        for queries in (2, 1, 1):
            with django_assert_num_queries(queries), as_officer(little.clerk):
                inbox.unread(actor=little.clerk, now=at, days=30)

    def test_is_each_officers_own(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        assert (unread(little.reviewer), unread(little.filer)) == (1, 0)
        inbox.read(10**12, actor=little.reviewer)
        assert unread(little.reviewer) == 0

    def test_is_for_those_who_see_records(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            unread(little.administrator)


class TestTheTable:
    def test_leads_to_pages_that_exist(self) -> None:
        known = {"month": OCTOBER, "county_id": 7, "doubt_id": 7, "public_id": "x", "number": "x"}
        for rule in RULES:
            wanted = {
                "reporting:return": ("month", "county_id"),
                "reporting:month": ("month",),
                "reporting:doubt": ("doubt_id",),
                "supervision:order": ("public_id",),
                "supervision:hearing": ("month",),
                "supervision:rewards": ("month",),
                "supervision:round": ("month",),
                "supervision:drawn-project": ("month", "number"),
                "supervision:look": ("number",),
                "bulletins:meeting": ("public_id",),
            }.get(rule.page, ())
            assert reverse(rule.page, kwargs={name: known[name] for name in wanted})

    def test_tells_powers_that_somebody_holds(self) -> None:
        held = set().union(*POWERS.values())
        assert {rule.power for rule in RULES} <= held

    def test_tells_every_deed_upon_an_order_to_the_other_side(self) -> None:
        sides = {rule.verb: rule.side for rule in RULES if rule.side is not Side.NONE}
        for kind in DeedKind:
            if kind is DeedKind.OPEN:
                continue  # nobody is told before it is assigned
            expected = Side.ISSUER if kind in {*OWNERS_DEEDS, DeedKind.PASS} else Side.OWNER
            assert sides[f"supervision.{kind.value}_order"] is expected
