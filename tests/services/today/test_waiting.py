"""What waits for each post: counted from facts, gone once it is done."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.leads import LeaderLevel
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services import eligibility
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.bulletins import closing_desk
from jiugai.services.reporting import closing, uploads
from jiugai.services.reporting.doubts import answering
from jiugai.services.reporting.submission import desk as returns
from jiugai.services.reporting.submission.moving import move_return
from jiugai.services.supervision.orders import desk, doing
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.services.today.waiting import waiting
from jiugai.storage.accounts.queries import organisation_of
from jiugai.storage.bulletins import entries
from jiugai.storage.reporting import doubts
from jiugai.storage.unit_of_work import unit_of_work
from tests.services import little_city
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.services.supervision.named_leaders import DEPUTY, name_leader, record_visit

__all__ = ["fresh_little", "little"]

TODAY = date(2020, 11, 3)
NOW = datetime(2020, 11, 3, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
OCTOBER = Month(2020, 10)


def told(who: Actor, on: date = TODAY) -> list[str]:
    found = waiting(actor=who, today=on, now=NOW)
    return [duty.sentence for duty in (*found.now, *found.soon, *found.undated)]


def some(who: Actor, words: str, on: date = TODAY) -> list[str]:
    return [sentence for sentence in told(who, on) if words in sentence]


def move(little: LittleCity, who: Actor, kind: MoveKind, words: str = "") -> None:
    county = little.divisions.shiquan
    seen = returns.page(OCTOBER, county, actor=little.clerk, now=NOW).county.version
    done = move_return(OCTOBER, county, kind, words=words, seen=seen, actor=who, now=NOW)
    assert done.findings == ()


class TestReturns:
    def test_wait_for_one_hand_after_the_other(self, little: LittleCity) -> None:
        words = "2020年10月月报"
        assert some(little.filer, words) == ["石泉县2020年10月月报还没有报送。"]
        assert some(little.reviewer, words) == some(little.clerk, words) == []

        move(little, little.filer, MoveKind.SUBMIT)
        assert some(little.filer, words) == []
        assert some(little.reviewer, words) == ["石泉县2020年10月月报等您审核。"]

        move(little, little.reviewer, MoveKind.VERIFY)
        assert some(little.reviewer, words) == []
        assert some(little.clerk, words) == ["石泉县2020年10月月报等您接收。"]

        move(little, little.clerk, MoveKind.ACCEPT)
        assert some(little.clerk, words) == []

    def test_say_why_they_came_back(self, little: LittleCity) -> None:
        move(little, little.filer, MoveKind.SUBMIT)
        move(little, little.reviewer, MoveKind.SEND_BACK, "漏了北苑小区")
        (duty,) = [
            duty
            for duty in waiting(actor=little.filer, today=TODAY, now=NOW).now
            if "月报" in duty.sentence
        ]
        assert duty.sentence == "2020年10月月报被退回，请改好再报。"
        assert duty.more == "退回理由：漏了北苑小区"

    def test_press_by_their_day(self, little: LittleCity) -> None:
        found = waiting(actor=little.filer, today=TODAY, now=NOW)
        assert [duty.due_on for duty in found.now if "月报" in duty.sentence] == [TODAY]
        before = waiting(actor=little.filer, today=date(2020, 11, 2), now=NOW)
        assert any("月报" in duty.sentence for duty in before.soon)


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

    def test_wait_for_whose_turn_it_is(self, little: LittleCity, order: str) -> None:
        number = "督〔2020〕1号"
        turns = (
            (DeedKind.ASSIGN, little.clerk),
            (DeedKind.SIGN, little.filer),
            (DeedKind.ANSWER, little.filer),
            (DeedKind.PASS, little.clerk),
            (DeedKind.CLOSE, little.head),
        )
        for kind, who in turns:
            assert some(who, number) == [f"{number}等您{kind.word}：北苑小区进场施工。"]
            assert some(little.sibling, number) == []
            self.do(order, little, kind, who)
        assert [some(who, number) for _, who in turns] == [[]] * 5

    def test_are_chased_once_overdue(self, little: LittleCity, order: str) -> None:
        self.do(order, little, DeedKind.ASSIGN, little.clerk)
        late = date(2020, 11, 25)
        assert some(little.clerk, "逾期", late) == [
            "1 件督办事项责任单位逾期未办，最久的逾期 5 天，请看是否催办。"
        ]
        assert some(little.clerk, "逾期") == []
        found = waiting(actor=little.filer, today=late, now=NOW)
        assert found.now[-1].days_late(late) == 5

    def test_of_one_kind_are_told_together(self, little: LittleCity) -> None:
        for place in range(4):
            draft = OrderDraft(f"第{place}件", owner_id=organisation_of(little.filer.post_id))
            doing.open_order(draft, actor=little.clerk, today=TODAY)
        assert some(little.clerk, "督办") == ["4 件督办事项等您交办。"]


class TestDoubts:
    def test_wait_for_the_county_and_then_for_the_city(self, little: LittleCity) -> None:
        doubt = little_city.raise_doubt(little.filer)
        with unit_of_work(verb="tests.examine", user_id=0, post_id=0) as act:
            doubts.enter_examination(
                act,
                county_id=little.divisions.shiquan,
                month=OCTOBER,
                last_seq=1,
                standing=[doubt],
                passed=0,
                not_applicable=0,
            )
        assert some(little.filer, "疑点") == ["1 条疑点等您说明。"]
        assert some(little.clerk, "疑点") == some(little.sibling, "疑点") == []
        found = waiting(actor=little.filer, today=TODAY, now=NOW)
        (duty,) = [one for one in found.soon if "疑点" in one.sentence]
        assert duty.due_on == date(2020, 11, 10)  # ten days after it was raised

        done = answering.explain(
            doubt,
            words="热线由街道代收，十月没有来电；台账在街道办可以查。",
            seen=0,
            actor=little.filer,
            today=TODAY,
        )
        assert done.findings == ()
        assert some(little.filer, "疑点") == []
        assert some(little.clerk, "疑点") == ["1 条疑点县区已经说明，等您认定。"]


class TestTheRegister:
    def test_has_files_that_wait_for_the_word_to_write_them(self, little: LittleCity) -> None:
        rows = little_city.table(little_city.HEAD, ["西苑小区,城关镇,1993,2,45,5400,90"])
        together = uploads.receive(
            [("台账.csv", BytesIO(rows), "610922")],
            year=2020,
            effective_on=TODAY,
            actor=little.filer,
            at=NOW,
        )
        assert some(little.filer, "台账.csv") == []
        (file,) = uploads.batch(together, actor=little.filer)
        uploads.read_upload(file.id, actor_of=lambda _user, _post: little.filer)
        assert some(little.filer, "台账.csv") == [
            "《台账.csv》已经读好，等您核对写入；现在还没有写入任何数据。"
        ]
        assert some(little.clerk, "台账.csv") == []

    def test_has_pairs_for_whoever_sees_both_sides(self, little: LittleCity) -> None:
        twin = ("江北住宅小区,新城街道,1988,4,150,18000,450",)
        little_city.send(little_city.ledger(twin, "610902"), actor=little.sibling)
        assert some(little.sibling, "疑似重复") == ["1 对小区疑似重复，等您核对是一个还是两个。"]
        assert some(little.clerk, "疑似重复")
        assert some(little.filer, "疑似重复") == some(little.reviewer, "疑似重复") == []

    def test_has_communities_without_a_verdict(self, little: LittleCity) -> None:
        assert some(little.reviewer, "认定") == ["3 个小区还没有认定是不是改造对象。"]
        assert some(little.clerk, "认定") == ["6 个小区还没有认定是不是改造对象。"]
        eligibility.decide_all(actor=little.clerk, today=TODAY)
        assert some(little.reviewer, "认定") == []


class TestTheMonth:
    def test_is_closed_then_written_then_issued(self, little: LittleCity, tmp_path: Path) -> None:
        assert some(little.clerk, "封账") == ["2020年10月已经过完，还没有封账。"]
        assert some(little.head, "封账") == []

        closing_desk.close(OCTOBER, actor=little.clerk, at=NOW, snapshots=tmp_path)
        written = "2020年10月已经封账，通报已由系统成文，"
        assert some(little.clerk, "封账") == [f"{written}等您核改。"]
        assert some(little.head, "封账") == [f"{written}综合岗还没有动过，等您签发。"]

        row = closing.close_of(OCTOBER)
        assert row is not None
        entries.keep_draft(close_id=row.id, template="red_head", source="正文", user_id=0, at=NOW)
        assert some(little.clerk, "封账") == []
        assert some(little.head, "签发") == ["2020年10月已经封账，通报已由综合岗改定，等您签发。"]

    def test_that_was_missed_for_long_is_counted_whole(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        closing_desk.close(OCTOBER, actor=little.clerk, at=NOW, snapshots=tmp_path)
        assert some(little.clerk, "过完", date(2021, 2, 3)) == [
            "2020年11月起的 3 个月已经过完，还没有封账。"
        ]

    def test_that_was_closed_later_is_not_known_yet(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        closing_desk.close(OCTOBER, actor=little.clerk, at=NOW, snapshots=tmp_path)
        assert some(little.clerk, "通报", date(2020, 10, 20)) == []


class TestEveryPost:
    def test_is_told_nothing_that_its_powers_do_not_allow(self, little: LittleCity) -> None:
        assert told(little.auditor) == told(little.street) == []
        with pytest.raises(NotAllowed):
            told(little.administrator)

    def test_is_told_of_no_other_county(self, little: LittleCity) -> None:
        assert not any("石泉" in sentence for sentence in told(little.sibling))


class TestLeaders:
    def test_are_told_of_their_own_visits_and_the_office_of_all(self, little: LittleCity) -> None:
        name_leader(
            "金州家属院", little.clerk, DEPUTY, level=LeaderLevel.CITY, post_id=little.head.post_id
        )
        later = date(2020, 11, 13)
        assert some(little.head, "走访") == []
        assert some(little.head, "走访", later) == [
            "您包抓的 1 处该走访了，最久的是金州家属院改造项目，已 32 天没有走访。"
        ]
        for actor in (little.clerk, little.reviewer):
            assert some(actor, "走访", later) == [
                "1 位领导包抓的 1 处该走访了，其中 0 处久未走访。"
            ]
        assert some(little.filer, "走访", later) == some(little.sibling, "走访", later) == []
        record_visit("金州家属院", little.head, DEPUTY)
        assert some(little.head, "走访", later) == some(little.clerk, "走访", later) == []
